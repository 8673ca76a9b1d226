"""The mentor's answers, and what the mentee does with them (content.md 7.2, 7.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors import NobodyHome, NotYours
from bot.domain.messages.roadblocks import (
    RoadblockAnswered,
    RoadblockBack,
    RoadblockReply,
    RoadblockThanks,
)
from bot.domain.nudges import Skipped
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import HelpReply, ReplyKind, Roadblock, excerpt
from bot.ports import Clock, UnitOfWork, Units
from bot.services import roadblock_asking as asking
from bot.services.met import met
from bot.services.outbox import tell

#: How much of the roadblock an answer repeats, so that the reader knows which one it is.
REMINDER_LENGTH = 120


@dataclass(frozen=True)
class AnswerForm:
    """What a form about a roadblock needs. ``partner_name`` is who will read the words."""

    roadblock_id: str
    partner_name: str
    what: str = ""
    is_open: bool = True
    words: str = ""
    slots: tuple[datetime, ...] = ()
    goal_title: str = ""


class RoadblockAnswers:
    """Use cases around an answer; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- the mentor ------------------------------------------------------------------------------

    async def form_for(self, actor: Actor, roadblock_id: str) -> AnswerForm:
        """Before the mentor writes. Raises ``NotYours`` for anybody it was not sent to."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            await _must_be_mentor(work, roadblock, actor)
            assert roadblock is not None
            owner = await met(work, roadblock.owner_id)
            return AnswerForm(
                roadblock.id, owner.name, what=roadblock.what, is_open=roadblock.is_open
            )

    async def standing(self, actor: Actor, roadblock_id: str) -> RoadblockAnswered:
        """The mentor's card as things stand, without answering anything."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            await _must_be_mentor(work, roadblock, actor)
            assert roadblock is not None
            owner = await met(work, roadblock.owner_id)
            replies = await work.roadblocks.replies_to(roadblock.id)
            kind = replies[-1].kind if replies else ReplyKind.HEARD
            return _answered(roadblock, owner, kind, None)

    async def answer(
        self,
        actor: Actor,
        roadblock_id: str,
        kind: ReplyKind,
        *,
        words: str = "",
        slots: Sequence[datetime] = (),
    ) -> RoadblockAnswered:
        """Take the answer to the mentee, in the mentor's own words.

        The same tap twice is one answer. A tap on something solved or let go sends nothing;
        words written meanwhile still arrive.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            await _must_be_mentor(work, roadblock, actor)
            assert roadblock is not None
            owner = await met(work, roadblock.owner_id)
            hears_at: datetime | None = None
            if not (kind.is_one_tap and await _said_before(work, roadblock, actor, kind, words)):
                hears_at = await self._send(work, roadblock, owner, actor, kind, words, slots, at)
            answered = _answered(
                roadblock,
                owner,
                kind,
                hears_at if hears_at and hears_at > at else None,
                turn=await work.people.next_turn(actor.user_id, RoadblockAnswered.kind),
            )
            await work.commit()
            return answered

    # --- the mentee ------------------------------------------------------------------------------

    async def form_back(self, actor: Actor, reply_id: str) -> AnswerForm:
        """Before the mentee writes back, or makes a step of it."""
        async with self.units.reading(actor.workspace_id) as work:
            reply = await work.roadblocks.reply(reply_id, visible_to=actor.user_id)
            if reply is None:
                raise NotYours
            roadblock = await asking.own(work, reply.roadblock_id, actor.user_id)
            names = await work.people.named([reply.mentor_id])
            goal = await _own_goal_title(work, roadblock)
            return AnswerForm(
                roadblock.id,
                names.get(reply.mentor_id, ""),
                words=reply.words,
                slots=tuple(one for one in reply.moments if one > self.clock.now()),
                goal_title=goal,
            )

    async def thank(self, actor: Actor, reply_id: str) -> RoadblockReply:
        """Thanks: one line in the mentor's digest, once."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock, reply = await _mine(work, actor, reply_id)
            if reply.thanked_at is None:
                reply.thanked_at = at
                owner = await met(work, actor.user_id)
                thanks = RoadblockThanks(
                    subject_id=reply.id, mentee_name=owner.name, helped_label="", is_solved=False
                )
                if await _still_paired(work, roadblock.owner_id, reply.mentor_id):
                    key = f"{thanks.kind}:{reply.id}"
                    await tell(work, thanks, to=reply.mentor_id, at=at, key=key)
            shown = await _reply_again(work, roadblock, reply)
            await work.commit()
            return shown

    async def do_it(
        self, actor: Actor, reply_id: str, step: str, step_on: date | None
    ) -> RoadblockReply:
        """A step of one's own out of the answer: the goal's next step, or kept with this."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock, reply = await _mine(work, actor, reply_id)
            reply.doing_at = at
            roadblock.next_step, roadblock.next_step_on = step, step_on
            if roadblock.goal_id:
                goal = await work.goals.get(roadblock.goal_id, visible_to=actor.user_id)
                if goal is not None and goal.owner_id == actor.user_id:
                    goal.next_step, goal.next_step_on = step, step_on
            shown = await _reply_again(work, roadblock, reply)
            await work.commit()
            return shown

    async def say_back(
        self,
        actor: Actor,
        reply_id: str,
        *,
        words: str = "",
        slot_at: datetime | None = None,
        wants_talk: bool = False,
    ) -> RoadblockReply:
        """One line back to the mentor, once.

        Raises, with the words, ``NotYours`` when the pair has ended meanwhile and ``NobodyHome``
        when the mentor cannot be reached.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock, reply = await _mine(work, actor, reply_id)
            if not await _still_paired(work, roadblock.owner_id, reply.mentor_id):
                raise NotYours(words=words)
            mentor = await met(work, reply.mentor_id)
            if not mentor.is_here:
                raise NobodyHome(words=words, who=mentor.name)
            if reply.back_at is None:
                reply.back_at, reply.back_words = at, words
                slot_at = slot_at if slot_at in reply.moments else None
                owner = await met(work, actor.user_id)
                message = RoadblockBack(
                    subject_id=roadblock.id,
                    mentee_name=owner.name,
                    words=words,
                    slot_at=slot_at,
                    wants_talk=wants_talk,
                    help_wanted=roadblock.help_wanted,
                )
                key = f"{message.kind}:{reply.id}"
                await tell(work, message, to=reply.mentor_id, at=at, key=key)
            shown = await _reply_again(work, roadblock, reply)
            await work.commit()
            return shown

    # --- private ---------------------------------------------------------------------------------

    async def _send(
        self,
        work: UnitOfWork,
        roadblock: Roadblock,
        owner: Person,
        actor: Actor,
        kind: ReplyKind,
        words: str,
        slots: Sequence[datetime],
        at: datetime,
    ) -> datetime | None:
        """When the mentee hears of it; None when nobody does."""
        if not roadblock.is_open and not words and not slots:
            return None
        reply = HelpReply(
            work.workspace_id,
            roadblock.id,
            actor.user_id,
            kind,
            at,
            words=words,
            slots=[one.isoformat() for one in slots],
        )
        work.roadblocks.add(reply)
        await work.flush()
        roadblock.answer(at)
        message = await _as_message(work, roadblock, reply)
        key = f"{message.kind}:{reply.id}"
        sent = await tell(work, message, to=owner.user_id, at=at, key=key)
        heard_at = at if isinstance(sent, Skipped) else sent.next_at
        if roadblock.is_open:
            await asking.withdraw(work, roadblock, "answered")
            await asking.follow_up_later(work, roadblock, owner, heard_at)
        return None if isinstance(sent, Skipped) else sent.next_at


