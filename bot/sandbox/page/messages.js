// The conversation of one person with the app: messages, threads, and the errors Slack showed.

import { drawBlocks } from "./blocks.js";
import { h, reconcile } from "./dom.js";
import { inputsOf } from "./inputs.js";
import { mrkdwnNodes } from "./mrkdwn.js";
import { clockTime, isoDay, longDay, moment } from "./time.js";

// Draw `data` (GET people/{id}) into `list`. `tools`: {surface, ctx, edit, remove, reply}.
export function drawMessages(list, data, tools) {
  const { ctx } = tools;
  const rows = inOrder(data);
  const specs = [];
  let day = "";
  for (const row of rows) {
    const date = moment(row.at);
    if (isoDay(date, ctx.tz) !== day && !row.inThread) {
      day = isoDay(date, ctx.tz);
      specs.push(dayMark(day, longDay(date, ctx.tz)));
    }
    specs.push(row.error ? errorRow(row, ctx) : messageRow(row, data, tools));
  }
  if (!specs.length) specs.push(emptyMark(ctx));
  reconcile(list, specs);
}

export function avatar(id, name, isApp = false) {
  const letters = (name ?? "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const tint = [...(id ?? "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return h("span", { class: `avatar tint-${isApp ? "app" : tint}`, "aria-hidden": "true" },
    letters.toUpperCase());
}

// --- private ----------------------------------------------------------------------------------

function inOrder(data) {
  const messages = (data.messages ?? []).filter((message) => !message.deleted);
  const known = new Set(messages.map((message) => message.ts));
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts
    && known.has(message.thread_ts);
  const rows = [
    ...messages.filter((message) => !isReply(message))
      .map((message) => ({ message, at: message.ts })),
    ...(data.errors ?? []).map((error, index) => ({ error, index, at: error.at })),
  ].sort((one, other) => moment(one.at) - moment(other.at));
  return rows.flatMap((row) => [row, ...messages
    .filter((message) => row.message && isReply(message) && message.thread_ts === row.message.ts)
    .map((message) => ({ message, at: message.ts, inThread: true }))]);
}

function messageRow({ message, inThread }, data, tools) {
  const { ctx } = tools;
  const json = JSON.stringify({ ...message, state: null });
  const dated = /<!date|"type":"date"/.test(json) ? ctx.now.getTime() : "";
  return {
    key: `${message.channel}|${message.ts}|${message.ephemeral ? "e" : ""}`,
    sig: `${json}|${ctx.names}|${dated}|${inThread}`,
    make: () => messageNode(message, inThread, data, tools),
  };
}

function messageNode(message, inThread, data, tools) {
  const { ctx } = tools;
  const date = moment(message.ts);
  const person = ctx.people.get(message.from);
  const isApp = !person || person.is_bot;
  const mine = message.from === ctx.viewer.id;
  const name = person?.real_name || message.from_name || person?.name || message.from;
  const body = h("div", { class: "blocks" });
  if (isApp && message.blocks?.length) {
    drawBlocks(body, messageEnv(message, tools));
  } else {
    body.append(h("div", { class: "words" }, mrkdwnNodes(message.text ?? "", ctx)));
  }
  return h(
    "li",
    {
      class: `message${message.ephemeral ? " ephemeral" : ""}${inThread ? " reply" : ""}`,
      testid: `message-${message.ts}`,
    },
    avatar(message.from, name, isApp),
    h(
      "div",
      { class: "message-body" },
      message.ephemeral ? h("p", { class: "muted small" }, "Only visible to you") : null,
      h(
        "p",
        { class: "byline" },
        h("b", {}, name),
        isApp ? h("span", { class: "badge" }, "APP") : null,
        h("time", {
          class: "muted small", datetime: date.toISOString(), title: longDay(date, ctx.tz),
        }, clockTime(date, ctx.tz)),
        message.edited ? h("span", { class: "muted small" }, "(edited)") : null,
      ),
      body,
      (message.files ?? []).map((file) => h("p", { class: "no-picture" }, `File: ${file.name}`)),
      footer(message, mine, name, tools),
    ),
  );
}

function messageEnv(message, tools) {
  const key = `message:${message.channel}:${message.ts}`;
  return tools.surface(key, {
    where: "message",
    ts: message.ts,
    blocks: message.blocks,
    inputs: inputsOf(key, message.state?.values),
  });
}

function footer(message, mine, name, { edit, remove, reply }) {
  const tool = (word, run) => h("button", {
    type: "button",
    class: "tool",
    focus: `${message.ts}|${word}`,
    on: { click: () => run(message, name) },
  }, word);
  return h(
    "div",
    { class: "tools" },
    message.ephemeral ? null : tool("Reply", reply),
    mine ? [tool("Edit", edit), tool("Delete", remove)] : rawView(message),
  );
}

// The JSON as the app sent it, made only when asked for.
export function rawView(thing) {
  const details = h("details", { class: "raw" }, h("summary", { class: "tool" }, "Raw"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("pre")) return;
    details.append(h("pre", { tabindex: "0" }, JSON.stringify(thing, null, 2)));
  });
  return details;
}

function errorRow({ error, index, at }, ctx) {
  return {
    key: `error|${index}|${at}`,
    sig: error.text,
    make: () => h(
      "li",
      { class: "message ephemeral", testid: "slack-error" },
      avatar("slackbot", "Slackbot"),
      h(
        "div",
        { class: "message-body" },
        h("p", { class: "muted small" }, "Only visible to you"),
        h("p", { class: "byline" }, h("b", {}, "Slackbot"),
          h("time", { class: "muted small" }, clockTime(moment(at), ctx.tz))),
        h("div", { class: "words error-words" }, error.text),
      ),
    ),
  };
}

function dayMark(day, words) {
  const make = () => h("li", { class: "day" }, h("span", {}, words));
  return { key: `day|${day}`, sig: words, make };
}

function emptyMark(ctx) {
  const name = ctx.viewer.real_name || ctx.viewer.name;
  return {
    key: "empty",
    sig: name,
    make: () => h("li", { class: "empty" }, `Nothing between ${name} and ${ctx.appName} yet.`),
  };
}
