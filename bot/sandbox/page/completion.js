// What opens above the composer: commands and shortcuts after a `/`, or all of them behind the +.

import { h, reconcile, uid } from "./dom.js";

// `changed()` runs after the field's text was completed.
export function makeCompletion({ part, app, shortcut, changed }) {
  const field = part("composer");
  const list = part("completions");
  let found = [];
  let at = 0;
  let byButton = false;

  function close() {
    byButton = false;
    show([]);
  }

  // --- private --------------------------------------------------------------------------------

  function look() {
    byButton = false;
    const typed = /^\/\S*( $)?/.exec(field.value)?.[0];
    if (!typed || typed.length !== field.value.length) return show([]);
    const word = typed.slice(1).trim().toLowerCase();
    return show(choices().filter((one) => one.name.toLowerCase().replace(/^\//, "").split(" ")
      .some((part_) => part_.startsWith(word))));
  }

  function choices() {
    const commands = (app().commands ?? []).map((one) => ({
      name: one.command, hint: one.usage_hint, words: one.description,
    }));
    const shortcuts = (app().shortcuts ?? []).filter((one) => one.type === "global")
      .map((one) => ({ name: one.name, words: one.description, shortcut: one }));
    return [...commands, ...shortcuts];
  }

  function show(next) {
    found = next;
    at = Math.min(at, Math.max(0, found.length - 1));
    if (!found.length) at = 0;
    list.hidden = !found.length;
    reconcile(list, found.map((one, index) => ({
      key: one.name,
      sig: JSON.stringify([one.hint, one.words, index === at]),
      make: () => option(one, index),
    })));
    const current = list.children[at];
    if (current) {
      field.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function option(one, index) {
    return h(
      "div",
      {
        id: uid("completion"),
        role: "option",
        class: "completion",
        "aria-selected": String(index === at),
        testid: `completion-${one.name}`,
        on: {
          pointerdown: (event) => event.preventDefault(),
          click: () => take(one),
        },
      },
      h("span", {}, h("b", {}, one.name), one.hint ? ` ${one.hint}` : ""),
      h("span", { class: "muted small" }, one.words ?? ""),
    );
  }

  function take(one) {
    if (one.shortcut) {
      if (!byButton) field.value = "";
      close();
      shortcut(one.shortcut);
    } else {
      field.value = `${one.name} `;
      field.focus();
      look();
    }
    changed();
  }

  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      show(found);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab" || event.key === "Enter") {
      const typed = field.value.trim();
      if (event.key === "Enter" && found[at].name === typed) return;
      if (event.key === "Tab" && `${found[at].name} ` === field.value) return;
      event.preventDefault();
      take(found[at]);
    }
  });
  part("shortcuts").addEventListener("pointerdown", (event) => event.preventDefault());
  part("shortcuts").addEventListener("click", () => {
    const open = !list.hidden;
    field.focus();
    at = 0;
    byButton = !open;
    show(open ? [] : choices());
  });

  return { close };
}
