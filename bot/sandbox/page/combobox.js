// Every select menu of Slack as one field that filters while somebody types (the combobox pattern
// of ARIA): static, external, users, conversations and channels, one or many. Arguments as in
// elements.js; what is offered comes from choices.js.

import { asChoice, choiceOf, choicesFor, kindOf, makeAsker } from "./choices.js";
import { h, svg, uid } from "./dom.js";
import { fieldNames } from "./fields.js";
import { placeNear } from "./menus.js";
import { plainText } from "./mrkdwn.js";

export function comboMenu(args) {
  const { element, block, env, field, focus } = args;
  const { many, source, property, isId } = kindOf(element);
  const placeholder = plainText(element.placeholder) || defaultWords[source] || "Choose";
  const most = element.max_selected_items ?? Infinity;
  let picked = fromState(env.inputs.read(block.block_id, element));
  let agreed = picked;
  let shown = [];
  let active = -1;
  let filtering = false;

  const listId = uid("list");
  const noteId = uid("note");
  const list = h("div", {
    id: listId,
    role: "listbox",
    class: "combo-options",
    "aria-label": placeholder,
    "aria-multiselectable": many ? "true" : null,
  });
  const note = h("p", { id: noteId, class: "combo-note muted small", role: "status" });
  const popup = h("div", {
    class: "combo-popup", popover: "manual", testid: `list-${element.action_id}`,
  }, list, note);
  const input = h("input", {
    ...fieldNames(field, placeholder),
    type: "text",
    role: "combobox",
    class: "combo-input",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-haspopup": "listbox",
    autofocus: element.focus_on_load,
    testid: `action-${element.action_id}`,
    focus,
  });
  const chips = h("span", { class: "chips", role: many ? "list" : null });
  const clearing = h("button", {
    type: "button",
    class: "combo-clear",
    "aria-label": "Clear the choice",
    testid: `clear-${element.action_id}`,
    on: { click: () => {
      settle([]);
      input.focus();
    } },
  }, cross());
  const box = h("div", { class: `combo-box${many ? " many" : ""}` }, many ? chips : null, input,
    many ? null : clearing, chevron());
  const root = h("div", { class: "combo" }, box, popup);
  const asker = source === "external" ? makeAsker({ element, block, env, show: fill }) : null;

  // --- what is chosen ---

  function fromState(state) {
    const value = state[property];
    const all = many ? value ?? [] : [value].filter(Boolean);
    return all.map((one) => (isId ? choiceOf(element, env, one) : asChoice(one)));
  }

  function toState() {
    const values = picked.map((choice) => (isId ? choice.value : choice.option));
    return { [property]: many ? values : values[0] ?? null };
  }

  async function settle(next) {
    picked = next;
    env.inputs.write(block.block_id, element, toState());
    draw();
    const wanted = picked;
    if (field && !field.dispatch) {
      agreed = picked;
      return;
    }
    if (!many && !picked.length) {
      agreed = picked;
      return;
    }
    if (await args.act(toState())) {
      agreed = wanted;
      return;
    }
    picked = agreed;
    env.inputs.write(block.block_id, element, toState());
    draw();
  }

  const isPicked = (choice) => picked.some((one) => one.value === choice.value);
  const isFull = () => many && picked.length >= most;

  function choose(choice) {
    if (!choice) return;
    if (!many) {
      close();
      if (!isPicked(choice)) settle([choice]);
      else draw();
      return;
    }
    if (isPicked(choice)) settle(picked.filter((one) => one.value !== choice.value));
    else if (isFull()) return;
    else settle([...picked, choice]);
    const typed = input.value;
    input.value = "";
    if (typed) offer();
    else mark();
    if (isOpen()) place();
  }

  function draw() {
    input.placeholder = many && picked.length ? "" : placeholder;
    if (!many) {
      if (!filtering) input.value = picked[0]?.text ?? "";
      if (!filtering && document.activeElement === input) input.select();
      clearing.hidden = !picked.length || !field || field.required;
      return;
    }
    // A press on a chip begins by leaving the field; the chip must still be there when it ends.
    if ([...chips.children].map((chip) => chip.dataset.value).join("\n")
      === picked.map((choice) => choice.value).join("\n")) return;
    chips.replaceChildren(...picked.map((choice, index) => h(
      "span",
      { class: "chip", role: "listitem", "data-value": choice.value },
      h("span", {}, choice.text),
      h("button", {
        type: "button",
        "aria-label": `Remove ${choice.text}`,
        testid: `remove-${choice.value}`,
        focus: `${focus}|chip${index}`,
        on: { click: () => {
          settle(picked.filter((one) => one.value !== choice.value));
          mark();
          input.focus();
        } },
      }, cross()),
    )));
  }

  // --- the list ---

  const isOpen = () => popup.matches(":popover-open");

  function open(from = "first") {
    if (isOpen() || input.disabled) return;
    popup.showPopover();
    input.setAttribute("aria-expanded", "true");
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    offer(from);
  }

  function close() {
    filtering = false;
    asker?.stop();
    if (isOpen()) popup.hidePopover();
    window.removeEventListener("scroll", place, { capture: true });
    window.removeEventListener("resize", place);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (many) input.value = "";
    draw();
  }

  // Fill the list for what is typed; an untouched field offers everything.
  function offer(from = "first") {
    const typed = many || filtering ? input.value.trim() : "";
    if (asker) asker.ask(typed, typed === "");
    else fill(choicesFor(element, env, typed), from);
  }

  function fill({ groups, note: words, busy }, from = "first") {
    shown = [];
    list.replaceChildren(...groups.map((group) => {
      const items = group.choices.map((choice) => optionNode(choice));
      if (!group.label) return items;
      const label = uid("group");
      return h("div", { role: "group", "aria-labelledby": label },
        h("p", { id: label, class: "combo-group", role: "presentation" }, group.label), items);
    }).flat());
    list.hidden = !shown.length;
    list.setAttribute("aria-busy", String(Boolean(busy)));
    list.dataset.note = words;
    const chosen = shown.findIndex(({ choice }) => !many && isPicked(choice));
    active = from === "last" ? shown.length - 1 : Math.max(chosen, shown.length ? 0 : -1);
    mark();
    if (isOpen()) place();
  }

  function optionNode(choice) {
    const index = shown.length;
    const node = h(
      "div",
      {
        id: uid("option"),
        role: "option",
        class: "combo-option",
        testid: `option-${choice.value}`,
        on: {
          click: () => choose(choice),
          pointermove: () => { if (active !== index) move(index, false); },
        },
      },
      h("span", { class: "combo-tick", "aria-hidden": "true" }),
      h("span", { class: "combo-words" }, h("span", {}, choice.text),
        choice.note ? h("span", { class: "combo-more small" }, choice.note) : null),
    );
    shown.push({ choice, node });
    return node;
  }

  // Show what is chosen, what is out of reach and where the keyboard is.
  function mark() {
    const full = isFull();
    shown.forEach(({ choice, node }, index) => {
      node.classList.toggle("active", index === active);
      node.setAttribute("aria-selected", String(isPicked(choice)));
      if (full && !isPicked(choice)) node.setAttribute("aria-disabled", "true");
      else node.removeAttribute("aria-disabled");
    });
    const here = shown[active]?.node;
    if (here && isOpen()) input.setAttribute("aria-activedescendant", here.id);
    else input.removeAttribute("aria-activedescendant");
    note.textContent = full ? `You can choose up to ${most}.` : list.dataset.note ?? "";
  }

  function move(index, scroll = true) {
    if (!shown.length) return;
    active = (index + shown.length) % shown.length;
    mark();
    if (scroll) shown[active].node.scrollIntoView({ block: "nearest" });
  }

  function place() {
    if (!root.isConnected) {
      close();
      return;
    }
    popup.style.minWidth = `${Math.min(box.offsetWidth, window.innerWidth - 16)}px`;
    placeNear(popup, box, "start");
  }

  // --- by hand and by keyboard ---

  const keys = {
    ArrowDown: (event) => (isOpen() ? move(active + 1) : open(event.altKey ? "" : "first")),
    ArrowUp: (event) => {
      if (event.altKey) close();
      else if (isOpen()) move(active - 1);
      else open("last");
    },
    Home: () => move(0),
    End: () => move(shown.length - 1),
    Enter: () => (isOpen() ? choose(shown[active]?.choice) : open()),
    Escape: close,
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Tab") close();
    if (event.key === "Backspace" && many && !input.value && picked.length) {
      event.preventDefault();
      settle(picked.slice(0, -1));
      mark();
    }
    if (!keys[event.key]) return;
    if (!isOpen() && ["Escape", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key](event);
  });
  input.addEventListener("input", () => {
    filtering = true;
    if (isOpen()) offer();
    else open();
  });
  input.addEventListener("focus", () => { if (!many) input.select(); });
  input.addEventListener("blur", () => { if (isOpen() || filtering) close(); });
  box.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) return;
    if (event.target !== input) event.preventDefault();
    input.focus();
    if (isOpen() && event.target !== input) close();
    else open();
  });
  input.addEventListener("click", () => { if (!many && !filtering) input.select(); });
  popup.addEventListener("mousedown", (event) => event.preventDefault());

  draw();
  return root;
}

// --- private ----------------------------------------------------------------------------------

const defaultWords = {
  static: "Select an option",
  external: "Select an option",
  users: "Select a user",
  conversations: "Select a conversation",
  channels: "Select a channel",
};

const drawing = (name, d) => svg("svg", {
  class: name, viewBox: "0 0 16 16", "aria-hidden": "true",
}, svg("path", { d }));
const chevron = () => drawing("combo-chevron", "M4 6.5l4 4 4-4");
const cross = () => drawing("cross", "M4.5 4.5l7 7M11.5 4.5l-7 7");
