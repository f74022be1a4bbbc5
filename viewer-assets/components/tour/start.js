import { status } from "../../lib/state.js";

const storageKey = "memos.tour";

/** The tour opens by itself on a memory that is empty, once; after that when somebody asks for it. */
export function startTour() {
  document.addEventListener("open-tour", open);
  const stop = status.subscribe((now) => {
    if (now?.counts?.turns === undefined) return;
    queueMicrotask(() => stop());
    if (now.counts.turns === 0 && !wasSeen()) open();
  });
}

async function open() {
  const { openTour } = await import("./tour.js");
  await openTour();
  try {
    localStorage.setItem(storageKey, "seen");
  } catch {
    // Storage may be forbidden; then the tour opens again as long as there is nothing to see.
  }
}

function wasSeen() {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}
