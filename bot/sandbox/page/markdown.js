// The `markdown` block: standard Markdown, not mrkdwn. Headings, paragraphs, nested lists, tasks,
// quotes, code, rules, tables, links and the usual styles.

import { h } from "./dom.js";
import { linkNode, plainNodes } from "./mrkdwn.js";
import { gridNode } from "./tables.js";

export function markdownNodes(text) {
  return blocksOf(text.replaceAll("\r\n", "\n").split("\n"));
}

// --- private ----------------------------------------------------------------------------------

const fence = /^ {0,3}(```+|~~~+)\s*(\S*)/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocksOf(lines) {
  const nodes = [];
  for (let at = 0; at < lines.length;) {
    const [node, next] = blockAt(lines, at);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

// The block that begins at line `at`, and the line after it.
function blockAt(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  const found = heading.exec(line);
  if (found) return [h(`h${Math.min(6, found[1].length + 2)}`, {}, inline(found[2])), at + 1];
  if (rule.test(line)) return [h("hr"), at + 1];
  if (fence.test(line)) return codeAt(lines, at);
  if (/^ {0,3}>/.test(line)) {
    const end = endOf(lines, at, (one) => /^ {0,3}>/.test(one));
    const inner = lines.slice(at, end).map((one) => one.replace(/^ {0,3}> ?/, ""));
    return [h("blockquote", {}, blocksOf(inner)), end];
  }
  if (item.test(line)) return listAt(lines, at);
  if (line.includes("|") && tableRule.test(lines[at + 1] ?? "")) return tableAt(lines, at);
  const end = endOf(lines, at, (one, index) => one.trim()
    && (index === at || !startsBlock(one)));
  return [h("p", {}, paragraph(lines.slice(at, end))), end];
}

const startsBlock = (line) => heading.test(line) || rule.test(line) || fence.test(line)
  || item.test(line) || /^ {0,3}>/.test(line);

function endOf(lines, at, belongs) {
  let end = at;
  while (end < lines.length && belongs(lines[end], end)) end += 1;
  return end;
}

function codeAt(lines, at) {
  const mark = fence.exec(lines[at])[1];
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  return [h("pre", { tabindex: "0" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

// Items and whatever is indented below them, which may be further lists.
function listAt(lines, at) {
  const [, indent, sign] = item.exec(lines[at]);
  const ordered = /\d/.test(sign);
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    const found = item.exec(line);
    if (found && found[1].length <= indent.length + 1) {
      if (found[1].length < indent.length || ordered !== /\d/.test(found[2])) break;
      items.push({ first: found[3], more: [], cut: line.length - found[3].length });
    } else if (/^\s+\S/.test(line) || (!line.trim() && /^\s+\S/.test(lines[end + 1] ?? ""))) {
      const last = items.at(-1);
      last.more.push(line.slice(Math.min(last.cut, /^\s*/.exec(line)[0].length)));
    } else break;
  }
  const start = ordered ? Number.parseInt(sign, 10) : 1;
  return [h(ordered ? "ol" : "ul", { start: start > 1 ? start : null }, items.map(itemNode)), end];
}

function itemNode({ first, more }) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
  const words = inline(task ? task[2] : first);
  const box = task && h("span", {
    role: "img", "aria-label": task[1] === " " ? "To do" : "Done", class: "task-box",
  }, task[1] === " " ? "☐" : "☑");
  return h("li", { class: task ? "task" : null }, box, words, blocksOf(more));
}

function tableAt(lines, at) {
  const end = endOf(lines, at + 2, (one) => one.trim() && one.includes("|"));
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
  const ways = cells(lines[at + 1]).map((cell) => {
    const [left, right] = [cell.startsWith(":"), cell.endsWith(":")];
    return right ? `align-${left ? "center" : "right"}` : null;
  });
  const row = (line, tag) => h("tr", {}, cells(line).map((cell, column) => h(tag, {
    class: ways[column], scope: tag === "th" ? "col" : null,
  }, inline(cell))));
  const body = lines.slice(at + 2, end).map((line) => row(line, "td"));
  return [gridNode("", row(lines[at], "th"), body), end];
}

function paragraph(lines) {
  return lines.flatMap((line, index) => {
    const last = index === lines.length - 1;
    const hard = /( {2,}|\\)$/.test(line);
    return [...inline(line.trim().replace(/\\$/, "")), last ? "" : hard ? h("br") : " "];
  }).filter((node) => node !== "");
}

const spans = [
  [/^\\([!-/:-@[-`{-~])/, ([, char]) => char],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, ([, , words]) => h("code", {}, words.trim())],
  [/^(?:\*\*|__)(?=\S)([\s\S]*?\S)(?:\*\*|__)/, ([, words]) => h("strong", {}, inline(words))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, ([, words]) => h("s", {}, inline(words))],
  [/^\*(?=[^\s*])((?:[^*]|\*\*[^*]+\*\*)*?[^\s*])\*(?!\*)/,
    ([, words]) => h("em", {}, inline(words))],
  [/^!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, ([, words, url]) => linkNode(url, words || url)],
  [/^\[((?:[^[\]]|\[[^\]]*\])+)\]\(<?([^)\s>]+)>?[^)]*\)/,
    ([, words, url]) => linkNode(url, inline(words))],
  [/^<((?:https?:\/\/|mailto:)[^>\s]+)>/, ([, url]) => linkNode(url, url)],
];
const underline = /^_(?=\S)([^_]*?\S)_(?![\p{L}\p{N}])/u;
const bare = /^https?:\/\/[^\s<>*`]+/;

function inline(text) {
  const nodes = [];
  let rest = "";
  const push = (node) => {
    nodes.push(...plainNodes(rest), node);
    rest = "";
  };
  for (let at = 0; at < text.length;) {
    const found = spanAt(text, at);
    if (found) {
      if (typeof found.node === "string") rest += found.node;
      else push(found.node);
      at += found.length;
    } else {
      rest += text[at];
      at += 1;
    }
  }
  return [...nodes, ...plainNodes(rest)].filter((node) => node !== "");
}

function spanAt(text, at) {
  if (!/[\\`*_~![<h]/.test(text[at])) return null;
  const here = text.slice(at);
  for (const [pattern, make] of spans) {
    const found = pattern.exec(here);
    if (found) return { node: make(found), length: found[0].length };
  }
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ")) return null;
  const under = underline.exec(here);
  if (under) return { node: h("em", {}, inline(under[1])), length: under[0].length };
  const url = bare.exec(here)?.[0].replace(/[.,;:!?)"'_~]+$/, "");
  return url ? { node: linkNode(url, url), length: url.length } : null;
}
