// The time line: what is planned for whom in the coming days, drawn as one lane a person, or as a
// list. Every lane is on its person's own clock: their midnights, their weekends.

import { h, reconcile, svg } from "./dom.js";
import { drawLane } from "./timeline_lane.js";
import { clockTime, format, moment } from "./time.js";

const DAYS = 30;
// Changes come many at a time: the dry run is asked for again after a pause, in milliseconds.
const PAUSE = 250;
// Without any change the lanes still show what time it is.
const MINUTE = 60000;

// `tools`: {api, world()}. Returns {show(), hide(), refresh()}; `refresh` may be called often.
export function makeTimeline(root, { api, world }) {
  const parts = makeParts();
  const state = {
    answer: null, open: false, busy: false, again: false, timer: 0, ticking: 0, asList: false,
  };
  let chosen = null;
  let pointed = null;
  root.classList.add("timeline");
  root.append(...parts.all);
  parts.list.addEventListener("click", (event) => {
    const at = event.target.closest("button")?.dataset.at;
    if (at) windTo(at);
  });
  parts.wind.addEventListener("click", () => chosen && windTo(chosen.at));
  parts.toggle.addEventListener("click", () => {
    state.asList = !state.asList;
    parts.toggle.setAttribute("aria-pressed", String(state.asList));
    root.classList.toggle("timeline-as-list", state.asList);
    draw();
  });
  parts.lanes.addEventListener("keydown", (event) => {
    const next = neighbour(parts.lanes, event.target.closest("[data-mark]"), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  const watch = new ResizeObserver(() => draw());

  function show() {
    state.open = true;
    watch.observe(parts.lanes);
    state.ticking = setInterval(refresh, MINUTE);
    read();
  }

  function hide() {
    state.open = false;
    watch.disconnect();
    clearInterval(state.ticking);
    clearTimeout(state.timer);
    state.timer = 0;
  }

  function refresh() {
    if (!state.open || state.timer) return;
    state.timer = setTimeout(() => {
      state.timer = 0;
      read();
    }, PAUSE);
  }

  async function read() {
    if (state.busy) {
      state.again = true;
      return;
    }
    state.busy = true;
    if (!state.answer) say("Looking ahead…");
    const answer = await api.getTimeline(DAYS);
    state.busy = false;
    if (answer.ok) {
      if (!state.answer) say("");
      state.answer = answer;
      draw();
    } else say(answer.error);
    if (state.again && state.open) {
      state.again = false;
      await read();
    }
  }

  function draw() {
    if (!state.answer || !state.open) return;
    const now = moment(state.answer.now);
    const lanes = lanesOf(state.answer.entries);
    if (chosen) chosen = lanes.flatMap((lane) => lane.marks).find((one) => one.key === chosen.key);
    const width = Math.max(parts.lanes.clientWidth - 12, 20 * DAYS);
    const first = chosen?.key ?? lanes[0]?.marks[0]?.key;
    reconcile(parts.lanes, lanes.map((lane) => ({
      key: lane.person,
      sig: JSON.stringify([lane, state.answer.now, width, first]),
      make: () => h("section", { class: "lane", "aria-label": lane.name },
        laneTitle(lane, now),
        drawLane(lane, { now, days: DAYS, width, first, pick, point })),
    })));
    reconcile(parts.list, lanes.map((lane) => ({
      key: lane.person,
      sig: JSON.stringify([lane, state.answer.now]),
      make: () => h("section", {}, laneTitle(lane, now), listOf(lane)),
    })));
    parts.none.textContent = nothingFor(lanes, world());
    drawDetail();
  }

  function pick(mark) {
    chosen = mark;
    for (const node of parts.lanes.querySelectorAll("[data-mark]")) {
      const mine = node.dataset.mark === mark.key;
      node.setAttribute("tabindex", mine ? "0" : "-1");
      node.classList.toggle("chosen", mine);
    }
    drawDetail();
  }

  function point(mark) {
    pointed = mark;
    drawDetail();
  }

  function drawDetail() {
    const shown = pointed ?? chosen;
    const words = shown ? [
      h("b", {}, `${shown.name}, ${longMoment(shown.at, shown.tz)}`),
      ` (${shown.tz})`,
      h("ul", {}, shown.entries.map((one) => h("li", {}, `${one.label}: ${one.words}`))),
    ] : ["Point at a mark, or step through them with the arrow keys."];
    parts.words.replaceChildren(...words);
    parts.wind.hidden = !shown || shown.key !== chosen?.key;
  }

  async function windTo(at) {
    if (parts.wind.getAttribute("aria-busy") === "true") return;
    parts.wind.setAttribute("aria-busy", "true");
    say("Winding…");
    const answer = await api.moveClock({ to: at });
    parts.wind.removeAttribute("aria-busy");
    if (!answer.ok) {
      say(answer.error);
      return;
    }
    const tz = state.answer.entries.find((one) => one.at === at)?.tz ?? "UTC";
    say(`It is ${longMoment(answer.now, tz)} (${tz}) now.`);
    const hadFocus = parts.lanes.contains(document.activeElement)
      || document.activeElement === parts.wind || document.activeElement === document.body;
    pointed = null;
    await read();
    if (hadFocus) parts.lanes.querySelector("[tabindex='0']")?.focus();
  }

  function say(words) {
    parts.said.textContent = words ?? "";
  }

  return { show, hide, refresh };
}

// --- private ----------------------------------------------------------------------------------

function makeParts() {
  const toggle = h("button", {
    type: "button", class: "timeline-toggle", "aria-pressed": "false", testid: "timeline-as-list",
  }, "As a list");
  const said = h("span", { class: "small", role: "status", testid: "timeline-said" });
  const legend = h("ul", { class: "timeline-legend small", "aria-label": "Marks" },
    [["sent", "sent"], ["waits", "waits"], ["skipped", "skipped"]].map(([kind, words]) =>
      h("li", {}, svg("svg", { width: 18, height: 18, "aria-hidden": "true" },
        svg("use", { href: `#timeline-${kind}`, x: 9, y: 9, class: `mark ${kind}` })), words)));
  const lanes = h("div", {
    class: "timeline-lanes", role: "group", testid: "timeline-lanes",
    "aria-label": "Drawn time line. Arrow keys step through the marks.",
  });
  const list = h("div", { class: "timeline-list", testid: "timeline-list" });
  const words = h("div", { class: "timeline-words", testid: "timeline-detail" });
  const wind = h("button", {
    type: "button", class: "button", hidden: true, testid: "timeline-wind",
  }, "Wind to here");
  const detail = h("div", { class: "timeline-detail" }, words, wind);
  const none = h("p", { class: "timeline-none small muted" });
  const top = h("div", { class: "timeline-top" },
    h("p", {}, "What comes in the next 30 days, if nobody does anything"), legend, toggle, said);
  const all = [shapes(), top, lanes, detail, list, none];
  return { toggle, said, lanes, list, words, wind, none, all };
}

// A shape for each outcome: they differ without colour.
function shapes() {
  return svg("svg", { class: "timeline-shapes", width: 0, height: 0, "aria-hidden": "true" },
    svg("defs", {},
      svg("circle", { id: "timeline-sent", r: 6 }),
      svg("path", { id: "timeline-waits", d: "M0 -6.5L6.5 5.5H-6.5Z" }),
      svg("path", { id: "timeline-skipped", d: "M-5 -5L5 5M5 -5L-5 5" })));
}

// [{person, name, tz, marks}]; a mark is everything of one outcome at one moment.
function lanesOf(entries) {
  const lanes = new Map();
  for (const one of entries) {
    if (!lanes.has(one.person)) lanes.set(one.person, { ...person(one), marks: new Map() });
    const { marks } = lanes.get(one.person);
    const shape = one.outcome === "in-digest" ? "sent" : one.outcome;
    const key = `${one.person} ${one.at} ${shape}`;
    if (!marks.has(key)) marks.set(key, { key, shape, at: one.at, ...person(one), entries: [] });
    marks.get(key).entries.push(one);
  }
  const byName = [...lanes.values()].sort((a, b) => a.name.localeCompare(b.name));
  return byName.map((lane) => ({ ...lane, marks: [...lane.marks.values()] }));
}

const person = ({ person: id, name, tz }) => ({ person: id, name, tz });

function laneTitle(lane, now) {
  return h("h3", { class: "lane-title" }, lane.name, " ",
    h("span", { class: "small muted" }, `${clockTime(now, lane.tz)} now in ${lane.tz}`));
}

function listOf(lane) {
  const rows = lane.marks.flatMap((mark) => mark.entries).map((one) => h("tr", {},
    h("th", { scope: "row" }, longMoment(one.at, one.tz)),
    h("td", {}, one.label),
    h("td", { class: `outcome ${one.outcome}` }, one.words),
    h("td", {}, h("button", {
      type: "button",
      class: "timeline-go",
      focus: `go ${one.at}`,
      "data-at": one.at,
      "aria-label": `Wind to here: ${longMoment(one.at, one.tz)}`,
    }, "Wind to here"))));
  const heads = ["When", "What", "What becomes of it", "Clock"];
  return h("table", {},
    h("thead", {}, h("tr", {}, heads.map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, rows));
}

function nothingFor(lanes, world) {
  const busy = new Set(lanes.map((lane) => lane.person));
  if (!lanes.length) return "Nothing is planned for anybody.";
  const names = (world?.people ?? [])
    .filter((one) => !one.is_bot && !one.deleted && !busy.has(one.id))
    .map((one) => one.real_name || one.name);
  return names.length ? `Nothing is planned for ${names.join(", ")}.` : "";
}

function longMoment(at, tz) {
  const date = moment(at);
  const day = format(date, tz, { weekday: "short", day: "numeric", month: "short" });
  return `${day}, ${clockTime(date, tz)}`;
}

// Left and right within a lane, up and down to the mark nearest in time of another lane.
function neighbour(root, node, key) {
  if (!node) return null;
  const lanes = [...root.children].map((lane) => [...lane.querySelectorAll("[data-mark]")]);
  const row = lanes.findIndex((lane) => lane.includes(node));
  const lane = lanes[row];
  const place = lane.indexOf(node);
  if (key === "ArrowRight") return lane[place + 1];
  if (key === "ArrowLeft") return lane[place - 1];
  if (key === "Home") return lane[0];
  if (key === "End") return lane.at(-1);
  const other = { ArrowDown: lanes[row + 1], ArrowUp: lanes[row - 1] }[key];
  const far = (one) => Math.abs(Number(one.dataset.x) - Number(node.dataset.x));
  return other?.reduce((best, one) => (far(one) < far(best) ? one : best));
}
