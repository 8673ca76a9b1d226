// A row of tabs (role=tab): one in the tab order, arrow keys move and select.

// `buttons`: {name: button}. `choose(name)` runs when a person selects one.
export function makeTabs(buttons, choose) {
  const names = Object.keys(buttons);

  function select(name) {
    for (const one of names) {
      buttons[one].setAttribute("aria-selected", String(one === name));
      buttons[one].tabIndex = one === name ? 0 : -1;
    }
  }

  function step(event, name) {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -names.indexOf(name), End: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = event.key === "End" ? names.length - 1
      : (names.indexOf(name) + by + names.length) % names.length;
    buttons[names[at]].focus();
    choose(names[at]);
  }

  for (const name of names) {
    buttons[name].addEventListener("click", () => choose(name));
    buttons[name].addEventListener("keydown", (event) => step(event, name));
  }
  return { select };
}
