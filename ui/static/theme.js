// Sets the theme before the first paint, so that no page flashes in the other one.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('theme');
  } catch {
    // A browser may refuse storage; the system's choice stands.
  }
  const light = matchMedia('(prefers-color-scheme: light)').matches;
  document.documentElement.dataset.theme = kept ?? (light ? 'light' : 'dark');
})();
