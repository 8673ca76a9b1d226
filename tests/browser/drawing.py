"""Blocks drawn on the sandbox page without a bot: a container, an env made by hand, its record."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

from tests.browser.block_samples import NOW, PEOPLE

Json = dict[str, Any]

#: Draws blocks over the page into `#drawn`. What the elements send is kept in `window.sent`, what
#: an external menu asks in `window.asked`; `window.answers` are its answers by what was typed.
MOUNT = """
async ({ blocks, where, people, now }) => {
  const { drawBlocks } = await import("/page/blocks.js");
  const { inputsOf, forgetInputs } = await import("/page/inputs.js");
  const { problemsIn } = await import("/page/validate.js");
  document.getElementById("drawn")?.remove();
  for (const node of document.body.children) node.hidden = true;
  const form = document.createElement("form");
  form.id = "drawn";
  form.setAttribute("aria-label", "Drawn");
  Object.assign(form.style, {
    position: "absolute", inset: "0 0 auto", padding: "16px", maxWidth: "46rem",
    background: "var(--page)",
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.body.append(form);
  document.body.style.overflow = "auto";
  window.sent = [];
  window.asked = [];
  window.answers ??= {};
  const key = `${where}:drawn`;
  forgetInputs(key);
  const inputs = inputsOf(key);
  const channels = [
    { id: "C1", kind: "channel", name: "general" },
    { id: "C2", kind: "channel", name: "mentors", is_private: true },
    { id: "D1", kind: "app", name: "Waymark" },
  ];
  const env = {
    where, key, ts: "1.2", viewId: "V1", blocks, inputs,
    ctx: {
      people: new Map(people.map((one) => [one.id, one])), viewer: people[0], tz: "Europe/London",
      now: new Date(now * 1000), names: "", appName: "Waymark", channels,
    },
    act: async (body) => { window.sent.push(body); },
    options: async (body) => {
      window.asked.push(body.typed);
      return window.answers[body.typed] ?? { options: [] };
    },
  };
  window.drawn = {
    values: () => inputs.values(blocks),
    problems: () => problemsIn(blocks, inputs),
    redraw: (errors = {}) => drawBlocks(form, Object.assign(env, { errors })),
  };
  window.drawn.redraw();
}
"""


async def draw(page: Page, *blocks: Json, where: str = "message") -> None:
    """Draw these blocks; each gets the ids Slack would have given it."""
    named = [with_ids(block, f"b{number}") for number, block in enumerate(blocks)]
    await page.evaluate(MOUNT, {"blocks": named, "where": where, "people": PEOPLE, "now": NOW})


async def sent(page: Page, count: int = 0) -> list[Json]:
    """What the elements sent to Slack, oldest first; waits until there are `count`."""
    await page.wait_for_function("(count) => window.sent.length >= count", arg=count)
    found: list[Json] = await page.evaluate("window.sent")
    return found


def with_ids(block: Json, stem: str) -> Json:
    """A copy with a `block_id` and an `action_id` on every element that lacks one."""
    named = {"block_id": stem, **block}
    for key in ("elements", "actions"):
        if block["type"] in ("rich_text", "context") or key not in block:
            continue
        child = block["type"] == "carousel"
        named[key] = [
            with_ids(one, f"{stem}-{number}") if child else {"action_id": f"a{number}", **one}
            for number, one in enumerate(block[key])
        ]
    for key in ("accessory", "element"):
        if key in block:
            named[key] = {"action_id": f"{stem}-a", **block[key]}
    if "child_blocks" in block:
        named["child_blocks"] = [
            with_ids(one, f"{stem}-{number}") for number, one in enumerate(block["child_blocks"])
        ]
    return named
