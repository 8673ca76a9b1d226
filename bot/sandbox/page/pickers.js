// Date and time fields and files to add. Arguments as in elements.js.

import { h, svg, uid } from "./dom.js";
import { fieldNames } from "./fields.js";
import { plainText } from "./mrkdwn.js";
import { clockTime, fromLocalField, longDay, toLocalField, zoneName } from "./time.js";

// datepicker, timepicker, datetimepicker as native fields that read as Slack's while nobody is in
// them: the placeholder when empty, else the words of the day. A moment is in the viewer's zone,
// which is named.
export function datePicker(args) {
  const { element, block, env, field, focus } = args;
  const stored = env.inputs.read(block.block_id, element);
  const { tz } = env.ctx;
  const [type, property, fallback] = kinds[element.type];
  const isMoment = type === "datetime-local";
  const value = stored[property];
  const zone = isMoment ? zoneName(env.ctx.now, tz) : element.timezone ?? "";
  const zoneId = zone ? uid("zone") : null;
  const placeholder = plainText(element.placeholder) || fallback;
  const attributes = fieldNames(field, placeholder);
  const described = [attributes["aria-describedby"], zoneId].filter(Boolean).join(" ");
  const node = h("input", {
    ...attributes,
    "aria-describedby": described || null,
    type,
    class: "pick-input",
    autofocus: element.focus_on_load,
    testid: `action-${element.action_id}`,
    focus,
    prop: { value: (isMoment && value ? toLocalField(value, tz) : value) ?? "" },
  });
  const words = h("span", { class: "pick-words", "aria-hidden": "true" });
  const icon = icons[type === "time" ? "clock" : "calendar"]();
  const box = h("span", { class: `pick pick-${type}` }, icon, node, words);
  const show = () => {
    box.classList.toggle("empty", !node.value);
    words.textContent = node.value ? worded[type](node.value) : placeholder;
  };
  node.addEventListener("input", show);
  onSettled(node, () => ({
    [property]: (isMoment && node.value ? fromLocalField(node.value, tz) : node.value) || null,
    ...(element.type === "timepicker" && element.timezone ? { timezone: element.timezone } : {}),
  }), args, stored, show);
  show();
  if (!zone) return box;
  return h("span", { class: "pick-row" }, box,
    h("span", { id: zoneId, class: "muted small zone" }, zone));
}

// file_input: the names of the files are what travels; nothing is read.
export function filePicker({ element, block, env, field, focus }) {
  const most = element.max_files ?? 10;
  const stored = env.inputs.read(block.block_id, element);
  const list = h("span", { class: "small muted", role: "status" });
  const show = (files) => {
    list.textContent = files.map((file) => file.name).join(", ");
  };
  const node = h("input", {
    ...fieldNames(field, "Add files"),
    type: "file",
    multiple: most > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    testid: `action-${element.action_id}`,
    focus,
    on: { change: () => {
      const files = [...node.files].slice(0, most).map((file) => ({
        id: uid("F"), name: file.name, size: file.size, mimetype: file.type,
      }));
      env.inputs.write(block.block_id, element, { files });
      show(files);
    } },
  });
  show(stored.files ?? []);
  return [node, list];
}

// --- private ----------------------------------------------------------------------------------

const kinds = {
  datepicker: ["date", "selected_date", "Select a date"],
  timepicker: ["time", "selected_time", "Select a time"],
  datetimepicker: ["datetime-local", "selected_date_time", "Select a date and time"],
};

const wall = (text) => new Date(`${text}Z`);
const worded = {
  date: (text) => longDay(wall(`${text}T12:00:00`), "UTC").replace(/^\w+, /, ""),
  time: (text) => clockTime(wall(`2026-01-01T${text}:00`), "UTC"),
  "datetime-local": (text) => {
    const date = wall(`${text}:00`);
    return `${longDay(date, "UTC").replace(/^\w+, /, "")} at ${clockTime(date, "UTC")}`;
  },
};

const outline = (...paths) => () => svg("svg", {
  class: "pick-icon", viewBox: "0 0 20 20", "aria-hidden": "true",
}, paths.map((d) => svg("path", { d })));
const icons = {
  calendar: outline("M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3"),
  clock: outline("M10 3a7 7 0 1 0 .01 0zM10 6v4.3l2.8 1.7"),
};

// Store every change at once, but send the action only when the choice is made: right away with
// a mouse, on Enter or on leaving the field with the keyboard, where each arrow key is a change.
function onSettled(node, read, { element, block, env, field, act }, stored, show) {
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
    show();
  };
  node.addEventListener("change", () => {
    env.inputs.write(block.block_id, element, read());
    if (typing) pending = true;
    else send();
  });
  node.addEventListener("keydown", (event) => {
    typing = event.key !== "Enter";
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (pending) send();
    else if (!dispatches) node.form?.requestSubmit();
  });
  node.addEventListener("pointerdown", () => { typing = false; });
  node.addEventListener("blur", () => {
    typing = false;
    if (pending) send();
  });
}
