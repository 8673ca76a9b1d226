// rich_text as DOM nodes, and its bare words.

import { h, svg } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { channelNode, emojiNode, linkNode, mentionNode } from "./mrkdwn.js";
import { fillDate } from "./time.js";

export function richTextNodes(block, ctx) {
  return (block?.elements ?? []).map((part) => container(part, ctx));
}

// The words alone, one line per section or list item.
export function richPlain(value) {
  return (value?.elements ?? []).map((part) => (part.elements ?? []).map((piece) => {
    if (piece.elements) return `${richPlain({ elements: [piece] })}\n`;
    if (piece.type === "emoji") return emojiFor(piece.name) ?? `:${piece.name}:`;
    return piece.text ?? piece.url ?? piece.fallback ?? piece.user_id ?? piece.name ?? "";
  }).join("").replace(/\n$/, "")).join("\n");
}

// --- private ----------------------------------------------------------------------------------

function container(part, ctx) {
  const inner = () => (part.elements ?? []).map((piece) => leaf(piece, ctx));
  const bordered = part.border ? " bordered" : "";
  switch (part.type) {
    case "rich_text_list":
      return listNode(part, ctx, bordered);
    case "rich_text_quote":
      return h("blockquote", {}, inner());
    case "rich_text_preformatted":
      return h("pre", { class: bordered.trim() || null, tabindex: "0" }, inner());
    default:
      return h("div", { class: `words rich-words${bordered}` }, inner());
  }
}

// Slack sends one list per indent; the sign changes with it, as for lists that nest.
function listNode(part, ctx, bordered) {
  const indent = Math.min(part.indent ?? 0, 8);
  const ordered = part.style === "ordered";
  const items = (part.elements ?? []).map((item) => h("li", {}, container(item, ctx)));
  return h(ordered ? "ol" : "ul", {
    class: `indent-${indent} sign-${indent % 3}${bordered}`,
    start: ordered && part.offset ? part.offset + 1 : null,
  }, items);
}

function leaf(piece, ctx) {
  return dress(bare(piece, ctx), piece.style);
}

function bare(piece, ctx) {
  switch (piece.type) {
    case "text":
      return piece.text ?? "";
    case "link":
      return linkNode(piece.url ?? "", piece.text || piece.url || "");
    case "user":
      return mentionNode(piece.user_id, ctx);
    case "usergroup":
      return h("span", { class: "mention" }, `@${piece.usergroup_id}`);
    case "team":
      return h("span", { class: "mention" }, `@${piece.team_id}`);
    case "channel":
      return channelNode(piece.channel_id, ctx);
    case "broadcast":
      return h("span", { class: "mention mention-me" }, `@${piece.range}`);
    case "emoji":
      return emoji(piece);
    case "color":
      return colour(piece.value ?? "");
    case "date":
      return dateNode(piece, ctx);
    default:
      return piece.text ?? piece.value ?? "";
  }
}

function emoji(piece) {
  const sign = emojiFor(piece.name) ?? fromHex(piece.unicode);
  if (!sign) return `:${piece.name}:`;
  return emojiNode(piece.name, sign, piece.skin_tone);
}

function fromHex(text) {
  const points = (text ?? "").split("-").map((part) => Number.parseInt(part, 16));
  const known = points.every((point) => point > 0 && point <= 0x10ffff);
  return known ? String.fromCodePoint(...points) : null;
}

// A colour as its name and a patch of it. The patch is a drawing: styles may not be inline.
function colour(value) {
  const fill = /^#[0-9a-f]{3,8}$/i.test(value) ? value : "none";
  const patch = svg("svg", { class: "patch", "aria-hidden": "true" },
    svg("rect", { width: "100%", height: "100%", fill }));
  return h("span", { class: "colour" }, patch, value);
}

function dateNode(piece, ctx) {
  const date = new Date(piece.timestamp * 1000);
  const words = fillDate(piece.timestamp, piece.format ?? "{date}", ctx.tz, ctx.now);
  return h("time", {
    datetime: Number.isNaN(date.getTime()) ? null : date.toISOString(), title: piece.fallback,
  }, piece.url ? linkNode(piece.url, words) : words);
}

function dress(node, style = {}) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };
  let dressed = node;
  for (const [name, tag] of Object.entries(tags)) if (style[name]) dressed = h(tag, {}, dressed);
  return dressed;
}
