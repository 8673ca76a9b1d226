// One exchange, whole: payloads and headers as JSON that folds and can be copied.

import { h } from "./dom.js";
import { plural, secondOf } from "./inspector_words.js";

const WAYS = {
  to_slack: ["The app called", "What the app sent", "What Slack answered"],
  to_app: ["Slack sent", "What Slack sent", "What the app answered"],
  inside: ["Slack noted", "Noted", "Noted"],
};

export function makeExchange(tools, { close }) {
  const title = h("h3", { tabindex: "-1", testid: "exchange-title" });
  const facts = h("p", { class: "small muted" });
  const body = h("div", { class: "exchange-body", testid: "exchange-body" });
  let wanted = null;
  const node = h(
    "section",
    {
      class: "exchange", hidden: true, "aria-label": "The chosen exchange", testid: "exchange",
      on: { keydown: (event) => event.key === "Escape" && leave(event) },
    },
    h("header", {}, title, h("button", {
      type: "button", class: "close", "aria-label": "Back to the list", testid: "exchange-close",
      on: { click: leave },
    }, "×")),
    facts,
    body,
  );
  return { node, show, focus: () => title.focus() };

  async function show(number) {
    wanted = number;
    const answer = await tools.api.getExchange(number);
    if (wanted !== number) return;
    node.hidden = false;
    if (answer.entry) draw(answer.entry);
    else {
      title.textContent = `Exchange ${number}`;
      facts.textContent = "";
      body.replaceChildren(h("p", { class: "error-words" }, answer.error));
    }
  }

  function leave(event) {
    event.preventDefault();
    wanted = null;
    node.hidden = true;
    close();
  }

  function draw(entry) {
    const [who, sent, answered] = WAYS[entry.direction];
    title.textContent = `${who} ${entry.path}`;
    facts.textContent = factsOf(entry);
    body.replaceChildren(...[
      part(sent, entry.request, true),
      entry.done && part(answered, entry.response, true),
      entry.instead !== null && part("What the app got instead", entry.instead, true),
      entry.envelope && part("Envelope", entry.envelope, false),
      Object.keys(entry.headers).length && part("Headers sent", entry.headers, false),
      Object.keys(entry.response_headers).length
        && part("Headers of the answer", entry.response_headers, false),
    ].filter(Boolean));
    body.scrollTop = 0;
  }
}

// --- private ----------------------------------------------------------------------------------

function factsOf(entry) {
  const facts = [`Number ${entry.number}`, `${secondOf(entry.at)} UTC`];
  if (!entry.done) facts.push("under way");
  if (entry.status !== null) facts.push(`status ${entry.status}`);
  if (entry.ack_ms !== null) facts.push(`acknowledged after ${entry.ack_ms} ms`);
  if (entry.retry) facts.push(`retry ${entry.retry} because of ${entry.retry_reason}`);
  if (entry.fault) facts.push(`fault ${entry.fault}`);
  if (entry.note) facts.push(entry.note);
  facts.push(`${plural(entry.bytes, "byte")} there`);
  facts.push(`${plural(entry.response_bytes, "byte")} back`);
  return facts.join(" · ");
}

function part(label, value, open) {
  const text = typeof value === "string" ? value : JSON.stringify(unfolded(value), null, 2);
  const nothing = value === null || value === "";
  const copy = h("button", { type: "button", class: "tool", testid: "exchange-copy" }, "Copy");
  copy.setAttribute("aria-label", `Copy: ${label}`);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "The browser does not allow it";
    }
  });
  return h(
    "details",
    { open },
    h("summary", {}, label),
    nothing ? h("p", { class: "muted small" }, "Nothing.") : [
      copy,
      h("pre", { tabindex: "0", role: "region", "aria-label": label }, text),
    ],
  );
}

// JSON inside strings (Slack's `view`, `blocks` in forms) drawn as what it is.
function unfolded(value) {
  if (Array.isArray(value)) return value.map(unfolded);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unfolded(one)]));
  }
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return unfolded(JSON.parse(value));
  } catch {
    return value;
  }
}
