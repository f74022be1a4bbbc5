// What a page is made of: a module, a style sheet and its words, loaded when it is first opened.
import { loadWords } from "./locale.js";

const loaded = new Map();
const base = new URL("../views/", import.meta.url);

/** Resolves when the page's element can be put into the document. */
export function loadPage(name) {
  if (!loaded.has(name)) {
    const parts = [import(new URL(`${name}/${name}.js`, base)), loadStyle(name), loadWords(name)];
    loaded.set(name, Promise.all(parts).catch((error) => {
      loaded.delete(name);
      throw error;
    }));
  }
  return loaded.get(name);
}

function loadStyle(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`${name}/${name}.css`, base);
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}
