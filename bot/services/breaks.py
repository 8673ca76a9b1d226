"""Breaks of one goal or one pairing: what would be asked about it stays silent (content.md 5.5).

Whoever takes a break says until when. Until then nothing comes by itself about that goal, to its
owner, or about that pairing, to either side; what people write to each other arrives as ever. It
ends by itself, and nothing of it is replayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from bot.domain.breaks import Resting, Scope
from bot.domain.cadence import checked_until, resolve
from bot.domain.checkins import PromptState
from bot.domain.errors import NotYours
from bot.domain.goals import Goal
from bot.domain.messages.checkins import CheckinDue, CheckinShared
from bot.domain.messages.goals import GoalDate
from bot.domain.messages.pace import CheckinCadenceAsk, CheckinFreshStart, MenteeQuiet
from bot.domain.messages.people import PartnerPaused, PauseConfirm
from bot.domain.messages.roadblocks import (
    RoadblockFollowup,
    RoadblockMentorReminder,
    RoadblockNoAnswer,
    UrgentMentorReminder,
)
from bot.domain.messages.wins import CelebrateAnniversary, CelebrateGoal
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.pairings import Pairing
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import Roadblock
from bot.ports import Clock, UnitOfWork, Units
from bot.services.met import met
from bot.services.outbox import how_often, tell
from bot.services.pace import answered

#: Why nothing was sent. What the other side's break holds back has another name: it is shown to
#: nobody, for it would tell of a break that was not told.
GOAL_RESTS, PAIR_RESTS, RESTS_THERE = "goal-resting", "pair-resting", "resting-there"
#: What asks about a goal, by the subject it is written with.
_OF_A_GOAL = (GoalDate.kind, CheckinCadenceAsk.kind)
_OF_A_PROMPT = (CheckinDue.kind, CheckinFreshStart.kind)
#: What comes by itself about a pair: by the pairing, by a goal, or by a roadblock.
_BY_PAIR = (CheckinShared.kind, MenteeQuiet.kind, CelebrateAnniversary.kind)
_BY_GOAL = (CelebrateGoal.kind,)
_BY_ROADBLOCK = (
    RoadblockMentorReminder.kind,
    UrgentMentorReminder.kind,
    RoadblockNoAnswer.kind,
    RoadblockFollowup.kind,
)


class BreakService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def choices(self, actor: Actor) -> tuple[tuple[str, str], ...]:
        """What could rest: (key, name) of each active goal and each person worked with."""
        async with self.units.reading(actor.workspace_id) as work:
            goals = await work.goals.active_of(actor.user_id)
            pairings = [one for one in await work.pairings.of(actor.user_id) if one.is_active]
            names = await work.people.named([one.partner_of(actor.user_id) for one in pairings])
            found = [(f"{Scope.GOAL}:{one.id}", one.title) for one in goals]
            for one in pairings:
                name = names.get(one.partner_of(actor.user_id), "")
                found.append((f"{Scope.PAIR}:{one.id}", name))
            return tuple(found)

    async def pause(
        self, actor: Actor, key: str, until: datetime, *, share: bool = False
    ) -> PauseConfirm:
        """Let it rest until the local day of ``until`` begins; once more moves that day.

        ``share`` tells the other side of a pairing the day, nothing else. Raises ``NotYours``,
        ``PastDate``, ``TooSoon`` or ``TooFarOff``.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            day = person.week.local(until).date()
            checked_until(day, person.week.local(at).date())
            ends = resolve(day, time(0, 0), person.week.zone)
            goal, pairing = await _about(work, actor, key)
            if goal is not None:
                goal.paused_until = ends
                schedule = await work.checkins.schedule_of(actor.user_id)
                if schedule is not None:
                    await answered(work, schedule)
                await _hush_goal(work, goal, at)
            elif pairing is not None:
                pairing.rest(actor.user_id, ends)
                await _hush_pair(work, pairing)
                await _tell_partner(work, person, pairing, share=share, at=at)
            confirm = PauseConfirm(
                turn=await work.people.next_turn(person.user_id, PauseConfirm.kind),
                subject_id=_mark(key),
                until_on=day,
                scope=key.partition(":")[0],
                scope_name=await _name(work, actor, goal, pairing),
                scope_key=key,
            )
            await work.commit()
            return confirm

    async def resume(self, actor: Actor, key: str) -> Resting:
        """End it now; what ended already stays ended. Raises ``NotYours``."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            goal, pairing = await _about(work, actor, key)
            if goal is not None:
                goal.paused_until = None
            elif pairing is not None:
                pairing.rest(actor.user_id, None)
                await work.outbox.cancel(
                    _news(pairing, actor.user_id), PartnerPaused.kind, reason="replaced"
                )
            name = await _name(work, actor, goal, pairing)
            await work.commit()
            scope, _, one_id = key.partition(":")
            return Resting(Scope(scope), one_id, name, at)

    async def resting(self, actor: Actor) -> tuple[Resting, ...]:
        """What this person let rest, soonest end first."""
        async with self.units.reading(actor.workspace_id) as work:
            return await resting_of(work, actor.user_id, self.clock.now())


async def resting_of(work: UnitOfWork, user_id: str, at: datetime) -> tuple[Resting, ...]:
    """The same, in a transaction."""
    goals = await work.goals.active_of(user_id)
    pairings = await work.pairings.of(user_id)
    mine = [one for one in pairings if one.rest_of(user_id)]
    names = await work.people.named([one.partner_of(user_id) for one in mine]) if mine else {}
    return resting_among(user_id, goals, pairings, names, at)


def resting_among(
    user_id: str,
    goals: Sequence[Goal],
    pairings: Sequence[Pairing],
    names: Mapping[str, str],
    at: datetime,
) -> tuple[Resting, ...]:
    """Of what was read already: what this person let rest, never what the other side did."""
    found = [
        Resting(Scope.GOAL, one.id, one.title, one.paused_until)
        for one in goals
        if one.paused_until is not None and one.rests(at)
    ]
    for one in pairings:
        ends = one.rest_of(user_id)
        if one.is_active and ends is not None and at < ends:
            name = names.get(one.partner_of(user_id), "")
            found.append(Resting(Scope.PAIR, one.id, name, ends))
    return tuple(sorted(found, key=lambda one: (one.until, one.key)))


async def put_off(
    work: UnitOfWork,
    kind: str,
    due: DueNudge,
    roadblock: Roadblock,
    at: datetime,
    *,
    after_reply: bool = False,
) -> Skipped | None:
    """A step about a roadblock whose goal or pairing rests comes after the break, at the reader's
    slot; None when nothing rests. ``after_reply``: not before the other side had the agreed time
    to answer once more."""
    reader, wait = due.person_id, 0
    until, reason = None, ""
    if roadblock.is_shared and roadblock.pairing_id:
        pairing = await work.pairings.get(roadblock.pairing_id, visible_to=reader)
        if pairing is not None and (until := pairing.rests_until(at)):
            mine = pairing.rest_of(reader)
            wait = roadblock.reply_working_days or pairing.reply_working_days
            reason = PAIR_RESTS if mine is not None and at < mine else RESTS_THERE
    if until is None and roadblock.goal_id and reader == roadblock.owner_id:
        goal = await work.goals.get(roadblock.goal_id, visible_to=reader)
        if goal is not None and goal.rests(at):
            until, reason = goal.paused_until, GOAL_RESTS
    person = await work.people.get(reader)
    if until is None or person is None:
        return None
    again_at = person.week.next_slot(until)
    if after_reply and wait:
        again_at = person.week.after_working_days(again_at, wait)
    await work.nudges.set(kind, roadblock.id, reader, again_at)
    return Skipped(reason)


async def may_name(work: UnitOfWork, due: DueNudge, at: datetime) -> bool:
    """Whether a planned step may be named to its reader: not one the other side's break has put
    off, for its day would tell of a break that was not told."""
    if due.kind not in _BY_ROADBLOCK:
        return True
    roadblock = await work.roadblocks.get(due.subject_id, visible_to=due.person_id)
    if roadblock is None or not roadblock.pairing_id:
        return True
    pairing = await work.pairings.get(roadblock.pairing_id, visible_to=due.person_id)
    theirs = pairing.rest_of(pairing.partner_of(due.person_id)) if pairing else None
    return theirs is None or at >= theirs


# --- private -------------------------------------------------------------------------------------


async def _about(work: UnitOfWork, actor: Actor, key: str) -> tuple[Goal | None, Pairing | None]:
    """The goal or the pairing, if it is this person's own and goes on. Raises ``NotYours``."""
    scope, _, one_id = key.partition(":")
    if scope == Scope.GOAL:
        goal = await work.goals.get(one_id, visible_to=actor.user_id)
        if goal is not None and goal.owner_id == actor.user_id and goal.is_active:
            return goal, None
    elif scope == Scope.PAIR:
        pairing = await work.pairings.get(one_id, visible_to=actor.user_id)
        if pairing is not None and pairing.is_active and pairing.has(actor.user_id):
            return None, pairing
    raise NotYours


