// Block elements: buttons, text fields, radio buttons, checkboxes. Select menus are in combobox.js,
// date fields and files in pickers.js, rich text in richinput.js.
//
// `env` is the surface an element sits on: {where: "message" | "home" | "modal", key, ts, viewId,
// inputs, blocks, ctx, act(body)}, and if the page can: options(body), which asks the app for the
// choices of an external menu and resolves to {options | option_groups, error?}; openHome(), for
// links to the Home tab; layer, the element dialogs are hung on. `field` is set inside an input
// block: {id, labelId, describedBy, invalid, required, dispatch}.

import { comboMenu } from "./combobox.js";
import { h, uid } from "./dom.js";
import { fieldNames } from "./fields.js";
import { iconNode } from "./icons.js";
import { confirmed, overflowMenu } from "./menus.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { datePicker, filePicker } from "./pickers.js";
import { richInput } from "./richinput.js";

const kinds = {
  button,
  workflow_button: button,
  overflow,
  plain_text_input: textField,
  rich_text_input: richInput,
  number_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  checkboxes: choices,
  radio_buttons: choices,
  static_select: comboMenu,
  multi_static_select: comboMenu,
  external_select: comboMenu,
  multi_external_select: comboMenu,
  users_select: comboMenu,
  multi_users_select: comboMenu,
  conversations_select: comboMenu,
  multi_conversations_select: comboMenu,
  channels_select: comboMenu,
  multi_channels_select: comboMenu,
  datepicker: datePicker,
  timepicker: datePicker,
  datetimepicker: datePicker,
  file_input: filePicker,
  icon_button: button,
  feedback_buttons: feedback,
};

export function elementNode(element, block, env, field = null) {
  const make = kinds[element.type];
  if (!make) {
    return h("span", { class: "unsupported", testid: `action-${element.action_id}` },
      `The sandbox page has no ${element.type}.`);
  }
  const focus = `${env.key}|${block.block_id}|${element.action_id}`;
  const send = (extra) => act(element, block, env, extra);
  return make({ element, block, env, field, focus, act: send });
}

// --- private ----------------------------------------------------------------------------------

// Send one action, after its confirm dialog. Answers false if the person said no.
async function act(element, block, env, extra = {}) {
  if (!await confirmed(element.confirm, env.ctx, env.layer)) return false;
  await env.act({
    where: env.where,
    ts: env.ts,
    channel: env.channel,
    view_id: env.viewId,
    block_id: block.block_id,
    action_id: element.action_id,
    type: element.type,
    values: env.inputs.values(env.blocks),
    ...extra,
  });
  return true;
}

function button({ element, env, focus, act: send }) {
  const style = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const words = element.text ?? element.accessibility_label ?? "Button";
  const press = async (event) => {
    const node = event.currentTarget;
    if (element.url) open(element.url, env);
    node.setAttribute("aria-busy", "true");
    await send({ value: element.value });
    node.removeAttribute("aria-busy");
  };
  return h("button", {
    type: "button",
    class: `button ${style}`,
    testid: `action-${element.action_id}`,
    "aria-label": element.accessibility_label,
    focus,
    on: { click: press },
  }, element.icon ? iconNode(element.icon) : null, textNodes(words, env.ctx));
}

function feedback({ element, env, focus, act: send }) {
  return [element.positive_button, element.negative_button].filter(Boolean).map((one, index) => h(
    "button",
    {
      type: "button",
      class: "button",
      testid: `action-${element.action_id}-${index}`,
      "aria-label": one.accessibility_label,
      focus: `${focus}|${index}`,
      on: { click: () => send({ value: one.value }) },
    },
    textNodes(one.text, env.ctx),
  ));
}

function overflow({ element, focus, act: send }) {
  return overflowMenu(element, {
    label: "More choices",
    focus,
    choose: (option) => send({ selected_option: option }),
  });
}

