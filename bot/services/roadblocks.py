"""Roadblocks as the mentee meets them: said, sent, asked about again (content.md F7).

Answers and what comes of them are in ``roadblock_answers``, the ends in ``roadblock_endings``,
and what all of them plan and send in ``roadblock_asking``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.circles import PostOutcome
from bot.domain.errors import AskedEnough, NotYours, TooLong
from bot.domain.messages.roadblocks import RoadblockMentorPing, RoadblockNoted, RoadblockSaved
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import (
    FORM_LENGTH,
    SAME_WORDS,
    Draft,
    Noted,
    Roadblock,
    RoadblockState,
    excerpt,
)
from bot.ports import Clock, UnitOfWork, Units
from bot.services import roadblock_asking as asking
from bot.services.agenda import reworded
from bot.services.audience import Audience, audiences, chosen, circle_in, with_circles
from bot.services.circle_posting import became
from bot.services.met import met
from bot.services.roadblock_answers import RoadblockAnswers
from bot.services.roadblock_endings import RoadblockEndings, noted_as


@dataclass(frozen=True)
class RoadblockForm:
    """What the form needs. ``audience`` is the preselected choice; empty: nothing is suggested.

    ``goals`` are (id, title). ``roadblock_id`` is set when one is asked about again.
    """

    draft: Draft
    audiences: tuple[Audience, ...]
    audience: str
    goals: tuple[tuple[str, str], ...]
    roadblock_id: str = ""


@dataclass(frozen=True)
class RoadblockReading:
    """The whole text of one roadblock, for its owner or the mentor it was sent to."""

    what: str
    tried: str
    owner_name: str


class RoadblockService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self.answers = RoadblockAnswers(units, clock)
        self.endings = RoadblockEndings(units, clock)

    async def form_for(
        self, actor: Actor, *, words: str = "", goal_id: str = "", help_wanted: str = "advice"
    ) -> RoadblockForm:
        """A new roadblock's form, with words, a goal and a kind of help to start with.

        Raises ``TooLong`` with the words for more than a form of Slack's can hold.
        """
        if len(words) > FORM_LENGTH:
            raise TooLong(words=words, limit=f"{FORM_LENGTH:,}")
        async with self.units.reading(actor.workspace_id) as work:
            goals = await work.goals.active_of(actor.user_id)
            choices = await audiences(work, actor.user_id)
            goal = next((one for one in goals if one.id == goal_id), None)
            of_goal = f"mentor:{goal.pairing_id}" if goal else ""
            return RoadblockForm(
                draft=Draft(what=words, goal_id=goal.id if goal else "", help_wanted=help_wanted),
                audiences=tuple(await with_circles(work, actor.user_id)),
                audience=_suggested(choices, of_goal),
                goals=tuple((one.id, one.title) for one in goals),
            )

    async def form_again(
        self, actor: Actor, roadblock_id: str, *, someone_else: bool = False
    ) -> RoadblockForm:
        """The form of a roadblock one asks about again, or asks somebody else about.

        Nobody is suggested for one that is private, or whose mentor is none any more: a form sent
        as it stands must not raise who sees it (content.md 0.3).
        """
        async with self.units.reading(actor.workspace_id) as work:
            held = await asking.own(work, roadblock_id, actor.user_id)
            choices = await audiences(work, actor.user_id)
            now = f"mentor:{held.pairing_id}"
            if someone_else:
                now = next((a.value for a in choices[1:] if a.value != now), "")
            stands = any(choice.value == now for choice in choices[1:])
            goals = await work.goals.active_of(actor.user_id)
            return RoadblockForm(
                draft=Draft(
                    what=held.what,
                    severity=held.severity,
                    deadline_on=held.deadline_on,
                    tried=tuple(held.tried),
                    tried_words=held.tried_words,
                    help_wanted=held.help_wanted,
                    goal_id=held.goal_id,
                ),
                audiences=tuple(await with_circles(work, actor.user_id)),
                audience=now if stands else "",
                goals=tuple((one.id, one.title) for one in goals),
                roadblock_id=held.id,
            )

    async def read(self, actor: Actor, roadblock_id: str) -> RoadblockReading:
        """All of it, to whoever may see it. Raises ``NotYours`` for anybody else."""
        async with self.units.reading(actor.workspace_id) as work:
            held = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            if held is None:
                raise NotYours
            owner = await met(work, held.owner_id)
            return RoadblockReading(held.what, held.tried_label, owner.name)

    async def record(self, actor: Actor, draft: Draft) -> RoadblockSaved:
        """Save it, and ping the chosen mentor in the same transaction.

        The same words for the same reader within a minute are one roadblock. When the mentor
        cannot be pinged it stays private, and the answer says why.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            audience = await chosen(work, owner.user_id, draft.audience)
            again = await _same_words(work, owner, draft, audience, at)
            if again is not None:
                return await self._said_again(work, owner, again)
            roadblock = Roadblock(work.workspace_id, owner.user_id, draft.what, at)
            await _describe(work, roadblock, draft)
            work.roadblocks.add(roadblock)
            await work.flush()
            saved = await self._share(work, roadblock, owner, audience, draft, at)
            await work.commit()
            return saved

    async def ask(self, actor: Actor, roadblock_id: str, draft: Draft) -> RoadblockSaved:
        """Say it anew and ask for help: after a reply that did not do, or somebody else.

        Raises ``AskedEnough`` when this mentor was asked twice without an answer; nothing changes.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            audience = await chosen(work, owner.user_id, draft.audience)
            before = roadblock.what
            await _describe(work, roadblock, draft)
            words = {"before": before, "words": roadblock.what}
            await reworded(work, roadblock.id, owner_id=owner.user_id, **words)
            roadblock.state, roadblock.closed_at = RoadblockState.OPEN, None
            saved = await self._share(work, roadblock, owner, audience, draft, at)
            await work.commit()
            return saved

    async def ask_once_more(self, actor: Actor, roadblock_id: str) -> RoadblockNoted:
        """One more ping to the same mentor, marked as the last; a further tap changes nothing."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            if standing := await _standing(work, roadblock):
                await work.commit()
                return standing
            pairing = await asking.pairing_of(work, roadblock)
            asked: asking.Asked | asking.NotAsked = asking.NotAsked.GONE
            if pairing is not None:
                asked = await asking.ask(work, roadblock, owner, pairing, at)
            if isinstance(asked, asking.Asked):
                noted = await noted_as(
                    work,
                    roadblock,
                    Noted.ASKED_AGAIN,
                    mentor_name=asked.mentor_name,
                    mentor_hears_at=_later(asked.hears_at, at),
                )
            else:
                mentor = await asking.mentor_of(work, roadblock)
                name = mentor.name if mentor else ""
                noted = await noted_as(work, roadblock, Noted.ASKED_ENOUGH, mentor_name=name)
            await work.commit()
            return noted

    async def wait(self, actor: Actor, roadblock_id: str) -> RoadblockNoted:
        """Leave it open; "did it move?" comes later."""
        return await self._later(actor, roadblock_id, Noted.WAITING)

    async def moving(self, actor: Actor, roadblock_id: str) -> RoadblockNoted:
        """It moves; asked again later, three times in all."""
        return await self._later(actor, roadblock_id, Noted.MOVING)

    # --- private ---------------------------------------------------------------------------------

    async def _share(
        self,
        work: UnitOfWork,
        roadblock: Roadblock,
        owner: Person,
        audience: Audience,
        draft: Draft,
        at: datetime,
    ) -> RoadblockSaved:
        """Send it to the chosen mentor, or keep it private and say so."""
        reason: asking.NotAsked | None = None
        if circle_in(draft.audience) and (roadblock.is_shared or roadblock.asks):
            return await _saved(work, roadblock, owner, at=at)  # whoever reads it goes on
        back, kept = PostOutcome.TAKEN_BACK, circle_in(draft.audience)
        await became(work, roadblock.id, owner.user_id, back, at, but=kept)
        if audience.pairing_id:
            pairing = await work.pairings.get(audience.pairing_id, visible_to=owner.user_id)
            assert pairing is not None  # `chosen` answers with pairings that are active now
            asked = await asking.ask(work, roadblock, owner, pairing, at)
            if isinstance(asked, asking.Asked):
                return await _saved(work, roadblock, owner, asked=asked, at=at)
            if asked is asking.NotAsked.ENOUGH:
                raise AskedEnough(who=audience.mentor_name)
            reason = asked
        await asking.withdraw(work, roadblock, "private")
        roadblock.keep_private()
        await asking.follow_up_later(work, roadblock, owner, at)
        ended = draft.audience != audience.value and draft.audience.startswith("mentor:")
        return await _saved(work, roadblock, owner, at=at, reason=reason, pair_ended=ended)

    async def _said_again(
        self, work: UnitOfWork, owner: Person, roadblock: Roadblock
    ) -> RoadblockSaved:
        mentor = await asking.mentor_of(work, roadblock)
        pairing = await asking.pairing_of(work, roadblock)
        sent = await work.outbox.about(roadblock.id, RoadblockMentorPing.kind)
        asked = None
        if mentor is not None and pairing is not None and sent:
            days = roadblock.reply_working_days or pairing.reply_working_days
            asked = asking.Asked(sent[0].due_at, days, mentor.name)
        saved = await _saved(work, roadblock, owner, asked=asked, at=roadblock.raised_at)
        await work.commit()
        return saved

    async def _later(self, actor: Actor, roadblock_id: str, outcome: Noted) -> RoadblockNoted:
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            next_at = None
            if roadblock.is_open:
                if outcome is Noted.MOVING:
                    roadblock.state = RoadblockState.MOVING
                next_at = await asking.follow_up_later(work, roadblock, owner, at)
            else:
                solved = roadblock.state == RoadblockState.SOLVED
                outcome = Noted.SOLVED if solved else Noted.LET_GO
            noted = await noted_as(work, roadblock, outcome, next_at=next_at)
            await work.commit()
            return noted


