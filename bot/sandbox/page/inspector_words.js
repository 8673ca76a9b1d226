// Moments, spans and states of the inspector in words.

import { h } from "./dom.js";
import { clockTime, format, moment } from "./time.js";

export const badge = (words, tone) =>
  h("span", { class: `badge ${tone}` }, String(words));

// 10:05:00, on the sandbox clock, UTC.
export const secondOf = (at) => format(moment(at), "UTC", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

// "in 30 s", "in 2 h", "3 min ago".
export function fromNow(at, now) {
  const seconds = Math.round((moment(at) - moment(now)) / 1000);
  const size = Math.abs(seconds);
  const steps = [[86400 * 2, 86400, "days"], [5400, 3600, "h"], [90, 60, "min"], [0, 1, "s"]];
  const [, unit, name] = steps.find(([from]) => size >= from);
  const span = `${Math.round(size / unit)} ${name}`;
  return seconds < 0 ? `${span} ago` : `in ${span}`;
}

// "Fri 6 Mar, 9:00 AM" where that person is.
export function localMoment(at, tz) {
  const day = format(moment(at), tz, { weekday: "short", day: "numeric", month: "short" });
  return `${day}, ${clockTime(moment(at), tz)}`;
}

// "goal reached" for goal_reached.
export const spaced = (name) => name.replaceAll("_", " ");

export const plural = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
