// The stack of modals of one client. Only the top view is drawn; closing it shows the one below. A
// modal covers its person's Slack and nothing else of the page.

import { drawBlocks } from "./blocks.js";
import { clear } from "./dom.js";
import { forgetInputs, inputsOf } from "./inputs.js";
import { plainText } from "./mrkdwn.js";
import { problemsIn } from "./validate.js";

// `part(id)` is a part of the client; `surface(key, props)` gives the env of a view; `submit(view,
// values)` and `close(view, all)`
// talk to Slack and resolve to its answer ({ok, errors?, error?}).
export function makeModal({ part, surface, submit, close }) {
  const dialog = part("modal");
  const body = part("modal-blocks");
  const closing = new Set();
  let top = null;
  let stack = [];
  let errors = {};
  let before = null;

  function draw(modals) {
    stack = (modals ?? []).filter((view) => !closing.has(view.id));
    const view = stack.at(-1);
    if (!view) return hide();
    const fresh = view.id !== top?.id;
    if (fresh) {
      errors = {};
      clear(body);
      say("");
      busy(false);
    }
    top = view;
    part("modal-title").textContent = plainText(view.title);
    part("modal-close").textContent = plainText(view.close) || "Close";
    part("modal-submit").textContent = plainText(view.submit) || "Submit";
    part("modal-submit").hidden = !view.submit;
    part("modal-depth").textContent = stack.length > 1
      ? `Screen ${stack.length}. Closing it goes back to “${plainText(stack.at(-2).title)}”.` : "";
    drawBlocks(body, envOf(view));
    if (!dialog.open) {
      before = document.activeElement;
      part("stage").inert = true;
      part("veil").hidden = false;
      dialog.show();
    }
    if (fresh && !elsewhere()) focusFirst();
    return undefined;
  }

  function hide() {
    top = null;
    if (!dialog.open) return;
    const inside = dialog.contains(document.activeElement);
    dialog.close();
    part("stage").inert = false;
    part("veil").hidden = true;
    clear(body);
    if (!inside) return;
    const heir = before?.isConnected ? before : part("stage").querySelector(
      `[data-focus="${CSS.escape(before?.dataset?.focus ?? "")}"]`,
    );
    (heir ?? part("composer")).focus({ preventScroll: true });
  }

  // Words that belong to the whole modal, such as Slack's "trouble connecting".
  function say(words) {
    part("modal-alert").textContent = words;
  }

  // --- private --------------------------------------------------------------------------------

  const keyOf = (view) => `view:${view.id}`;
  const inputsIn = (view) => inputsOf(keyOf(view), view.state?.values);

  const envOf = (view) => surface(keyOf(view), {
    where: "modal",
    viewId: view.id,
    blocks: view.blocks ?? [],
    inputs: inputsIn(view),
    errors,
  });

  async function send(event) {
    event.preventDefault();
    const view = top;
    if (!view?.submit || dialog.getAttribute("aria-busy") === "true") return;
    const inputs = inputsIn(view);
    say("");
    if (show(view, problemsIn(view.blocks, inputs))) return;
    busy(true);
    const answer = await submit(view, inputs.values(view.blocks));
    busy(false);
    if (answer.ok || top?.id !== view.id) return;
    const known = new Set(view.blocks.map((block) => block.block_id));
    const lost = Object.entries(answer.errors ?? {}).filter(([id]) => !known.has(id));
    show(view, answer.errors ?? {});
    const words = lost.map(([, text]) => text);
    if (answer.error || words.length) say([answer.error, ...words].filter(Boolean).join(" "));
  }

  // Put the errors beside their fields; true when there are any.
  function show(view, found) {
    errors = found;
    drawBlocks(body, envOf(view));
    const wrong = body.querySelector("[aria-invalid=true]");
    const place = wrong?.matches("input, textarea, select") ? wrong
      : wrong?.querySelector("input") ?? wrong?.closest("details")?.querySelector("summary");
    place?.focus();
    place?.closest(".block")?.scrollIntoView({ block: "nearest" });
    return Object.keys(found).length > 0;
  }

  async function leave(all) {
    const view = top;
    if (!view) return;
    const gone = all ? stack.map((one) => one.id) : [view.id];
    const below = all ? [] : stack.slice(0, -1);
    gone.forEach((id) => closing.add(id));
    draw(below);
    const answer = await close(view, all);
    if (answer.ok) gone.forEach((id) => forgetInputs(`view:${id}`));
    gone.forEach((id) => closing.delete(id));
    if (!answer.ok) {
      draw([...below, ...(all ? stack : [view])]);
      say(answer.error ?? "Slack could not close this.");
    }
  }

  // Someone who is using another part of the page keeps their place there.
  function elsewhere() {
    const there = document.activeElement;
    return Boolean(there && there !== document.body && !part("pane").contains(there));
  }

  function busy(on) {
    dialog.setAttribute("aria-busy", String(on));
    part("modal-submit").setAttribute("aria-disabled", String(on));
  }

  function focusFirst() {
    body.scrollTop = 0;
    const field = body.querySelector("[autofocus]")
      ?? body.querySelector(".block-input :is(input, textarea, select, summary)");
    (field ?? part("modal-title")).focus({ preventScroll: !field });
  }

  part("modal-form").addEventListener("submit", send);
  part("modal-close").addEventListener("click", () => leave(false));
  part("modal-clear").addEventListener("click", () => leave(true));
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (!document.querySelector(":popover-open")) leave(false);
  });

  return { draw, say, isOpen: () => dialog.open };
}
