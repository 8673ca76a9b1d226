// The inspector in the dock: what crosses the border, what waits, what is allowed, what goes wrong.
// The four tabs each have a module; a tab's `refresh()` resolves to the milliseconds after which it
// wants to look again by itself, or to nothing.

import { h, uid } from "./dom.js";
import { makeFaults } from "./inspector_faults.js";
import { makeTraffic } from "./inspector_log.js";
import { makeOutbox } from "./inspector_outbox.js";
import { makeRates } from "./inspector_rates.js";

const TABS = [
  ["traffic", "Traffic", makeTraffic],
  ["outbox", "Outbox", makeOutbox],
  ["rates", "Rate limits", makeRates],
  ["faults", "Faults", makeFaults],
];

export function makeInspector(root, tools) {
  const stem = uid("inspector");
  const tabs = new Map();
  let current = "traffic";
  let open = false;
  let timer = null;
  let stopListening = null;

  const look = onceAtATime(async () => {
    clearTimeout(timer);
    if (!open) return;
    const again = await tabs.get(current).part.refresh();
    clearTimeout(timer);
    if (open && again) timer = setTimeout(look, again);
  });

  const list = h("div", { class: "inspector-tabs", role: "tablist", "aria-label": "Inspector" });
  const panels = TABS.map(([name, label, make]) => {
    const panel = h("div", {
      id: `${stem}-${name}`, class: `inspector-panel inspector-${name}`, role: "tabpanel",
      "aria-labelledby": `${stem}-tab-${name}`, testid: `inspector-${name}`,
    });
    const tab = h("button", {
      type: "button", role: "tab", id: `${stem}-tab-${name}`, "aria-controls": panel.id,
      testid: `inspector-tab-${name}`, on: { click: () => choose(name) },
    }, label);
    tabs.set(name, { tab, panel, part: make(panel, { ...tools, look }) });
    list.append(tab);
    return panel;
  });
  list.addEventListener("keydown", (event) => {
    const names = [...tabs.keys()];
    const next = stepped(event.key, names.indexOf(current), names.length);
    if (next === null) return;
    event.preventDefault();
    choose(names[next]);
    tabs.get(current).tab.focus();
  });
  root.classList.add("inspector");
  root.append(list, ...panels);
  choose(current);

  return {
    show() {
      open = true;
      stopListening ??= tools.api.listenTraffic(look);
      look();
    },
    hide() {
      open = false;
      clearTimeout(timer);
      stopListening?.();
      stopListening = null;
    },
    refresh: look,
  };

  function choose(name) {
    current = name;
    for (const [key, { tab, panel }] of tabs) {
      tab.setAttribute("aria-selected", String(key === name));
      tab.tabIndex = key === name ? 0 : -1;
      panel.hidden = key !== name;
    }
    look();
  }
}

// Where an arrow key leads in a row of `count`, round the ends; null for other keys.
export function stepped(key, index, count) {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}

// --- private ----------------------------------------------------------------------------------

// Calls that come while one is under way become one more, after it.
function onceAtATime(work) {
  let running = false;
  let wanted = false;
  return async function run() {
    if (running) {
      wanted = true;
      return;
    }
    running = true;
    try {
      do {
        wanted = false;
        await work();
      } while (wanted);
    } finally {
      running = false;
    }
  };
}