# --- private -------------------------------------------------------------------------------------


async def _must_be_mentor(work: UnitOfWork, roadblock: Roadblock | None, actor: Actor) -> None:
    """Only the mentor it was sent to, and only while they are paired: asked every time."""
    pairing = await asking.pairing_of(work, roadblock) if roadblock is not None else None
    if pairing is None or pairing.mentor_id != actor.user_id:
        raise NotYours


async def _said_before(
    work: UnitOfWork, roadblock: Roadblock, actor: Actor, kind: ReplyKind, words: str
) -> bool:
    """The same tap since they were last asked."""
    return any(
        reply.mentor_id == actor.user_id
        and (reply.kind, reply.words) == (kind, words)
        and (roadblock.asked_at is None or reply.at >= roadblock.asked_at)
        for reply in await work.roadblocks.replies_to(roadblock.id)
    )


def _answered(
    roadblock: Roadblock,
    owner: Person,
    kind: str,
    hears_at: datetime | None,
    *,
    turn: int = 0,
) -> RoadblockAnswered:
    return RoadblockAnswered(
        subject_id=roadblock.id,
        turn=turn,
        mentee_name=owner.name,
        reply_kind=kind,
        roadblock=excerpt(roadblock.what, REMINDER_LENGTH),
        mentee_hears_at=hears_at,
        is_closed=not roadblock.is_open,
        is_away=not owner.is_here,
    )


async def _mine(work: UnitOfWork, actor: Actor, reply_id: str) -> tuple[Roadblock, HelpReply]:
    """An answer the actor was given, and the roadblock of theirs it is about."""
    seen = await work.roadblocks.reply(reply_id, visible_to=actor.user_id)
    if seen is None:
        raise NotYours
    return await asking.own(work, seen.roadblock_id, actor.user_id), seen


async def _still_paired(work: UnitOfWork, mentee_id: str, mentor_id: str) -> bool:
    active = await work.pairings.active_of_mentee(mentee_id)
    return any(one.mentor_id == mentor_id for one in active)


async def _own_goal_title(work: UnitOfWork, roadblock: Roadblock) -> str:
    if not roadblock.goal_id:
        return ""
    goal = await work.goals.get(roadblock.goal_id, visible_to=roadblock.owner_id)
    return goal.title if goal is not None and goal.owner_id == roadblock.owner_id else ""


async def _reply_again(work: UnitOfWork, roadblock: Roadblock, reply: HelpReply) -> RoadblockReply:
    """The answer's card as it stands now, in the very words it came with."""
    sent = await work.outbox.about(reply.id, RoadblockReply.kind)
    turn = sent[0].turn if sent else 0
    return await _as_message(work, roadblock, reply, turn=turn)


async def _as_message(
    work: UnitOfWork,
    roadblock: Roadblock,
    reply: HelpReply,
    *,
    turn: int = 0,
) -> RoadblockReply:
    names = await work.people.named([reply.mentor_id])
    times: list[datetime | None] = [*reply.moments, None, None, None]
    used = {"thanks": reply.thanked_at, "doing": reply.doing_at, "back": reply.back_at}
    return RoadblockReply(
        subject_id=reply.id,
        turn=turn,
        mentor_name=names.get(reply.mentor_id, ""),
        reply_kind=reply.kind,
        reply_text=reply.words,
        roadblock=excerpt(roadblock.what, REMINDER_LENGTH),
        slot_one_at=times[0],
        slot_two_at=times[1],
        slot_three_at=times[2],
        alt_label=await asking.other_mentor(work, roadblock),
        roadblock_id=roadblock.id,
        has_circle=await asking.has_circle(work, roadblock),
        taps=tuple(name for name, moment in used.items() if moment is not None),
    )
