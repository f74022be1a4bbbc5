// Dates, durations and sizes in the language shown.
import { language, t } from "./locale.js";

const cache = new Map();

function formatter(kind, options) {
  const key = `${language.value} ${kind.name} ${JSON.stringify(options)}`;
  if (!cache.has(key)) cache.set(key, new kind(language.value, options));
  return cache.get(key);
}

export const clock = (ms) => formatter(Intl.DateTimeFormat, { hour: "numeric", minute: "2-digit" }).format(ms);

export const moment = (ms) =>
  formatter(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short" }).format(ms);

/** Local day as YYYY-MM-DD: the key of a group. */
export function dayKey(ms) {
  const date = new Date(ms);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Today and yesterday by name, the others by date, with the year when it is another one. */
export function dayName(ms, now = Date.now()) {
  if (dayKey(ms) === dayKey(now)) return t("day.today");
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(ms) === dayKey(yesterday)) return t("day.yesterday");
  const isThisYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return formatter(Intl.DateTimeFormat, {
    weekday: "long", month: "long", day: "numeric", ...(isThisYear ? {} : { year: "numeric" }),
  }).format(ms);
}

export const number = (value) => formatter(Intl.NumberFormat, {}).format(value);

export const score = (value) =>
  formatter(Intl.NumberFormat, { maximumSignificantDigits: 3, notation: "standard" }).format(value);

/** With its sign, also when it adds. */
export const signed = (value) =>
  formatter(Intl.NumberFormat, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" })
    .format(value);

/** A probability against its threshold, in tenths of percents where whole ones do not tell them apart. */
export function compared(probability, threshold) {
  const digits = Math.round(probability * 100) === Math.round(threshold * 100) ? 1 : 0;
  const percent = (value) =>
    formatter(Intl.NumberFormat, { style: "percent", maximumFractionDigits: digits }).format(value);
  return `${percent(probability)} ${probability < threshold ? "<" : "≥"} ${percent(threshold)}`;
}

/** The two largest units: 3 d 4 h, 12 min 5 s. */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    ["day", Math.floor(seconds / 86_400)], ["hour", Math.floor(seconds / 3600) % 24],
    ["minute", Math.floor(seconds / 60) % 60], ["second", seconds % 60],
  ];
  const first = parts.findIndex(([, value]) => value > 0);
  if (first < 0) return unit(0, "second");
  return parts.slice(first, first + 2).filter(([, value]) => value > 0)
    .map(([name, value]) => unit(value, name)).join(" ");
}

const unit = (value, name) =>
  formatter(Intl.NumberFormat, { style: "unit", unit: name, unitDisplay: "short" }).format(value);

export function bytes(value) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return formatter(Intl.NumberFormat, {
    style: "unit", unit: units[index], unitDisplay: index > 0 ? "short" : "long",
    maximumFractionDigits: value < 10 && index > 0 ? 1 : 0,
  }).format(value);
}
