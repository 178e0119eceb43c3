// Runs before the first paint: the remembered theme and language, embedding, and the first questions to the server.
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
