"""Reading feedback: the reader chooses the moment, and what becomes of it (F10, 10.3 to 10.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.errors import AlreadyAsked, NotYours, PastDate
from bot.domain.feedback import (
    HOLD_DAYS,
    Answered,
    Feedback,
    FeedbackAsk,
    Focus,
    Used,
    tried_at,
)
from bot.domain.messages.feedback import (
    FeedbackDelivered,
    FeedbackHeld,
    FeedbackNoted,
    FeedbackThanks,
    FeedbackTried,
)
from bot.domain.people import Actor
from bot.domain.wins import Praise, PraiseKind
from bot.ports import Clock, UnitOfWork, Units
from bot.services.feedback_cards import (
    delivered_card,
    held_card,
    say_line,
    tried_card,
)
from bot.services.feedback_talks import bring
from bot.services.met import met
from bot.services.outbox import tell

#: The nudges around the words; each file in ``nudges/`` has its kind's name.
HELD = "feedback_held"
TRIED = "feedback_tried"


@dataclass(frozen=True)
class Theme:
    """One focus in everything received: how much, and how much of it was tried."""

    focus: str
    count: int
    tried: int


@dataclass(frozen=True)
class AdvicePage:
    """Everything of one person: (row, the other's name). ``themes``: for the receiver only."""

    to_write: tuple[tuple[FeedbackAsk, str], ...] = ()
    to_read: tuple[tuple[Feedback, str], ...] = ()
    asked: tuple[tuple[FeedbackAsk, str], ...] = ()
    themes: tuple[Theme, ...] = ()
    received: tuple[tuple[Feedback, str], ...] = ()


class FeedbackReading:
    """Use cases of the receiver; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- the receiver: the moment ----------------------------------------------------------------

    async def held(self, actor: Actor, feedback_id: str) -> FeedbackHeld:
        """The card that says it is here."""
        async with self.units.reading(actor.workspace_id) as work:
            return await held_card(work, await _mine(work, actor, feedback_id))

    async def in_days(self, actor: Actor, feedback_id: str) -> datetime:
        """Ask again in three days, at this person's slot; returns when."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            reader = await met(work, actor.user_id)
            due = reader.week.next_slot(at + timedelta(days=HOLD_DAYS))
            if row.read_at is None:
                await work.nudges.set(HELD, row.id, actor.user_id, due)
            await work.commit()
            return due

    async def later(self, actor: Actor, feedback_id: str) -> FeedbackHeld:
        """Nothing comes by itself any more; it stays in `/mentor advice`."""
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            await work.nudges.cancel(row.id, HELD)
            await work.commit()
            return await held_card(work, row)

    async def read(self, actor: Actor, feedback_id: str) -> FeedbackDelivered:
        """Open the words. From the first reading on, "did you try it?" is planned, once."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.read_at is None:
                row.read_at = at
                await work.nudges.cancel(row.id, HELD)
                await work.outbox.cancel(row.id, FeedbackHeld.kind, reason="answered")
                if row.next_time:
                    await _plan_tried(work, row, at)
            await work.commit()
            return await delivered_card(work, row)

    # --- the receiver: what they make of it ------------------------------------------------------

    async def thank(self, actor: Actor, feedback_id: str) -> FeedbackDelivered:
        """One thank-you to the giver, in their digest."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            row.thanked_at = row.thanked_at or at
            await _thank(work, row, at, tried=False)
            return await _finished(work, row)

    async def ask_back(self, actor: Actor, feedback_id: str, line: str) -> FeedbackDelivered:
        """One line to the giver, once. Another one, from another window, is ``AlreadyAsked``."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.question and row.question != line:
                raise AlreadyAsked(words=line)
            if not row.question:
                row.question, row.question_at = line, at
                await say_line(work, row, line, to=row.giver_id, at=at)
            return await _finished(work, row)

    async def talk(self, actor: Actor, feedback_id: str) -> FeedbackDelivered:
        """The giver hears that they would like to talk about it, said once; between the two of a
        pair it stands on the list for their next talk."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.talk_at is not None:
                return await delivered_card(work, row)
            row.talk_at = at
            names = await work.people.named([row.receiver_id])
            who = {"owner_id": row.receiver_id, "other_id": row.giver_id}
            listed = await bring(work, row.situation, row.id, **who, at=at, shown=True)
            message = FeedbackNoted(
                subject_id=row.id,
                person_name=names.get(row.receiver_id, ""),
                situation=row.situation,
                answer_kind=Answered.TALK_ABOUT,
                on_agenda=listed,
            )
            key = f"{message.kind}:{row.id}:{Answered.TALK_ABOUT}"
            await tell(work, message, to=row.giver_id, at=at, key=key)
            return await _finished(work, row)

    async def step(
        self, actor: Actor, feedback_id: str, words: str, on: date | None
    ) -> FeedbackDelivered:
        """Turn it into a dated step of one's own; "did you try it?" comes with it, afterwards.

        Until sessions have actions, the step lives here. Only the receiver sees it.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            reader = await met(work, actor.user_id)
            if on is not None and on < reader.week.local(at).date():
                raise PastDate(words=words)
            row.step, row.step_on = words, on
            if not row.used:
                await _plan_tried(work, row, at)
            return await _finished(work, row)

    async def keep(self, actor: Actor, feedback_id: str) -> FeedbackDelivered:
        """Keep what the giver would keep, for a harder day: beside the words kept from praise."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.kept_at is None and row.keep:
                row.kept_at = at
                work.wins.add(
                    Praise(
                        work.workspace_id,
                        "",
                        row.giver_id,
                        PraiseKind.STRENGTH,
                        row.keep,
                        at,
                        owner_id=row.receiver_id,
                        kept_at=at,
                    )
                )
            return await _finished(work, row)

    async def standing(self, actor: Actor, feedback_id: str) -> FeedbackDelivered:
        """The words as they stand; only after they were opened."""
        async with self.units.reading(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.read_at is None:
                raise NotYours
            return await delivered_card(work, row)

    # --- two weeks later -------------------------------------------------------------------------

    async def use(self, actor: Actor, feedback_id: str, used: Used) -> FeedbackTried:
        """What became of the idea. Nobody is told by this."""
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            row.used, row.used_at = used, self.clock.now()
            await work.nudges.cancel(row.id, TRIED)
            card = await tried_card(work, row)
            await work.commit()
            return card

    async def tell_giver(self, actor: Actor, feedback_id: str) -> FeedbackTried:
        """With this tap, and not without it, the giver hears that it was tried."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _mine(work, actor, feedback_id)
            if row.used != Used.TRIED:
                raise NotYours
            row.told_at = row.told_at or at
            await _thank(work, row, at, tried=True)
            card = await tried_card(work, row)
            await work.commit()
            return card

    # --- everything ------------------------------------------------------------------------------

    async def page(self, actor: Actor) -> AdvicePage:
        """What waits for this person's words, what they may read, and its themes."""
        me = actor.user_id
        async with self.units.reading(actor.workspace_id) as work:
            to_write = await work.feedback.asked_of(me)
            asked = await work.feedback.asked_by(me)
            rows = await work.feedback.received_by(me)
            others = {one.receiver_id for one in to_write} | {one.giver_id for one in asked}
            names = await work.people.named(sorted(others | {one.giver_id for one in rows}))
            return AdvicePage(
                to_write=tuple((one, names.get(one.receiver_id, "")) for one in to_write),
                to_read=tuple(
                    (one, names.get(one.giver_id, "")) for one in rows if one.read_at is None
                ),
                asked=tuple((one, names.get(one.giver_id, "")) for one in asked),
                themes=_themes([one for one in rows if one.read_at is not None]),
                received=tuple(
                    (one, names.get(one.giver_id, "")) for one in rows if one.read_at is not None
                ),
            )


# --- private -------------------------------------------------------------------------------------


async def _plan_tried(work: UnitOfWork, row: Feedback, at: datetime) -> None:
    reader = await met(work, row.receiver_id)
    due = tried_at(at, row.step_on, reader.week)
    await work.nudges.set(TRIED, row.id, row.receiver_id, due)


async def _thank(work: UnitOfWork, row: Feedback, at: datetime, *, tried: bool) -> None:
    names = await work.people.named([row.receiver_id])
    message = FeedbackThanks(
        subject_id=row.id,
        receiver_name=names.get(row.receiver_id, ""),
        situation=row.situation,
        tried=tried,
    )
    key = f"{message.kind}:{row.id}:{'tried' if tried else 'thanks'}"
    await tell(work, message, to=row.giver_id, at=at, key=key)


async def _finished(work: UnitOfWork, row: Feedback) -> FeedbackDelivered:
    card = await delivered_card(work, row)
    await work.commit()
    return card


async def _mine(work: UnitOfWork, actor: Actor, feedback_id: str) -> Feedback:
    """For the receiver only: the giver's own view is the form."""
    row = await work.feedback.words(feedback_id, visible_to=actor.user_id)
    if row is None or row.receiver_id != actor.user_id:
        raise NotYours
    return row


def _themes(rows: list[Feedback]) -> tuple[Theme, ...]:
    """By focus, the most frequent first; the order of the list among equals."""
    found = []
    for focus in Focus:
        mine = [one for one in rows if one.focus == focus]
        if mine:
            tried = sum(1 for one in mine if one.used == Used.TRIED)
            found.append(Theme(focus.label, len(mine), tried))
    return tuple(sorted(found, key=lambda one: -one.count))
