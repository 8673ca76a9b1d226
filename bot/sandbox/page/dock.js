// The panel below the two Slacks. A tool's own module is loaded when it is first opened.

import { byId } from "./dom.js";

const panels = {
  timeline: {
    title: "Time line",
    load: () => import("./timeline.js").then((module) => module.makeTimeline),
  },
  inspector: {
    title: "Inspector",
    load: () => import("./inspector.js").then((module) => module.makeInspector),
  },
};

// `tools`: {api, world(), alertOf(words)}, handed to every panel.
export function makeDock(tools) {
  const made = new Map();
  let open = null;

  // Open a tool; "" closes the one that is open.
  async function show(name) {
    hide();
    if (!name) return;
    open = name;
    byId("dock").hidden = false;
    byId("dock-title").textContent = panels[name].title;
    byId(`panel-${name}`).hidden = false;
    byId(`dock-${name}`).setAttribute("aria-expanded", "true");
    try {
      const make = made.has(name) ? null : await panels[name].load();
      if (make && !made.has(name)) made.set(name, make(byId(`panel-${name}`), tools));
    } catch {
      tools.alertOf(`${panels[name].title} could not be loaded. Is the sandbox still running?`);
    }
    if (open === name) made.get(name)?.show();
  }

  function hide() {
    if (!open) return;
    made.get(open)?.hide();
    byId(`panel-${open}`).hidden = true;
    byId(`dock-${open}`).setAttribute("aria-expanded", "false");
    byId("dock").hidden = true;
    open = null;
  }

  for (const name of Object.keys(panels)) {
    byId(`dock-${name}`).addEventListener("click", () => show(open === name ? "" : name));
  }
  const leave = () => {
    const button = byId(`dock-${open}`);
    hide();
    button.focus();
  };
  byId("dock-close").addEventListener("click", leave);
  byId("dock").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && !event.defaultPrevented) leave();
  });

  return { show, refresh: () => { if (open) made.get(open)?.refresh(); } };
}
