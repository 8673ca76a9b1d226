// Things that open over the page: the confirm dialog and the overflow menu.

import { h, uid } from "./dom.js";
import { plainText, textNodes } from "./mrkdwn.js";

// Ask as Slack does before an action with a `confirm` object; resolves to true or false.
export function confirmed(confirm, ctx) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = uid("confirm");
    const answer = (value) => () => dialog.close(value);
    const danger = confirm.style === "danger";
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-labelledby": title, testid: "confirm" },
      h("h2", { id: title }, plainText(confirm.title)),
      h("p", { class: "words" }, textNodes(confirm.text, ctx)),
      h(
        "div",
        { class: "row end" },
        h("button", {
          type: "button",
          class: "button",
          testid: "confirm-deny",
          on: { click: answer("no") },
        }, plainText(confirm.deny) || "Cancel"),
        h("button", {
          type: "button",
          class: `button ${danger ? "danger" : "primary"}`,
          testid: "confirm-ok",
          autofocus: true,
          on: { click: answer("yes") },
        }, plainText(confirm.confirm) || "Yes"),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// The ⋯ button with its menu. `choose(option)` runs on a choice. Arrow keys move, Escape closes.
export function overflowMenu(element, { label, focus, choose }) {
  const menuId = uid("menu");
  const items = (element.options ?? []).map((option) => {
    const inner = [
      plainText(option.text),
      option.description
        ? h("span", { class: "muted small" }, plainText(option.description)) : null,
    ];
    return h("button", {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      testid: `option-${option.value}`,
      on: { click: () => pick(option) },
    }, inner);
  });
  const menu = h("div", {
    id: menuId, class: "menu", role: "menu", popover: "auto", "aria-label": label,
  }, items);
  const button = h("button", {
    type: "button",
    class: "button overflow",
    "aria-label": label,
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-controls": menuId,
    testid: `action-${element.action_id}`,
    focus,
    on: { click: () => menu.togglePopover(), keydown: (event) => openByArrow(event) },
  }, h("span", { "aria-hidden": "true" }, "⋯"));

  const pick = (option) => {
    menu.hidePopover();
    button.focus();
    if (/^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    choose(option);
  };
  const openByArrow = (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    menu.showPopover();
  };
  menu.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(menu, button);
    items[0]?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (!step) return;
    event.preventDefault();
    const at = items.indexOf(document.activeElement);
    items[(at + step + items.length) % items.length].focus();
  });
  return h("span", { class: "overflow-wrap" }, button, menu);
}

// --- private ----------------------------------------------------------------------------------

function place(menu, button) {
  const spot = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = spot.bottom + 4;
  const top = below + height > window.innerHeight ? Math.max(4, spot.top - height - 4) : below;
  const left = Math.min(Math.max(4, spot.right - width), window.innerWidth - width - 4);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}
