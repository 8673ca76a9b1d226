// rich_text_input: words with Slack's marks (`*bold*`, `_italic_`, lists, quotes, code), as with
// Slack's own setting "format messages with markup". What is kept and sent is true rich_text.

import { h, svg } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { fieldNames } from "./fields.js";
import { emojiAt, plainText, styledSpan } from "./mrkdwn.js";
import { richTextNodes } from "./richtext.js";

export function richInput({ element, block, env, field, focus, act: send }) {
  const stored = env.inputs.read(block.block_id, element);
  const trigger = element.dispatch_action_config?.trigger_actions_on ?? [];
  const preview = h("div", { class: "rich-preview", hidden: true });
  let timer = null;
  const node = h("textarea", {
    ...fieldNames(field, plainText(element.placeholder) || "Text"),
    class: "rich-field",
    rows: Math.min(12, element.min_lines ?? 4),
    placeholder: plainText(element.placeholder) || null,
    autocomplete: "off",
    autofocus: element.focus_on_load,
    testid: `action-${element.action_id}`,
    focus,
    prop: { value: markupOf(stored.rich_text_value, env.ctx) },
    on: { input: () => changed(), keydown: (event) => key(event) },
  });
  const state = () => ({ rich_text_value: richOf(node.value, env.ctx) });
  const show = () => {
    const value = state().rich_text_value;
    const isPlain = !value || !/"style"|rich_text_(?!section)|"(link|emoji|user)"/
      .test(JSON.stringify(value.elements));
    preview.hidden = isPlain;
    preview.replaceChildren(...(isPlain ? [] : richTextNodes(value, env.ctx)));
  };
  const changed = () => {
    env.inputs.write(block.block_id, element, state());
    show();
    clearTimeout(timer);
    if (field && !field.dispatch) return;
    if (!trigger.includes("on_character_entered")) return;
    timer = setTimeout(() => send(state()), 400);
  };
  // Put the marks around what is selected, so that Undo of the browser still works.
  const wrap = ({ before, after = before, line }) => {
    node.focus();
    const { selectionStart: from, selectionEnd: to, value } = node;
    if (line) {
      const start = value.lastIndexOf("\n", from - 1) + 1;
      const lines = value.slice(start, to).split("\n");
      put(start, to, lines.map((one, index) => line(index) + one).join("\n"));
      return;
    }
    const inside = value.slice(from, to);
    put(from, to, before + inside + after);
    node.setSelectionRange(from + before.length, from + before.length + inside.length);
  };
  const put = (from, to, text) => {
    node.setSelectionRange(from, to);
    node.setRangeText(text, from, to, "end");
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const key = (event) => {
    if (event.isComposing) return;
    const tool = (event.ctrlKey || event.metaKey) && tools
      .find((one) => one.key === event.key.toLowerCase() && Boolean(one.shift) === event.shiftKey);
    if (tool) {
      event.preventDefault();
      wrap(tool);
    } else if (event.key === "Enter" && !event.shiftKey && field?.dispatch
      && trigger.includes("on_enter_pressed")) {
      event.preventDefault();
      send(state());
    }
  };
  show();
  return h(
    "div",
    { class: "rich-input" },
    h("div", { class: "rich-tools", role: "group", "aria-label": "Formatting" }, tools
      .map((tool) => h("button", {
        type: "button",
        class: "rich-tool",
        "aria-label": tool.name,
        title: tool.name,
        on: { click: () => wrap(tool), mousedown: (event) => event.preventDefault() },
      }, tool.sign()))),
    node,
    preview,
  );
}

// Typed marks as rich_text, null when empty.
export function richOf(text, ctx) {
  if (!text.trim()) return null;
  const parts = [];
  let code = null;
  for (const line of text.split("\n")) {
    if (/^```\s*$/.test(line)) {
      if (code) parts.push({ kind: "rich_text_preformatted", text: code.join("\n") });
      code = code ? null : [];
    } else if (code) code.push(line);
    else addLine(parts, line);
  }
  if (code) parts.push({ kind: "rich_text_preformatted", text: code.join("\n") });
  return { type: "rich_text", elements: parts.map((part) => asElement(part, ctx)) };
}

// rich_text as typed marks.
export function markupOf(value, ctx) {
  return (value?.elements ?? []).map((part) => {
    const indent = "  ".repeat(part.indent ?? 0);
    if (part.type === "rich_text_list") {
      return part.elements.map((item, index) => {
        const sign = part.style === "ordered" ? `${index + 1 + (part.offset ?? 0)}.` : "•";
        return `${indent}${sign} ${inlineMarkup(item.elements, ctx)}`;
      }).join("\n");
    }
    const words = inlineMarkup(part.elements, ctx).replace(/\n$/, "");
    if (part.type === "rich_text_quote") return words.replace(/^/gm, "> ");
    return part.type === "rich_text_preformatted" ? `\`\`\`\n${words}\n\`\`\`` : words;
  }).join("\n");
}

// --- private ----------------------------------------------------------------------------------

const letter = (tag, words) => () => h(tag, { "aria-hidden": "true" }, words);
const sketch = (...paths) => () => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
  paths.map((d) => svg("path", { d })));
