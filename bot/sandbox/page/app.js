// The page of the local Slack: whose eyes we look through, what they see, and the clock.
// Addresses: `#U0MAYA` (messages) and `#U0MAYA/home`.

import * as api from "./api.js";
import { drawBlocks } from "./blocks.js";
import { makeComposer } from "./composer.js";
import { byId, reconcile } from "./dom.js";
import { inputsOf } from "./inputs.js";
import { drawMessages, rawView } from "./messages.js";
import { makeModal } from "./modal.js";
import { drawPeople, markOf } from "./people.js";
import { clockDay, clockTime, moment } from "./time.js";

const ctx = {
  people: new Map(), viewer: null, tz: "UTC", now: new Date(0), names: "", appName: "",
};
const envs = new Map();
let world = null;
let current = null;
let tab = "messages";
let seen = null;
let composing = false;

const readWorld = onceAtATime(async () => {
  const answer = await api.getState();
  if (!answer.people) return alertOf(answer.error ?? "The sandbox gave no people.");
  world = answer;
  ctx.now = moment(world.now);
  ctx.people = new Map(world.people.map((person) => [person.id, person]));
  ctx.names = world.people.map((person) => [person.id, person.real_name, person.deleted]).join();
  ctx.appName = world.app?.name ?? "the app";
  return draw();
});

const readPerson = onceAtATime(async () => {
  const id = current;
  if (!id) return;
  const answer = await api.getPerson(id);
  if (id !== current) return;
  if (answer.messages) {
    seen = { ...answer, id };
    ctx.people.get(id).unread = 0;
  } else alertOf(answer.error);
  draw();
});

const modal = makeModal({
  surface,
  submit: (view, values) => during((id) => api.submitView(id, { view_id: view.id, values })),
  close: (view, all) => during((id) => api.closeView(id, { view_id: view.id, clear: all })),
});

const composer = makeComposer({
  send: async ({ person, text, mode, ts }) => {
    alertOf("");
    const inThread = mode === "reply" ? { thread_ts: ts } : {};
    if (mode === "reply" && text.startsWith("/")) {
      const word = text.split(/\s/)[0];
      alertOf(`${word} is not supported in threads. Send it outside the thread.`);
      return { ok: false };
    }
    let answer;
    if (mode === "edit") answer = await api.editMessage(person, ts, text);
    else if (text.startsWith("/")) answer = await api.sendCommand(person, text);
    else answer = await api.sendMessage(person, { text, ...inThread });
    await readPerson();
    report(answer);
    scrollDown();
    return answer;
  },
});

function draw() {
  if (composing || !world) return;
  if (!ctx.people.has(current)) return route();
  ctx.viewer = ctx.people.get(current);
  ctx.tz = ctx.viewer.tz || "UTC";
  const name = ctx.viewer.real_name || ctx.viewer.name;
  document.title = `${name} – ${ctx.appName} sandbox`;
  byId("team").textContent = world.team?.name ?? world.team ?? "Workspace";
  byId("who").textContent = name;
  byId("local-time").textContent = `${clockDay(ctx.now, ctx.tz)}, ${clockTime(ctx.now, ctx.tz)}`;
  byId("zone").textContent = ctx.tz;
  drawPeople(byId("people"), world.people, { current, tab, now: ctx.now });
  for (const one of ["messages", "home"]) {
    const link = byId(`tab-${one}`);
    link.href = `#${current}/${one}`;
    link.toggleAttribute("aria-current", tab === one);
    if (tab === one) link.setAttribute("aria-current", "page");
    byId(`panel-${one}`).hidden = tab !== one;
  }
  composer.switchTo(current, { appName: ctx.appName, name, blocked: blockedWords(name) });
  if (seen?.id !== current) return modal.draw([]);
  if (tab === "home") drawHome();
  else drawTalk();
  return modal.draw(seen.modals);
}

// --- private ----------------------------------------------------------------------------------

function drawTalk() {
  const panel = byId("scroller");
  const first = panel.dataset.person !== current;
  const atEnd = first || panel.scrollHeight - panel.scrollTop - panel.clientHeight < 80;
  panel.setAttribute("aria-live", first ? "off" : "polite");
  drawMessages(byId("messages"), seen, {
    surface,
    ctx,
    edit: (message) => composer.edit(message, ctx),
    reply: composer.reply,
    remove: removeMessage,
  });
  panel.dataset.person = current;
  if (atEnd) scrollDown();
}

