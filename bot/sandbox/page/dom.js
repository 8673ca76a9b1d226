// Small helpers to build and update the page. Data only ever enters as text or attribute values;
// nothing in this folder assigns markup.

const drawn = new WeakMap();
let lastId = 0;

// One element. `props`: attributes, plus `class`, `testid`, `focus` (a key that survives a
// redraw), `on` ({event: listener}), and DOM properties under `prop`. Children: nodes, strings,
// lists, null.
export function h(tag, props = {}, ...children) {
  return dressed(document.createElement(tag), props, children);
}

// The same for a drawing: `svg("path", {d: "…"})`.
export function svg(tag, props = {}, ...children) {
  return dressed(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

export function uid(stem = "x") {
  lastId += 1;
  return `${stem}-${lastId}`;
}

export const byId = (id) => document.getElementById(id);

export function hiddenText(text) {
  return h("span", { class: "visually-hidden" }, text);
}

// Bring the children of `parent` in line with `specs` ({key, sig, make}). A child whose key and
// sig are as before is the very same node afterwards, so what is typed or focused in it stays.
// Focus inside a child that had to be made anew goes to the element with the same focus key,
// else to that child itself.
export function reconcile(parent, specs) {
  const before = new Map();
  for (const node of parent.children) before.set(drawn.get(node)?.key, node);
  const next = specs.map(({ key, sig, make }) => {
    const old = before.get(key);
    if (old && drawn.get(old).sig === sig) return old;
    const node = make();
    drawn.set(node, { key, sig });
    return node;
  });
  const focus = rememberFocus(parent);
  const keep = new Set(next);
  for (const node of [...parent.childNodes]) if (!keep.has(node)) node.remove();
  let cursor = parent.firstChild;
  for (const node of next) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  restoreFocus(parent, focus);
}

export function clear(node) {
  node.replaceChildren();
  return node;
}

// --- private ----------------------------------------------------------------------------------

function dressed(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.setAttribute("class", value);
    else if (name === "testid") node.dataset.testid = value;
    else if (name === "focus") node.dataset.focus = value;
    else if (name === "prop") Object.assign(node, value);
    else if (name === "on") {
      for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined
    && child !== false));
  return node;
}

// --- focus ------------------------------------------------------------------------------------

function rememberFocus(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return null;
  let child = active;
  while (child.parentNode !== parent) child = child.parentNode;
  return {
    active,
    key: active.dataset.focus,
    childKey: drawn.get(child)?.key,
    selection: selectionOf(active),
  };
}

function restoreFocus(parent, focus) {
  if (!focus || document.activeElement === focus.active) return;
  const heir = focus.key && parent.querySelector(`[data-focus="${CSS.escape(focus.key)}"]`);
  if (heir) {
    heir.focus({ preventScroll: true });
    if (focus.selection && selectionOf(heir)) heir.setSelectionRange(...focus.selection);
    return;
  }
  for (const node of parent.children) {
    if (drawn.get(node)?.key !== focus.childKey) continue;
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }
}

function selectionOf(node) {
  try {
    return typeof node.selectionStart === "number"
      ? [node.selectionStart, node.selectionEnd] : null;
  } catch {
    return null;
  }
}
