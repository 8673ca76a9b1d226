// The composer. Drafts are kept per person; the field itself is never redrawn.

import { byId } from "./dom.js";
import { asTyped } from "./mrkdwn.js";

// `send(draft)` with {person, text, mode, ts} resolves to {ok, error?}.
export function makeComposer({ send }) {
  const field = byId("composer");
  const drafts = new Map();
  let person = null;
  let mode = plain();

  function switchTo(next, { appName, name, blocked }) {
    if (next !== person) {
      if (person) drafts.set(person, { text: field.value, mode });
      person = next;
      const draft = drafts.get(next);
      field.value = draft?.text ?? "";
      mode = draft?.mode ?? plain();
      grow();
    }
    field.placeholder = `Message ${appName}`;
    byId("composer-label").textContent = `Message to ${appName} as ${name}`;
    field.disabled = Boolean(blocked);
    byId("send").disabled = Boolean(blocked);
    byId("composer-blocked").textContent = blocked ?? "";
    showMode();
  }

  function edit(message, ctx) {
    mode = { kind: "edit", ts: message.ts, words: "Editing your message", kept: field.value };
    field.value = asTyped(message.text ?? "", ctx);
    start();
  }

  function reply(message, name) {
    const ts = message.thread_ts ?? message.ts;
    mode = { kind: "reply", ts, words: `Replying to ${name} in a thread` };
    start();
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
    byId("composer-mode").hidden = mode.kind === "new";
    byId("composer-mode-words").textContent = mode.words ?? "";
    byId("send").textContent = mode.kind === "edit" ? "Save" : "Send";
  }

  async function submit() {
    const text = field.value.trim();
    if (!text || field.disabled) return;
    const draft = { person, text, mode: mode.kind, ts: mode.ts };
    const asked = mode;
    mode = plain();
    field.value = asked.kept ?? "";
    showMode();
    grow();
    const answer = await send(draft);
    if (answer.ok || field.value || person !== draft.person) return;
    field.value = text;
    mode = asked;
    showMode();
    grow();
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
  }

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mode.kind !== "new") stop();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  byId("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("composer-cancel").addEventListener("click", stop);

  return { switchTo, edit, reply };
}

// --- private ----------------------------------------------------------------------------------

function plain() {
  return { kind: "new" };
}
