// Things that open over the page: the confirm dialog and the overflow menu.

import { h, svg, uid } from "./dom.js";
import { plainText, textNodes } from "./mrkdwn.js";

// Ask as Slack does before an action with a `confirm` object; resolves to true or false. The
// dialog keeps the focus until it is answered; Escape says no. `layer` is the element to hang it
// on (the whole page unless told otherwise).
export function confirmed(confirm, ctx, layer = document.body) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = uid("confirm");
    const words = uid("confirm");
    const danger = confirm.style === "danger";
    const answer = (name, value, style, text) => h("button", {
      type: "button",
      class: `button ${style}`,
      testid: `confirm-${name}`,
      autofocus: name === "ok",
      on: { click: () => dialog.close(value) },
    }, text);
    const dialog = h(
      "dialog",
      {
        class: "confirm",
        "aria-labelledby": title,
        "aria-describedby": words,
        testid: "confirm",
      },
      h("h2", { id: title }, plainText(confirm.title) || "Are you sure?"),
      h("p", { class: "words", id: words }, textNodes(confirm.text, ctx)),
      h("div", { class: "row end" },
        answer("deny", "no", "", plainText(confirm.deny) || "Cancel"),
        answer("ok", "yes", danger ? "danger" : "primary", plainText(confirm.confirm) || "Yes")),
    );
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    layer.append(dialog);
    dialog.showModal();
  });
}

// The ⋯ button with its menu. `choose(option)` runs on a choice. Arrow keys move, Escape closes.
export function overflowMenu(element, { label, focus, choose }) {
  const menuId = uid("menu");
  let wasOpen = false;
  const items = (element.options ?? []).map((option) => {
    const inner = [
      h("span", {}, plainText(option.text)),
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
    on: {
      // A press outside an open menu closes it before the click comes.
      pointerdown: () => { wasOpen = isOpen(); },
      click: () => {
        if (wasOpen) menu.hidePopover();
        else show();
        wasOpen = false;
      },
      keydown: (event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        show(event.key === "ArrowUp" ? items.length - 1 : 0);
      },
    },
  }, svg("svg", { class: "dots", viewBox: "0 0 16 16", "aria-hidden": "true" },
    [3, 8, 13].map((x) => svg("circle", { cx: x, cy: 8, r: 1.5 }))));

  const pick = (option) => {
    menu.hidePopover();
    button.focus();
    if (/^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    choose(option);
  };
  const isOpen = () => menu.matches(":popover-open");
  const show = (at = 0) => {
    if (!isOpen()) menu.showPopover();
    button.setAttribute("aria-expanded", "true");
    placeNear(menu, button);
    items[at]?.focus();
  };
  menu.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1,
    }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      menu.hidePopover();
      button.focus();
    }
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  });
  return h("span", { class: "overflow-wrap" }, button, menu);
}

// Put an open popover under `anchor` (over it where there is no room), inside the window. `side`:
// which edges meet, "start" or "end".
export function placeNear(popup, anchor, side = "end") {
  const spot = anchor.getBoundingClientRect();
  const view = window.visualViewport;
  const [wide, tall] = [view?.width ?? window.innerWidth, view?.height ?? window.innerHeight];
  const [under, over] = [tall - spot.bottom - 8, spot.top - 8];
  const up = under < Math.min(popup.scrollHeight, 240) && over > under;
  popup.style.maxHeight = `${Math.max(96, Math.min(320, up ? over : under))}px`;
  const { width, height } = popup.getBoundingClientRect();
  const left = side === "start" ? spot.left : spot.right - width;
  popup.style.left = `${Math.min(Math.max(4, left), Math.max(4, wide - width - 4))}px`;
  popup.style.top = `${Math.max(4, up ? spot.top - height - 4 : spot.bottom + 4)}px`;
}