# --- private -------------------------------------------------------------------------------------


def _suggested(choices: Sequence[Audience], wanted: str) -> str:
    """The wanted one while it stands; the mentor when there is exactly one; else no suggestion."""
    values = [choice.value for choice in choices]
    if wanted in values:
        return wanted
    return values[-1] if len(values) <= 2 else ""


async def _describe(work: UnitOfWork, roadblock: Roadblock, draft: Draft) -> None:
    """A goal must be the owner's own, whatever a form says."""
    roadblock.describe(draft)
    if draft.goal_id:
        goal = await work.goals.get(draft.goal_id, visible_to=roadblock.owner_id)
        if goal is None or goal.owner_id != roadblock.owner_id:
            roadblock.goal_id = ""


async def _same_words(
    work: UnitOfWork, owner: Person, draft: Draft, audience: Audience, at: datetime
) -> Roadblock | None:
    for one in await work.roadblocks.open_of(owner.user_id):
        if at - one.raised_at < SAME_WORDS and one.says_the_same(
            draft, audience.visibility, audience.pairing_id
        ):
            return one
    return None


async def _saved(
    work: UnitOfWork,
    roadblock: Roadblock,
    owner: Person,
    *,
    at: datetime,
    asked: asking.Asked | None = None,
    reason: asking.NotAsked | None = None,
    pair_ended: bool = False,
) -> RoadblockSaved:
    """Private words are not repeated: this may stand in a message."""
    return RoadblockSaved(
        subject_id=roadblock.id,
        turn=await work.people.next_turn(owner.user_id, RoadblockSaved.kind),
        roadblock=excerpt(roadblock.what) if asked else "",
        mentor_name=asked.mentor_name if asked else "",
        reply_days=asked.reply_days if asked else 0,
        mentor_hears_at=_later(asked.hears_at, at) if asked else None,
        is_urgent=bool(asked) and roadblock.is_urgent,
        pair_ended=pair_ended,
        mentor_gone=reason is asking.NotAsked.GONE,
        too_many=reason is asking.NotAsked.TOO_MANY,
        has_mentor=bool(await work.pairings.active_of_mentee(owner.user_id)),
        wants_feedback=roadblock.help_wanted == "feedback",
    )


async def _standing(work: UnitOfWork, roadblock: Roadblock) -> RoadblockNoted | None:
    """What became of it meanwhile, when asking once more has no point any more."""
    if roadblock.state == RoadblockState.SOLVED:
        return await noted_as(work, roadblock, Noted.SOLVED)
    if not roadblock.is_open:
        return await noted_as(work, roadblock, Noted.LET_GO)
    if roadblock.answered_at is not None:
        mentor = await asking.mentor_of(work, roadblock)
        name = mentor.name if mentor else ""
        return await noted_as(work, roadblock, Noted.ANSWERED, mentor_name=name)
    return None


def _later(moment: datetime, now: datetime) -> datetime | None:
    """A moment worth naming: one that is not now."""
    return moment if moment > now else None
