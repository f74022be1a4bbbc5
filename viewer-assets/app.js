// The composition root of the page: registers the elements, then starts language, feed and router.
import { registerDaemonState } from "./components/daemon-state/daemon-state.js";
import { registerClipText } from "./components/clip-text/clip-text.js";
import { registerDiff } from "./components/diff/diff.js";
import { registerEmpty } from "./components/empty/empty.js";
import { registerErrorPanel } from "./components/error-panel/error-panel.js";
import { registerFilterBar } from "./components/filter-bar/filter-bar.js";
import { registerLanguageSwitch } from "./components/language-switch/language-switch.js";
import { registerPageList } from "./components/page-list/page-list.js";
import { registerPager } from "./components/pager/pager.js";
import { registerSearchBox } from "./components/search-box/search-box.js";
import { registerSearchExplanation } from "./components/search-explanation/search-explanation.js";
import { registerSearchHit } from "./components/search-hit/search-hit.js";
import { registerPalette } from "./components/palette/palette.js";
import { registerScoreBar } from "./components/score-bar/score-bar.js";
import { registerSkeleton } from "./components/skeleton/skeleton.js";
import { registerStep } from "./components/step/step.js";
import { registerTabs } from "./components/tabs/tabs.js";
import { registerThemeSwitch } from "./components/theme-switch/theme-switch.js";
import { startTour } from "./components/tour/start.js";
import { registerTurnCard } from "./components/turn-card/turn-card.js";
import { registerWindowedList } from "./components/windowed-list/windowed-list.js";
import { api } from "./lib/api.js";
import { feed } from "./lib/events.js";
import { language, startLanguage, translatePage } from "./lib/locale.js";
import { loadPage } from "./lib/pages.js";
import { route, startRouter } from "./lib/router.js";
import { startShortcuts } from "./lib/shortcuts.js";
import { status } from "./lib/state.js";
import { pages } from "./views/pages.js";

// What the first page is made of is fetched while the words are; a failure is told when the page is opened.
startRouter(pages[0]);
if (pages.includes(route.value.page)) loadPage(route.value.page).catch(() => {});

// Elements speak as soon as they are there.
await startLanguage();

for (const register of [
  registerClipText, registerDaemonState, registerDiff, registerEmpty, registerErrorPanel, registerFilterBar,
  registerLanguageSwitch, registerPageList, registerPager, registerPalette, registerScoreBar, registerSearchBox,
  registerSearchExplanation, registerSearchHit, registerSkeleton, registerStep, registerTabs, registerThemeSwitch,
  registerTurnCard, registerWindowedList,
]) register();

language.subscribe(translatePage);

const main = document.querySelector("#main");
route.subscribe(async ({ page }) => {
  const name = pages.includes(page) ? page : pages[0];
  if (main.firstElementChild?.localName === `view-${name}`) return;
  try {
    await loadPage(name);
  } catch {
    if (route.value.page !== page) return;
    const panel = document.createElement("x-error-panel");
    panel.error = { code: "unreachable" };
    panel.addEventListener("retry", () => location.reload());
    main.replaceChildren(panel);
    return;
  }
  // Meanwhile the reader may have gone on.
  if (route.value.page === page) main.replaceChildren(document.createElement(`view-${name}`));
});
startShortcuts();
startTour();

// A skip link by hash would be taken for a page by the router.
document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

async function refreshStatus() {
  try {
    status.value = await api.get("/api/v1/status");
  } catch (error) {
    status.value = { error };
  }
}

feed.state.subscribe((state) => {
  if (state !== "connecting") refreshStatus();
});
setInterval(() => {
  if (!document.hidden) refreshStatus();
}, 30_000);
feed.start();
