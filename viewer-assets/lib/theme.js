// Light, dark, or what the system says. theme-boot.js applies the stored choice before this is loaded.
import { signal } from "./store.js";

const storageKey = "memos.theme";
export const themes = ["system", "light", "dark"];
export const theme = signal(document.documentElement.dataset.theme ?? "system");

export function chooseTheme(name) {
  const apply = () => {
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    theme.value = name;
  };
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (document.startViewTransition && !isCalm) document.startViewTransition(apply);
  else apply();
  try {
    if (name === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, name);
  } catch {
    // The choice holds for this visit.
  }
}
