import { byId } from './element.js';

const KEY = 'jobwright-theme';

/** Lets the reader change between light and dark, and remembers it in this browser. */
export function startTheme() {
  const button = byId('theme');
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = stored();

  const show = () => {
    const dark = chosen === undefined ? prefersDark.matches : chosen === 'dark';
    if (chosen !== undefined) {
      document.documentElement.dataset.theme = chosen;
    }
    button.textContent = dark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Change to ${dark ? 'light' : 'dark'} colours`);
    return dark;
  };

  button.addEventListener('click', () => {
    chosen = show() ? 'light' : 'dark';
    store(chosen);
    show();
  });
  prefersDark.addEventListener('change', show);
  show();
}

function stored() {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'dark' || value === 'light' ? value : undefined;
  } catch {
    return undefined;
  }
}

function store(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // A browser that keeps nothing still shows the colours until the page is left.
  }
}
