// Slack's mrkdwn and text objects as DOM nodes (slack.md 5.1). `ctx`: {people: Map id → person,
// viewer, tz, now, app}.

import { h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { fillDate } from "./time.js";

const wordChar = /[\p{L}\p{N}]/u;
const bareLink = /^https?:\/\/[^\s<>|*`]+/;
const shortCode = /^:([a-z0-9_+'-]+):/;
const styles = { "*": "strong", _: "em", "~": "s" };

// A text object ({type: "plain_text" | "mrkdwn", text}) as nodes.
export function textNodes(object, ctx) {
  if (!object) return [];
  if (typeof object === "string") return plainNodes(object);
  if (object.type === "mrkdwn") return mrkdwnNodes(object.text ?? "", ctx, object.verbatim);
  return object.emoji === false ? [object.text ?? ""] : plainNodes(object.text ?? "");
}

// The same as bare words, for labels and menus.
export function plainText(object) {
  const text = typeof object === "string" ? object : object?.text ?? "";
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiFor(name) ?? whole);
}

export function plainNodes(text) {
  const nodes = [];
  let rest = "";
  for (let at = 0; at < text.length;) {
    const found = text[at] === ":" && emojiAt(text, at);
    if (found) {
      nodes.push(rest, emojiNode(found.name, found.sign, found.tone));
      rest = "";
      at = found.end;
    } else {
      rest += text[at];
      at += 1;
    }
  }
  nodes.push(rest);
  return nodes.filter((node) => node !== "");
}

export function mrkdwnNodes(text, ctx, verbatim = false) {
  const nodes = [];
  text.split(/```\n?([\s\S]+?)\n?```\n?/).forEach((piece, index) => {
    if (index % 2) nodes.push(h("pre", {}, unescape(piece)));
    else nodes.push(...paragraphs(piece, ctx, verbatim));
  });
  return nodes;
}

// The styled words that begin at `text[at]`, a mark: {inner, end}, or null. Slack's rule: marks
// touch their words on the inside and none on the outside.
export function styledSpan(text, at) {
  const mark = text[at];
  if (wordChar.test(text[at - 1] ?? " ") || /\s/.test(text[at + 1] ?? " ")) return null;
  if (text[at + 1] === mark) return null;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === "\n") return null;
    if (text[end] === "<" || text[end] === "`") {
      const close = text.indexOf(text[end] === "<" ? ">" : "`", end + 1);
      if (close > 0) end = close;
      continue;
    }
    if (text[end] !== mark || end === at + 1 || /\s/.test(text[end - 1])) continue;
    if (wordChar.test(text[end + 1] ?? " ")) continue;
    return { inner: text.slice(at + 1, end), end: end + 1 };
  }
  return null;
}

export const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// The short-code that begins at `text[at]`, with its skin tone, or null if nobody knows it.
export function emojiAt(text, at) {
  const found = shortCode.exec(text.slice(at));
  const sign = found && emojiFor(found[1]);
  if (!sign) return null;
  const tone = /^:skin-tone-([2-6]):/.exec(text.slice(at + found[0].length));
  const end = at + found[0].length + (tone?.[0].length ?? 0);
  return { name: found[1], sign, tone: tone ? Number(tone[1]) : 0, end };
}

// A stored message as its writer typed it, to be edited: `<@U…>` is `@name` again.
export function asTyped(text, ctx) {
  return unescape(text.replace(/<([@!]?)([^>|]*)(?:\|[^>]*)?>/g, (whole, mark, body) => {
    if (mark === "@") return `@${ctx.people.get(body)?.name ?? body}`;
    return mark ? `@${body}` : body;
  }));
}

// `tone` is Slack's skin tone, 2 to 6; only hands and people have one.
export function emojiNode(name, sign = emojiFor(name), tone = 0) {
  const words = name.replaceAll("_", " ");
  const shown = tone >= 2 && tone <= 6 ? inTone(sign, tone) : sign;
  return h("span", {
    class: "emoji", role: "img", "aria-label": words, title: `:${name}:`,
  }, shown);
}

export function mentionNode(id, ctx, label) {
  const person = ctx.people.get(id);
  const name = person?.real_name || person?.name || label || id;
  const mine = id === ctx.viewer?.id;
  return h("span", { class: mine ? "mention mention-me" : "mention" }, `@${name}`);
}

export function channelNode(id, ctx, label) {
  const known = [...(ctx.channels?.values?.() ?? [])].find((one) => one.id === id);
  return h("span", { class: "mention" }, `#${known?.name ?? (label || id)}`);
}