async def _name(work: UnitOfWork, actor: Actor, goal: Goal | None, pairing: Pairing | None) -> str:
    if pairing is None:
        return goal.title if goal is not None else ""
    partner = pairing.partner_of(actor.user_id)
    return (await work.people.named([partner])).get(partner, "")


async def _hush_goal(work: UnitOfWork, goal: Goal, at: datetime) -> None:
    """What waits to ask about it is let go; an open question about resting goals only does not
    count (content.md 6.1)."""
    await work.outbox.cancel(goal.id, *_OF_A_GOAL, reason="paused")
    resting = {one.id for one in await work.goals.active_of(goal.owner_id) if one.rests(at)}
    for prompt in await work.checkins.recent_prompts(goal.owner_id, 1):
        asked = set(prompt.goal_ids)
        if prompt.is_open(at) and asked and asked <= resting | {goal.id}:
            prompt.state = PromptState.AWAY
            await work.outbox.cancel(prompt.id, *_OF_A_PROMPT, reason="paused")
            await work.nudges.cancel(prompt.id)


async def _hush_pair(work: UnitOfWork, pairing: Pairing) -> None:
    """What waits to come by itself about these two is let go, on both sides."""
    for user_id in (pairing.mentee_id, pairing.mentor_id):
        for one in await work.outbox.waiting_for(user_id):
            waits = one.state in (DeliveryState.HELD, DeliveryState.PENDING)
            if waits and await _is_about(work, one, pairing):
                one.state, one.reason = DeliveryState.CANCELLED, "paused"


