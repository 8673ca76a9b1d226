// The list of conversations of one person, with their unread marks.

import { h, hiddenText, reconcile } from "./dom.js";
import { appFace, avatar } from "./messages.js";

const headings = { app: "Apps", channel: "Channels", person: "Direct messages" };

// `channels` as in GET people/{id}; `open(channel)` shows one.
export function drawChannels(list, channels, { current, people, open }) {
  const specs = [];
  let kind = null;
  for (const channel of channels) {
    if (channel.kind !== kind) {
      kind = channel.kind;
      const words = headings[kind];
      specs.push({
        key: `heading|${kind}`,
        sig: words,
        make: () => h("li", { class: "side-heading" }, words),
      });
    }
    specs.push(entry(channel, { current, people, open }));
  }
  reconcile(list, specs);
}

// --- private ----------------------------------------------------------------------------------

function entry(channel, { current, people, open }) {
  const here = channel.id === current;
  const gone = Boolean(people.get(channel.user)?.deleted);
  return {
    key: channel.id,
    sig: JSON.stringify([channel.name, channel.unread, here, gone]),
    make: () => h("li", {}, h(
      "button",
      {
        type: "button",
        class: `channel${channel.unread ? " has-unread" : ""}${gone ? " gone" : ""}`,
        "aria-current": here ? "true" : null,
        testid: `channel-${channel.kind === "person" ? channel.user : channel.name}`,
        focus: `channel|${channel.id}`,
        on: { click: () => open(channel) },
      },
      faceOf(channel),
      h("span", { class: "channel-name" }, channel.name),
      channel.unread
        ? h("span", { class: "unread" }, String(channel.unread), hiddenText(" unread")) : null,
    )),
  };
}

function faceOf(channel) {
  if (channel.kind === "app") return appFace();
  if (channel.kind === "person") return avatar(channel.user, channel.name);
  return h("span", { class: "hash", "aria-hidden": "true" }, "#");
}
