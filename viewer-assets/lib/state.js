// What several parts of the page show.
import { signal } from "./store.js";

/** The daemon's answer to core.status, `{error}` when it gave none, `null` before the first one. */
export const status = signal(null);
