// Runs before the first paint: the saved theme and language, start-up errors, embedded mode, and the first requests to
// the server.
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
  // The features that the console requires (docs/BROWSERS.md), by their names in the message.
  const NEEDED = {
    WebAssembly: () => typeof WebAssembly === "object",
    "AbortSignal.any": () => typeof AbortSignal.any === "function",
    "AbortSignal.timeout": () => typeof AbortSignal.timeout === "function",
    "modal dialogs": () => typeof HTMLDialogElement.prototype.showModal === "function",
    popovers: () => typeof HTMLElement.prototype.showPopover === "function",
    "CSS nesting": () => CSS.supports("selector(&)"),
    "CSS :has()": () => CSS.supports("selector(:has(a))"),
    "CSS light-dark()": () => CSS.supports("color", "light-dark(red, red)"),
    "Intl.PluralRules": () => typeof Intl.PluralRules === "function",
  };
  const isThere = (test) => {
    try {
      return test();
    } catch {
      return false;
    }
  };
  self.unsupported = Object.keys(NEEDED).find((name) => !isThere(NEEDED[name]));

  // The sentences for the time when nothing else runs, in the user's language if its file has loaded.
  const ENGLISH = {
    too_old: "This browser is too old for the console. Use a current version of Chrome, Edge, Firefox, or Safari.",
    stopped: "The console has stopped because of an error. Reload the page. What you entered is still here, except a private key.",
    reload: "Reload",
  };
  const words = async () => ({ ...ENGLISH, ...(await self.spoken?.then(JSON.parse).catch(() => undefined))?.phrases.shell });

  // Says that the console did not start.
  self.notStarted = async () => {
    const message = document.getElementById("boot-failure");
    if (!message) return;
    const { too_old, boot_failed } = await words();
    const sentence = self.unsupported ? too_old : boot_failed;
    if (sentence) message.textContent = sentence;
    if (self.unsupported) message.dataset.missing = self.unsupported;
    message.hidden = false;
    root.removeAttribute("data-sign-in");
    document.querySelector("#frame .table-wrap")?.remove();
    document.querySelector("#frame [role=status]")?.remove();
    document.querySelector("#frame main")?.removeAttribute("aria-busy");
  };
  const whenParsed = (act) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
    else act();
  };
  if (self.unsupported) whenParsed(self.notStarted);

  // An uncaught error has ended the code of the page: what is on the screen no longer works.
  const stopped = async ({ error, reason }) => {
    if (!(error ?? reason) || document.getElementById("stopped")) return;
    if (document.getElementById("frame")) return self.notStarted();
    const notice = Object.assign(document.createElement("div"), { id: "stopped", className: "stopped" });
    notice.setAttribute("role", "alert");
    // Everything outside of an open dialog takes no clicks.
    ([...document.querySelectorAll("dialog:modal")].pop() ?? document.body).append(notice);
    const { stopped: sentence, reload } = await words();
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-primary", textContent: reload });
    button.addEventListener("click", () => location.reload());
    notice.append(Object.assign(document.createElement("p"), { textContent: sentence }), button);
  };
  addEventListener("error", stopped);
  addEventListener("unhandledrejection", stopped);
  // boot.js is missing, or is not the file that this page belongs to.
  const refused = ({ target }) => {
    if (!target.matches?.("script[data-wasm]")) return;
    whenParsed(self.notStarted);
  };
  addEventListener("error", refused, true);

  // Back from the back/forward cache: everything is hidden until the server has confirmed the session (src/session.rs
  // removes the attribute).
  addEventListener("pageshow", ({ persisted }) => persisted && (root.dataset.resumed = ""), true);

  if (self !== top || new URLSearchParams(location.search).get("embed") === "1") root.dataset.embed = "";
  if (location.pathname.endsWith("/sign-in")) {
    root.dataset.signIn = "";
    return;
  }
  // The first requests are sent before the code has loaded; it takes over the responses (src/api).
  const ask = (href) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `api/v1/${href}` }));
  ask("session");
  if (!location.search && /\/(connections)?$/.test(location.pathname)) ask("connections?limit=50");
})();
