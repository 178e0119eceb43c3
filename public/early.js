// Runs before the first paint: the remembered theme, embedding, and the first questions to the server.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme"); // written by src/theme.rs
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme.
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
