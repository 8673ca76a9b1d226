"""Feedback: asked as advice, written, held until its reader wants it, read (content.md F10)."""

from __future__ import annotations

import json
from datetime import date

from bot.domain.feedback import Feedback, FeedbackAsk
from bot.sandbox import Persona
from bot.sandbox.workspace import Message
from tests.factories import TEAM, paired
from tests.stage import Conversation

SITUATION = "the budget review"
QUESTION = "Where did you start to drift?"
SEEN = "You opened with the total and paused for questions."
IMPACT = "The room asked about money first."
NEXT = "Show the decision on the first slide."
KEEP = "The pause after each number."


async def ask(waymark: Conversation, on: date | None = None, **fields: object) -> None:
    """Maya asks Theo, her mentor, unless she asks somebody else."""
    await waymark.maya.slash(f"/mentor feedback {SITUATION}")
    if on is not None:
        await waymark.maya.fill(event_on=on)
    given: dict[str, object] = {"question-presentation": QUESTION, **fields}
    result = await waymark.maya.submit(**given)
    assert result.ok, result
    await waymark.maya.close_modal()
    await waymark.settle()


async def write(waymark: Conversation, giver: Persona, **fields: object) -> None:
    """The giver fills in the boxes, and sends."""
    await giver.click("Write (3 min)")
    words: dict[str, object] = {"seen": SEEN, "impact": IMPACT, "next_time": NEXT, "keep": KEEP}
    result = await giver.submit(**{**words, **fields})
    assert result.ok, result
    await waymark.settle()


async def delivered(waymark: Conversation) -> Message:
    """Asked, written and here: Maya's card, unopened."""
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    await write(waymark, waymark.theo)
    await waymark.theo.close_modal()
    return waymark.maya.last_dm


async def the_ask(waymark: Conversation) -> FeedbackAsk:
    """The one question there is, as stored."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (row,) = await work.feedback.asked_by(waymark.maya.id)
        return row


async def the_words(waymark: Conversation) -> Feedback:
    """The one Maya received."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (row,) = await work.feedback.received_by(waymark.maya.id)
        return row


def modal(persona: Persona) -> str:
    """What the open window says."""
    assert persona.modal is not None
    return json.dumps(persona.modal, ensure_ascii=False)


# --- from end to end -----------------------------------------------------------------------------


async def test_asked_written_held_and_read(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark, date(2026, 3, 4))
    card = waymark.theo.last_dm
    assert card.buttons[:4] == ["Write (3 min)", "Talk instead", "Can't judge this", "Not now"]
    assert QUESTION in card.all_text
    assert SITUATION in card.all_text
    assert SITUATION not in card.text
    await write(waymark, waymark.theo)
    held = waymark.maya.last_dm
    assert held.buttons[:4] == ["Read it now", "Before my session", "In 3 days", "Later"]
    for private in (SEEN, IMPACT, NEXT, KEEP, SITUATION):
        assert private not in held.all_text
        assert private not in held.text
    await waymark.maya.click("Read it now")
    page = modal(waymark.maya)
    places = [page.index(words) for words in (KEEP, IMPACT, NEXT)]
    assert places == sorted(places), "keep, effect, next time"
    assert SEEN in page
    assert "gree" not in page.replace("agreement", ""), "nobody agrees or disagrees with advice"
    assert all(SEEN not in one.all_text for one in waymark.maya.dms)
    assert waymark.noor.seen == waymark.ari.seen == []
