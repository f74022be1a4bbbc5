// Line drawings on a 24 grid; always beside words or with a label, never alone.
import { html } from "./html.js";

const shapes = {
  memories: html`<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z"/><path d="M5 17a3 3 0 0 1 3-3h11M9 8h6"/>`,
  search: html`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
  system: html`<rect x="3.5" y="5" width="17" height="11.5" rx="2"/><path d="M9 20h6M12 16.5V20"/>`,
  light: html`<circle cx="12" cy="12" r="4"/><path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.600l1.1 1.100M17.3 17.300l1.1 1.100M18.4 5.600l-1.1 1.100M6.7 17.300l-1.1 1.1"/>`,
  dark: html`<path d="M20 14.200A8 8 0 0 1 9.8 4 8 8 0 1 0 20 14.200z"/>`,
  chevron: html`<path d="m7 10 5 5 5-5"/>`,
  link: html`<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.700l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.700l1-1"/>`,
  back: html`<path d="M19 12H5m6-6-6 6 6 6"/>`,
  close: html`<path d="m7 7 10 10M17 7 7 17"/>`,
  up: html`<path d="M12 19V5m-6 6 6-6 6 6"/>`,
  ok: html`<path d="m6 12.5 4 4 8-9"/>`,
  error: html`<path d="M12 4.5 21 19.500H3zM12 10v4.500M12 17v.1"/>`,
  unknown: html`<path d="M8 12h8"/>`,
  open: html`<circle cx="12" cy="12" r="7"/><path d="M12 8.500V12l2.5 1.5"/>`,
  tool: html`<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/>`,
  words: html`<path d="M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4.5 3.500V16H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z"/>`,
  folder: html`<path d="M3.5 7a2 2 0 0 1 2-2h4l2 2.500h7a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"/>`,
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`;
