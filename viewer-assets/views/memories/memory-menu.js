import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";

/**
 * A menu under a button: entries are {icon, label, run} or {icon, label, href}. Arrow keys walk, Escape and a click beside it
 * close it; the button has the focus again. Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function openMenu(button, entries) {
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  render(menu, html`${entries.map(({ icon: shape, label, href, tone = "" }, index) => (href
    ? html`<a role="menuitem" tabindex="-1" href="${href}">${icon(shape)}${label}</a>`
    : html`<button type="button" role="menuitem" tabindex="-1" data-index="${index}" data-tone="${tone}">
      ${icon(shape)}${label}</button>`))}`);
  const items = [...menu.children];
  menu.addEventListener("click", ({ target }) => {
    const item = target.closest("[role=menuitem]");
    if (!item) return;
    menu.hidePopover();
    if (item.dataset.index) entries[item.dataset.index].run();
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    items[next % items.length].focus();
  });
  menu.addEventListener("toggle", ({ newState }) => {
    button.ariaExpanded = String(newState === "open");
    if (newState === "open") items[0].focus();
    else menu.remove();
  });
  button.after(menu);
  menu.showPopover();
  const place = button.getBoundingClientRect();
  const below = place.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(place.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - menu.offsetHeight - 4)}px`;
}
