// What Slack checks in the client before a modal's answers are sent: required fields, lengths,
// and the form of numbers, addresses and links.

import { isEmpty, statefulIn } from "./inputs.js";
import { richPlain } from "./richtext.js";

// {block_id: words} for the fields to mend; empty when all is well.
export function problemsIn(blocks, inputs) {
  const problems = {};
  for (const { blockId, block, element } of statefulIn(blocks)) {
    if (block.type !== "input") continue;
    const words = problemWith(element, inputs.read(blockId, element), block.optional);
    if (words) problems[blockId] = words;
  }
  return problems;
}

// --- private ----------------------------------------------------------------------------------

function problemWith(element, state, optional) {
  if (isEmpty(state)) return optional ? null : "Please complete this required field.";
  const check = {
    plain_text_input: lengthProblem,
    rich_text_input: lengthProblem,
    number_input: numberProblem,
    email_text_input: emailProblem,
    url_text_input: urlProblem,
  }[element.type] ?? countProblem;
  if (check === countProblem) return countProblem(element, state);
  return check(element, state.value ?? richPlain(state.rich_text_value)) ?? null;
}

function countProblem(element, state) {
  const most = element.max_selected_items ?? Infinity;
  const values = Object.values(state).find(Array.isArray) ?? [];
  return values.length > most ? `Please choose at most ${most}.` : null;
}

function lengthProblem(element, text) {
  const length = [...text].length;
  const most = element.max_length ?? (element.type === "plain_text_input" ? 3000 : Infinity);
  if (length < (element.min_length ?? 0)) {
    return `Please write at least ${element.min_length} characters. There are ${length} now.`;
  }
  if (length > most) return `Please write at most ${most} characters. There are ${length} now.`;
  return null;
}

function numberProblem(element, text) {
  const form = element.is_decimal_allowed ? /^-?\d+([.,]\d+)?$/ : /^-?\d+$/;
  if (!form.test(text.trim())) {
    return element.is_decimal_allowed ? "Please write a number." : "Please write a whole number.";
  }
  const value = Number(text.replace(",", "."));
  const { min_value: least, max_value: most } = element;
  if (least !== undefined && value < Number(least)) return `Please write ${least} or more.`;
  if (most !== undefined && value > Number(most)) return `Please write ${most} or less.`;
  return null;
}

function emailProblem(element, text) {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "Please write a full email address.";
}

function urlProblem(element, text) {
  try {
    const known = /^https?:$/.test(new URL(text).protocol);
    return known ? null : "Please start the link with https://.";
  } catch {
    return "Please write a full link that starts with https://.";
  }
}
