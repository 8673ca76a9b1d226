// Moments as a person in a given zone reads them. Zones are IANA names; an unknown one is UTC.

const formats = new Map();

// A moment from the control API: ISO text, or seconds since 1970 as number or text.
export function moment(value) {
  if (typeof value === "number") return new Date(value * 1000);
  if (/^\d+(\.\d+)?$/.test(value ?? "")) return new Date(Number(value) * 1000);
  return new Date(value);
}

export function format(date, tz, options) {
  const key = `${tz}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, formatter(tz, options));
  return Number.isNaN(date.getTime()) ? "" : formats.get(key).format(date);
}

export const clockTime = (date, tz) =>
  format(date, tz, { hour: "numeric", minute: "2-digit", hour12: true });

export const clockDay = (date, tz) =>
  format(date, tz, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

export const longDay = (date, tz) =>
  format(date, tz, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

// `Europe/London (GMT+1)`: the zone and how far it is from Greenwich at that moment.
export function zoneName(date, tz) {
  const name = tz || "UTC";
  const parted = formatter(name, { timeZoneName: "shortOffset" }).formatToParts(date);
  const offset = parted.find((part) => part.type === "timeZoneName")?.value ?? "";
  return offset && offset !== name ? `${name} (${offset})` : name;
}

export const isoDay = (date, tz) => {
  const { year, month, day } = parts(date, tz);
  return `${year}-${month}-${day}`;
};

// `2026-11-22T09:30`, the value of a datetime-local field, for seconds since 1970 and back.
export function toLocalField(seconds, tz) {
  const { year, month, day, hour, minute } = parts(new Date(seconds * 1000), tz);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

export function fromLocalField(text, tz) {
  const wanted = Date.parse(`${text}:00Z`);
  if (Number.isNaN(wanted)) return null;
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = Date.parse(`${toLocalField(guess / 1000, tz)}:00Z`);
    guess += wanted - shown;
  }
  return guess / 1000;
}

// `<!date^seconds^template|…>` of mrkdwn (slack.md 5.1): fills the tokens of the template.
export function fillDate(seconds, template, tz, now) {
  const date = new Date(seconds * 1000);
  const plain = {
    date_num: () => isoDay(date, tz),
    date: () => ordinal(date, tz, {}),
    date_short: () => format(date, tz, { month: "short", day: "numeric", year: "numeric" }),
    date_long: () => ordinal(date, tz, { weekday: "long" }),
    time: () => clockTime(date, tz),
    time_secs: () => format(date, tz, {
      hour: "numeric", minute: "2-digit", second: "2-digit", hour12: true,
    }),
    ago: () => ago(date, now),
  };
  return template.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, pretty) => {
    if (!plain[name]) return whole;
    return (pretty && nearDay(date, tz, now)) || plain[name]();
  });
}

// --- private ----------------------------------------------------------------------------------

function formatter(tz, options) {
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: tz || "UTC" });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
}

function parts(date, tz) {
  const options = {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23",
  };
  const found = formatter(tz, options).formatToParts(date);
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

function ordinal(date, tz, more) {
  const day = Number(format(date, tz, { day: "numeric" }));
  const teens = day % 100 >= 11 && day % 100 <= 13;
  const ending = (!teens && { 1: "st", 2: "nd", 3: "rd" }[day % 10]) || "th";
  return format(date, tz, { month: "long", day: "numeric", year: "numeric", ...more })
    .replace(/(\d+)(, \d{4})$/, `$1${ending}$2`);
}

function nearDay(date, tz, now) {
  const gap = Math.round((Date.parse(isoDay(date, tz)) - Date.parse(isoDay(now, tz))) / 864e5);
  return { 0: "today", 1: "tomorrow", "-1": "yesterday" }[gap];
}

function ago(date, now) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const seconds = (date - now) / 1000;
  const steps = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600]];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(Math.round(seconds / 60), "minute");
}
