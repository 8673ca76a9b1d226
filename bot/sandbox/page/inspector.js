// The inspector in the dock: what crosses the border, what waits, what is allowed, what goes wrong.
// The four tabs each have a module; a tab's `refresh()` resolves to the milliseconds after which it
// wants to look again by itself, or to nothing.

import { h, uid } from "./dom.js";
import { makeFaults } from "./inspector_faults.js";
import { makeTraffic } from "./inspector_log.js";
import { makeOutbox } from "./inspector_outbox.js";
import { makeRates } from "./inspector_rates.js";
import { onceAtATime } from "./once.js";
import { makeTabs } from "./tabs.js";

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
      testid: `inspector-tab-${name}`,
    }, label);
    tabs.set(name, { tab, panel, part: make(panel, { ...tools, look }) });
    list.append(tab);
    return panel;
  });
  const row = makeTabs(Object.fromEntries([...tabs].map(([name, { tab }]) => [name, tab])), choose);
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
    row.select(name);
    for (const [key, { panel }] of tabs) panel.hidden = key !== name;
    look();
  }
}
