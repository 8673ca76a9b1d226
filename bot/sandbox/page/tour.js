// Plays the story with captions, and can be paused and ended. `?tour=fast` plays it without
// waiting and `?tour=pictures` also stops wherever the story has a picture.

import { byId } from "./dom.js";
import { Lost, makeHand } from "./hand.js";
import { story } from "./story.js";

//: A caption stays this long, and longer for each word of it (milliseconds).
const LEAST = 1300;
const EACH_WORD = 140;

// `seat(person)`: their client. `fresh()`: whether nothing happened here yet. `startAnew()`
// resolves when the workspace is empty. `dock(name)`: opens a tool.
export function makeTour({ seat, fresh, startAnew, dock, alertOf }) {
  const how = new URLSearchParams(location.search).get("tour");
  let playing = false;
  let paused = false;
  let skip = null;

  const hand = makeHand({ seat, rest, dock });

  async function play() {
    if (playing) return;
    if (!fresh() && !await agreed()) return;
    playing = true;
    paused = false;
    byId("tour-bar").hidden = false;
    byId("tour").setAttribute("aria-pressed", "true");
    byId("tour-bar").dataset.state = "playing";
    byId("tour-progress").max = story.length;
    showPause();
    let ended = "broken";
    try {
      if (!fresh()) await startAnew();
      for (const [index, step] of story.entries()) await tell(step, index);
      ended = "done";
    } catch (problem) {
      if (!(problem instanceof Stopped) && !(problem instanceof Lost)) throw problem;
      ended = problem instanceof Lost ? "lost" : "stopped";
      if (problem instanceof Lost) alertOf(`The tour stops here. ${problem.message}`);
    } finally {
      playing = false;
      byId("tour-bar").hidden = true;
      byId("tour-bar").dataset.state = ended;
      byId("tour").setAttribute("aria-pressed", "false");
    }
  }

  // --- private --------------------------------------------------------------------------------

  async function tell(step, index) {
    const bar = byId("tour-bar");
    if (step.chapter) byId("tour-chapter").textContent = step.chapter;
    byId("tour-words").textContent = step.say;
    byId("tour-progress").value = index;
    await rest(LEAST / 2);
    for (const [name, ...words] of step.does) {
      await rest(0);
      await hand(name, ...words);
    }
    byId("tour-progress").value = index + 1;
    if (step.picture) {
      bar.dataset.picture = step.picture;
      if (how === "pictures") setPaused(true);
    }
    await rest(LEAST + EACH_WORD * step.say.split(" ").length);
    delete bar.dataset.picture;
  }

  // Waits at the pace of the tour, stays while paused, ends at once on *Next*.
  async function rest(ms) {
    if (!playing) throw new Stopped();
    const time = how ? 0 : ms;
    if (time || paused) {
      await new Promise((resolve) => {
        skip = resolve;
        if (!paused) setTimeout(resolve, time);
      });
      skip = null;
    }
    if (paused) await rest(ms);
    if (!playing) throw new Stopped();
  }

  function setPaused(value) {
    paused = value;
    showPause();
    skip?.();
  }

  function showPause() {
    byId("tour-pause").textContent = paused ? "Go on" : "Pause";
  }

  function stop() {
    playing = false;
    paused = false;
    skip?.();
  }

  // Playing needs an empty workspace; what was done by hand is not thrown away unasked.
  function agreed() {
    const dialog = byId("tour-ask");
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }

  byId("tour").addEventListener("click", () => (playing ? stop() : play()));
  byId("tour-pause").addEventListener("click", () => setPaused(!paused));
  byId("tour-stop").addEventListener("click", () => {
    stop();
    byId("tour").focus();
  });
  for (const [id, answer] of [["tour-ask-yes", "yes"], ["tour-ask-no", "no"]]) {
    byId(id).addEventListener("click", () => byId("tour-ask").close(answer));
  }

  return { play, wanted: Boolean(how) };
}

// --- private ----------------------------------------------------------------------------------

class Stopped extends Error {}
