// A value that tells its readers when it changes.

/** `subscribe` calls the reader at once and after each change, and returns how to stop. */
export function signal(initial) {
  let current = initial;
  const readers = new Set();
  return {
    get value() {
      return current;
    },
    set value(next) {
      if (Object.is(next, current)) return;
      current = next;
      for (const reader of [...readers]) reader(current);
    },
    subscribe(reader) {
      readers.add(reader);
      reader(current);
      return () => readers.delete(reader);
    },
  };
}

/** Collects what must be undone when an element leaves the page. */
export function disposal() {
  const undo = [];
  return {
    add: (...steps) => undo.push(...steps),
    dispose() {
      for (const step of undo.splice(0)) step();
    },
  };
}
