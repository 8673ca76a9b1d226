"""Advice between Maya and Theo, for the tests of feedback."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from bot.domain.feedback import Feedback, FeedbackAsk
from bot.domain.people import Actor
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


def actor(persona: Persona) -> Actor:
    """This person, as services know them."""
    return Actor(TEAM, persona.id)


async def quiet(waymark: Conversation) -> None:
    """No check-ins, so that only this flow speaks."""
    async with waymark.waymark.units(TEAM) as work:
        for persona in (waymark.maya, waymark.noor):
            schedule = await work.checkins.schedule_of(persona.id)
            if schedule is not None:
                await work.nudges.cancel(schedule.id)
        await work.commit()


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
    await giver.close_modal()
    await waymark.settle()


async def delivered(waymark: Conversation) -> Message:
    """Asked, written and here: Maya's card, unopened."""
    await paired(waymark)
    await quiet(waymark)
    await ask(waymark, date(2026, 3, 4))
    await write(waymark, waymark.theo)
    return waymark.maya.last_dm


async def the_ask(waymark: Conversation) -> FeedbackAsk:
    """The one open question Maya has, as stored."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (row,) = await work.feedback.asked_by(waymark.maya.id)
        return row


async def the_words(waymark: Conversation) -> Feedback:
    """The one Maya received."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (row,) = await work.feedback.received_by(waymark.maya.id)
        return row


async def sent(waymark: Conversation, subject_id: str) -> Counter[str]:
    """What went out about one record, by kind."""
    async with waymark.waymark.units.reading(TEAM) as work:
        rows = await work.outbox.about(subject_id)
        return Counter(one.kind for one in rows if one.state in ("sent", "merged"))


def modal(persona: Persona) -> str:
    """What the open window says."""
    assert persona.modal is not None
    return json.dumps(persona.modal, ensure_ascii=False)
