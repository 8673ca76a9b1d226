// A `<template>` of index.html used more than once: every copy gets ids of its own, and the
// attributes that point at ids follow.

const pointers = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];
let copies = 0;

// {root, part}: the copy's first element, and `part(id)` for any id written in the template.
export function stamp(templateId) {
  const copy = document.getElementById(templateId).content.cloneNode(true);
  const root = copy.firstElementChild;
  copies += 1;
  const ends = `-${copies}`;
  const found = new Map();
  for (const node of [root, ...root.querySelectorAll("[id]")]) {
    if (!node.id) continue;
    found.set(node.id, node);
    node.id += ends;
  }
  for (const name of pointers) {
    for (const node of [root, ...root.querySelectorAll(`[${name}]`)]) {
      if (!node.hasAttribute(name)) continue;
      const ids = node.getAttribute(name).split(" ");
      node.setAttribute(name, ids.map((id) => (found.has(id) ? id + ends : id)).join(" "));
    }
  }
  const part = (id) => {
    if (!found.has(id)) throw new Error(`The template has no #${id}.`);
    return found.get(id);
  };
  return { root, part };
}
