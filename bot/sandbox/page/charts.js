// `data_visualization`: line, area, bar and pie charts as SVG, drawn anew for the width they get,
// so that words stay readable. Colour is never the only sign: lines have dashes and markers, bars
// and slices have patterns. The numbers are there by pointer, by arrow keys and as a table.

import { h, svg, uid } from "./dom.js";
import { plotAxes, plotPie, swatch } from "./plots.js";
import { gridNode } from "./tables.js";

export function chartNode(block) {
  const chart = block.chart ?? {};
  const title = block.title ?? "Chart";
  const model = chart.type === "pie" ? pieModel(chart) : axisModel(chart);
  const titleId = uid("chart");
  return h(
    "figure",
    { class: "chart", "aria-labelledby": titleId, testid: `chart-${chart.type ?? ""}` },
    h("figcaption", { id: titleId, class: "chart-title" }, title),
    model.names.length > 1 || chart.type === "pie" ? legend(model, chart.type) : null,
    plot(model, `${title}. ${model.sentence}`),
    h("details", { class: "numbers" }, h("summary", { testid: "chart-numbers" },
      "Show the numbers"), numbersOf(model, title)),
  );
}

// --- private ----------------------------------------------------------------------------------

// What every kind of chart comes down to: `labels` along the axis (or the slices), one row of
// `values` per name, and the words for people who do not see the drawing.
function axisModel(chart) {
  const axis = chart.axis_config ?? {};
  const series = chart.series ?? [];
  const labels = axis.categories ?? series[0]?.data?.map((point) => point.label) ?? [];
  const values = series.map((one) => labels.map(
    (label) => one.data?.find((point) => point.label === label)?.value ?? null,
  ));
  const names = series.map((one) => one.name ?? "");
  const span = labels.length > 1 ? `${labels[0]} to ${labels.at(-1)}` : labels[0] ?? "";
  const parts = names.map((name, index) => `${name}: ${rangeWords(values[index])}`);
  return {
    type: chart.type,
    labels,
    names,
    values,
    xLabel: axis.x_label ?? "",
    yLabel: axis.y_label ?? "",
    sentence: `${kindWords[chart.type] ?? "Chart"}, ${span}. ${parts.join("; ")}.`,
  };
}

function pieModel(chart) {
  const segments = chart.segments ?? [];
  const total = segments.reduce((sum, one) => sum + one.value, 0) || 1;
  const labels = segments.map((one) => one.label ?? "");
  const values = segments.map((one) => one.value);
  const shares = values.map((value) => percent(value / total));
  const parts = labels.map((label, index) => `${label} ${shares[index]}`);
  return {
    type: "pie",
    labels,
    names: labels,
    values: [values],
    shares,
    total,
    sentence: `Pie chart of ${labels.length} parts. ${parts.join(", ")}.`,
  };
}

const kindWords = { bar: "Bar chart", line: "Line chart", area: "Area chart" };
const percent = (share) => `${share > 0 && share < 0.01 ? "<1" : Math.round(share * 100)}%`;
const shown = (value) => (value === null ? "no value"
  : value.toLocaleString("en-US", { maximumFractionDigits: 6 }));

function rangeWords(row) {
  const known = row.filter((value) => value !== null);
  if (!known.length) return "no values";
  if (known.length === 1) return shown(known[0]);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const range = least === most ? `always ${shown(least)}` : `${shown(least)} to ${shown(most)}`;
  return `${range}, last ${shown(known.at(-1))}`;
}

function legend(model, type) {
  return h("ul", { class: "legend" }, model.names.map((name, index) => h(
    "li",
    {},
    swatch(type, index),
    h("span", {}, name),
    model.shares ? h("span", { class: "muted" }, model.shares[index]) : null,
  )));
}

