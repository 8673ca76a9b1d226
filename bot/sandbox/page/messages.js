// One conversation as its reader sees it: messages, threads, and the errors Slack showed.

import { drawBlocks } from "./blocks.js";
import { h, reconcile } from "./dom.js";
import { inputsOf } from "./inputs.js";
import { overflowMenu } from "./menus.js";
import { mrkdwnNodes } from "./mrkdwn.js";
import { clockTime, isoDay, longDay, moment } from "./time.js";

// Draw `data` (GET people/{id}) into `list`. `tools`: {surface, ctx, thread, shortcuts, edit,
// remove, openThread, runShortcut}; `thread` is the ts of the thread in sight, or null.
export function drawMessages(list, data, tools) {
  const { ctx } = tools;
  const specs = [];
  let day = "";
  for (const row of inOrder(data, tools.thread)) {
    const date = moment(row.at);
    if (isoDay(date, ctx.tz) !== day) {
      day = isoDay(date, ctx.tz);
      specs.push(dayMark(day, longDay(date, ctx.tz)));
    }
    specs.push(row.error ? errorRow(row, ctx) : messageRow(row, tools));
  }
  if (!specs.length) specs.push(emptyMark(data, ctx));
  reconcile(list, specs);
}

export function avatar(id, name) {
  const letters = (name ?? "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const tint = [...(id ?? "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" },
    letters.toUpperCase());
}

export const appFace = () => h("img", { class: "avatar", src: "/page/waymark.svg", alt: "" });

// The JSON as the app sent it, made only when asked for.
export function rawView(thing, words = "Raw payload") {
  const details = h("details", { class: "raw" }, h("summary", { class: "tool" }, words));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("pre")) return;
    details.append(h("pre", { tabindex: "0" }, JSON.stringify(thing, null, 2)));
  });
  return details;
}

// --- private ----------------------------------------------------------------------------------

function inOrder(data, thread) {
  const messages = (data.messages ?? []).filter((message) => !message.deleted);
  const known = new Set(messages.map((message) => message.ts));
  const rootOf = (message) => (message.thread_ts && message.thread_ts !== message.ts
    && known.has(message.thread_ts) ? message.thread_ts : null);
  if (thread) {
    return messages.filter((message) => message.ts === thread || rootOf(message) === thread)
      .map((message) => ({ message, at: message.ts, replies: [] }));
  }
  const inApp = data.channels?.find((one) => one.id === data.channel)?.kind !== "person";
  const errors = inApp ? data.errors ?? [] : [];
  return [
    ...messages.filter((message) => !rootOf(message)).map((message) => ({
      message,
      at: message.ts,
      replies: messages.filter((other) => rootOf(other) === message.ts),
    })),
    ...errors.map((error, index) => ({ error, index, at: error.at })),
  ].sort((one, other) => moment(one.at) - moment(other.at));
}

function messageRow({ message, replies }, tools) {
  const { ctx } = tools;
  const json = JSON.stringify({ ...message, state: null });
  const dated = /<!date|"type":"date"/.test(json) ? ctx.now.getTime() : "";
  const last = replies.at(-1)?.ts;
  return {
    key: `${message.channel}|${message.ts}|${message.ephemeral ? "e" : ""}`,
    sig: `${json}|${ctx.names}|${dated}|${replies.length}|${last}|${tools.thread}`,
    make: () => messageNode(message, replies, tools),
  };
}

function messageNode(message, replies, tools) {
  const { ctx } = tools;
  const date = moment(message.ts);
  const person = ctx.people.get(message.from);
  const isApp = !person || person.is_bot;
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
      class: `message${message.ephemeral ? " ephemeral" : ""}`,
      testid: `message-${message.ts}`,
    },
    person ? avatar(message.from, name) : appFace(),
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
      replies.length && !tools.thread ? threadLink(message, replies, tools) : null,
    ),
    toolbar(message, tools),
  );
}

function messageEnv(message, tools) {
  const key = `message:${tools.ctx.viewer.id}:${message.channel}:${message.ts}`;
  return tools.surface(key, {
    where: "message",
    ts: message.ts,
    channel: message.channel,
    blocks: message.blocks,
    inputs: inputsOf(key, message.state?.values),
  });
}

function threadLink(message, replies, { openThread, ctx }) {
  const many = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  return h("button", {
    type: "button",
    class: "tool thread-link",
    testid: `thread-${message.ts}`,
    focus: `${message.ts}|thread`,
    on: { click: () => openThread(message) },
  }, `${many}, last at ${clockTime(moment(replies.at(-1).ts), ctx.tz)}`);
}

// Seen while the pointer or the keyboard is on the message; always there for fingers.
function toolbar(message, { ctx, thread, shortcuts, openThread, edit, remove, runShortcut }) {
  const mine = message.from === ctx.viewer.id;
  const choices = [
    ...(message.ephemeral ? [] : shortcuts)
      .map((one) => [one.name, () => runShortcut(one, message)]),
    ...(mine ? [
      ["Edit message", () => edit(message)],
      ["Delete message", () => remove(message)],
    ] : []),
  ];
  const menu = choices.length ? overflowMenu({
    action_id: `more-${message.ts}`,
    options: choices.map(([words], index) => ({ value: String(index), text: words })),
  }, {
    label: "More actions",
    focus: `${message.ts}|more`,
    choose: (option) => choices[Number(option.value)][1](),
  }) : null;
  return h(
    "div",
    { class: "toolbar" },
    message.ephemeral || thread ? null : h("button", {
      type: "button",
      class: "icon",
      testid: `reply-${message.ts}`,
      focus: `${message.ts}|reply`,
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      on: { click: () => openThread(message) },
    }, h("span", { "aria-hidden": "true" }, "💬")),
    menu,
    mine ? null : rawView(message, "{ }"),
  );
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

function emptyMark(data, ctx) {
  const shown = data.channels?.find((one) => one.id === data.channel);
  const isApp = (shown?.kind ?? "app") === "app";
  const words = isApp
    ? `This is where ${ctx.appName} and you talk. Type / below to see how to begin.`
    : `Nothing has been said here yet. ${ctx.appName} does not hear this conversation.`;
  return { key: "empty", sig: words, make: () => h("li", { class: "nothing-here" }, words) };
}
