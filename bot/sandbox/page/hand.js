// The hand that plays the tour: it does on the page what a person would do there, on the very
// same fields and buttons. A gesture that finds nothing to do raises `Lost`.

export class Lost extends Error {}

//: How long an answer of the bot may take, in real milliseconds.
const PATIENCE = 8000;
//: What was said just now is on the other screen within this time.
const SOON = 1500;
//: Planned moments the clock is wound through in search of a message.
const MOST_TURNS = 12;
const SUBMIT = "[data-testid=modal-submit]:not([hidden])";

// `seat(person)`: the client they sit at. `rest(ms)`: waits, at the pace of the tour.
// `dock(name)`: opens a tool, "" closes it.
export function makeHand({ seat, rest, dock }) {
  const gestures = {
    tab: (person, tab) => seat(person).show({ tab }),
    dock,
    drawn: (selector) => appears(() => document.querySelector(selector), "the time line"),

    async command(person, text) {
      await seat(person).show({ tab: "messages" });
      const field = inside(person, "[data-testid=composer]");
      await point(field);
      await write(field, text);
      inside(person, "[data-testid=send]").click();
    },

    async fill(person, values) {
      for (const [label, text] of Object.entries(values)) {
        const words = await appears(() => labelled(modalOf(person), label), label);
        const field = document.getElementById(words.htmlFor);
        await point(field);
        await write(field, text);
      }
    },

    async tick(person, words) {
      const choice = await appears(() => all(modalOf(person), "label.choice")
        .find((one) => one.textContent.trim().startsWith(words)), words);
      await point(choice);
      choice.querySelector("input").click();
    },

    async submit(person, words = "") {
      const button = await appears(() => {
        const one = modalOf(person)?.querySelector(SUBMIT);
        const busy = one?.getAttribute("aria-disabled") === "true";
        return one && !busy && (!words || one.textContent === words) ? one : null;
      }, words);
      const title = titleOf(person);
      const before = modalOf(person).textContent;
      await point(button);
      button.click();
      await appears(() => titleOf(person) !== title
        || modalOf(person)?.textContent !== before, words);
      const wrong = modalOf(person)?.querySelector("[aria-invalid=true]");
      if (wrong) throw new Lost(`The form was not accepted: ${modalOf(person).textContent}`);
    },

    async close(person) {
      await appears(() => !modalOf(person)?.querySelector(SUBMIT), "to be done");
      if (!modalOf(person)) return;
      const button = modalOf(person).querySelector("[data-testid=modal-close]");
      await point(button);
      button.click();
      await appears(() => !modalOf(person), "the form to close");
    },

    async press(person, words) {
      const button = await appears(() => offered(person, words), words);
      await point(button);
      button.click();
      await appears(() => !button.isConnected || isCalm(button), words);
    },

    await: (person, words) => appears(() => heard(person, words), words),

    // Wind from one planned moment to the next until this person reads such words anew.
    async wind(person, words) {
      const before = heard(person, words);
      await windUntil(() => ![null, before].includes(heard(person, words)), words);
    },

    // The same for words that may also be there already, or on their way.
    async until(person, words) {
      const there = () => heard(person, words);
      if (await appears(there, words, SOON).catch(() => null)) return;
      await windUntil(there, words);
    },
  };

  // --- private --------------------------------------------------------------------------------

  const inside = (person, selector) => seat(person).root.querySelector(selector);
  const modalOf = (person) => inside(person, "dialog[open]");
  const titleOf = (person) => modalOf(person)
    ?.querySelector("[data-testid=modal-title]").textContent;

  // The newest message with these words, by what it is, so that two of them can be told apart.
  function heard(person, words) {
    const found = [...seat(person).root.querySelectorAll(".message")]
      .filter((one) => one.textContent.includes(words));
    return found.at(-1)?.dataset.testid ?? null;
  }

  function offered(person, words) {
    const places = modalOf(person) ? [modalOf(person)]
      : [...seat(person).root.querySelectorAll(".message")].reverse();
    for (const place of places) {
      const found = [...place.querySelectorAll(".button")].find((one) => one.textContent === words);
      if (found) return found;
    }
    return null;
  }

  async function windUntil(done, words) {
    const button = document.getElementById("clock-next");
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      await point(button);
      button.click();
      await appears(() => isCalm(button), "the clock");
      await rest(250);
      if (done()) return;
    }
    throw new Lost(`Nothing said “${words}”.`);
  }

  const labelled = (modal, words) => all(modal, "label[for]")
    .find((one) => one.textContent.startsWith(words));

  async function appears(find, words, patience = PATIENCE) {
    const until = performance.now() + patience;
    for (;;) {
      const found = find();
      if (found) return found;
      if (performance.now() > until) throw new Lost(`Waited for “${words}”, and it did not come.`);
      await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
  }

  async function point(node) {
    node.scrollIntoView({ block: "nearest" });
    node.classList.add("pointed");
    await rest(500);
    node.classList.remove("pointed");
  }

  async function write(field, text) {
    for (let end = 1; end <= text.length; end += 3) {
      type(field, text.slice(0, end));
      await rest(45);
    }
    type(field, text);
    await rest(300);
  }

  function type(field, text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  return (name, ...words) => gestures[name](...words);
}

// --- private ----------------------------------------------------------------------------------

const all = (parent, selector) => [...parent?.querySelectorAll(selector) ?? []];
const isCalm = (button) => button.getAttribute("aria-busy") !== "true";
