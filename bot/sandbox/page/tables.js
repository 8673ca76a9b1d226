// `table` and `data_table`: the first row is the header. A data table turns its pages here, and a
// press on a column's name sorts by it, as in Slack.

import { h } from "./dom.js";
import { richPlain, richTextNodes } from "./richtext.js";

export function tableNode(block, ctx) {
  const settings = block.column_settings ?? [];
  const classOf = (cell, column) => [
    settings[column]?.align ? `align-${settings[column].align}` : "",
    settings[column]?.is_wrapped === false ? "one-line" : "",
  ].join(" ").trim() || null;
  const [head = [], ...body] = block.rows ?? [];
  return gridNode(
    "",
    h("tr", {}, head.map((cell, column) => h("th", { scope: "col", class: classOf(cell, column) },
      cellContent(cell, ctx)))),
    body.map((row) => h("tr", {}, row.map((cell, column) => h("td", {
      class: classOf(cell, column),
    }, cellContent(cell, ctx))))),
  );
}

export function dataTableNode(block, ctx) {
  const [head = [], ...body] = block.rows ?? [];
  const size = block.page_size ?? 10;
  const numeric = head.map((cell, column) => body.every(
    (row) => row[column]?.type === "raw_number",
  ));
  let page = 0;
  let order = { column: -1, down: false };

  const tbody = h("tbody");
  const foot = h("p", { class: "row small muted table-foot" });
  const said = h("span", { role: "status" });
  const turn = (word, step) => h("button", {
    type: "button",
    class: "button small-button",
    on: { click: () => { page += step; draw(); } },
  }, word);
  const back = turn("Previous", -1);
  const on = turn("Next", 1);
  const heads = head.map((cell, column) => h(
    "th",
    { scope: "col", class: numeric[column] ? "align-right" : null },
    h("button", {
      type: "button", class: "sort", on: { click: () => sortBy(column) },
    }, cellContent(cell, ctx), h("span", { class: "sort-sign", "aria-hidden": "true" })),
  ));
  const sortBy = (column) => {
    order = { column, down: order.column === column && !order.down };
    page = 0;
    draw();
  };
  const rowNode = (row) => h("tr", {}, row.map((cell, column) => h(
    column === (block.row_header_column_index ?? -1) ? "th" : "td",
    {
      scope: column === block.row_header_column_index ? "row" : null,
      class: numeric[column] ? "align-right" : null,
    },
    cellContent(cell, ctx),
  )));
  const draw = () => {
    const sorted = order.column < 0 ? body : [...body].sort((one, other) => (
      compared(one[order.column], other[order.column]) * (order.down ? -1 : 1)));
    const pages = Math.max(1, Math.ceil(body.length / size));
    tbody.replaceChildren(...sorted.slice(page * size, (page + 1) * size).map(rowNode));
    heads.forEach((node, column) => {
      const way = order.down ? "descending" : "ascending";
      if (column === order.column) node.setAttribute("aria-sort", way);
      else node.removeAttribute("aria-sort");
    });
    back.disabled = page === 0;
    on.disabled = page === pages - 1;
    foot.hidden = pages === 1;
    said.textContent = `Page ${page + 1} of ${pages}, ${body.length} rows`;
  };
  foot.append(back, on, said);
  draw();
  return [scrolling(block.caption, h("table", {}, h("caption", {}, block.caption ?? ""),
    h("thead", {}, h("tr", {}, heads)), tbody)), foot];
}

// A plain table in a box that scrolls sideways.
export function gridNode(label, head, body) {
  return scrolling(label, h("table", {}, h("thead", {}, head), h("tbody", {}, body)));
}

// --- private ----------------------------------------------------------------------------------

function scrolling(label, table) {
  return h("div", {
    class: "table-scroll", tabindex: "0", role: "region", "aria-label": label || "Table",
  }, table);
}

function cellContent(cell, ctx) {
  if (cell?.type === "rich_text") return richTextNodes(cell, ctx);
  return String(cell?.text ?? cell?.value ?? "");
}

function compared(one, other) {
  if (one?.type === "raw_number" && other?.type === "raw_number") return one.value - other.value;
  return wordsIn(one).localeCompare(wordsIn(other), "en", { numeric: true });
}

const wordsIn = (cell) => (cell?.type === "rich_text" ? richPlain(cell)
  : String(cell?.text ?? cell?.value ?? ""));
