// Speaks to screen readers, at most once in a few seconds: a busy agent must not talk over the reader.

const pause = 4000;
let waiting = null;
let last = 0;
let timer = null;

export function announce(text) {
  waiting = text;
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    last = Date.now();
    document.querySelector("#announcer").textContent = waiting;
  }, Math.max(50, last + pause - Date.now()));
}