// A link only for addresses a click may follow; anything else stays text.
export function linkNode(url, label) {
  const safe = /^(https?:\/\/|mailto:)/i.test(url);
  if (!safe) return h("span", { class: "deadlink", title: url }, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

// --- private ----------------------------------------------------------------------------------

function inTone(sign, tone) {
  const [first] = sign;
  if (!/\p{Emoji_Modifier_Base}/u.test(first)) return sign;
  const rest = sign.slice(first.length).replace(/^\ufe0f/, "");
  return first + String.fromCodePoint(0x1f3f9 + tone) + rest;
}

function paragraphs(text, ctx, verbatim) {
  const nodes = [];
  let quote = null;
  let toTheEnd = false;
  const lines = text.split("\n");
  lines.forEach((raw, index) => {
    const opening = /^(?:>|&gt;)((?:>|&gt;){2})? ?/.exec(raw);
    if (opening || toTheEnd) {
      if (quote) quote.append("\n");
      else nodes.push(quote = h("blockquote"));
      toTheEnd ||= Boolean(opening?.[1]);
      quote.append(...inline(opening ? raw.slice(opening[0].length) : raw, ctx, verbatim));
      return;
    }
    if (index && !quote) nodes.push("\n");
    quote = null;
    nodes.push(...inline(raw, ctx, verbatim));
  });
  return nodes.filter((node) => node !== "");
}

function inline(text, ctx, verbatim) {
  const nodes = [];
  let rest = "";
  const push = (node, end) => {
    nodes.push(unescape(rest), node);
    rest = "";
    return end;
  };
  for (let at = 0; at < text.length;) {
    const next = special(text, at, ctx, verbatim);
    if (next) at = push(next.node, next.end);
    else {
      rest += text[at];
      at += 1;
    }
  }
  nodes.push(unescape(rest));
  return nodes.filter((node) => node !== "");
}

function special(text, at, ctx, verbatim) {
  const char = text[at];
  if (char === "`") {
    const end = text.indexOf("`", at + 1);
    const words = unescape(text.slice(at + 1, end));
    return end > at + 1 && { node: h("code", {}, words), end: end + 1 };
  }
  if (char === "<") {
    const end = text.indexOf(">", at);
    return end > 0 && { node: entity(text.slice(at + 1, end), ctx), end: end + 1 };
  }
  if (char === ":") {
    const found = emojiAt(text, at);
    return found && { node: emojiNode(found.name, found.sign, found.tone), end: found.end };
  }
  if (styles[char]) return styled(text, at, ctx, verbatim);
  if (char === "h" && !verbatim && !wordChar.test(text[at - 1] ?? " ")) {
    const url = bareLink.exec(text.slice(at))?.[0].replace(/[.,;:!?)"'_~]+$/, "");
    return url && { node: linkNode(unescape(url), unescape(url)), end: at + url.length };
  }
  return null;
}

function styled(text, at, ctx, verbatim) {
  const span = styledSpan(text, at);
  if (!span) return null;
  const inner = inline(span.inner, ctx, verbatim);
  return { node: h(styles[text[at]], {}, inner), end: span.end };
}

function entity(body, ctx) {
  const cut = body.indexOf("|");
  const head = cut < 0 ? body : body.slice(0, cut);
  const label = cut < 0 ? null : unescape(body.slice(cut + 1));
  if (head.startsWith("@")) return mentionNode(head.slice(1), ctx, label);
  if (head.startsWith("#")) return channelNode(head.slice(1), ctx, label);
  if (head.startsWith("!")) return command(head.slice(1), label, ctx);
  const url = unescape(head);
  return linkNode(url, label ?? url.replace(/^mailto:/, ""));
}

function command(head, label, ctx) {
  const [name, first, ...more] = head.split("^");
  if (name !== "date") {
    const words = label ?? (name === "subteam" ? "group" : name);
    return h("span", { class: "mention mention-me" }, `@${words.replace(/^@/, "")}`);
  }
  const seconds = Number(first);
  if (!Number.isFinite(seconds)) return label ?? "";
  const words = fillDate(seconds, unescape(more[0] ?? "{date}"), ctx.tz, ctx.now);
  const node = more[1] ? linkNode(unescape(more.slice(1).join("^")), words) : words;
  return h("time", { datetime: new Date(seconds * 1000).toISOString(), title: label }, node);
}
