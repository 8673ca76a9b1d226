// The time machine: the clock in sight, and the three ways to wind it.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { clockDay, clockTime, moment } from "./time.js";

// `after()` reads everything anew and resolves when it is drawn.
export function makeClock({ after, alertOf }) {
  let now = new Date(0);
  let zone = "UTC";

  // The clock as the active person's wall shows it.
  function draw(world, personId) {
    now = moment(world.now);
    zone = world.people.find((person) => person.id === personId)?.tz || "UTC";
    byId("local-time").textContent = words();
    byId("zone").textContent = zone;
  }

  // --- private --------------------------------------------------------------------------------

  const words = () => `${clockDay(now, zone)}, ${clockTime(now, zone)}`;

  async function wind(body) {
    const buttons = [...document.querySelectorAll(".clock button")];
    if (buttons.some((one) => one.getAttribute("aria-busy") === "true")) return;
    buttons.forEach((one) => one.setAttribute("aria-busy", "true"));
    alertOf("");
    const before = now.getTime();
    const answer = await api.moveClock(body);
    await after();
    buttons.forEach((one) => one.removeAttribute("aria-busy"));
    const still = body.next_due && now.getTime() - before < 1000;
    byId("clock-said").textContent = still ? "Nothing more is planned." : `It is ${words()} now.`;
    if (!answer.ok) alertOf(answer.error);
    else if (still) alertOf("Nothing more is planned for anybody.");
  }

  const ways = {
    "clock-hour": { advance_seconds: 3600 },
    "clock-day": { advance_seconds: 86400 },
    "clock-next": { next_due: true },
  };
  for (const [id, body] of Object.entries(ways)) {
    byId(id).addEventListener("click", () => wind(body));
  }

  return { draw };
}
