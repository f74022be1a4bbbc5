// Filters as they stand in the address, as the bar shows them, and as the daemon is asked. Pure.
import { t } from "../../lib/locale.js";

const names = ["project", "agent", "session", "branch", "tag", "outcome", "since", "minValue", "maxValue", "from", "to",
  "errors", "pinned"];
const day = 86_400_000;

/** All filters with their text; "" where one is not set. */
export const filtersOf = (query) => Object.fromEntries(names.map((name) => [name, query[name] ?? ""]));

/** Midnight of a local date (YYYY-MM-DD); `undefined` for anything else. */
function midnight(text, days = 0) {
  const [year, month, date] = text.split("-").map(Number);
  const time = new Date(year, month - 1, date + days).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** What the daemon is asked; days are whole ones, the last included. */
export function turnsQuery(filters, now = Date.now()) {
  const { session, since, from, to, ...same } = filters;
  const start = new Date(now).setHours(0, 0, 0, 0);
  const recent = since ? start - (Number(since) - 1) * day : undefined;
  const end = to ? midnight(to, 1) : undefined;
  return { ...same, sessionId: session, from: from ? midnight(from) : recent, to: end === undefined ? undefined : end - 1 };
}

/** What there is to choose from, by filter. */
export function optionsOf(facets) {
  const { agents = [], projects = [], branches = [], tags = [], outcomes = [] } = facets ?? {};
  return {
    agent: agents, branch: branches, tag: tags,
    project: projects.map(({ id, name, turns }) => ({ value: id, label: name, turns })),
    outcome: outcomes.map(({ value, turns }) => ({ value, label: t(`outcome.${value}`), turns })),
    since: [1, 7, 30].map((count) => ({ value: count, label: t("filter.since.days", { count }) })),
  };
}
