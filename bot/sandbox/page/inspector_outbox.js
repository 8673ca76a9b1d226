// The outbox: every message as a promise, what it waits for, and what became of it.

import { h, reconcile } from "./dom.js";
import { badge, fromNow, localMoment, plural, spaced } from "./inspector_words.js";

const SOON = 700;
const LATER = 5000;
const TONES = {
  sent: "good", merged: "good", sending: "waiting", unknown: "waiting", pending: "waiting",
  held: "waiting", dead: "bad", unresolved: "bad", blocked: "bad", cancelled: "",
};

export function makeOutbox(panel, tools) {
  const said = h("p", { class: "small muted", role: "status", testid: "outbox-said" });
  const rows = h("tbody", { testid: "outbox-rows" });
  const table = h(
    "table",
    { class: "outbox", testid: "outbox" },
    h("caption", { class: "visually-hidden" }, "Messages as promises, newest first"),
    h("thead", {}, h("tr", {}, ["Message", "To", "State", "Tries"].map(
      (label) => h("th", { scope: "col" }, label),
    ))),
    rows,
  );
  const scroller = h("div", {
    class: "inspector-scroll", tabindex: "0", role: "region", "aria-label": "Outbox",
  }, table);
  panel.append(said, scroller);
  let before = null;

  return { refresh };

  async function refresh() {
    const answer = await tools.api.getOutbox();
    if (!answer.rows) {
      said.textContent = answer.error;
      return LATER;
    }
    said.textContent = summary(answer);
    table.hidden = answer.rows.length === 0;
    const zones = new Map((tools.world()?.people ?? []).map((one) => [one.id, one.tz]));
    const states = new Map(answer.rows.map((one) => [one.id, `${one.state}|${one.attempts}`]));
    reconcile(rows, answer.rows.map((one) => {
      const words = wordsFor(one, answer.now, zones.get(one.recipient) || "UTC");
      const changed = before !== null && before.get(one.id) !== states.get(one.id);
      return {
        key: one.id, sig: JSON.stringify([one.state, words, one.attempts]),
        make: () => row(one, words, changed),
      };
    }));
    before = states;
    const moving = answer.rows.some((one) => one.state === "sending" || isDue(one, answer.now));
    return moving ? SOON : LATER;
  }
}

// --- private ----------------------------------------------------------------------------------

function row(one, words, changed) {
  return h(
    "tr",
    { class: changed ? "fresh" : null, testid: "outbox-row" },
    h("th", { scope: "row" }, spaced(one.kind),
      h("code", { class: "small", title: one.id }, one.id.slice(-6))),
    h("td", {}, one.recipient_name),
    h("td", {}, badge(one.state, TONES[one.state] ?? ""), " ", words),
    h("td", {}, tries(one)),
  );
}

function tries(one) {
  const looks = one.looks ? `, ${plural(one.looks, "look")} in vain` : "";
  return `${one.attempts}${one.resent ? `, sent again ${one.resent}×` : ""}${looks}`;
}

function wordsFor(one, now, tz) {
  const when = `${localMoment(one.next_at, tz)} their time (${fromNow(one.next_at, now)})`;
  const why = one.reason ? ` Reason: ${spaced(one.reason)}.` : "";
  switch (one.state) {
    case "held":
      return `Waits for the reader's next slot and budget, until ${when}.${why}`;
    case "pending":
      if (isDue(one, now)) return `Its turn is now.${why}`;
      return `Waits until ${when}: ${waitReason(one)}.`;
    case "sending":
      return "On the wire; Slack has not answered yet.";
    case "unknown":
      return `Nobody knows whether Slack has it.${why} Next look into the history: ${when}.`;
    case "sent":
      return `Stands in Slack since ${localMoment(one.sent_at, tz)} their time.`;
    case "merged":
      return `Went into a digest${one.digest ? ` (${one.digest.slice(-6)})` : ""}.`;
    case "cancelled":
      return `Taken back before it was sent.${why}`;
    case "dead":
      return `Given up; it cannot be delivered.${why}`;
    case "blocked":
      return `Stopped.${why}`;
    default:
      return `Nobody could find out what became of it.${why}`;
  }
}

function waitReason(one) {
  if (one.reason === "ratelimited") return "Slack asked for a pause";
  if (one.reason === "quiet-hours") return "outside the reader's hours";
  if (one.reason === "paused") return "the reader is taking a pause";
  if (one.reason) return `the last try failed with ${spaced(one.reason)}`;
  return "not its time yet";
}

const isDue = (one, now) =>
  ["pending", "unknown"].includes(one.state) && Date.parse(one.next_at) <= Date.parse(now);

function summary({ lent, rows }) {
  if (!lent) return "The app beside this Slack lends no outbox.";
  if (!rows.length) return "The outbox is empty: no message has been promised yet.";
  const counts = new Map();
  for (const one of rows) counts.set(one.state, (counts.get(one.state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${plural(rows.length, "promise")}: ${parts.join(", ")}. Their words are not shown here.`;
}
