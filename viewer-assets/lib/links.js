// From an id to the page that shows it.

const pages = {
  tr: "memories", tu: "memories", ep: "tasks", po: "policies", wm: "world-models", sk: "skills", in: "recall",
};

/** The address of an item by its id's prefix; "" for an id that no page shows. */
export function linkTo(id) {
  const page = pages[String(id).split("_")[0]];
  return page ? `#/${page}/${encodeURIComponent(id)}` : "";
}
