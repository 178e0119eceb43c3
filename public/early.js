// Runs before the first paint: the remembered theme and language, what to do if the code does not come, embedding, and
// the first questions to the server.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme"); // written by src/theme.rs
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme.
  }
  // The language that was chosen, or else the first of the browser's that there is. src/language.rs goes on from here.
  const offered = [...document.querySelectorAll("meta[name=language]")];
  let chosen;
  try {
    chosen = localStorage.getItem("language");
  } catch {
    // Storage is blocked: the browser's.
  }
  for (const code of [chosen, ...navigator.languages].map((tag) => tag?.split("-")[0])) {
    const language = offered.find(({ lang }) => lang === code);
    if (language) {
      root.lang = code;
      const { content, dataset } = language;
      self.spoken = fetch(new URL(content, document.baseURI), { integrity: dataset.integrity ?? "" }).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(content))));
      self.spoken.catch(() => {});
    }
    if (language || code === "en") break;
  }
  // Says that the console did not start, in the user's language if its words are there.
  self.notStarted = async () => {
    const message = document.getElementById("boot-failure");
    if (!message) return;
    const words = await self.spoken?.then(JSON.parse).catch(() => undefined);
    if (words) message.textContent = words.phrases.shell.boot_failed;
    message.hidden = false;
    root.removeAttribute("data-sign-in");
    document.querySelector("#frame .table-wrap")?.remove();
    document.querySelector("#frame [role=status]")?.remove();
    document.querySelector("#frame main")?.removeAttribute("aria-busy");
  };
  // boot.js, if it is missing or not the file that this page belongs to.
  const refused = ({ target }) => {
    if (!target.matches?.("script[data-wasm]")) return;
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", self.notStarted);
    else self.notStarted();
  };
  addEventListener("error", refused, true);
  if (self !== top || new URLSearchParams(location.search).get("embed") === "1") root.dataset.embed = "";
  if (location.pathname.endsWith("/sign-in")) {
    root.dataset.signIn = "";
    return;
  }
  // The answers are on their way before the code is, and there when it asks the very same (src/api).
  const ask = (href) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `api/v1/${href}` }));
  ask("session");
  if (!location.search && /\/(connections)?$/.test(location.pathname)) ask("connections?limit=50");
})();
