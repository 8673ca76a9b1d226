// Who sits before a screen: the menu that hands it to somebody else.

import { h, hiddenText, reconcile } from "./dom.js";
import { avatar } from "./messages.js";
import { clockTime } from "./time.js";

// The menu behind the button with a person's name. `choose(id)` takes the seat.
export function makeSwitcher({ button, menu, choose }) {
  let items = [];

  function draw(people, { current, now }) {
    reconcile(menu, people.map((person) => {
      const name = person.real_name || person.name;
      const mark = markOf(person);
      const time = clockTime(now, person.tz);
      const here = person.id === current;
      return {
        key: person.id,
        sig: JSON.stringify([name, person.tz, time, mark, person.unread, here]),
        make: () => h(
          "button",
          {
            type: "button",
            role: "menuitemradio",
            tabindex: "-1",
            class: person.deleted ? "person gone" : "person",
            "aria-checked": String(here),
            testid: `person-${person.id}`,
            focus: `person|${person.id}`,
            on: { click: () => take(person.id) },
          },
          avatar(person.id, name),
          h("span", { class: "person-words" }, h("span", { class: "person-name" }, name),
            h("span", { class: "small" }, [mark, time, person.tz].filter(Boolean).join(" · "))),
          person.unread && !here
            ? h("span", { class: "unread" }, String(person.unread), hiddenText(" unread")) : null,
        ),
      };
    }));
    items = [...menu.children];
  }

  // --- private --------------------------------------------------------------------------------

  function take(id) {
    menu.hidePopover();
    button.focus();
    choose(id);
  }

  button.addEventListener("click", () => menu.togglePopover({ source: button }));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    menu.showPopover({ source: button });
  });
  menu.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    const spot = button.getBoundingClientRect();
    menu.style.top = `${spot.bottom + 4}px`;
    menu.style.left = `${Math.max(4, Math.min(spot.left, innerWidth - menu.offsetWidth - 4))}px`;
    (items.find((item) => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (!step) return;
    event.preventDefault();
    const at = items.indexOf(document.activeElement);
    items[(at + step + items.length) % items.length].focus();
  });

  return { draw };
}

export function markOf(person) {
  if (person.deleted) return "deactivated";
  if (person.is_bot) return "app";
  return person.is_guest ? "guest" : "";
}
