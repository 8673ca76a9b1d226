// What people have typed and chosen, outside the DOM: a redraw or an update from the bot never
// loses it. Kept per surface (one view, one message, one Home) under block_id and action_id, in
// the shape of Slack's `state.values`, so Slack's rule holds: same ids, same input (slack.md 3).

import { richPlain } from "./richtext.js";

const surfaces = new Map();

// The inputs of one surface. `key` names it for good, e.g. `view:V123`; `known` is the
// `state.values` Slack holds for it, shown where nothing was typed in this page.
export function inputsOf(key, known = {}) {
  if (!surfaces.has(key)) surfaces.set(key, new Map());
  const kept = surfaces.get(key);
  const slot = (blockId, element) => `${blockId}\n${element.action_id}`;
  return {
    read(blockId, element) {
      const found = kept.get(slot(blockId, element));
      if (found?.type === element.type) return found;
      const held = known?.[blockId]?.[element.action_id];
      return held?.type === element.type ? held : initial(element);
    },
    write(blockId, element, value) {
      kept.set(slot(blockId, element), { type: element.type, ...value });
    },
    // `state.values` for these blocks: {block_id: {action_id: state}}.
    values(blocks) {
      const all = {};
      for (const { blockId, element } of statefulIn(blocks)) {
        (all[blockId] ??= {})[element.action_id] = this.read(blockId, element);
      }
      return all;
    },
  };
}

export function forgetInputs(key) {
  surfaces.delete(key);
}

// Every element of these blocks that holds a value, with the block it sits in.
export function* statefulIn(blocks) {
  for (const block of blocks ?? []) {
    const elements = [block.element, block.accessory, ...(block.elements ?? [])];
    for (const element of elements) {
      if (!element?.action_id || !fields[element.type]) continue;
      yield { blockId: block.block_id, block, element };
    }
    if (block.child_blocks) yield* statefulIn(block.child_blocks);
  }
}

// Which property of the state an element of this type carries.
export const fieldOf = (type) => fields[type];

export function isEmpty(state) {
  const value = state[fields[state.type]];
  if (Array.isArray(value)) return value.length === 0;
  if (state.type === "rich_text_input") return !richPlain(value).trim();
  return value === null || value === undefined || value === "";
}

// --- private ----------------------------------------------------------------------------------

const fields = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  rich_text_input: "rich_text_value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  checkboxes: "selected_options",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  file_input: "files",
};

const initials = {
  plain_text_input: "initial_value",
  number_input: "initial_value",
  email_text_input: "initial_value",
  url_text_input: "initial_value",
  rich_text_input: "initial_value",
  static_select: "initial_option",
  external_select: "initial_option",
  radio_buttons: "initial_option",
  checkboxes: "initial_options",
  multi_static_select: "initial_options",
  multi_external_select: "initial_options",
  users_select: "initial_user",
  multi_users_select: "initial_users",
  conversations_select: "initial_conversation",
  multi_conversations_select: "initial_conversations",
  channels_select: "initial_channel",
  multi_channels_select: "initial_channels",
  datepicker: "initial_date",
  timepicker: "initial_time",
  datetimepicker: "initial_date_time",
};

function initial(element) {
  const field = fields[element.type];
  const many = field?.endsWith("s");
  const state = {
    type: element.type,
    [field]: element[initials[element.type]] ?? (many ? [] : null),
  };
  if (element.type === "timepicker" && element.timezone) state.timezone = element.timezone;
  return state;
}
