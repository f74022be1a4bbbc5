import { preferredLanguage, startLanguage, chooseLanguage, t } from "../lib/locale.js";
import { equal, test } from "./check.js";

const load = async (code) => (await fetch(new URL(`../locales/${code}.json`, import.meta.url))).json();
const [english, chinese] = await Promise.all(["en", "zh"].map(load));
const names = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();

test("both languages have the same keys", () => equal(Object.keys(chinese).sort(), Object.keys(english).sort()));
test("both languages use the same values in each text", () => {
  for (const key of Object.keys(english)) equal([key, ...names(chinese[key])], [key, ...names(english[key])]);
});
test("no text is empty", () => {
  for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)]) if (!text.trim()) throw new Error(key);
});
test("the stored language wins, then the browser's first that we speak", () => {
  equal(preferredLanguage("zh", ["en-GB"]), "zh");
  equal(preferredLanguage("xx", ["fr", "zh-Hant-TW", "en"]), "zh");
  equal(preferredLanguage(null, ["fr"]), "en");
});
test("a count picks the plural and is written in the language's digits", async () => {
  const before = localStorage.getItem("memos.language");
  await startLanguage();
  await chooseLanguage("en");
  equal(t("daemon.turns", { count: 1 }), "1 turn");
  equal(t("daemon.turns", { count: 1284 }), "1,284 turns");
  equal(t("no.such.key"), "no.such.key");
  if (before) localStorage.setItem("memos.language", before);
  else localStorage.removeItem("memos.language");
});
