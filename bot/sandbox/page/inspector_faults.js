// Trouble to switch on: presets with what to watch for, a small form, and what is still to come.

import { h, reconcile, uid } from "./dom.js";
import { plural } from "./inspector_words.js";

export function makeFaults(panel, tools) {
  let offer = null;
  const presets = h("div", { class: "fault-presets", role: "group", "aria-label": "Presets" });
  const watch = h("p", { class: "fault-watch", role: "status", testid: "fault-watch" });
  const problem = h("p", { class: "error-words", role: "alert", testid: "fault-problem" });
  const pending = h("ul", { class: "fault-pending", testid: "faults-pending" });
  const heading = h("h3", { tabindex: "-1" }, "Switched on");
  const none = h("p", { class: "muted" }, "None: everything works as it should.");
  const clear = h("button", {
    type: "button", class: "button", testid: "faults-clear", hidden: true,
    on: { click: () => during(tools.api.clearFaults()).then(() => heading.focus()) },
  }, "Switch all off");
  const form = makeForm((body) => switchOn(body));
  panel.append(h(
    "div",
    { class: "inspector-scroll", tabindex: "0", role: "region", "aria-label": "Faults" },
    h("h3", {}, "What can go wrong with the next message"), presets, watch, problem,
    heading, none, pending, clear,
    h("details", {}, h("summary", {}, "Any other fault"), form.node),
  ));

  return { refresh };

  async function refresh() {
    const answer = await tools.api.getFaults();
    if (!answer.pending) {
      problem.textContent = answer.error;
      return;
    }
    if (!offer) {
      offer = answer;
      presets.append(...offer.presets.map(presetButton));
      form.offer(offer);
    }
    reconcile(pending, answer.pending.map((fault) => ({
      key: fault.number, sig: JSON.stringify(fault), make: () => pendingRow(fault),
    })));
    none.hidden = answer.pending.length > 0;
    clear.hidden = answer.pending.length < 2;
  }

  function presetButton(preset) {
    return h("button", {
      type: "button", class: "button", testid: `preset-${preset.id}`,
      on: {
        click: async () => {
          const { method, kind, times, seconds } = preset;
          if (await switchOn({ method, kind, times, seconds })) {
            watch.textContent = `Watch: ${preset.watch}`;
          }
        },
      },
    }, preset.label);
  }

  function pendingRow(fault) {
    const kind = offer.kinds.find((one) => one.kind === fault.kind);
    const where = fault.method === "*" ? "any call" : fault.method;
    const time = kind.timed ? ` (${fault.seconds} s)` : "";
    return h(
      "li",
      { testid: "fault" },
      h("span", {}, h("b", {}, where), `: ${kind.words}${time} `,
        h("span", { class: "badge waiting" }, `${plural(fault.times, "call")} to go`)),
      h("button", {
        type: "button", class: "tool", focus: `fault-${fault.number}`,
        "aria-label": `Switch off: ${fault.kind} on ${where}`,
        on: { click: () => switchOff(fault.number) },
      }, "Switch off"),
    );
  }

  async function switchOn(body) {
    watch.textContent = "";
    const done = await during(tools.api.addFault(body));
    if (done) {
      const kind = offer.kinds.find((one) => one.kind === body.kind);
      watch.textContent = `Switched on. ${kind.words}`;
    }
    return done;
  }

  // The pressed button goes with its row: the focus stays near.
  async function switchOff(number) {
    await during(tools.api.removeFault(number));
    (pending.querySelector("button") ?? heading).focus();
  }

  async function during(call) {
    const answer = await call;
    problem.textContent = answer.ok === false ? answer.error : "";
    await tools.look();
    return answer.ok !== false;
  }
}

// --- private ----------------------------------------------------------------------------------

function makeForm(submit) {
  const hint = h("p", { class: "small muted", id: uid("fault-hint") });
  const method = h("select", { testid: "fault-method", on: { change: offerKinds } });
  const kind = h("select", {
    testid: "fault-kind", "aria-describedby": hint.id, on: { change: explain },
  });
  const times = number("fault-times", 1, { min: 1, max: 1000, step: 1 });
  const seconds = number("fault-seconds", 5, { min: 0, max: 3600, step: "any" });
  const node = h(
    "form",
    {
      class: "fault-form",
      on: {
        submit: (event) => {
          event.preventDefault();
          submit({
            method: method.value, kind: kind.value, times: Number(times.value),
            seconds: Number(seconds.value),
          });
        },
      },
    },
    h("label", {}, "Method", method),
    h("label", {}, "Kind", kind),
    h("label", {}, "Calls", times),
    h("label", {}, "Seconds", seconds),
    h("button", { type: "submit", class: "button primary", testid: "fault-add" }, "Switch on"),
    hint,
  );
  let kinds = [];
  return { node, offer };

  function offer(given) {
    kinds = given.kinds;
    method.append(...given.methods.map((name) => h("option", {
      value: name, selected: name === "chat.postMessage",
    }, name === "*" ? "any (*)" : name)));
    offerKinds();
  }

  // A response URL cannot fail in every way.
  function offerKinds() {
    const before = kind.value;
    const possible = kinds.filter((one) => method.value !== "response_url" || one.response_url);
    kind.replaceChildren(...possible.map((one) => h("option", {
      value: one.kind, selected: one.kind === before,
    }, one.kind)));
    explain();
  }

  function explain() {
    const chosen = kinds.find((one) => one.kind === kind.value);
    hint.textContent = chosen?.words ?? "";
    seconds.disabled = !chosen?.timed;
  }
}

function number(testid, value, limits) {
  return h("input", { type: "number", testid, value, required: true, ...limits });
}
