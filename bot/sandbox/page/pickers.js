// Select menus, people menus, date and time fields. Arguments as in elements.js.

import { h, uid } from "./dom.js";
import { plainText } from "./mrkdwn.js";
import { fromLocalField, toLocalField } from "./time.js";

// static_select and users_select as a native select.
export function listMenu(args) {
  const { element, block, env, field, focus } = args;
  const people = element.type === "users_select";
  const stored = env.inputs.read(block.block_id, element);
  const placeholder = plainText(element.placeholder) || "Choose";
  const choices = [];
  const item = (option) => {
    choices.push(option);
    const chosen = people ? stored.selected_user === option.value
      : stored.selected_option?.value === option.value;
    return h("option", { value: String(choices.length - 1), prop: { selected: chosen } },
      plainText(option.text)
      + (option.description ? ` (${plainText(option.description)})` : ""));
  };
  const node = h(
    "select",
    { ...named(field, placeholder), testid: `action-${element.action_id}`, focus },
    h("option", { value: "" }, placeholder),
    people ? peopleOptions(env).map(item) : grouped(element, item),
  );
  onSettled(node, () => {
    const option = choices[Number(node.value || "-1")] ?? null;
    return people ? { selected_user: option?.value ?? null } : { selected_option: option };
  }, args, stored);
  return node;
}

// multi_static_select and multi_users_select as a list of boxes that opens.
export function multiMenu(args) {
  const { element, block, env, field, focus } = args;
  const people = element.type === "multi_users_select";
  const stored = env.inputs.read(block.block_id, element);
  const chosen = new Set(people ? stored.selected_users
    : stored.selected_options.map((option) => option.value));
  const name = plainText(element.placeholder) || "Choose";
  const all = [];
  const item = (option) => {
    const words = uid("words");
    const box = h("input", {
      type: "checkbox",
      "aria-labelledby": words,
      testid: `option-${option.value}`,
      focus: `${focus}|${all.length}`,
      prop: { checked: chosen.has(option.value) },
      on: { change: () => changed() },
    });
    all.push({ option, box });
    return h("label", { class: "choice" }, box, h("span", { id: words }, plainText(option.text)));
  };
  const list = people ? peopleOptions(env).map(item) : grouped(element, item, "div");
  const summaryId = uid("summary");
  const summary = h("summary", {
    id: summaryId,
    focus,
    "aria-labelledby": field ? `${field.labelId} ${summaryId}` : null,
    "aria-describedby": field?.describedBy,
  });
  const node = h(
    "details",
    { class: "multi", testid: `action-${element.action_id}`, prop: { open: chosen.size > 0 } },
    summary,
    h("div", { ...named(field, name), role: "group", class: "choices boxed" }, list),
  );
  const picked = () => all.filter(({ box }) => box.checked).map(({ option }) => option);
  const show = () => {
    summary.textContent = picked().map((option) => plainText(option.text)).join(", ") || name;
    const full = element.max_selected_items && picked().length >= element.max_selected_items;
    for (const { box } of all) box.disabled = Boolean(full && !box.checked);
  };
  const changed = () => {
    show();
    const state = people ? { selected_users: picked().map((option) => option.value) }
      : { selected_options: picked() };
    env.inputs.write(block.block_id, element, state);
    if (!field || field.dispatch) args.act(state);
  };
  show();
  return node;
}

// datepicker, timepicker, datetimepicker as native fields; a moment is in the person's zone.
export function datePicker(args) {
  const { element, block, env, field, focus } = args;
  const stored = env.inputs.read(block.block_id, element);
  const { tz } = env.ctx;
  const kind = {
    datepicker: ["date", "selected_date", "Date"],
    timepicker: ["time", "selected_time", "Time"],
    datetimepicker: ["datetime-local", "selected_date_time", "Date and time"],
  }[element.type];
  const [type, property, fallback] = kind;
  const moment = type === "datetime-local";
  const value = stored[property];
  const node = h("input", {
    ...named(field, plainText(element.placeholder) || fallback),
    type,
    testid: `action-${element.action_id}`,
    focus,
    prop: { value: (moment && value ? toLocalField(value, tz) : value) ?? "" },
  });
  onSettled(node, () => ({
    [property]: (moment && node.value ? fromLocalField(node.value, tz) : node.value) || null,
  }), args, stored);
  return node;
}

// --- private ----------------------------------------------------------------------------------

// Store every change at once, but send the action only when the choice is made: right away with
// a mouse, on Enter or on leaving the field with the keyboard, where each arrow key is a change.
function onSettled(node, read, { element, block, env, field, act }, stored) {
  const dispatches = !field || field.dispatch;
  let agreed = { state: stored, value: node.value };
  let typing = false;
  let pending = false;
  const send = async () => {
    pending = false;
    if (!dispatches || node.value === "") return;
    const asked = { state: read(), value: node.value };
    if (await act(asked.state)) {
      agreed = asked;
      return;
    }
    env.inputs.write(block.block_id, element, agreed.state);
    node.value = agreed.value;
  };
  node.addEventListener("change", () => {
    env.inputs.write(block.block_id, element, read());
    if (typing) pending = true;
    else send();
  });
  node.addEventListener("keydown", (event) => {
    typing = event.key !== "Enter";
    if (event.key !== "Enter") return;
    if (node.tagName === "INPUT") event.preventDefault();
    if (pending) send();
    else if (node.tagName === "INPUT" && !dispatches) node.form?.requestSubmit();
  });
  node.addEventListener("pointerdown", () => { typing = false; });
  node.addEventListener("blur", () => {
    typing = false;
    if (pending) send();
  });
}

function peopleOptions(env) {
  return [...env.ctx.people.values()]
    .filter((person) => !person.deleted)
    .map((person) => ({
      value: person.id,
      text: `${person.real_name || person.name}${person.is_bot ? " (app)" : ""}`,
    }));
}

function grouped(element, item, wrap = "optgroup") {
  if (!element.option_groups) return (element.options ?? []).map(item);
  return element.option_groups.map((group) => {
    const words = plainText(group.label);
    const items = () => (group.options ?? []).map(item);
    return wrap === "optgroup" ? h("optgroup", { label: words }, items())
      : h("div", { role: "group", "aria-label": words },
        h("p", { class: "muted small" }, words), items());
  });
}

function named(field, name) {
  if (!field) return { "aria-label": name };
  return {
    id: field.id,
    "aria-labelledby": field.labelId,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
}
