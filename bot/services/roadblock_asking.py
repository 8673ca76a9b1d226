"""Asking a mentor for help: the ping, and what is planned around it (content.md 7.2, 5.7).

The ladder: a ping; one reminder when the reply time has passed; options for the mentee at twice
that time. Nothing more comes by itself. Every step cancels itself when somebody does something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import NotYours
from bot.domain.messages.roadblocks import RoadblockMentorPing
from bot.domain.nudges import Skipped
from bot.domain.pairings import Pairing
from bot.domain.people import Person
from bot.domain.roadblocks import (
    PINGS_AN_HOUR,
    PINGS_UNANSWERED,
    QUOTE_LENGTH,
    Ask,
    Roadblock,
    excerpt,
)
from bot.ports import UnitOfWork
from bot.services.outbox import tell

#: The nudges of a roadblock; each file in ``nudges/`` has its kind's name.
REMINDER = "roadblock_mentor_reminder"
NO_ANSWER = "roadblock_no_answer"
FOLLOW_UP = "roadblock_followup"
ON_AGENDA = "roadblock_agenda"
LADDER = (REMINDER, NO_ANSWER)
#: Everything said about a roadblock that its end makes pointless; people's own words still arrive.
PROMPTS = (RoadblockMentorPing.kind, *LADDER, FOLLOW_UP)
#: Reply times until an unanswered one is a line of the owner's for the next talk (content.md 5.7).
AGENDA_AFTER = 5
#: What was tried, in a ping: a reminder of it, the rest is behind *Read all*.
TRIED_LENGTH = 120


@dataclass(frozen=True)
class Asked:
    """The mentor hears of it at ``hears_at``; an answer is hoped for in so many working days."""

    hears_at: datetime
    reply_days: int
    mentor_name: str


class NotAsked(StrEnum):
    """Why nobody was pinged."""

    GONE = "gone"
    TOO_MANY = "too_many"
    ENOUGH = "enough"


async def ask(
    work: UnitOfWork, roadblock: Roadblock, owner: Person, pairing: Pairing, at: datetime
) -> Asked | NotAsked:
    """Ping the mentor of this pairing and plan the ladder, all in this transaction.

    When nobody can be pinged the roadblock is left as it was.
    """
    mentor = await work.people.get(pairing.mentor_id)
    if mentor is None or not mentor.is_here:
        return NotAsked.GONE
    if await work.roadblocks.asked_since(owner.user_id, at - timedelta(hours=1)) >= PINGS_AN_HOUR:
        return NotAsked.TOO_MANY
    earlier = await unanswered_asks(work, roadblock, mentor.user_id)
    if earlier >= PINGS_UNANSWERED:
        return NotAsked.ENOUGH
    await withdraw(work, roadblock, "asked-again")
    last_one = earlier == PINGS_UNANSWERED - 1
    message = await _ping(work, roadblock, owner, mentor, last_one=last_one)
    key = f"{message.kind}:{roadblock.id}:{roadblock.asks + 1}"
    urgent = roadblock.is_urgent
    sent = await tell(work, message, to=mentor.user_id, at=at, key=key, urgent=urgent)
    if isinstance(sent, Skipped):
        return NotAsked.GONE
    roadblock.send_to(pairing.id, at)
    work.roadblocks.add(Ask(work.workspace_id, roadblock.id, owner.user_id, mentor.user_id, at))
    days = roadblock.reply_working_days or pairing.reply_working_days
    roadblock.reply_due_at = mentor.week.after_working_days(sent.next_at, days)
    # A break the mentor keeps to themselves is not told by a date; options come as ever.
    since = at if mentor.is_paused(at) else sent.next_at
    twice = mentor.week.after_working_days(since, 2 * days)
    for_the_talk = mentor.week.after_working_days(since, AGENDA_AFTER * days)
    await work.nudges.set(ON_AGENDA, roadblock.id, owner.user_id, for_the_talk)
    if last_one:
        await work.nudges.set(FOLLOW_UP, roadblock.id, owner.user_id, twice)
    else:
        await work.nudges.set(REMINDER, roadblock.id, mentor.user_id, roadblock.reply_due_at)
        await work.nudges.set(NO_ANSWER, roadblock.id, owner.user_id, twice)
    quietly = mentor.is_paused(at) and not mentor.pause_shared
    return Asked(at if quietly else sent.next_at, days, mentor.name)


async def unanswered_asks(work: UnitOfWork, roadblock: Roadblock, mentor_id: str) -> int:
    """How often this mentor was pinged about it since they last answered."""
    answers = [
        reply.at
        for reply in await work.roadblocks.replies_to(roadblock.id)
        if reply.mentor_id == mentor_id
    ]
    asks = [
        one for one in await work.roadblocks.asks_about(roadblock.id) if one.mentor_id == mentor_id
    ]
    return len([one for one in asks if not answers or one.at > max(answers)])


async def withdraw(work: UnitOfWork, roadblock: Roadblock, reason: str) -> None:
    """Take back everything planned and unsent about it; what people wrote still arrives."""
    await work.nudges.cancel(roadblock.id)
    await work.outbox.cancel(roadblock.id, *PROMPTS, reason=reason)


async def follow_up_later(
    work: UnitOfWork, roadblock: Roadblock, owner: Person, after: datetime
) -> datetime | None:
    """Plan the next "did it move?"; None when all three were asked (content.md 7.6)."""
    days = roadblock.next_follow_up
    if days is None:
        return None
    due = owner.week.after_working_days(after, days)
    await work.nudges.set(FOLLOW_UP, roadblock.id, owner.user_id, due)
    return due


async def other_mentor(work: UnitOfWork, roadblock: Roadblock) -> str:
    """The name of another active mentor of the owner; empty when there is none."""
    others = [
        one.mentor_id
        for one in await work.pairings.active_of_mentee(roadblock.owner_id)
        if one.id != roadblock.pairing_id
    ]
    names = await work.people.named(others)
    return next((names[one] for one in others if one in names), "")


async def has_circle(work: UnitOfWork, roadblock: Roadblock) -> bool:
    """Whether the owner could ask a circle that has not seen it yet."""
    mine = {one.id for one in await work.circles.of(roadblock.owner_id)}
    posts = await work.circles.posts_about(roadblock.id, owner_id=roadblock.owner_id)
    return bool(mine - {one.circle_id for one in posts})


async def mentor_of(work: UnitOfWork, roadblock: Roadblock) -> Person | None:
    """The mentor it is shared with, while their pairing is active."""
    pairing = await pairing_of(work, roadblock)
    return await work.people.get(pairing.mentor_id) if pairing else None


async def pairing_of(work: UnitOfWork, roadblock: Roadblock) -> Pairing | None:
    """The active pairing it is shared in."""
    if not (roadblock.is_shared and roadblock.pairing_id):
        return None
    pairing = await work.pairings.get(roadblock.pairing_id, visible_to=roadblock.owner_id)
    return pairing if pairing is not None and pairing.is_active else None


async def own(work: UnitOfWork, roadblock_id: str, owner_id: str) -> Roadblock:
    """The owner's roadblock. Raises ``NotYours`` for anybody else."""
    roadblock = await work.roadblocks.get(roadblock_id, visible_to=owner_id)
    if roadblock is None or roadblock.owner_id != owner_id:
        raise NotYours
    return roadblock


# --- private -------------------------------------------------------------------------------------


async def _ping(
    work: UnitOfWork, roadblock: Roadblock, owner: Person, mentor: Person, *, last_one: bool
) -> RoadblockMentorPing:
    """A goal is named only to a mentor who may see it anyway."""
    goal = None
    if roadblock.goal_id:
        goal = await work.goals.get(roadblock.goal_id, visible_to=mentor.user_id)
    tried = roadblock.tried_label
    return RoadblockMentorPing(
        subject_id=roadblock.id,
        mentee_name=owner.name,
        help_label=roadblock.help_label,
        roadblock=excerpt(roadblock.what),
        tried=excerpt(tried, TRIED_LENGTH),
        severity=roadblock.severity,
        goal_title=goal.title if goal else "",
        needed_on=roadblock.deadline_on,
        help_wanted=roadblock.help_wanted,
        last_one=last_one,
        has_more=len(roadblock.what) > QUOTE_LENGTH or len(tried) > TRIED_LENGTH,
    )