const tools = [
  { name: "Bold", before: "*", key: "b", sign: letter("b", "B") },
  { name: "Italic", before: "_", key: "i", sign: letter("i", "I") },
  { name: "Strikethrough", before: "~", key: "x", shift: true, sign: letter("s", "S") },
  { name: "Code", before: "`", key: "c", shift: true, sign: sketch("M6 4L2 8l4 4M10 4l4 4-4 4") },
  {
    name: "Bulleted list",
    line: () => "• ",
    sign: sketch("M2.5 4h.01M2.5 8h.01M2.5 12h.01M6 4h8M6 8h8M6 12h8"),
  },
  {
    name: "Numbered list",
    line: (at) => `${at + 1}. `,
    sign: sketch("M2 2.5h1V6M2 6h2M2 9.5h2V11H2v2.5h2M7 4h7M7 8h7M7 12h7"),
  },
  { name: "Quote", line: () => "> ", sign: sketch("M3 3v10M6.5 5H13M6.5 8H13M6.5 11H11") },
  {
    name: "Code block",
    before: "```\n",
    after: "\n```",
    sign: sketch("M2 3h12v10H2zM6.5 6l-2 2 2 2M9.5 6l2 2-2 2"),
  },
];

function addLine(parts, line) {
  const [, spaces, sign, words] = /^( *)([•-]|\d+[.)]) (.*)$/.exec(line) ?? [];
  const quote = /^> ?(.*)$/.exec(line);
  const last = parts.at(-1);
  if (sign) {
    const style = /\d/.test(sign) ? "ordered" : "bullet";
    const indent = Math.min(8, Math.floor(spaces.length / 2));
    if (last?.kind === "rich_text_list" && last.style === style && last.indent === indent) {
      last.items.push(words);
    } else {
      const offset = style === "ordered" ? Number.parseInt(sign, 10) - 1 : 0;
      parts.push({ kind: "rich_text_list", style, indent, offset, items: [words] });
    }
    return;
  }
  const kind = quote ? "rich_text_quote" : "rich_text_section";
  const text = quote ? quote[1] : line;
  if (last?.kind === kind) last.text += `\n${text}`;
  else parts.push({ kind, text });
}

function asElement(part, ctx) {
  if (part.kind === "rich_text_preformatted") {
    return { type: part.kind, elements: part.text ? [{ type: "text", text: part.text }] : [] };
  }
  if (part.kind !== "rich_text_list") return { type: part.kind, elements: pieces(part.text, ctx) };
  return {
    type: part.kind,
    style: part.style,
    indent: part.indent,
    ...(part.offset > 0 ? { offset: part.offset } : {}),
    elements: part.items.map((item) => (
      { type: "rich_text_section", elements: pieces(item, ctx) })),
  };
}

const styles = { "*": "bold", _: "italic", "~": "strike" };

function pieces(text, ctx, style = {}) {
  const found = [];
  let rest = "";
  const dressed = (piece) => (Object.keys(style).length ? { ...piece, style } : piece);
  const flush = () => {
    if (rest) found.push(dressed({ type: "text", text: rest }));
    rest = "";
  };
  for (let at = 0; at < text.length;) {
    const next = special(text, at, ctx, style);
    if (next) {
      flush();
      found.push(...next.pieces.map((piece) => (next.isDressed ? piece : dressed(piece))));
      at = next.end;
    } else {
      rest += text[at];
      at += 1;
    }
  }
  flush();
  return found;
}

function special(text, at, ctx, style) {
  const char = text[at];
  const rest = text.slice(at);
  if (char === "`") {
    const end = text.indexOf("`", at + 1);
    if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
    const code = { type: "text", text: text.slice(at + 1, end), style: { ...style, code: true } };
    return { pieces: [code], end: end + 1, isDressed: true };
  }
  if (styles[char]) {
    const span = styledSpan(text, at);
    const inner = { ...style, [styles[char]]: true };
    return span && { pieces: pieces(span.inner, ctx, inner), end: span.end, isDressed: true };
  }
  if (char === ":") {
    const emoji = emojiAt(text, at);
    const tone = emoji?.tone ? { skin_tone: emoji.tone } : {};
    return emoji && { pieces: [{ type: "emoji", name: emoji.name, ...tone }], end: emoji.end };
  }
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ")) return null;
  if (char === "@") {
    const name = /^@([\p{L}\p{N}._-]+)/u.exec(rest)?.[1];
    const person = name && [...ctx.people.values()].find((one) => one.name === name);
    return person && {
      pieces: [{ type: "user", user_id: person.id }], end: at + name.length + 1,
    };
  }
  const url = char === "h"
    && /^https?:\/\/[^\s<>|*`]+/.exec(rest)?.[0].replace(/[.,;:!?)"'_~]+$/, "");
  return url ? { pieces: [{ type: "link", url }], end: at + url.length } : null;
}

function inlineMarkup(elements, ctx) {
  return (elements ?? []).map((piece) => {
    let words = piece.text ?? piece.url ?? piece.fallback ?? "";
    if (piece.type === "emoji") words = emojiFor(piece.name) ? `:${piece.name}:` : "";
    if (piece.type === "user") words = `@${ctx.people.get(piece.user_id)?.name ?? piece.user_id}`;
    for (const [mark, name] of Object.entries({ "`": "code", ...styles })) {
      if (piece.style?.[name] && words.trim()) {
        const [, head, body, tail] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words);
        words = `${head}${mark}${body}${mark}${tail}`;
      }
    }
    return words;
  }).join("");
}
