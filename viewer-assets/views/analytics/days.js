// Days as charts name them.
import { language } from "../../lib/locale.js";

/** {ticks, labels} of entries with `startsAt`. */
export function dayTicks(days) {
  const written = (options) => {
    const format = new Intl.DateTimeFormat(language.value, options);
    return days.map(({ startsAt }) => format.format(startsAt));
  };
  return { ticks: written({ month: "short", day: "numeric" }), labels: written({ dateStyle: "medium" }) };
}
