// Block Kit: the blocks of a message, a modal or a Home as DOM nodes. `env` as in elements.js,
// plus `errors` ({block_id: words}) on a modal. An env lives as long as its surface and is updated
// in place, as blocks that did not change are kept with the env they were made with.

import {
  alertNode, cardNode, carouselNode, containerNode, fileNode, picture, planNode, taskNode,
  videoNode,
} from "./boxes.js";
import { chartNode } from "./charts.js";
import { h, reconcile, uid } from "./dom.js";
import { elementNode } from "./elements.js";
import { markdownNodes } from "./markdown.js";
import { mrkdwnNodes, plainText, textNodes } from "./mrkdwn.js";
import { richTextNodes } from "./richtext.js";
import { dataTableNode, tableNode } from "./tables.js";

// Draw `env.blocks` into `parent`, keeping every block that did not change.
export function drawBlocks(parent, env) {
  const seen = new Map();
  reconcile(parent, env.blocks.map((block, index) => {
    const name = block.block_id ?? `#${index}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const error = env.errors?.[block.block_id] ?? "";
    const json = JSON.stringify(block);
    const dated = /<!date|"type":"date"/.test(json) ? env.ctx.now.getTime() : "";
    return {
      key: `${env.key}|${name}|${nth}`,
      sig: `${json}|${error}|${env.ctx.names}|${dated}`,
      make: () => blockNode(block, env),
    };
  }));
}

export function blockNode(block, env) {
  const make = kinds[block.type] ?? unknown;
  const testid = `block-${block.block_id ?? ""}`;
  const node = h("div", { class: `block block-${block.type}`, testid });
  node.append(...[make(block, env)].flat(Infinity).filter(Boolean));
  return node;
}

// --- private ----------------------------------------------------------------------------------

const kinds = {
  section,
  header: (block, { ctx }) => h("h3", {
    class: `head-${block.level ?? 1}`,
  }, textNodes(block.text, ctx)),
  context: (block, { ctx }) => h("div", { class: "muted context" }, (block.elements ?? [])
    .map((part) => (part.type === "image" ? picture(part, "tiny")
      : h("span", { class: "words" }, textNodes(part, ctx))))),
  actions: row,
  context_actions: row,
  input,
  divider: () => h("hr"),
  image: (block) => h("figure", {}, block.title
    ? h("figcaption", { class: "muted small" }, plainText(block.title)) : null, picture(block)),
  rich_text: (block, env) => folded(block, env, h("div", { class: "rich" },
    richTextNodes(block, env.ctx))),
  table: (block, { ctx }) => tableNode(block, ctx),
  data_table: (block, { ctx }) => dataTableNode(block, ctx),
  data_visualization: (block) => chartNode(block),
  markdown: (block, env) => folded(block, env, h("div", { class: "markdown" },
    markdownNodes(block.text ?? ""))),
  alert: alertNode,
  card: cardNode,
  carousel: carouselNode,
  container: (block, env) => containerNode(block, env, (block.child_blocks ?? [])
    .map((child) => blockNode(child, env))),
  task_card: taskNode,
  plan: planNode,
  video: videoNode,
  file: fileNode,
};

const unfolded = new Set();

function row(block, env) {
  return h("div", { class: "row" }, (block.elements ?? [])
    .map((element) => elementNode(element, block, env)));
}

// Long words in a message begin folded, as in Slack, unless the app says `expand`. Unfolded words
// stay so when the message is drawn again.
function folded(block, env, node) {
  const long = node.textContent.length > 900 || node.textContent.split("\n").length > 18;
  const key = `${env.key}|${block.block_id}`;
  if (env.where !== "message" || block.expand || !long || unfolded.has(key)) return node;
  node.classList.add("folded");
  const more = h("button", {
    type: "button", class: "see-more", "aria-expanded": "false", focus: `${key}|more`,
    on: { click: () => {
      unfolded.add(key);
      node.classList.remove("folded");
      more.remove();
    } },
  }, "Show more");
  return [node, more];
}

function section(block, env) {
  const words = block.text ? folded(block, env,
    h("div", { class: "words" }, textNodes(block.text, env.ctx))) : null;
  const fields = block.fields?.length
    ? h("div", { class: "fields" }, block.fields
      .map((field) => h("div", { class: "words" }, textNodes(field, env.ctx)))) : null;
  const body = h("div", { class: "section-body" }, words, fields);
  if (!block.accessory) return body;
  const side = block.accessory.type === "image" ? picture(block.accessory, "thumb")
    : elementNode(block.accessory, block, env);
  const wide = ["checkboxes", "radio_buttons"].includes(block.accessory.type);
  return h("div", { class: wide ? "section wide" : "section" }, body,
    h("div", { class: "accessory" }, side));
}

function input(block, env) {
  const element = block.element ?? {};
  const error = env.errors?.[block.block_id];
  const id = uid("field");
  const labelId = uid("label");
  const hintId = block.hint ? uid("hint") : null;
  const errorId = error ? uid("error") : null;
  const grouped = ["checkboxes", "radio_buttons"];
  const field = {
    id,
    labelId,
    describedBy: [errorId, hintId].filter(Boolean).join(" ") || null,
    invalid: Boolean(error),
    required: !block.optional,
    dispatch: Boolean(block.dispatch_action),
  };
  return [
    h(
      "label",
      { id: labelId, class: "label", for: grouped.includes(element.type) ? null : id },
      textNodes(block.label, env.ctx),
      block.optional ? h("span", { class: "muted small" }, " (optional)") : null,
    ),
    elementNode(element, block, env, field),
    error ? h("p", { id: errorId, class: "field-error", testid: `error-${block.block_id}` }, error)
      : null,
    hintId ? h("p", { id: hintId, class: "muted small hint" }, textNodes(block.hint, env.ctx))
      : null,
  ];
}

function unknown(block, { ctx }) {
  const words = [];
  const collect = (value) => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === "object") {
      if (typeof value.text === "string") words.push(value.text);
      Object.values(value).forEach(collect);
    }
  };
  collect(block);
  return [
    h("p", { class: "unsupported" }, `This page does not draw ${block.type} blocks. The words:`),
    h("p", { class: "words" }, mrkdwnNodes(words.join("\n"), ctx)),
  ];
}