function textField({ element, block, env, field, focus, act: send }) {
  const long = Boolean(element.multiline);
  const stored = env.inputs.read(block.block_id, element);
  const counter = element.max_length ? uid("count") : null;
  const describedBy = [field?.describedBy, counter].filter(Boolean).join(" ");
  const trigger = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const stateOf = (text) => ({ value: text || null });
  let timer = null;
  const dispatch = () => field?.dispatch && send({ ...stateOf(node.value) });

  const node = h(long ? "textarea" : "input", {
    ...labels(field, element),
    "aria-describedby": describedBy || null,
    type: long ? null : "text",
    inputmode: {
      number_input: element.is_decimal_allowed ? "decimal" : "numeric",
      email_text_input: "email",
      url_text_input: "url",
    }[element.type],
    rows: long ? "4" : null,
    placeholder: plainText(element.placeholder) || null,
    autocomplete: "off",
    autofocus: element.focus_on_load,
    testid: `action-${element.action_id}`,
    focus,
    prop: { value: stored.value ?? "" },
    on: {
      input: () => {
        env.inputs.write(block.block_id, element, stateOf(node.value));
        count();
        if (!field?.dispatch || !trigger.includes("on_character_entered")) return;
        clearTimeout(timer);
        timer = setTimeout(dispatch, 400);
      },
      keydown: (event) => {
        if (event.key !== "Enter" || event.isComposing || long) return;
        event.preventDefault();
        if (field?.dispatch && trigger.includes("on_enter_pressed")) dispatch();
        else node.form?.requestSubmit();
      },
    },
  });
  const note = counter ? h("span", { id: counter, class: "muted small count" }) : null;
  const count = () => {
    const left = element.max_length - [...node.value].length;
    const close = left <= Math.max(20, element.max_length * 0.1);
    if (note) note.textContent = close ? leftWords(left) : "";
  };
  count();
  return note ? [node, note] : node;
}

function leftWords(left) {
  const many = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `${-left} ${many} too many` : `${left} ${many} left`;
}

function choices({ element, block, env, field, focus, act: send }) {
  const many = element.type === "checkboxes";
  const name = uid("choice");
  let agreed = env.inputs.read(block.block_id, element);
  const isChosen = (option) => (many ? agreed.selected_options : [agreed.selected_option])
    .some((one) => one?.value === option.value);
  const boxes = element.options.map((option, index) => {
    const words = uid("words");
    const more = option.description ? uid("more") : null;
    return h(
      "label",
      { class: "choice" },
      h("input", {
        type: many ? "checkbox" : "radio",
        name,
        value: option.value,
        "aria-labelledby": words,
        "aria-describedby": more,
        testid: `option-${option.value}`,
        focus: `${focus}|${index}`,
        prop: { checked: isChosen(option) },
        on: { change: () => changed() },
      }),
      h(
        "span",
        {},
        h("span", { id: words, class: "choice-words" }, textNodes(option.text, env.ctx)),
        more ? h("span", { id: more, class: "muted small choice-more" },
          textNodes(option.description, env.ctx)) : null,
      ),
    );
  });
  const group = h("div", {
    ...labels(field, element),
    role: many ? "group" : "radiogroup",
    class: "choices",
    testid: `action-${element.action_id}`,
  }, boxes);
  const ticks = () => [...group.querySelectorAll("input")];

  const changed = async () => {
    const picked = element.options.filter((option, index) => ticks()[index].checked);
    const state = many ? { selected_options: picked } : { selected_option: picked[0] ?? null };
    env.inputs.write(block.block_id, element, state);
    if (field && !field.dispatch) return;
    if (await send(state)) {
      agreed = state;
      return;
    }
    env.inputs.write(block.block_id, element, agreed);
    ticks().forEach((tick, index) => { tick.checked = isChosen(element.options[index]); });
  };
  return group;
}

function labels(field, element) {
  return fieldNames(field,
    plainText(element.placeholder) || (element.action_id ?? element.type).replaceAll("_", " "));
}

function open(url, env) {
  if (/^https?:\/\//i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  else if (/^slack:\/\/app\b.*tab=home/.test(url)) {
    if (env.openHome) env.openHome();
    else location.hash = `${env.ctx.viewer.id}/home`;
  }
}
