// The composer of one client. Drafts are kept per place; the field itself is never redrawn.

import { makeCompletion } from "./completion.js";
import { asTyped } from "./mrkdwn.js";

// `send(draft)` with {text, mode: "new" | "edit", message} resolves to {ok, error?}.
// `shortcut(one)` runs a global shortcut. `app()` is the app's part of GET state.
export function makeComposer({ part, send, shortcut, app }) {
  const field = part("composer");
  const drafts = new Map();
  let place = null;
  let mode = plain();

  const completion = makeCompletion({ part, app, shortcut, changed: () => grow() });

  // `next` names the place for good: who writes, where, in which thread.
  function switchTo(next, { to, name, inThread, blocked }) {
    if (next !== place) {
      if (place) drafts.set(place, { text: field.value, mode });
      // What a quick hand typed before anything was drawn belongs to the first place.
      const draft = drafts.get(next) ?? (place ? null : { text: field.value, mode });
      field.value = draft?.text ?? "";
      mode = draft?.mode ?? plain();
      place = next;
      completion.close();
      grow();
    }
    field.placeholder = inThread ? "Reply…" : `Message ${to}`;
    part("composer-label").textContent = `${inThread ? "Reply in the thread with" : "Message to"} ${
      to} as ${name}`;
    field.disabled = Boolean(blocked);
    part("send").disabled = Boolean(blocked);
    part("shortcuts").disabled = Boolean(blocked);
    part("composer-blocked").textContent = blocked ?? "";
    showMode();
  }

  function edit(message, ctx) {
    mode = { kind: "edit", message, words: "Editing your message", kept: field.value };
    field.value = asTyped(message.text ?? "", ctx);
    start();
  }

  function forget() {
    drafts.clear();
    mode = plain();
    field.value = "";
    grow();
  }

  // --- private --------------------------------------------------------------------------------

  function start() {
    showMode();
    grow();
    field.focus();
  }

  function stop() {
    if (mode.kind === "edit") field.value = mode.kept;
    mode = plain();
    start();
  }

  function showMode() {
    part("composer-mode").hidden = mode.kind === "new";
    part("composer-mode-words").textContent = mode.words ?? "";
    part("send").textContent = mode.kind === "edit" ? "Save" : "Send";
  }

  async function submit() {
    const text = field.value.trim();
    if (!text || field.disabled) return;
    const asked = { place, mode };
    mode = plain();
    field.value = asked.mode.kept ?? "";
    completion.close();
    showMode();
    grow();
    const answer = await send({ text, mode: asked.mode.kind, message: asked.mode.message });
    if (answer.ok) return;
    if (place !== asked.place) drafts.set(asked.place, { text, mode: asked.mode });
    else if (!field.value) {
      field.value = text;
      mode = asked.mode;
      showMode();
      grow();
    }
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
  }

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && mode.kind !== "new") stop();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  part("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  part("composer-cancel").addEventListener("click", stop);

  return { switchTo, edit, forget };
}

// --- private ----------------------------------------------------------------------------------

function plain() {
  return { kind: "new" };
}
