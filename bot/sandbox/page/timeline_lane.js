// One person's lane as a drawing: days of their own clock, weekends shaded, a mark a moment.

import { svg } from "./dom.js";
import { clockTime, format, fromLocalField, isoDay, moment } from "./time.js";

const HEIGHT = 78;
const ROWS = { sent: 16, waits: 36, skipped: 54 };
const LABELS = 74;
// Marks of one row stand at least so far apart, in pixels.
const APART = 15;
const DAY = 86400000;

// `marks` of the lane: {key, shape, at, entries}. `first`: the key of the one mark in tab order.
export function drawLane(lane, { now, days, width, first, pick, point }) {
  const scale = (date) => ((date - now) / (days * DAY)) * (width - 16) + 8;
  const drawn = svg("svg", { class: "lane-drawing", role: "presentation", width, height: HEIGHT });
  drawn.append(svg("g", { "aria-hidden": "true" },
    daysOf(lane.tz, now, days).flatMap((day) => drawDay(day, scale, width))));
  const ends = {};
  for (const mark of lane.marks) {
    const x = Math.max(scale(moment(mark.at)), (ends[mark.shape] ?? -APART) + APART);
    ends[mark.shape] = x;
    drawn.append(drawMark(mark, x, { first, pick, point }));
  }
  return drawn;
}

// --- private ----------------------------------------------------------------------------------

// The local days from now on: {start, end, weekday, label}.
function daysOf(tz, now, days) {
  const found = [];
  let noon = Date.parse(`${isoDay(now, tz)}T12:00:00Z`);
  for (let count = 0; count <= days; count += 1, noon += DAY) {
    const date = new Date(noon);
    found.push({
      start: midnight(noon, tz),
      end: midnight(noon + DAY, tz),
      weekday: date.getUTCDay(),
      label: format(date, "UTC", { day: "numeric", month: "short" }),
    });
  }
  return found;
}

function midnight(noon, tz) {
  return new Date(fromLocalField(`${new Date(noon).toISOString().slice(0, 10)}T00:00`, tz) * 1000);
}

function drawDay(day, scale, width) {
  const [left, right] = [Math.max(scale(day.start), 0), Math.min(scale(day.end), width)];
  if (right <= left) return [];
  const weekend = day.weekday === 0 || day.weekday === 6;
  const shape = [
    svg("rect", {
      x: left, y: 0, width: right - left, height: HEIGHT - 14,
      class: weekend ? "day weekend" : "day",
    }),
  ];
  if (day.weekday === 1) {
    shape.push(
      svg("line", { x1: left, x2: left, y1: 0, y2: HEIGHT - 14, class: "week" }),
      svg("text", { x: left + 2, y: LABELS, class: "day-label" }, `Mon ${day.label}`),
    );
  }
  return shape;
}

function drawMark(mark, x, { first, pick, point }) {
  const mine = mark.key === first;
  const what = mark.entries.map((one) => `${one.label}, ${one.words}`).join("; ");
  const at = moment(mark.at);
  const day = format(at, mark.tz, { weekday: "short", day: "numeric", month: "short" });
  const many = mark.entries.length;
  const node = svg("g", {
    class: `mark ${mark.shape}`,
    role: "button",
    tabindex: mine ? "0" : "-1",
    focus: mark.key,
    "data-mark": mark.key,
    "data-x": x.toFixed(1),
    "aria-label": `${mark.name}, ${day}, ${clockTime(at, mark.tz)}: ${what}`,
    transform: `translate(${x.toFixed(1)} ${ROWS[mark.shape]})`,
    on: {
      focus: () => pick(mark),
      click: (event) => event.currentTarget.focus(),
      pointerenter: () => point(mark),
      pointerleave: () => point(null),
      keydown: (event) => {
        if (event.key === "Enter" || event.key === " ") event.preventDefault();
      },
    },
  },
  svg("rect", { x: -12, y: -12, width: 24, height: 24, class: "hit" }),
  svg("use", { href: `#timeline-${mark.shape}` }));
  if (many > 1) node.append(svg("text", { y: 4, class: "mark-count" }, String(many)));
  return node;
}
