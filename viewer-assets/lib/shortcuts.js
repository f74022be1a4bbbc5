// Keys that work on the whole page. A view answers by listening to `shortcut` on the document.

const names = { j: "next", k: "previous", "/": "search" };

const isTyping = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea, select"));

export function startShortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isTyping(event.target)) return;
    const name = names[event.key];
    if (!name) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("shortcut", { detail: name }));
  });
}
