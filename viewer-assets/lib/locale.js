// Languages: one JSON file each, loaded when needed, English under what another one lacks.
import { signal } from "./store.js";

export const languages = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];
const storageKey = "memos.language";
const base = new URL("../locales/", import.meta.url);
const dictionaries = {};
/** Folders of pages whose words are loaded too. */
const pages = new Set();

/** Code of the language shown; changes only when its words are there. */
export const language = signal("en");

const sheets = new Map();

/** One file of words; a failure is forgotten, so that the next attempt asks again. */
function sheet(url) {
  if (!sheets.has(url.href)) {
    const words = fetch(url).then((answer) => answer.json());
    words.catch(() => sheets.delete(url.href));
    sheets.set(url.href, words);
  }
  return sheets.get(url.href);
}

/** The frame's words and those of every page that was opened. */
async function dictionary(code) {
  const places = [new URL(`${code}.json`, base), ...[...pages].map((page) => wordsOf(page, code))];
  dictionaries[code] = Object.assign({}, ...await Promise.all(places.map(sheet)));
}

const wordsOf = (page, code) => new URL(`../views/${page}/${code}.json`, import.meta.url);

/** Loads the words of a page, in the language shown and in English below it. */
export async function loadWords(page) {
  const codes = () => [...new Set(["en", language.value])];
  await Promise.all(codes().map((code) => sheet(wordsOf(page, code))));
  pages.add(page);
  await Promise.all(codes().map(dictionary));
}

/** The stored choice, else the first of the browser's languages that we speak. */
export function preferredLanguage(stored, wanted) {
  const known = languages.map(({ code }) => code);
  if (known.includes(stored)) return stored;
  return wanted.map((tag) => tag.toLowerCase().split("-")[0]).find((code) => known.includes(code)) ?? "en";
}

export async function startLanguage() {
  let stored = null;
  try {
    stored = localStorage.getItem(storageKey);
  } catch {
    // Storage may be forbidden; then the browser's languages decide each time.
  }
  await dictionary("en");
  await showLanguage(preferredLanguage(stored, navigator.languages ?? []));
}

async function showLanguage(code) {
  // A page whose words arrive meanwhile is shown in this language too.
  let count;
  do {
    count = pages.size;
    await dictionary(code);
  } while (pages.size !== count);
  language.value = code;
}

export async function chooseLanguage(code) {
  await showLanguage(code);
  try {
    localStorage.setItem(storageKey, code);
  } catch {
    // The choice holds for this visit.
  }
}

/** The text of a key with {names} filled in. A `count` picks the plural: key.one, key.other. */
export function t(key, values = {}) {
  const own = dictionaries[language.value] ?? {};
  const english = dictionaries.en ?? {};
  let name = key;
  if (values.count !== undefined) {
    const form = new Intl.PluralRules(language.value).select(Number(values.count));
    name = [`${key}.${form}`, `${key}.other`].find((candidate) => candidate in own || candidate in english) ?? key;
  }
  const text = own[name] ?? english[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, value) => {
    const given = values[value];
    if (given === undefined) return whole;
    return typeof given === "number" ? new Intl.NumberFormat(language.value).format(given) : given;
  });
}

/** A channel we have no words for keeps its own name. */
export function channelName(name) {
  const key = `channel.${name}`;
  const text = t(key);
  return text === key ? name : text;
}

/** What kind of thing is meant, by its name in the interface. */
export const kindName = (kind) => t(`kind.${{ policy: "experience", world_model: "world-model" }[kind] ?? kind}`);

/** The texts of index.html itself. */
export function translatePage() {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : language.value;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}
