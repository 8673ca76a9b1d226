import { svg } from "./dom.js";

// An icon of a card, a task or an alert, drawn by this page in place of Slack's own. A name
// without a drawing gets a square with its first letter. `words` for icons that say something.
export function iconNode(name, words) {
  const paths = drawings[name.replace(/-(filled|open|closed|up|down|left|right)$/, "")];
  return svg("svg", {
    class: `glyph glyph-${name}`,
    viewBox: "0 0 20 20",
    ...(words ? { role: "img", "aria-label": words } : { "aria-hidden": "true" }),
  }, paths ? paths.split("|").map((d) => svg("path", { d })) : [
    svg("rect", { x: 3, y: 3, width: 14, height: 14, rx: 3 }),
    svg("text", { x: 10, y: 14, "text-anchor": "middle" }, name[0]?.toUpperCase() ?? ""),
  ]);
}

// --- private ----------------------------------------------------------------------------------

const drawings = {
  archive: "M3 4h14v3H3z|M4.5 7v9h11V7|M8 10h4",
  book: "M4 4h5l1 1 1-1h5v11h-5l-1 1-1-1H4z|M10 5v11",
  bookmark: "M6 3h8v14l-4-3.5L6 17z",
  bot: "M4 8h12v8H4z|M10 8V4|M8 11v2M12 11v2",
  bug: "M7 8h6v7H7z|M7 8l-3-2M13 8l3-2M7 12H3.5M13 12h3.5M8 8V6h4v2",
  calendar: "M3.5 5h13v11.5h-13z|M3.5 8.5h13|M7 3v3M13 3v3",
  call: "M5 4l3 3-1.5 2 4.5 4.5L13 12l3 3-2 2C8 16 4 12 3 6z",
  caret: "M7 5l6 5-6 5",
  check: "M10 2.8a7.2 7.2 0 1 0 .01 0z|M6.5 10.2l2.5 2.5 4.5-5",
  clipboard: "M5 4h10v13H5z|M8 2.5h4V5H8z",
  code: "M7 5l-5 5 5 5|M13 5l5 5-5 5",
  comment: "M3 4h14v9H9l-4 3.5V13H3z",
  compass: "M10 3a7 7 0 1 0 .01 0z|M13 7l-2 4-4 2 2-4z",
  copy: "M7 7h9v9H7z|M13 7V4H4v9h3",
  download: "M10 3v9|M6 9l4 4 4-4|M4 16h12",
  edit: "M4 16l1-4 8-8 3 3-8 8z",
  email: "M3 5h14v10H3z|M3 5.5l7 5.5 7-5.5",
  eye: "M2 10q8-10 16 0-8 10-16 0z|M10 8a2 2 0 1 0 .01 0z",
  file: "M5 3h7l3 3v11H5z|M12 3v3h3",
  flag: "M5 17V3h10l-2 3.5 2 3.5H5",
  folder: "M3 5h5l2 2h7v9H3z",
  gear: "M10 7a3 3 0 1 0 .01 0z|M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2|M5 5l1.4 1.4"
    + "M13.6 13.6L15 15M15 5l-1.4 1.4M6.4 13.6L5 15",
  globe: "M10 3a7 7 0 1 0 .01 0z|M3 10h14|M10 3q-5 7 0 14 5-7 0-14",
  heart: "M10 16L4 10a3.6 3.6 0 0 1 6-4.5A3.6 3.6 0 0 1 16 10z",
  help: "M10 3a7 7 0 1 0 .01 0z|M8 8q0-2 2-2t2 2q0 1.3-2 2.5v1|M10 13.8v.4",
  image: "M3 4h14v12H3z|M3 14l4-4 3 3 3-3 4 4|M7.5 7a.5.5 0 1 0 .01 0z",
  info: "M10 2.8a7.2 7.2 0 1 0 .01 0z|M10 9v5|M10 6v.4",
  key: "M6 8a3 3 0 1 0 .01 0z|M8.5 12l7-7|M13 7l2 2",
  lightbulb: "M7 12a4.5 4.5 0 1 1 6 0v2H7z|M8 17h4",
  link: "M8 12l4-4|M9 6l2-2a3 3 0 0 1 4 4l-2 2|M11 14l-2 2a3 3 0 0 1-4-4l2-2",
  map: "M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2z|M8 3v12M12 5v12",
  mobile: "M6 2.5h8v15H6z|M9.5 15h1",
  more: "M10 2.8a7.2 7.2 0 1 0 .01 0z",
  "new-window": "M8 4H4v12h12v-4|M11 3h6v6|M17 3l-8 8",
  pin: "M7 3h6l-1 5 3 3H5l3-3z|M10 11v6",
  plus: "M10 4v12M4 10h12",
  refine: "M3 6h14M6 10h8M8.5 14h3",
  refresh: "M15.5 7a6 6 0 1 0 .8 4|M16 3v4h-4",
  rocket: "M10 2.5q4 3 3 9l-1 2H8l-1-2q-1-6 3-9z|M7 11l-3 3M13 11l3 3M10 15v2.5",
  save: "M4 4h10l2 2v10H4z|M7 4v4h5V4|M7 16v-5h6v5",
  screen: "M3 4h14v9H3z|M7 17h6M10 13v4",
  share: "M4 10v6h12v-6|M10 12V3|M6.5 6.5L10 3l3.5 3.5",
  sparkle: "M10 3l1.8 5.2L17 10l-5.2 1.8L10 17l-1.8-5.2L3 10l5.2-1.8z",
  star: "M10 3l2.2 4.5 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.2l5-.7z",
  tag: "M3 3h7l7 7-7 7-7-7z|M6.5 6v.5",
  thumbs: "M3 9h3v7H3z|M6 9l4-6q2 0 1.5 2.5L11 8h5l-1 8H6",
  trash: "M4 6h12|M8 6V4h4v2|M5.5 6l1 11h7l1-11|M8.5 9v5M11.5 9v5",
  upload: "M10 16V4|M6 8l4-4 4 4|M4 17h12",
  user: "M10 4a3 3 0 1 0 .01 0z|M4 17q0-5 6-5t6 5",
  warning: "M10 3l8 14H2z|M10 8v4.5|M10 14.5v.4",
};
