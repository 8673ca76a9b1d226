// The traffic: a live list of exchanges, and the one that was chosen, whole.

import { h, reconcile } from "./dom.js";
import { makeExchange } from "./inspector_exchange.js";
import { badge, secondOf } from "./inspector_words.js";

const MOST_SHOWN = 500;
const ARROWS = {
  to_slack: ["→", "to Slack"], to_app: ["←", "to the app"], inside: ["•", "inside Slack"],
};

export function makeTraffic(panel, tools) {
  const lines = new Map();
  let next = null;
  let log = "";
  let paused = false;
  let chosen = null;
  let roving = null;

  const words = h("input", {
    type: "search", placeholder: "method, status, fault …", "aria-label": "Filter the traffic",
    testid: "traffic-filter", autocomplete: "off", on: { input: draw },
  });
  const direction = h("select", {
    "aria-label": "Direction", testid: "traffic-direction", on: { change: draw },
  }, h("option", { value: "" }, "Both ways"),
  Object.entries(ARROWS).map(([value, [, label]]) => h("option", { value }, label)));
  const pause = h("button", {
    type: "button", class: "button", testid: "traffic-pause", on: { click: switchPause },
  }, "Pause");
  const count = h("span", { class: "small muted", role: "status", testid: "traffic-count" });
  const list = h("div", {
    class: "traffic-list", role: "listbox", "aria-label": "Exchanges, newest last",
    testid: "traffic-list", on: { keydown: onKey },
  });
  const empty = h("p", { class: "nothing-here" }, "Nothing has crossed the border yet.");
  const exchange = makeExchange(tools, { close: backToList });
  panel.append(
    h("div", { class: "inspector-bar" }, words, direction, pause, h("button", {
      type: "button", class: "button", testid: "traffic-clear", on: { click: clearView },
    }, "Clear view"), count),
    h("div", { class: "traffic-split" }, h("div", { class: "traffic-side" }, empty, list),
      exchange.node),
  );

  return { refresh };

  async function refresh() {
    if (paused) return null;
    let more = true;
    while (more) {
      const again = [...lines.values()].filter((line) => !line.done).map((line) => line.number);
      const query = next === null ? {} : { since: next, again: again.join(",") };
      const answer = await tools.api.getLog(query);
      if (!answer.entries) {
        count.textContent = answer.error;
        return null;
      }
      if (next !== null && answer.log !== log) {
        startOver();
        continue;
      }
      log = answer.log;
      for (const line of [...answer.again, ...answer.entries]) lines.set(line.number, line);
      next = answer.next;
      more = answer.more;
    }
    for (const number of [...lines.keys()].slice(0, Math.max(0, lines.size - MOST_SHOWN))) {
      lines.delete(number);
    }
    draw();
    return null;
  }

  // The sandbox began anew, and its numbers at one.
  function startOver() {
    lines.clear();
    next = null;
  }

  function draw() {
    const shown = [...lines.values()].filter(wanted);
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    reconcile(list, shown.map((line) => ({
      key: line.number, sig: JSON.stringify(line), make: () => row(line),
    })));
    list.hidden = shown.length === 0;
    empty.hidden = shown.length > 0;
    empty.textContent = lines.size ? "Nothing matches the filter."
      : "Nothing has crossed the border since.";
    count.textContent = paused ? `Paused at ${shown.length}` : `${shown.length} shown`;
    const inList = list.contains(document.activeElement);
    if (!shown.some((line) => line.number === roving) || (!inList && chosen === null)) {
      roving = shown.at(-1)?.number ?? null;
    }
    mark();
    if (atEnd && !inList) list.scrollTop = list.scrollHeight;
  }

  function row(line) {
    const [arrow, where] = ARROWS[line.direction];
    return h(
      "div",
      {
        class: `traffic-row ${line.direction}`, role: "option", testid: "traffic-row",
        focus: line.number, tabindex: -1, on: { click: () => choose(line.number) },
      },
      h("span", { class: "traffic-when muted" }, secondOf(line.at)),
      h("span", { class: "traffic-way" }, h("span", { "aria-hidden": "true" }, `${arrow} `), where),
      h("span", { class: "traffic-path" }, line.path),
      h("span", { class: "traffic-marks" }, marks(line)),
    );
  }

  function mark() {
    for (const node of list.children) {
      const number = Number(node.dataset.focus);
      node.setAttribute("aria-selected", String(number === chosen));
      node.tabIndex = number === roving ? 0 : -1;
    }
  }

  async function choose(number) {
    chosen = number;
    roving = number;
    mark();
    panel.classList.add("has-exchange");
    await exchange.show(number);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const rows = [...list.children];
    const at = rows.findIndex((node) => node === document.activeElement);
    if (at < 0) return;
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1,
      PageDown: Math.min(at + 10, rows.length - 1), PageUp: Math.max(at - 10, 0),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (rows[to]) moveTo(rows[to]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(Number(rows[at].dataset.focus)).then(exchange.focus);
    }
  }

  function moveTo(node) {
    roving = Number(node.dataset.focus);
    mark();
    node.focus();
    node.scrollIntoView({ block: "nearest" });
  }

  function backToList() {
    panel.classList.remove("has-exchange");
    chosen = null;
    mark();
    list.querySelector('[tabindex="0"]')?.focus();
  }

  function switchPause() {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    draw();
    if (!paused) tools.look();
  }

  function clearView() {
    lines.clear();
    draw();
  }

  function wanted(line) {
    if (direction.value && line.direction !== direction.value) return false;
    const text = [line.path, line.status, line.note, line.fault, line.error, line.retry_reason];
    const asked = words.value.trim().toLowerCase();
    return !asked || text.join(" ").toLowerCase().includes(asked);
  }
}

// --- private ----------------------------------------------------------------------------------

function marks(line) {
  if (!line.done) return badge("under way", "waiting");
  const parts = [];
  if (line.status !== null) parts.push(badge(line.status, line.status < 400 ? "good" : "bad"));
  if (line.ack_ms !== null) parts.push(h("span", { class: "muted" }, `ack ${line.ack_ms} ms`));
  else if (line.direction === "to_slack") {
    parts.push(h("span", { class: "muted" }, `${Math.round(line.seconds * 1000)} ms`));
  }
  if (line.retry) parts.push(badge(`retry ${line.retry}: ${line.retry_reason}`, "waiting"));
  if (line.fault) parts.push(badge(`fault: ${line.fault}`, "bad"));
  if (line.error) parts.push(h("span", { class: "error-words" }, line.error));
  const note = noteOf(line);
  if (note) parts.push(h("span", { class: "traffic-note" }, note));
  return parts;
}

// The note without what a badge says already.
function noteOf(line) {
  return line.note.split(", ")
    .filter((part) => part !== `fault ${line.fault}` && part !== `retry ${line.retry}`).join(", ");
}
