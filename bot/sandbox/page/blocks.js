// Block Kit: the blocks of a message, a modal or a Home as DOM nodes. `env` as in elements.js,
// plus `errors` ({block_id: words}) on a modal. An env lives as long as its surface and is updated
// in place, as blocks that did not change are kept with the env they were made with.

import { h, reconcile, uid } from "./dom.js";
import { elementNode } from "./elements.js";
import { mrkdwnNodes, plainText, textNodes } from "./mrkdwn.js";
import { chartNode, richTextNodes, tableNode } from "./richtext.js";

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
  header: (block, { ctx }) => h("h3", {}, textNodes(block.text, ctx)),
  context: (block, { ctx }) => h("div", { class: "muted small context" }, (block.elements ?? [])
    .map((part) => (part.type === "image" ? picture(part, "tiny")
      : h("span", { class: "words" }, textNodes(part, ctx))))),
  actions: (block, env) => h("div", { class: "row" }, block.elements
    .map((element) => elementNode(element, block, env))),
  context_actions: (block, env) => h("div", { class: "row" }, block.elements
    .map((element) => elementNode(element, block, env))),
  input,
  divider: () => h("hr"),
  image: (block) => h("figure", {}, picture(block),
    block.title ? h("figcaption", { class: "small" }, plainText(block.title)) : null),
  rich_text: (block, { ctx }) => richTextNodes(block, ctx),
  table: (block, { ctx }) => tableNode(block, ctx),
  data_table: (block, { ctx }) => tableNode(block, ctx),
  data_visualization: (block) => chartNode(block),
  markdown: (block) => h("div", { class: "words" }, block.text ?? ""),
  alert: (block, { ctx }) => h("p", { class: `note note-${block.level ?? "default"}` },
    textNodes(block.text, ctx)),
  container: (block, env) => h("fieldset", {}, h("legend", {}, plainText(block.title)),
    (block.child_blocks ?? []).map((child) => blockNode(child, env))),
};

function section(block, env) {
  const words = block.text
    ? h("div", { class: "words" }, textNodes(block.text, env.ctx)) : null;
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
  const grouped = ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select"];
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

// Only pictures from this very server are loaded; of others the words are shown.
function picture(image, size = "") {
  const url = image.image_url ?? image.slack_file?.url ?? "";
  const own = url.startsWith("/") || url.startsWith(`${location.origin}/`)
    || url.startsWith("data:image/");
  if (own) return h("img", { src: url, alt: image.alt_text ?? "", class: size });
  const words = `Picture: ${image.alt_text ?? "no words given"}`;
  return h("span", { class: "no-picture", title: url }, words);
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
