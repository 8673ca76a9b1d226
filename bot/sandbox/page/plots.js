// The geometry of the charts: from a model (charts.js) and a width to the parts of an SVG.
// A plot is {width, height, parts, find(x, y) → index or -1, spot(index) → {x, y, beside?},
// highlight(index)}; `beside` keeps the reading that far from x, so that it covers no mark.

import { svg, uid } from "./dom.js";

const top = 14;
const letter = 6.4;
const wordsOf = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3, notation: "compact" });

// Line, area and bar charts.
export function plotAxes(model, width) {
  const scale = ticksFor(model);
  const ticks = scale.ticks.map((value) => wordsOf.format(value));
  const widest = Math.max(...ticks.map((tick) => tick.length)) * letter;
  const left = widest + 14 + (model.yLabel ? 18 : 0);
  const right = 10;
  const slot = (width - left - right) / Math.max(1, model.labels.length);
  const names = labelsUnder(model.labels, slot);
  const tall = Math.round(Math.min(240, Math.max(160, width * 0.4)));
  const bottom = top + tall;
  const height = bottom + names.height + (model.xLabel ? 22 : 4);
  const x = (index) => left + slot * (index + 0.5);
  const y = (value) => bottom - ((value - scale.low) / (scale.high - scale.low)) * tall;
  const place = { left, right: width - right, bottom, slot, x, y, zero: y(Math.max(0, scale.low)) };

  const guide = svg("line", { class: "guide", y1: top, y2: bottom, visibility: "hidden" });
  const body = { bar: bars, area: areas, line: lines }[model.type] ?? lines;
  return {
    width,
    height,
    parts: [
      scale.ticks.map((value, index) => [
        svg("line", { class: "rule", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
        words(ticks[index], left - 8, y(value) + 4, "end"),
      ]),
      svg("line", { class: "axis", x1: left, x2: width - right, y1: place.zero, y2: place.zero }),
      model.type === "bar" ? null : guide,
      body(model, place),
      names.draw(x, bottom),
      model.xLabel
        ? words(model.xLabel, (left + width - right) / 2, height - 5, "middle", "axis-name") : null,
      model.yLabel ? svg("text", {
        class: "axis-name",
        "text-anchor": "middle",
        transform: `translate(12 ${(top + bottom) / 2}) rotate(-90)`,
      }, model.yLabel) : null,
    ],
    find: (px) => {
      if (px < left - slot / 2 || px > width) return -1;
      const index = Math.floor((px - left) / slot);
      return Math.min(model.labels.length - 1, Math.max(0, index));
    },
    spot: (index) => ({
      x: x(index),
      beside: Math.min(slot / 2, 24),
      y: Math.min(...model.values.map((row) => y(row[index] ?? scale.low))),
    }),
    highlight: (index) => {
      if (model.type === "bar") mute(place.group, index);
      guide.setAttribute("visibility", index < 0 ? "hidden" : "visible");
      if (index < 0) return;
      guide.setAttribute("x1", x(index));
      guide.setAttribute("x2", x(index));
    },
  };
}

export function plotPie(model, width) {
  const radius = Math.min(110, width / 2 - 44);
  const height = radius * 2 + 52;
  const middle = { x: width / 2, y: height / 2 };
  const at = (turn, reach) => ({
    x: middle.x + Math.sin(turn * 2 * Math.PI) * reach,
    y: middle.y - Math.cos(turn * 2 * Math.PI) * reach,
  });
  let turn = 0;
  const slices = model.values[0].map((value, index) => {
    const [from, to] = [turn, turn + value / model.total];
    turn = to;
    return { index, from, to, share: to - from, mid: (from + to) / 2 };
  });
  const outline = ({ from, to, share }) => {
    if (share > 0.9999) {
      const [a, b] = [at(0, radius), at(0.5, radius)];
      const half = (to) => `A${radius} ${radius} 0 1 1 ${pair(to)}`;
      return `M${pair(a)}${half(b)}${half(a)}Z`;
    }
    const [a, b] = [at(from, radius), at(to, radius)];
    return `M${pair(middle)}L${pair(a)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${pair(b)}Z`;
  };
  const defs = patterns(slices.length);
  const group = svg("g", {}, slices.map((slice) => svg("path", {
    class: "slice", d: outline(slice), fill: fillOf(defs, slice.index), "data-index": slice.index,
  })));
  return {
    width,
    height,
    parts: [defs, group, slices.filter((slice) => slice.share >= 0.03).map((slice) => {
      const spot = at(slice.mid, radius + 16);
      return words(model.shares[slice.index], spot.x, spot.y + 4, "middle", "share");
    })],
    find: (px, py) => {
      const [dx, dy] = [px - middle.x, middle.y - py];
      if (Math.hypot(dx, dy) > radius) return -1;
      const here = ((Math.atan2(dx, dy) / (2 * Math.PI)) + 1) % 1;
      return slices.find((slice) => here >= slice.from && here < slice.to)?.index ?? -1;
    },
    spot: (index) => at(slices[index].mid, radius * 0.6),
    highlight: (index) => mute(group, index),
  };
}

// The sign of a series beside its name.
export function swatch(type, index) {
  const node = svg("svg", {
    class: `swatch series-${index % 6}`, viewBox: "0 0 22 12", "aria-hidden": "true",
  });
  if (type === "line") {
    node.append(svg("line", {
      class: "stroke", x1: 0, x2: 22, y1: 6, y2: 6, "stroke-dasharray": dashes[index % 6],
    }), mark(index, 11, 6));
    return node;
  }
  const defs = patterns(index + 1);
  node.append(defs, svg("rect", {
    x: 4, y: 0, width: 12, height: 12, rx: 2, fill: fillOf(defs, index),
  }));
  return node;
}

export function mark(index, x, y, size = 4) {
  const shape = [
    () => svg("circle", { cx: x, cy: y, r: size }),
    () => svg("rect", { x: x - size, y: y - size, width: size * 2, height: size * 2 }),
    () => polygon([[0, -1.25], [1.2, 0.9], [-1.2, 0.9]]),
    () => polygon([[0, -1.4], [1.4, 0], [0, 1.4], [-1.4, 0]]),
    () => polygon([[0, 1.25], [1.2, -0.9], [-1.2, -0.9]]),
    () => polygon([[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4],
      [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]]),
  ][index % 6];
  const polygon = (points) => svg("polygon", {
    points: points.map(([dx, dy]) => `${x + dx * size},${y + dy * size}`).join(" "),
  });
  const node = shape();
  node.setAttribute("class", "marker");
  return node;
}

// --- private ----------------------------------------------------------------------------------

const dashes = [null, "7 3", "2 3", "9 3 2 3", "4 4", "12 3"];
const pair = ({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`;
const words = (text, x, y, anchor, name = "tick") => svg("text", {
  class: name, x, y, "text-anchor": anchor,
}, text);

// Round numbers for the value axis. Bars and areas start at zero; lines do unless all values lie
// close together far from it.
function ticksFor(model) {
  const all = model.values.flat().filter((value) => value !== null);
  let low = Math.min(...all, Infinity);
  let high = Math.max(...all, -Infinity);
  if (!all.length) [low, high] = [0, 1];
  const near = model.type === "line" && low > 0 && low > high * 0.7 && low < high;
  if (!near) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === high) high = low + 1;
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = power * [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999);
  if (all.every(Number.isInteger)) step = Math.max(1, step);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = [];
  for (let at = first; at <= last; at += 1) ticks.push(Number((at * step).toPrecision(12)));
  return { ticks, low: ticks[0], high: ticks.at(-1) };
}

// Names under the axis: on one line, else on two, else slanted and cut, some left out.
function labelsUnder(labels, slot) {
  const longest = Math.max(...labels.map((label) => label.length), 1) * letter;
  if (longest + 8 <= slot) {
    return {
      height: 22,
      draw: (x, bottom) => labels.map((label, at) => words(label, x(at), bottom + 17, "middle")),
    };
  }
  const halves = labels.map(broken);
  if (Math.max(...halves.flat().map((half) => half.length)) * letter + 8 <= slot) {
    return {
      height: 36,
      draw: (x, bottom) => halves.map((lines, at) => lines.map(
        (line, row) => words(line, x(at), bottom + 17 + row * 14, "middle"),
      )),
    };
  }
  const every = Math.max(1, Math.ceil(15 / slot));
  const short = labels.map((label) => (label.length > 13
    ? `${label.slice(0, 7)}…${label.slice(-4)}` : label));
  const wide = Math.max(...short.map((label) => label.length)) * letter;
  return {
    height: Math.round(wide * 0.64) + 20,
    draw: (x, bottom) => short.map((label, at) => (at % every ? null : svg("text", {
      class: "tick",
      "text-anchor": "end",
      transform: `translate(${x(at) + 4} ${bottom + 15}) rotate(-40)`,
    }, label))),
  };
}

function broken(label) {
  const spaces = [...label.matchAll(/ /g)].map((found) => found.index);
  if (!spaces.length) return [label];
  const middle = label.length / 2;
  const cut = spaces.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle)
    ? one : best));
  return [label.slice(0, cut), label.slice(cut + 1)];
}

function lines(model, { x, y }) {
  return model.values.map((row, index) => svg(
    "g",
    { class: `series series-${index % 6}` },
    runs(row).map((run) => svg("path", {
      class: "stroke",
      d: through(run, x, y),
      "stroke-dasharray": dashes[index % 6],
    })),
    row.map((value, at) => (value === null ? null : mark(index, x(at), y(value)))),
  ));
}

function areas(model, place) {
  const { x, y, zero } = place;
  const defs = patterns(model.names.length);
  return [defs, model.values.map((row, index) => svg(
    "g",
    { class: `series series-${index % 6}` },
    runs(row).map((run) => svg("path", {
      class: "area",
      d: `${through(run, x, y)}L${x(run.at(-1).at)} ${zero}L${x(run[0].at)} ${zero}Z`,
      fill: fillOf(defs, index),
    })),
    runs(row).map((run) => svg("path", {
      class: "stroke", d: through(run, x, y), "stroke-dasharray": dashes[index % 6],
    })),
    row.map((value, at) => (value === null ? null : mark(index, x(at), y(value), 3))),
  ))];
}

function bars(model, place) {
  const { x, y, zero, slot } = place;
  const count = Math.max(1, model.values.length);
  const wide = Math.min(44, (slot * 0.76) / count);
  const gap = wide > 8 ? 2 : 0.5;
  const defs = patterns(count);
  place.group = svg("g", {}, model.values.map((row, index) => row.map((value, at) => {
    if (value === null) return null;
    const from = x(at) - (wide * count) / 2 + wide * index;
    const [high, low] = [Math.min(y(value), zero), Math.max(y(value), zero)];
    return svg("rect", {
      class: `column series-${index % 6}`,
      x: from + gap / 2,
      y: high,
      width: wide - gap,
      height: Math.max(low - high, 1),
      rx: Math.min(3, wide / 4),
      ...(wide < 7 ? { class: `column plain series-${index % 6}` } : { fill: fillOf(defs, index) }),
      "data-index": at,
    });
  })));
  const roomy = model.labels.length * count <= 12 && wide >= 18;
  const numbers = roomy && model.values.map((row, index) => row.map((value, at) => (value === null
    ? null : words(wordsOf.format(value), x(at) - (wide * count) / 2 + wide * (index + 0.5),
      value < 0 ? y(value) + 14 : y(value) - 5, "middle", "share"))));
  return [defs, place.group, numbers || null];
}

// Stretches of a row without a gap.
function runs(row) {
  const found = [];
  row.forEach((value, at) => {
    if (value === null) return;
    if (at && row[at - 1] !== null) found.at(-1).push({ at, value });
    else found.push([{ at, value }]);
  });
  return found;
}

const through = (run, x, y) => run
  .map(({ at, value }, index) => `${index ? "L" : "M"}${x(at).toFixed(2)} ${y(value).toFixed(2)}`)
  .join("");

// One fill per series: its colour under a pattern of its own.
function patterns(count) {
  const stem = uid("fill");
  const defs = svg("defs", {}, Array.from({ length: count }, (none, index) => svg(
    "pattern",
    {
      id: `${stem}-${index}`,
      class: `series-${index % 6}`,
      width: 8,
      height: 8,
      patternUnits: "userSpaceOnUse",
    },
    svg("rect", { class: "tone", width: 8, height: 8 }),
    textures[index % 6].map((d) => svg("path", { class: "texture", d })),
  )));
  defs.dataset.stem = stem;
  return defs;
}

const textures = [
  [],
  ["M-2 2L2 -2M0 8L8 0M6 10L10 6"],
  ["M0 2H8M0 6H8"],
  ["M2 2h1.6v1.6h-1.6zM6 6h1.6v1.6h-1.6z"],
  ["M-2 6L2 10M0 0L8 8M6 -2L10 2"],
  ["M2 0V8M6 0V8M0 4H8"],
];

const fillOf = (defs, index) => `url(#${defs.dataset.stem}-${index})`;

function mute(group, index) {
  for (const part of group?.querySelectorAll("[data-index]") ?? []) {
    part.classList.toggle("quiet", index >= 0 && Number(part.dataset.index) !== index);
  }
}
