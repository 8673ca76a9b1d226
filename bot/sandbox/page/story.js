// The tour: a month of Maya (mentee) and Theo (mentor), as data. Every `does` is one gesture a
// person could make on this page (hand.js); what the bot answers is the bot's own doing.
//
// `say`: the caption. `picture`: a name under which `make pictures` keeps what is in sight then.

const MAYA = "U0MAYA";
const THEO = "U0THEO";
const GOAL = "Earn a leadership role in product management within 18 months";
const STUCK = "Nobody knows who decides about the rollout";
const STRENGTH = "You kept everybody calm, and moving";
const TIP = "Ask the platform lead for ten minutes on Tuesday";

export const story = [
  {
    chapter: "Thursday morning",
    say: "On the left is Maya, who wants to grow. On the right is Theo, who has been there.",
    does: [["tab", MAYA, "messages"], ["tab", THEO, "messages"]],
  },
  {
    say: "Maya asks Theo to mentor her. One line opens three short boxes.",
    does: [["command", MAYA, "/mentor pair @theo"], ["fill", MAYA, {
      "Why you are asking them": "Your talk on planning changed how I work",
      "What you hope to learn": "Leading a migration",
    }]],
  },
  {
    say: "She sees what Theo will see, word for word, before anything is sent.",
    does: [["submit", MAYA, "Preview"]],
    picture: "request",
  },
  {
    say: "Twenty minutes once a month is the whole ask.",
    does: [["submit", MAYA, "Send"], ["close", MAYA]],
  },
  {
    say: "Theo can say yes, suggest a change, or say not now. All three are fine.",
    does: [["await", THEO, "Leading a migration"], ["press", THEO, "Accept"]],
  },
  {
    say: "What they expect of each other becomes seven short points.",
    does: [["press", MAYA, "Open the agreement"], ["submit", MAYA, "Propose"], ["close", MAYA]],
  },
  {
    say: "Nothing starts before both have agreed.",
    does: [["press", THEO, "Agree"], ["await", MAYA, "your mentoring starts now"]],
  },
  {
    say: "Now a goal, in Maya's own words.",
    does: [["command", MAYA, `/mentor goal ${GOAL}`], ["submit", MAYA, "Next"]],
  },
  {
    say: "She decides, goal by goal, who sees it.",
    does: [
      ["fill", MAYA, { "A first step within a week": "Ask two leads how they began" }],
      ["tick", MAYA, "You and Theo"],
      ["submit", MAYA, "Save"],
      ["close", MAYA],
    ],
  },
  {
    chapter: "The first Monday",
    say: "Time on this page can be wound. Monday, ten o'clock: the one question of the week.",
    does: [["wind", MAYA, "One tap is enough"]],
    picture: "checkin",
  },
  { say: "One tap is a full answer.", does: [["press", MAYA, "A bit behind"]] },
  {
    say: "Something is in the way. Maya decides to tell Theo.",
    does: [
      ["press", MAYA, "Ask my mentor"],
      ["fill", MAYA, { "What's in the way?": STUCK }],
      ["tick", MAYA, "Blocking me"],
      ["submit", MAYA, "Save"],
      ["close", MAYA],
    ],
  },
  {
    say: "Theo hears of it the moment it is saved, with three ways to answer.",
    does: [["await", THEO, STUCK]],
    picture: "roadblock",
  },
  {
    say: "Two lines from somebody who has been there.",
    does: [
      ["press", THEO, "Reply with a tip"],
      ["fill", THEO, { "Your tip": TIP }],
      ["submit", THEO, "Send"],
      ["close", THEO],
    ],
  },
  {
    say: "Maya turns his advice into her next step.",
    does: [
      ["await", MAYA, TIP],
      ["press", MAYA, "Do it"],
      ["submit", MAYA, "Save"],
      ["close", MAYA],
    ],
  },
  {
    chapter: "Three days later",
    say: "Waymark comes back to it once. It remembers, and it never judges.",
    does: [["until", MAYA, "How does this look to you now?"], ["press", MAYA, "Solved"]],
  },
  {
    say: "What helped is kept, for the next time something like it comes up.",
    does: [["tick", MAYA, "Advice"], ["submit", MAYA, "Save"], ["close", MAYA]],
  },
  {
    chapter: "The second Monday",
    say: "A quiet week happens. Maya does not answer, and Theo is told nothing of it.",
    does: [["wind", MAYA, "One tap is enough"]],
  },
  {
    chapter: "The third Monday",
    say: "The next question comes as kindly as the first one did.",
    does: [["wind", MAYA, "One tap is enough"], ["press", MAYA, "On track"]],
  },
  {
    say: "And a win. It goes into Maya's jar, and to Theo because she shares it.",
    does: [
      ["command", MAYA, "/mentor win The rollout went live, and I ran the meeting"],
      ["press", MAYA, "Share"],
      ["submit", MAYA],
      ["close", MAYA],
    ],
  },
  {
    say: "Theo names the strength he saw.",
    does: [
      ["until", THEO, "The rollout went live"],
      ["press", THEO, "Name the strength"],
      ["fill", THEO, { "What strength do you see?": STRENGTH }],
      ["submit", THEO, "Send"],
      ["close", THEO],
    ],
  },
  {
    say: "Maya can keep his words, for a day when they are needed.",
    does: [["until", MAYA, STRENGTH]],
    picture: "win",
  },
  {
    chapter: "The end of the month",
    say: "Everything is in one place: goals, what waits, who is there.",
    does: [["tab", MAYA, "home"]],
    picture: "home",
  },
  {
    say: "Below: what is planned for whom in the next thirty days, and what stays unsaid.",
    does: [["dock", "timeline"], ["drawn", "#panel-timeline [data-mark]"]],
    picture: "timeline",
  },
  {
    say: "All of this was the real bot. Now it is yours: type / in a message and look around.",
    does: [["dock", ""], ["tab", MAYA, "messages"]],
  },
];