function drawHome() {
  const view = seen.home;
  byId("home-empty").hidden = Boolean(view);
  const key = `home:${current}`;
  drawBlocks(byId("home"), surface(key, {
    where: "home",
    viewId: view?.id,
    blocks: view?.blocks ?? [],
    inputs: inputsOf(key, view?.state?.values),
  }));
  reconcile(byId("home-raw"), view ? [{
    key: "raw", sig: JSON.stringify(view), make: () => rawView(view),
  }] : []);
}

// The lasting env of a surface (see blocks.js). Its actions are sent as the person it belongs to.
function surface(key, props) {
  const owner = current;
  if (!envs.has(key)) {
    envs.set(key, { key, ctx, act: (body) => during(() => api.click(owner, body)) });
  }
  return Object.assign(envs.get(key), props);
}

// Do something as the current person, then show what came of it.
async function during(run) {
  alertOf("");
  const answer = await run(current);
  await readPerson();
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
  if (modal.isOpen()) modal.say(words ?? "");
  else modal.say("");
  byId("alert").textContent = modal.isOpen() ? "" : words ?? "";
}

async function removeMessage(message) {
  report(await api.deleteMessage(current, message.ts));
  await readPerson();
}

function blockedWords(name) {
  if (ctx.viewer.deleted) return `${name} is deactivated and cannot write.`;
  return ctx.viewer.is_bot ? `${name} is an app; nobody types for it here.` : null;
}

function scrollDown() {
  byId("scroller").scrollTop = byId("scroller").scrollHeight;
}

async function route() {
  const [id, wanted] = decodeURIComponent(location.hash.slice(1)).split("/");
  const known = ctx.people.has(id) ? id : world?.people.find((one) => !markOf(one))?.id;
  if (!known) return;
  const next = wanted === "home" ? "home" : "messages";
  const opensHome = next === "home" && (tab !== "home" || known !== current);
  if (known !== current) alertOf("");
  current = known;
  tab = next;
  draw();
  const answer = opensHome ? await api.openHome(known) : { ok: true };
  await readPerson();
  report(answer);
}

async function wind(button, body) {
  if (button.getAttribute("aria-busy") === "true") return;
  const buttons = [...document.querySelectorAll(".clock button")];
  buttons.forEach((one) => one.setAttribute("aria-busy", "true"));
  alertOf("");
  const before = ctx.now.getTime();
  const answer = await api.moveClock(body);
  await Promise.all([readWorld(), readPerson()]);
  buttons.forEach((one) => one.removeAttribute("aria-busy"));
  const still = body.next_due && ctx.now.getTime() === before;
  const words = still ? "Nothing more is planned." : `It is ${byId("local-time").textContent} now.`;
  byId("clock-said").textContent = answer.ok ? words : answer.error;
}

// Runs of `job` never overlap: calls during a run share the one run that follows it.
function onceAtATime(job) {
  let running = null;
  let waiting = null;
  const start = () => {
    running = job().finally(() => { running = null; });
    return running;
  };
  return () => {
    if (!running) return start();
    waiting ??= running.then(() => {
      waiting = null;
      return start();
    });
    return waiting;
  };
}

function begin() {
  window.addEventListener("hashchange", route);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId(modal.isOpen() ? "modal-title" : tab === "home" ? "home-scroller" : "composer").focus();
  });
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => {
    composing = false;
    setTimeout(draw);
  });
  const clock = { "clock-hour": 3600, "clock-day": 86400 };
  for (const [id, seconds] of Object.entries(clock)) {
    byId(id).addEventListener("click", () => wind(byId(id), { advance_seconds: seconds }));
  }
  byId("clock-next").addEventListener("click", () => wind(byId("clock-next"), { next_due: true }));
  api.listen(
    (ids) => {
      readWorld();
      if (!ids || ids.includes(current)) readPerson();
    },
    (up) => { byId("offline").hidden = up; },
  );
  setInterval(() => { if (!document.hidden) readWorld(); }, 20000);
  readWorld();
}

begin();
