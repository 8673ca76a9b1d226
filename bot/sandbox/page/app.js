// The frame of the page: two people's Slacks side by side, one clock, the tools of the sandbox.
// Address: who sits where and looks at what, as in `#U0MAYA/home+U0THEO/messages`.

import * as api from "./api.js";
import { makeClient } from "./client.js";
import { makeClock } from "./clock.js";
import { makeDock } from "./dock.js";
import { byId, h, hiddenText, reconcile } from "./dom.js";
import { onceAtATime } from "./once.js";
import { markOf } from "./people.js";
import { makeTour } from "./tour.js";

let world = null;
let active = 0;
const clients = [0, 1].map((number) => makeClient({
  world: () => world,
  choose: (person) => seat(number, person),
  moved: remember,
}));

const readWorld = onceAtATime(async () => {
  const answer = await api.getState();
  if (!answer.people) return alertOf(answer.error ?? "The sandbox gave no people.");
  world = answer;
  return draw();
});

const clock = makeClock({ after: () => Promise.all([readWorld(), ...readAll()]), alertOf });
const dock = makeDock({ api, world: () => world, alertOf });
const tour = makeTour({
  seat: seatOf, fresh: () => world?.fresh ?? false, startAnew, dock: dock.show, alertOf,
});

function draw() {
  if (!world) return;
  byId("team").textContent = world.team.name;
  if (!clients[0].place().person) return route();
  clients.forEach((client) => client.draw());
  clock.draw(world, clients[active].place().person);
  drawTabs();
  const name = (one) => personOf(one.place().person)?.real_name ?? "";
  document.title = `${clients.map(name).join(" and ")} – ${world.app.name} sandbox`;
}

// --- private ----------------------------------------------------------------------------------

const readAll = () => clients.map((client) => client.read());
const personOf = (id) => world?.people.find((person) => person.id === id);

// The screen of a person; they take a seat if they have none.
function seatOf(person) {
  const at = clients.findIndex((client) => client.place().person === person);
  if (at < 0) seat(active, person);
  const number = at < 0 ? active : at;
  if (!clients[number].root.checkVisibility()) activate(number);
  return clients[number];
}

// Put a person before one of the two screens; whoever sat there changes places if need be.
function seat(number, person) {
  const other = clients[1 - number];
  if (other.place().person === person) other.show({ person: clients[number].place().person });
  clients[number].show({ person });
  activate(number);
}

function activate(number) {
  active = number;
  clients.forEach((client, index) => {
    client.root.classList.toggle("active", index === number);
  });
  if (world) clock.draw(world, clients[number].place().person);
  drawTabs();
}

// On narrow screens one client is in sight at a time.
function drawTabs() {
  reconcile(byId("pane-tabs"), clients.map((client, index) => {
    const person = personOf(client.place().person);
    const current = index === active;
    const name = person?.real_name ?? "";
    const unread = current ? 0 : person?.unread ?? 0;
    return {
      key: String(index),
      sig: JSON.stringify([name, unread, current]),
      make: () => h(
        "button",
        {
          type: "button",
          testid: `pane-tab-${index + 1}`,
          "aria-current": current ? "true" : null,
          focus: `pane-tab|${index}`,
          on: { click: () => { activate(index); client.read(); } },
        },
        name,
        unread ? h("span", { class: "unread" }, String(unread), hiddenText(" unread")) : null,
      ),
    };
  }));
}

// The address names everything in sight; a single place in it goes to its person's screen.
function route() {
  if (!world) return;
  const wanted = decodeURIComponent(location.hash.slice(1)).split("+").map((text) => {
    const [person, tab] = text.split("/");
    return { person, tab: tab || "messages" };
  }).filter((place) => personOf(place.person));
  if (wanted.length === 1) {
    const at = clients.findIndex((client) => client.place().person === wanted[0].person);
    if (at >= 0 || clients[active].place().person) {
      const number = at >= 0 ? at : active;
      clients[number].show(wanted[0]);
      activate(number);
      return;
    }
  }
  const [first, second] = seats(wanted);
  clients[0].show(first);
  clients[1].show(second);
  activate(active);
}

function seats(wanted) {
  const members = world.people.filter((person) => !markOf(person)).map((person) => person.id);
  const first = wanted[0] ?? { person: members[0], tab: "home" };
  const second = wanted[1]?.person !== first.person && wanted[1]
    ? wanted[1] : { person: members.find((id) => id !== first.person), tab: "messages" };
  return [first, second];
}

function remember() {
  const words = clients.map((client) => client.place()).filter((place) => place.person)
    .map((place) => `${place.person}/${place.tab}`).join("+");
  if (`#${words}` !== location.hash) history.replaceState(null, "", `#${words}`);
  draw();
}

function alertOf(words) {
  byId("alert").textContent = words ?? "";
}

async function startAnew() {
  const button = byId("reset");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await api.startAnew();
  button.removeAttribute("aria-busy");
  alertOf(answer.ok ? "" : answer.error);
  await Promise.all([readWorld(), ...readAll()]);
}

// F6 goes around the large parts of the page, as in Slack.
function around(event) {
  if (event.key !== "F6") return;
  event.preventDefault();
  const stops = [byId("clock-next"), ...clients.map((client) => client.root), byId("dock")]
    .filter((node) => node.checkVisibility());
  const at = stops.findIndex((node) => node.contains(document.activeElement));
  const next = stops.at(event.shiftKey ? Math.max(at, 0) - 1 : (at + 1) % stops.length);
  const client = clients.find((one) => one.root === next);
  if (client) client.focus();
  else (next.querySelector("button") ?? next).focus();
}

function begin() {
  clients.forEach((client, index) => {
    client.root.dataset.testid = `pane-${index + 1}`;
    client.root.addEventListener("focusin", () => { if (index !== active) activate(index); });
    byId("panes").append(client.root);
  });
  window.addEventListener("hashchange", route);
  document.addEventListener("keydown", around);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) readAll(); });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    clients[active].focus();
  });
  byId("reset").addEventListener("click", startAnew);
  api.listen(
    (ids, anew) => {
      if (anew) clients.forEach((client) => client.forget());
      readWorld();
      clients.forEach((client) => {
        if (!ids || ids.includes(client.place().person)) client.read();
      });
      dock.refresh();
    },
    (up) => { byId("offline").hidden = up; },
  );
  setInterval(() => { if (!document.hidden) readWorld(); }, 20000);
  readWorld().then(() => { if (tour.wanted) tour.play(); });
}

begin();
