// When to do things that are asked for too often.

/** Runs after it has not been asked for a while. */
export function debounced(ms, action) {
  let timer = null;
  const run = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), ms);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}

/** Runs at once, then at most once in a while, and once more for what was asked meanwhile. */
export function throttled(ms, action) {
  let timer = null;
  let isAsked = false;
  const run = () => {
    if (timer !== null) {
      isAsked = true;
      return;
    }
    action();
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) {
        isAsked = false;
        run();
      }
    }, ms);
  };
  run.cancel = () => {
    clearTimeout(timer);
    timer = null;
    isAsked = false;
  };
  return run;
}
