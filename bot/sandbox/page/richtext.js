// rich_text, tables and charts as DOM nodes. Charts are drawn as the table of their numbers.

import { h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { emojiNode, linkNode, mentionNode } from "./mrkdwn.js";
import { fillDate } from "./time.js";

export function richTextNodes(block, ctx) {
  return (block?.elements ?? []).map((part) => container(part, ctx));
}

// `table` and `data_table`: the first row is the header.
export function tableNode(block, ctx) {
  const settings = block.column_settings ?? [];
  const rowHeader = block.type === "data_table" ? block.row_header_column_index ?? 0 : null;
  const cellNode = (cell, column, tag, scope) => h(
    tag,
    { scope, class: settings[column]?.align ? `align-${settings[column].align}` : null },
    cellContent(cell, ctx),
  );
  const [head = [], ...body] = block.rows ?? [];
  return grid(
    block.caption,
    h("tr", {}, head.map((cell, column) => cellNode(cell, column, "th", "col"))),
    body.map((row) => h("tr", {}, row.map((cell, column) => (column === rowHeader
      ? cellNode(cell, column, "th", "row") : cellNode(cell, column, "td", null))))),
  );
}

export function chartNode(block) {
  const chart = block.chart ?? {};
  const title = `${block.title ?? "Chart"} (${chart.type ?? "chart"} chart)`;
  if (chart.segments) {
    const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
    return grid(
      title,
      h("tr", {}, ["Part", "Value", "Share"].map((word) => h("th", { scope: "col" }, word))),
      chart.segments.map(({ label, value }) => h("tr", {}, h("th", { scope: "row" }, label),
        h("td", {}, String(value)), h("td", {}, `${Math.round((100 * value) / total)} %`))),
    );
  }
  const axis = chart.axis_config ?? {};
  const series = chart.series ?? [];
  const valueAt = (one, label) => one.data?.find((point) => point.label === label)?.value ?? "";
  const node = grid(
    title,
    h("tr", {}, h("th", { scope: "col" }, axis.x_label ?? ""),
      series.map((one) => h("th", { scope: "col" }, one.name))),
    (axis.categories ?? []).map((label) => h("tr", {}, h("th", { scope: "row" }, label),
      series.map((one) => h("td", {}, String(valueAt(one, label)))))),
  );
  if (axis.y_label) node.append(h("p", { class: "muted small" }, `Values: ${axis.y_label}`));
  return node;
}

// --- private ----------------------------------------------------------------------------------

function grid(caption, head, body) {
  const label = caption || "Table";
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label },
    h("table", {}, caption ? h("caption", {}, caption) : null, h("thead", {}, head),
      h("tbody", {}, body)),
  );
}

function cellContent(cell, ctx) {
  if (cell?.type === "rich_text") return richTextNodes(cell, ctx);
  return String(cell?.text ?? cell?.value ?? "");
}

function container(part, ctx) {
  const inner = () => (part.elements ?? []).map((piece) => leaf(piece, ctx));
  switch (part.type) {
    case "rich_text_list": {
      const items = (part.elements ?? []).map((item) => h("li", {}, container(item, ctx)));
      const list = part.style === "ordered"
        ? h("ol", { start: part.offset ? part.offset + 1 : null }, items) : h("ul", {}, items);
      if (part.indent) list.classList.add(`indent-${Math.min(part.indent, 4)}`);
      return list;
    }
    case "rich_text_quote":
      return h("blockquote", {}, inner());
    case "rich_text_preformatted":
      return h("pre", {}, inner());
    default:
      return h("div", { class: "words" }, inner());
  }
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
    case "channel":
      return h("span", { class: "mention" }, `#${piece.channel_id}`);
    case "broadcast":
      return h("span", { class: "mention mention-me" }, `@${piece.range}`);
    case "emoji":
      return emojiFor(piece.name) ? emojiNode(piece.name) : `:${piece.name}:`;
    case "date":
      return h("time", {}, fillDate(piece.timestamp, piece.format ?? "{date}", ctx.tz, ctx.now));
    default:
      return piece.text ?? piece.value ?? "";
  }
}

function dress(node, style = {}) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };
  let dressed = node;
  for (const [name, tag] of Object.entries(tags)) if (style[name]) dressed = h(tag, {}, dressed);
  return dressed;
}