async def _is_about(work: UnitOfWork, delivery: Delivery, pairing: Pairing) -> bool:
    subject = delivery.subject_id
    if delivery.kind in _BY_PAIR:
        return pairing.id in (subject, delivery.payload.get("pairing_id"))
    if delivery.kind in _BY_GOAL and delivery.payload.get("mentee_name"):
        goal = await work.goals.get(subject, visible_to=pairing.mentee_id)
        return goal is not None and goal.pairing_id == pairing.id
    if delivery.kind in _BY_ROADBLOCK:
        roadblock = await work.roadblocks.get(subject, visible_to=pairing.mentee_id)
        return roadblock is not None and roadblock.pairing_id == pairing.id
    return False


def _mark(key: str) -> str:
    """The blocks that tell of it."""
    return f"rest-{key.partition(':')[2]}"


def _news(pairing: Pairing, user_id: str) -> str:
    """What the news of a break in a pairing is about; a subject has 40 characters at most."""
    return f"{pairing.id}-{'mentee' if user_id == pairing.mentee_id else 'mentor'}"


async def _tell_partner(
    work: UnitOfWork, person: Person, pairing: Pairing, *, share: bool, at: datetime
) -> None:
    """The day, if that was ticked, and nothing else (content.md F23)."""
    subject, partner = _news(pairing, person.user_id), pairing.partner_of(person.user_id)
    await work.outbox.cancel(subject, PartnerPaused.kind, reason="replaced")
    ends = pairing.rest_of(person.user_id)
    if not share or ends is None:
        return
    day = person.week.local(ends).date()
    message = PartnerPaused(
        subject_id=subject, partner_name=person.name, until_on=day, only_here=True
    )
    if (number := await how_often(work, message, to=partner)) is not None:
        key = f"{message.kind}:{subject}:{number}"
        await tell(work, message, to=partner, at=at, key=key)
