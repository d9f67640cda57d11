// Before the first paint: the colours that were chosen last, so that a dark page does not flash white.
(() => {
  const chosen = localStorage.getItem("seriatim-colours");
  const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
