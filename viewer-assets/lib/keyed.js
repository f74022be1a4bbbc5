// Keeps the children of an element in step with a list, without rebuilding those that stay: focus, scroll position and
// what was unfolded survive an update.

/**
 * `key(item)` names an item, `make(item)` builds its element, `update(element, item)` shows it.
 */
export function reconcile(parent, items, { key, make, update }) {
  const present = new Map([...parent.children].map((element) => [element.dataset.key, element]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let element = present.get(name);
    present.delete(name);
    if (!element) {
      element = make(item);
      element.dataset.key = name;
    }
    update(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of present.values()) element.remove();
}
