// Runs before anything is drawn: the look that this tablet has chosen; and a page whose modules never come up is loaded again.
(() => {
  const theme = localStorage.getItem("heartmonitor.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  setTimeout(() => { if (!document.documentElement.dataset.running) location.reload(); }, 20_000);
})();
