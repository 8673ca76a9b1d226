// The people switcher.

import { h, hiddenText, reconcile } from "./dom.js";
import { avatar } from "./messages.js";
import { clockTime } from "./time.js";

export function drawPeople(list, people, { current, tab, now }) {
  reconcile(list, people.map((person) => {
    const isCurrent = person.id === current;
    const time = clockTime(now, person.tz);
    const unread = isCurrent ? 0 : person.unread ?? 0;
    const name = person.real_name || person.name;
    const mark = markOf(person);
    return {
      key: person.id,
      sig: JSON.stringify([name, person.tz, time, mark, unread, isCurrent, tab]),
      make: () => h("li", {}, h(
        "a",
        {
          href: `#${person.id}/${tab}`,
          class: person.deleted ? "person gone" : "person",
          "aria-current": isCurrent ? "page" : null,
          testid: `person-${person.id}`,
          focus: `person|${person.id}`,
        },
        avatar(person.id, name),
        h("span", { class: "person-words" }, h("span", { class: "person-name" }, name),
          h("span", { class: "small" }, [mark, time].filter(Boolean).join(" · "))),
        unread ? h("span", { class: "unread" }, String(unread), hiddenText(" unread")) : null,
      )),
    };
  }));
}

export function markOf(person) {
  if (person.deleted) return "deactivated";
  if (person.is_bot) return "app";
  return person.is_guest ? "guest" : "";
}
