"""Asking for feedback, offering it, and the taps that answer instead of words (content.md F10).

The words themselves: ``feedback_words`` and ``feedback_reading``. Only the giver and the
receiver read any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors import (
    Empty,
    NobodyAsked,
    NobodyHome,
    NotWithYourself,
    NotYours,
    TooManyAsked,
)
from bot.domain.feedback import (
    INSTEAD,
    OPEN_MOST,
    REMINDER_WORKING_DAYS,
    Answered,
    AskState,
    FeedbackAsk,
    Focus,
    is_fresh,
)
from bot.domain.ids import new_id
from bot.domain.messages.feedback import (
    FeedbackNoted,
    FeedbackPermission,
    FeedbackRequest,
    FreshFeedbackRequest,
)
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import excerpt
from bot.ports import Clock, UnitOfWork, Units
from bot.services.feedback_cards import topic
from bot.services.feedback_endings import REMINDER, back_at, lapse_later, withdraw
from bot.services.feedback_reading import FeedbackReading
from bot.services.feedback_talks import bring
from bot.services.feedback_words import FeedbackWriting
from bot.services.met import met
from bot.services.outbox import tell
from bot.services.people import PeopleService

#: Characters of a situation, and of a question.
SITUATION_LENGTH = 200
QUESTION_LENGTH = 300


@dataclass(frozen=True)
class Asked:
    """What the form holds. ``to``: the people to ask, each once."""

    focus: str = Focus.PRESENTATION
    situation: str = ""
    event_on: date | None = None
    question: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskForm:
    """An empty form. ``mentors`` and ``mentees`` are (id, name) of active pairings."""

    form_id: str
    mentors: tuple[tuple[str, str], ...] = ()
    mentees: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AskStanding:
    """A question as it stands, for one of the two."""

    ask: FeedbackAsk
    giver_name: str
    receiver_name: str


class FeedbackService:
    """Use cases; each is one transaction. The words: ``writing`` and ``reading``."""

    def __init__(self, units: Units, clock: Clock, people: PeopleService) -> None:
        self.units = units
        self.clock = clock
        self.people = people
        self.writing = FeedbackWriting(units, clock)
        self.reading = FeedbackReading(units, clock)

    # --- asking ----------------------------------------------------------------------------------

    async def form(self, actor: Actor) -> AskForm:
        """Whom this person may ask without looking for them, and whom they may offer to."""
        async with self.units.reading(actor.workspace_id) as work:
            pairings = [one for one in await work.pairings.of(actor.user_id) if one.is_active]
            names = await work.people.named([one.partner_of(actor.user_id) for one in pairings])
            pairs = [(one, names.get(one.partner_of(actor.user_id), "")) for one in pairings]
            mentors = [(p.mentor_id, name) for p, name in pairs if p.mentee_id == actor.user_id]
            mentees = [(p.mentee_id, name) for p, name in pairs if p.mentor_id == actor.user_id]
            return AskForm(new_id(), tuple(mentors), tuple(mentees))

    async def about_roadblock(self, actor: Actor, roadblock_id: str) -> str:
        """The words of a roadblock of one's own, as far as the field holds them."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            if roadblock is None or roadblock.owner_id != actor.user_id:
                raise NotYours
            return excerpt(roadblock.what, SITUATION_LENGTH)

    async def ask(self, actor: Actor, form_id: str, asked: Asked) -> list[AskStanding]:
        """Ask each person once. A form that comes twice changes nothing, and neither does the
        same question from another one while it is open.

        Raises ``NobodyAsked``, ``NotWithYourself``, ``NobodyHome``, ``TooManyAsked``.
        """
        if not asked.situation or not asked.question:
            raise Empty(words=asked.situation or asked.question)
        to = tuple(dict.fromkeys(asked.to))
        if not to:
            raise NobodyAsked
        if actor.user_id in to:
            raise NotWithYourself
        givers = [await self._met(actor, user_id) for user_id in to]
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            asker = await met(work, actor.user_id)
            waiting = await work.feedback.asked_by(actor.user_id)
            known = [
                await work.feedback.from_form(form_id, actor.user_id, one.user_id)
                or next((row for row in waiting if _is_same(row, one, asked)), None)
                for one in givers
            ]
            if len(waiting) + known.count(None) > OPEN_MOST:
                raise TooManyAsked
            found = []
            for giver, before in zip(givers, known, strict=True):
                row = before or await _ask_one(work, asker, giver, form_id, asked, at)
                found.append(AskStanding(row, giver.name, asker.name))
            await work.commit()
            return found

    async def offer(
        self, actor: Actor, form_id: str, receiver_id: str, asked: Asked
    ) -> AskStanding:
        """An observation nobody asked for: the other is asked first (content.md 10.G).

        Only by the mentor of an active pairing; nothing is written before a yes.
        """
        if not asked.situation:
            raise Empty
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            giver = await met(work, actor.user_id)
            pairing = await work.pairings.between(actor.user_id, receiver_id)
            if pairing is None or not pairing.is_active or pairing.mentor_id != actor.user_id:
                raise NotYours
            receiver = await met(work, receiver_id)
            if not receiver.is_here:
                raise NobodyHome(who=receiver.name)
            row = await work.feedback.from_form(form_id, receiver_id, actor.user_id)
            if row is None:
                row = await _offer_one(work, giver, receiver, form_id, asked, at)
            await work.commit()
            return AskStanding(row, giver.name, receiver.name)

    # --- answering with one tap ------------------------------------------------------------------

    async def read(self, actor: Actor, ask_id: str) -> AskStanding:
        """The question as it stands, for one of the two."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _standing(work, await _seen(work, actor, ask_id))

    async def instead(self, actor: Actor, ask_id: str, state: AskState) -> AskStanding:
        """The giver would rather talk, can't judge, or not now. The asker hears it once; writing
        later is still welcome. A talk waits as a line on the asker's own list."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _seen(work, actor, ask_id)
            if row.giver_id != actor.user_id or state not in INSTEAD:
                raise NotYours
            if row.is_open:
                row.close(state, at)
                await withdraw(work, row.id, "answered")
                if not (row.unasked and state == AskState.NOT_NOW):
                    listed = state == AskState.TALK and await bring(
                        work,
                        row.situation,
                        row.id,
                        owner_id=row.receiver_id,
                        other_id=row.giver_id,
                        at=at,
                    )
                    answer = Answered(state)
                    await _note(work, row, answer, to=row.receiver_id, at=at, listed=listed)
                await work.commit()
            return await _standing(work, row)

    async def allow(self, actor: Actor, ask_id: str, *, yes: bool) -> AskStanding:
        """The receiver's answer to an offered observation; the first one stands."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _seen(work, actor, ask_id)
            if row.receiver_id != actor.user_id or not row.unasked:
                raise NotYours
            if row.state in (AskState.PERMISSION, AskState.LAPSED):
                row.close(AskState.ASKED if yes else AskState.REFUSED, at)
                await withdraw(work, row.id, "answered")
                answer = Answered.WELCOME if yes else Answered.REFUSED
                await _note(work, row, answer, to=row.giver_id, at=at)
                if yes:
                    giver = await met(work, row.giver_id)
                    await lapse_later(work, row.id, giver, at)
                await work.commit()
            return await _standing(work, row)

    # --- private ---------------------------------------------------------------------------------

    async def _met(self, actor: Actor, user_id: str) -> Person:
        found = await self.people.meet(Actor(actor.workspace_id, user_id))
        if not found.is_here or found.is_bot:
            raise NobodyHome(who=found.name)
        return found


# --- private -------------------------------------------------------------------------------------


def _is_same(row: FeedbackAsk, giver: Person, asked: Asked) -> bool:
    mine = (row.giver_id, row.focus, row.situation, row.question)
    return mine == (giver.user_id, asked.focus, asked.situation, asked.question)


async def _ask_one(
    work: UnitOfWork, asker: Person, giver: Person, form_id: str, asked: Asked, at: datetime
) -> FeedbackAsk:
    row = FeedbackAsk(
        work.workspace_id,
        asker.user_id,
        giver.user_id,
        Focus(asked.focus),
        asked.situation,
        at,
        question=asked.question,
        event_on=asked.event_on,
        form_id=form_id,
    )
    work.feedback.add(row)
    await work.flush()
    pairing = await work.pairings.between(asker.user_id, giver.user_id)
    mentors = pairing is not None and pairing.is_active and pairing.mentor_id == giver.user_id
    fresh = mentors and is_fresh(asked.event_on, at, asker.week)
    kind = FreshFeedbackRequest if fresh else FeedbackRequest
    message = kind(
        subject_id=row.id,
        asker_name=asker.name,
        focus=topic(row.focus),
        situation=row.situation,
        question=row.question,
        event_on=row.event_on,
    )
    await tell(work, message, to=giver.user_id, at=at, key=f"{message.kind}:{row.id}")
    reminder = giver.week.after_working_days(back_at(giver, at), REMINDER_WORKING_DAYS)
    await work.nudges.set(REMINDER, row.id, giver.user_id, reminder)
    await lapse_later(work, row.id, giver, at)
    return row


async def _offer_one(
    work: UnitOfWork, giver: Person, receiver: Person, form_id: str, asked: Asked, at: datetime
) -> FeedbackAsk:
    row = FeedbackAsk(
        work.workspace_id,
        receiver.user_id,
        giver.user_id,
        Focus(asked.focus),
        asked.situation,
        at,
        event_on=asked.event_on,
        state=AskState.PERMISSION,
        unasked=True,
        form_id=form_id,
    )
    work.feedback.add(row)
    await work.flush()
    message = FeedbackPermission(
        subject_id=row.id,
        giver_name=giver.name,
        situation=row.situation,
        event_on=row.event_on,
    )
    await tell(work, message, to=receiver.user_id, at=at, key=f"{message.kind}:{row.id}")
    await lapse_later(work, row.id, receiver, at)
    return row


async def _note(
    work: UnitOfWork,
    row: FeedbackAsk,
    answer: Answered,
    *,
    to: str,
    at: datetime,
    listed: bool = False,
) -> None:
    other = row.giver_id if to == row.receiver_id else row.receiver_id
    names = await work.people.named([other])
    message = FeedbackNoted(
        subject_id=row.id,
        person_name=names.get(other, ""),
        situation=row.situation,
        answer_kind=answer,
        on_agenda=listed,
    )
    await tell(work, message, to=to, at=at, key=f"{message.kind}:{row.id}:{answer}")


async def _seen(work: UnitOfWork, actor: Actor, ask_id: str) -> FeedbackAsk:
    row = await work.feedback.ask(ask_id, visible_to=actor.user_id)
    if row is None:
        raise NotYours
    return row


async def _standing(work: UnitOfWork, row: FeedbackAsk) -> AskStanding:
    names = await work.people.named([row.giver_id, row.receiver_id])
    return AskStanding(row, names.get(row.giver_id, ""), names.get(row.receiver_id, ""))
