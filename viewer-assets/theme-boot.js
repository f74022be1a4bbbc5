// Runs before the first paint, so that a chosen theme never flashes in the other one. Its values are lib/theme.js's.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("memos.theme");
  } catch {
    // Storage may be forbidden; then the system's choice stands.
  }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
