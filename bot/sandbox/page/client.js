// One person's whole Slack: conversations, the app's tabs, messages, threads, modals, composer.
// Several stand on the page; each is made from the `client` template and knows only itself.

import { drawAbout } from "./about.js";
import * as api from "./api.js";
import { drawBlocks } from "./blocks.js";
import { drawChannels } from "./channels.js";
import { makeComposer } from "./composer.js";
import { reconcile } from "./dom.js";
import { inputsOf } from "./inputs.js";
import { avatar, drawMessages, rawView } from "./messages.js";
import { makeModal } from "./modal.js";
import { onceAtATime } from "./once.js";
import { stamp } from "./parts.js";
import { makeSwitcher } from "./people.js";
import { makeTabs } from "./tabs.js";
import { clockTime, moment } from "./time.js";

// `world()`: the last answer of GET state. `choose(id)`: somebody else is to sit here.
// `moved()`: what is in sight here changed.
export function makeClient({ world, choose, moved }) {
  const { root, part } = stamp("client");
  const envs = new Map();
  const ctx = {
    people: new Map(), viewer: null, tz: "UTC", now: new Date(0), names: "", appName: "",
  };
  let person = null;
  let tab = "messages";
  let channel = "";
  let thread = null;
  let seen = null;
  let composing = false;

  const read = onceAtATime(async () => {
    const asked = { person, channel };
    if (!asked.person) return;
    const inSight = tab === "messages" && !document.hidden && root.checkVisibility();
    const answer = await api.getPerson(asked.person, { channel: asked.channel, read: inSight });
    if (asked.person !== person || asked.channel !== channel) return;
    if (answer.messages) seen = { ...answer, id: asked.person };
    else alertOf(answer.error);
    draw();
  });

  // Look through somebody's eyes, at a tab (default: the one in sight), at the app's own DM.
  async function show(place) {
    const next = { person, tab, ...place };
    const opens = next.person !== person || next.tab !== tab;
    if (next.person !== person) {
      seen = null;
      channel = "";
      thread = null;
      alertOf("");
    }
    ({ person, tab } = next);
    if (tab !== "messages") {
      channel = "";
      thread = null;
    }
    moved();
    if (!opens) return;
    const answer = tab === "about" ? { ok: true } : await api.openTab(person, tab);
    await read();
    report(answer);
  }

  function draw() {
    const state = world();
    if (composing || !state || !person) return;
    learn(state);
    drawFrame(state);
    if (seen?.id !== person) {
      modal.draw([]);
      return;
    }
    drawChannels(part("channels"), seen.channels ?? [], {
      current: seen.channel, people: ctx.people, open: openChannel,
    });
    if (tab === "home") drawHome();
    else if (tab === "messages") drawTalk();
    else drawAbout(part("about"), state.app, ctx);
    modal.draw(seen.modals);
  }

  // Where the keyboard begins: the open modal, else what is in sight.
  function focus() {
    const inside = { home: "home-scroller", about: "about" }[tab] ?? "composer";
    part(modal.isOpen() ? "modal-title" : inside).focus();
  }

  // The workspace began anew: nothing of before is true any more.
  function forget() {
    seen = null;
    channel = "";
    thread = null;
    envs.clear();
    composer.forget();
    alertOf("");
  }

  // --- private --------------------------------------------------------------------------------

  const modal = makeModal({
    part,
    surface,
    submit: (view, values) => during((id) => api.submitView(id, { view_id: view.id, values })),
    close: (view, all) => during((id) => api.closeView(id, { view_id: view.id, clear: all })),
  });

  const composer = makeComposer({
    part,
    send,
    shortcut: (one) => during((id) => api.runShortcut(id, { callback_id: one.callback_id })),
    app: () => world()?.app ?? {},
  });

  const switcher = makeSwitcher({ button: part("switch"), menu: part("people"), choose });

  const tabs = makeTabs(
    Object.fromEntries(["home", "messages", "about"].map((name) => [name, part(`tab-${name}`)])),
    (name) => show({ tab: name }),
  );

  function learn(state) {
    ctx.now = moment(state.now);
    ctx.people = new Map(state.people.map((one) => [one.id, one]));
    ctx.names = state.people.map((one) => [one.id, one.real_name, one.deleted]).join();
    ctx.appName = state.app.name;
    ctx.viewer = ctx.people.get(person);
    ctx.tz = ctx.viewer?.tz || "UTC";
    ctx.channels = seen?.id === person ? seen.channels ?? [] : [];
  }

  function drawFrame(state) {
    const name = nameOf(ctx.viewer);
    root.dataset.person = person;
    part("who").textContent = name;
    part("who-time").textContent = `${clockTime(ctx.now, ctx.tz)} in ${placeOf(ctx.tz)}`;
    reconcile(part("face"), [{ key: person, sig: name, make: () => avatar(person, name) }]);
    switcher.draw(state.people, { current: person, now: ctx.now });
    const shown = seen?.id === person && seen.channels?.find((one) => one.id === seen.channel);
    const kind = shown?.kind ?? "app";
    part("place-name").textContent = shown ? `${kind === "channel" ? "# " : ""}${shown.name}`
      : ctx.appName;
    part("tabs").hidden = kind !== "app";
    tabs.select(tab);
    for (const one of ["home", "messages", "about"]) part(`panel-${one}`).hidden = tab !== one;
    composer.switchTo([person, channel, thread ?? ""].join(), {
      to: shown?.name ?? ctx.appName, name, inThread: Boolean(thread), blocked: blockedWords(name),
    });
  }

  function drawTalk() {
    const panel = part("scroller");
    const place = [person, seen.channel, thread].join();
    const first = panel.dataset.place !== place;
    const atEnd = first || isAtEnd();
    panel.setAttribute("aria-live", first ? "off" : "polite");
    part("thread-bar").hidden = !thread;
    drawMessages(part("messages"), seen, {
      surface,
      ctx,
      thread,
      shortcuts: (world().app.shortcuts ?? []).filter((one) => one.type === "message"),
      edit: (message) => composer.edit(message, ctx),
      remove: (message) => during((id) => api.deleteMessage(id, message)),
      openThread,
      runShortcut: (one, { ts, channel: where }) => during((id) => api.runShortcut(id, {
        callback_id: one.callback_id, ts, channel: where,
      })),
    });
    panel.dataset.place = place;
    if (atEnd) scrollDown();
  }

  function drawHome() {
    const view = seen.home;
    part("home-empty").hidden = Boolean(view);
    const key = `home:${person}`;
    drawBlocks(part("home"), surface(key, {
      where: "home",
      viewId: view?.id,
      blocks: view?.blocks ?? [],
      inputs: inputsOf(key, view?.state?.values),
    }));
    reconcile(part("home-raw"), view ? [{
      key: "raw", sig: JSON.stringify(view), make: () => rawView(view),
    }] : []);
  }

  // The lasting env of a surface (see blocks.js). Its actions are sent as the person it belongs to.
  function surface(key, props) {
    const owner = person;
    if (!envs.has(key)) {
      envs.set(key, {
        key,
        ctx,
        openHome: () => show({ tab: "home" }),
        act: (body) => during(() => api.click(owner, body)),
        options: (body) => api.loadOptions(owner, body),
      });
    }
    return Object.assign(envs.get(key), props);
  }

  async function send({ text, mode, message }) {
    alertOf("");
    const asked = person;
    const where = { channel, ...(thread ? { thread_ts: thread } : {}) };
    const isCommand = mode === "new" && text.startsWith("/");
    if (isCommand && thread) {
      alertOf(`${text.split(/\s/)[0]} is not supported in threads. Send it outside the thread.`);
      return { ok: false };
    }
    let answer;
    if (mode === "edit") answer = await api.editMessage(asked, message, text);
    else if (isCommand) answer = await api.sendCommand(asked, { text, channel });
    else answer = await api.sendMessage(asked, { text, ...where });
    await read();
    report(answer);
    scrollDown();
    return answer;
  }

  // Do something as the current person, then show what came of it.
  async function during(run) {
    alertOf("");
    const answer = await run(person);
    await read();
    if (!answer.errors) report(answer);
    return answer;
  }

  // Show what Slack said went wrong, unless the conversation in sight already says it.
  function report(answer) {
    if (answer.ok !== false) return;
    const words = answer.error ?? "Slack could not do that.";
    const inTalk = tab === "messages" && !modal.isOpen()
      && seen?.errors?.some((error) => error.text === words);
    if (!inTalk) alertOf(words);
  }

  function alertOf(words) {
    modal.say(modal.isOpen() ? words ?? "" : "");
    part("alert").textContent = modal.isOpen() ? "" : words ?? "";
  }

  function openChannel(one) {
    channel = one.kind === "app" ? "" : one.id;
    thread = null;
    part("stage").classList.remove("side-open");
    part("side-toggle").setAttribute("aria-expanded", "false");
    if (tab === "messages") {
      moved();
      read();
    } else show({ tab: "messages" });
  }

  function openThread(message) {
    thread = message ? message.thread_ts ?? message.ts : null;
    draw();
    part("composer").focus();
  }

  function blockedWords(name) {
    if (ctx.viewer?.deleted) return `${name} is deactivated and cannot write.`;
    return ctx.viewer?.is_bot ? `${name} is an app; nobody types for it here.` : null;
  }

  const isAtEnd = () => {
    const { scrollHeight, scrollTop, clientHeight } = part("scroller");
    return scrollHeight - scrollTop - clientHeight < 80;
  };

  function scrollDown() {
    part("scroller").scrollTop = part("scroller").scrollHeight;
  }

  part("thread-close").addEventListener("click", () => openThread(null));
  part("side-toggle").addEventListener("click", () => {
    const open = part("stage").classList.toggle("side-open");
    part("side-toggle").setAttribute("aria-expanded", String(open));
  });
  // Who reads the newest message still does when the pane gets another size.
  let atEnd = true;
  part("scroller").addEventListener("scroll", () => { atEnd = isAtEnd(); });
  new ResizeObserver(() => { if (atEnd) scrollDown(); }).observe(part("scroller"));
  root.addEventListener("compositionstart", () => { composing = true; });
  root.addEventListener("compositionend", () => {
    composing = false;
    setTimeout(draw);
  });

  return { root, show, read, draw, focus, forget, place: () => ({ person, tab }) };
}

// --- private ----------------------------------------------------------------------------------

const nameOf = (person) => person?.real_name || person?.name || "";
const placeOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
