// What Slack would still allow: one bar for every bucket in use, and how deliveries fare.

import { h, reconcile } from "./dom.js";
import { plural } from "./inspector_words.js";

const AGAIN = 1000;

export function makeRates(panel, tools) {
  const health = h("p", { testid: "rates-events" });
  const said = h("p", { class: "small muted" });
  const list = h("ul", { class: "rates", testid: "rates" });
  panel.append(h("div", {
    class: "inspector-scroll", tabindex: "0", role: "region", "aria-label": "Rate limits",
  }, health, said, list));

  return { refresh };

  async function refresh() {
    const answer = await tools.api.getRates();
    if (!answer.buckets) {
      said.textContent = answer.error;
      return AGAIN * 5;
    }
    health.textContent = healthWords(answer.events);
    said.textContent = answer.buckets.length
      ? "Buckets in use, the emptiest first. They refill on the sandbox clock."
      : "No call has been counted yet.";
    reconcile(list, answer.buckets.map((one) => ({
      key: `${one.method}|${one.team}|${one.channel ?? ""}`,
      sig: JSON.stringify(one), make: () => bucket(one),
    })));
    return answer.buckets.some((one) => one.left < one.capacity) ? AGAIN : null;
  }
}

// --- private ----------------------------------------------------------------------------------

function bucket(one) {
  const name = one.channel ? `${one.method} to ${one.with.join(", ") || one.channel}` : one.method;
  const left = Math.floor(one.left + 1e-9);
  const wait = one.wait_seconds ? `next one in ${one.wait_seconds} s` : "free to go";
  return h(
    "li",
    { class: one.wait_seconds ? "rate empty-bucket" : "rate", testid: "rate" },
    h("span", { class: "rate-name" }, name),
    h("progress", { max: one.capacity, value: one.left, "aria-label": `Left for ${name}` }),
    h("span", { class: "rate-numbers" }, `${left} of ${one.capacity} left, ${one.per_minute} a `
      + `minute, ${wait}`),
  );
}

function healthWords(events) {
  const sent = Object.values(events.sent).reduce((sum, one) => sum + one, 0);
  const most = `at most ${events.per_hour} a workspace`;
  const hour = `In the last hour ${plural(sent, "event")} (${most}), `
    + `${plural(events.attempts, "attempt")}, ${events.failures} failed.`;
  const rule = `Slack switches events off above ${Math.round(events.worst * 100)} % failures of at `
    + `least ${events.enough} attempts.`;
  return events.enabled ? `Events are on. ${hour} ${rule}`
    : `Events are switched off: too many deliveries failed. ${hour}`;
}
