/** The colours: what the reader chose, else what the system prefers (set before the first paint). */
class Theme {
  value = $state<'dark' | 'light'>('dark');

  read(): void {
    this.value = document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark';
  }

  toggle = (): void => {
    this.value = this.value === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = this.value;
    try {
      localStorage.setItem('theme', this.value);
    } catch {
      // A browser may refuse storage; the choice then lasts until the page is left.
    }
  };
}

export const theme = new Theme();
