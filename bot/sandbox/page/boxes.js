// The blocks that are boxes: cards and carousels, containers, alerts, tasks and plans, videos,
// files and pictures.

import { h } from "./dom.js";
import { elementNode } from "./elements.js";
import { iconNode } from "./icons.js";
import { linkNode, plainText, textNodes } from "./mrkdwn.js";
import { richTextNodes } from "./richtext.js";

export function cardNode(block, env) {
  const { ctx } = env;
  const words = (part, name) => (part ? h("div", { class: name }, textNodes(part, ctx)) : null);
  const icon = block.icon ? picture(block.icon, "tiny")
    : block.slack_icon ? iconNode(block.slack_icon.name) : null;
  return h(
    "article",
    { class: "card" },
    block.hero_image ? h("div", { class: "card-hero" }, picture(block.hero_image)) : null,
    h(
      "div",
      { class: "card-body" },
      h("div", { class: "card-head" }, icon, h("div", {}, words(block.title, "card-title words"),
        words(block.subtitle, "muted small words"))),
      words(block.body, "words"),
      words(block.subtext, "muted small words"),
      block.actions?.length ? h("div", { class: "row" }, block.actions
        .map((element) => elementNode(element, block, env))) : null,
    ),
  );
}

export function carouselNode(block, env) {
  return h("div", { class: "carousel", role: "group", "aria-label": "Cards", tabindex: "0" },
    (block.elements ?? []).map((card) => cardNode({ block_id: block.block_id, ...card }, env)));
}

// `children` are the drawn child blocks.
export function containerNode(block, env, children) {
  const title = block.rich_text_title ? richTextNodes(block.rich_text_title, env.ctx)
    : textNodes(block.title, env.ctx);
  const head = h(
    "span",
    { class: "container-head" },
    block.icon ? picture(block.icon, "tiny") : null,
    h("span", {}, h("span", { class: "container-title" }, title), block.subtitle
      ? h("span", { class: "muted small container-more" }, textNodes(block.subtitle, env.ctx))
      : null),
  );
  const name = [
    "container", `container-${block.width ?? "standard"}`, block.has_header_divider ? "ruled" : "",
  ].join(" ").trim();
  const body = h("div", { class: "container-body" }, children);
  if (!block.is_collapsible) return h("section", { class: name }, head, body);
  return h("details", { class: name, open: !block.default_collapsed },
    h("summary", {}, head), body);
}

export function alertNode(block, env) {
  const level = block.level ?? "default";
  const name = { error: "warning", warning: "warning", success: "check" }[level] ?? "info";
  return h("div", { class: `note note-${level}` }, iconNode(name),
    h("div", { class: "words" }, hiddenLevel[level] ? h("span", { class: "visually-hidden" },
      hiddenLevel[level]) : null, textNodes(block.text, env.ctx)));
}

export function taskNode(task, env) {
  const status = task.status ?? "pending";
  const more = [task.details, task.output].filter(Boolean);
  const sources = (task.sources ?? []).map((one) => h("li", {}, linkNode(one.url, one.text)));
  const title = h("span", { class: "task-title" },
    iconNode(signs[status] ?? "more", states[status]), plainText(task.title));
  if (!more.length && !sources.length) return h("div", { class: `task task-${status}` }, title);
  return h("details", { class: `task task-${status}` }, h("summary", {}, title),
    more.map((part) => richTextNodes(part, env.ctx)),
    sources.length ? h("ul", { class: "sources" }, sources) : null);
}

export function planNode(block, env) {
  return h("section", { class: "plan" }, h("h3", {}, plainText(block.title)),
    (block.tasks ?? []).map((task) => taskNode(task, env)));
}

export function videoNode(block) {
  const title = plainText(block.title);
  const from = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h(
    "article",
    { class: "video" },
    from ? h("p", { class: "muted small" }, from) : null,
    h("p", { class: "video-title" },
      block.title_url ? linkNode(block.title_url, title) : title),
    block.description ? h("p", {}, plainText(block.description)) : null,
    h("div", { class: "video-frame" }, picture({
      image_url: block.thumbnail_url, alt_text: block.alt_text,
    }), h("p", {}, linkNode(block.video_url ?? "", "Watch the video"))),
  );
}

export function fileNode(block) {
  return h("p", { class: "file" }, iconNode("file"),
    h("span", {}, "File ", h("span", { class: "muted small" }, block.external_id ?? "")));
}

// Only pictures from this very server are loaded; of others the words are shown.
export function picture(image, size = "") {
  const url = image.image_url ?? image.slack_file?.url ?? "";
  const own = url.startsWith("/") || url.startsWith(`${location.origin}/`)
    || url.startsWith("data:image/");
  const words = image.alt_text ?? "no words given";
  if (own) return h("img", { src: url, alt: image.alt_text ?? "", class: size || null });
  if (size === "tiny") {
    return h("span", { class: "no-picture tiny", role: "img", "aria-label": words, title: words },
      iconNode("image"));
  }
  return h("span", { class: `no-picture ${size}`.trim(), title: url }, iconNode("image"),
    h("span", {}, h("span", { class: "visually-hidden" }, "Picture: "), words));
}

// --- private ----------------------------------------------------------------------------------

const hiddenLevel = { warning: "Warning: ", error: "Error: ", success: "Success: " };
const signs = { complete: "check", error: "warning", in_progress: "refresh", pending: "more" };
const states = {
  complete: "Done", error: "Failed", in_progress: "In progress", pending: "Not started",
};
