// The page and its parameters live in the hash, so that every state worth keeping is a link.
import { signal } from "./store.js";

/** "#/memories/tr_1?agent=codex" → {page, id, query}. */
export function parseHash(hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [page = "", ...rest] = path.split("/");
  let id = rest.join("/");
  try {
    id = decodeURIComponent(id);
  } catch {
    // A hand-made link; the raw text is as good.
  }
  return { page, id: id || null, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function formatHash({ page, id, query = {} }) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ""}${search ? `?${search}` : ""}`;
}

export const route = signal(parseHash(""));

export function startRouter(firstPage) {
  // What a page shows depends on what it has loaded; the views know better where the reader was.
  history.scrollRestoration = "manual";
  const read = () => {
    route.value = parseHash(location.hash || `#/${firstPage}`);
  };
  globalThis.addEventListener("hashchange", read);
  read();
}

/** Changes the address without a new entry in the history: for filters and searches. */
export function replaceRoute(next) {
  history.replaceState(null, "", formatHash(next));
  route.value = parseHash(location.hash);
}
