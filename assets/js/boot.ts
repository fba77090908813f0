// Runs before the first paint: a remembered theme and density must not flash.
(() => {
  const root = document.documentElement;
  root.dataset.script = "on";
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("density") === "compact") root.dataset.density = "compact";
  } catch {
    // Storage may be closed; the defaults serve.
  }
})();