// The drawing with its reading: the pointer or the arrow keys choose a label, its values appear.
function plot(model, sentence) {
  const tip = h("div", { class: "chart-tip", hidden: true });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const stage = h("div", { class: "chart-stage" });
  const box = h("div", {
    class: "chart-plot",
    tabindex: "0",
    role: "group",
    "aria-label": "Values of the chart. Left and right arrow keys read them one by one.",
    testid: "chart-plot",
  }, stage, tip, said);
  let at = -1;
  let drawn = null;

  const draw = (width) => {
    const make = model.type === "pie" ? plotPie : plotAxes;
    drawn = make(model, Math.round(width));
    const root = svg("svg", {
      viewBox: `0 0 ${drawn.width} ${drawn.height}`, role: "img", "aria-label": sentence,
    }, drawn.parts);
    stage.replaceChildren(root);
    if (at >= 0) show(at, false);
  };
  const show = (index, aloud) => {
    at = index;
    const lines = linesFor(model, index);
    tip.replaceChildren(...lines);
    tip.hidden = false;
    drawn.highlight(index);
    const spot = drawn.spot(index);
    const scale = (stage.clientWidth || drawn.width) / drawn.width;
    const wide = tip.offsetWidth;
    const [x, gap] = [spot.x * scale, (spot.beside ?? 0) * scale];
    const wanted = !gap ? x - wide / 2
      : x + gap + wide <= stage.clientWidth ? x + gap : x - gap - wide;
    const left = Math.min(Math.max(0, wanted), Math.max(0, stage.clientWidth - wide));
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(0, spot.y * scale - tip.offsetHeight - 10)}px`;
    if (aloud) said.textContent = lines.map((line) => line.dataset.words).join(", ");
  };
  const hide = () => {
    at = -1;
    tip.hidden = true;
    said.textContent = "";
    drawn.highlight(-1);
  };
  const point = (event) => {
    const rect = stage.getBoundingClientRect();
    const scale = drawn.width / (rect.width || 1);
    const [x, y] = [event.clientX - rect.left, event.clientY - rect.top];
    const index = drawn.find(x * scale, y * scale);
    if (index < 0) hide();
    else if (index !== at) show(index, false);
  };

  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  stage.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    const last = model.labels.length - 1;
    const next = {
      ArrowRight: Math.min(last, at + 1),
      ArrowLeft: at < 0 ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape" && at >= 0) {
      event.stopPropagation();
      hide();
    }
    if (next === undefined || last < 0) return;
    event.preventDefault();
    show(next, true);
  });
  draw(520);
  new ResizeObserver(([entry]) => {
    const width = Math.min(720, Math.max(240, entry.contentRect.width));
    if (entry.contentRect.width && Math.abs(width - drawn.width) >= 1) draw(width);
  }).observe(stage);
  return box;
}

function linesFor(model, index) {
  const line = (words, ...inner) => {
    const node = h("div", {}, inner.length ? inner : words);
    node.dataset.words = words;
    return node;
  };
  const label = model.labels[index];
  if (model.type === "pie") {
    const words = `${label}: ${shown(model.values[0][index])} (${model.shares[index]})`;
    return [line(words, swatch("pie", index), words)];
  }
  const head = line(label, h("b", {}, label));
  return [head, ...model.names.map((name, row) => {
    const words = `${name}: ${shown(model.values[row][index])}`;
    return line(words, swatch(model.type, row), words);
  })];
}

function numbersOf(model, title) {
  const column = (word) => h("th", { scope: "col" }, word);
  const row = (label, cells) => h("tr", {}, h("th", { scope: "row" }, label),
    cells.map((cell) => h("td", { class: "align-right" }, cell)));
  if (model.type === "pie") {
    return gridNode(title, h("tr", {}, ["Part", "Value", "Share"].map(column)), model.labels
      .map((label, at) => row(label, [shown(model.values[0][at]), model.shares[at]])));
  }
  const unit = model.yLabel ? h("p", { class: "muted small" }, `Values: ${model.yLabel}`) : null;
  return [gridNode(title, h("tr", {}, column(model.xLabel || "Label"), model.names.map(column)),
    model.labels.map((label, at) => row(label, model.values.map((one) => shown(one[at]))))), unit];
}

