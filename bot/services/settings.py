"""Set-up and settings: who they are, when they want to hear, what comes next (content.md F1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.domain.breaks import Resting
from bot.domain.cadence import WEEKDAYS
from bot.domain.checkins import open_until
from bot.domain.errors import TooLong
from bot.domain.goals import FIELD_LENGTH, Goal
from bot.domain.messages.people import NextPrompt, OnboardRecap
from bot.domain.nudges import DueNudge, LessOf, NudgeRecord
from bot.domain.pace import RECORD, Record, record_of
from bot.domain.people import Actor, MentorProfile, Person, Preferences, Role
from bot.domain.rhythm import CHECKIN_DUE
from bot.ports import Clock, UnitOfWork, Units
from bot.services.breaks import may_name, resting_of
from bot.services.digests import retime
from bot.services.goal_pieces import keep_new
from bot.services.met import met
from bot.services.pace import SLOWER
from bot.services.rhythm import ensure_schedule, next_checkin_at, why_none

#: A slot that a new window left outside moves so far behind its opening.
AFTER_OPENING = timedelta(minutes=30)
#: Planned messages named by `/mentor next`.
PLANNED = 3


@dataclass(frozen=True)
class SetUp:
    """The end of the set-up. ``draft_id``: what a mentee wants to change, kept as a goal's draft;
    empty when they left it open."""

    recap: OnboardRecap
    role: Role
    draft_id: str = ""


@dataclass(frozen=True)
class Outlook:
    """What comes next, and what did not come last time. ``planned`` leaves out the check-in that
    ``next`` tells of."""

    next: NextPrompt
    planned: tuple[DueNudge, ...]
    skipped: NudgeRecord | None
    record: Record
    resting: tuple[Resting, ...] = ()


class SettingsService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def begin(self, actor: Actor, zone: str, start: time, end: time) -> Person:
        """The first step of the set-up: where they are, and when messages may come.

        Raises ``UnknownZone`` or ``WindowTurned``; nothing is saved then.
        """
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            chosen = in_window(person.preferences, zone, start, end)
            await self._apply(work, person, chosen)
            await work.commit()
            return person

    async def finish(
        self,
        actor: Actor,
        role: Role,
        chosen: Preferences,
        *,
        profile: MentorProfile | None = None,
        words: str = "",
    ) -> SetUp:
        """The second step: roles and profile are saved, a mentee's rhythm begins.

        ``words`` are what a mentee wants to change: they become a private draft of a goal. Raises
        the first of ``Preferences.problems``, or ``TooLong``.
        """
        at = self.clock.now()
        if len(words) > FIELD_LENGTH:
            raise TooLong(limit=f"{FIELD_LENGTH:,}", words=words)
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            person.seeks_mentor = role in (Role.MENTEE, Role.BOTH)
            person.offers_mentoring = role.is_mentor
            person.set_up_at = person.set_up_at or at
            if profile is not None:
                person.offer(profile)
            await self._apply(work, person, chosen)
            if role.is_mentee:
                await ensure_schedule(work, person, at)
            else:
                await _rest(work, person)
            draft_id = await _draft(work, person, words, at) if words and role.is_mentee else ""
            recap = await _recap(work, person)
            await work.commit()
            return SetUp(recap, role, draft_id)

    async def save(self, actor: Actor, chosen: Preferences) -> OnboardRecap:
        """The settings form. Everything planned and waiting moves with it.

        Raises the first of ``Preferences.problems``; nothing is saved then.
        """
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            await self._apply(work, person, chosen)
            recap = await _recap(work, person)
            await work.commit()
            return replace(recap, changed=True)

    async def quieted(self, actor: Actor) -> list[LessOf]:
        """What they asked to hear less of."""
        async with self.units.reading(actor.workspace_id) as work:
            return await work.people.quieted(actor.user_id)

    async def outlook(self, actor: Actor, kinds: Sequence[str]) -> Outlook:
        """What comes when, and why or why not; of nudges only these ``kinds``."""
        at = self.clock.now()
        async with self.units.reading(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            next_at = await next_checkin_at(work, person.user_id)
            planned = [
                one
                for one in await work.nudges.planned_for(person.user_id)
                if one.kind in kinds and one.kind != CHECKIN_DUE and await may_name(work, one, at)
            ]
            rounds = await work.checkins.recent_prompts(person.user_id, RECORD)
            return Outlook(
                NextPrompt(
                    next_at=next_at,
                    zone=person.zone_name,
                    zone_unknown=not person.zone_is_known,
                    reason="" if next_at else await why_none(work, person.user_id),
                    paused_until_at=person.paused_until if person.is_paused(at) else None,
                    open_until_at=open_until(rounds, at),
                ),
                tuple(planned[:PLANNED]),
                await work.nudges.last_skipped(
                    person.user_id, [kind for kind in kinds if kind != SLOWER]
                ),
                record_of(rounds, person.week.local(at).date()),
                await resting_of(work, person.user_id, at),
            )

    # --- private ---------------------------------------------------------------------------------

    async def _apply(self, work: UnitOfWork, person: Person, chosen: Preferences) -> None:
        """Take over a week, and move what is planned and waiting into it."""
        at = self.clock.now()
        person.prefer(chosen)
        await retime(work, person, at)
        schedule = await work.checkins.schedule_of(person.user_id)
        planned = await work.nudges.planned_for(person.user_id)
        if schedule is not None and any(one.kind == CHECKIN_DUE for one in planned):
            await ensure_schedule(work, person, at)


def in_window(now: Preferences, zone: str, start: time, end: time) -> Preferences:
    """The same preferences in another zone and window; a slot outside moves behind its opening."""
    slot = now.slot
    if not start <= slot < end:
        minutes = start.hour * 60 + start.minute + _minutes(AFTER_OPENING)
        slot = time(*divmod(min(minutes, 24 * 60 - 1), 60))
    return replace(now, zone=zone, window_start=start, window_end=end, slot=slot)


# --- private -------------------------------------------------------------------------------------


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


async def _rest(work: UnitOfWork, person: Person) -> None:
    """Who is a mentor only is asked nothing, unless a goal or a mentor of their own says so."""
    me = person.user_id
    schedule = await work.checkins.schedule_of(me)
    busy = await work.pairings.active_of_mentee(me) or await work.goals.active_of(me)
    if schedule is not None and not busy:
        await work.nudges.cancel(schedule.id, CHECKIN_DUE)


async def _draft(work: UnitOfWork, person: Person, words: str, at: datetime) -> str:
    """The words as a draft; the same words again are the same draft."""
    me = person.user_id
    for known in await work.goals.of(me, visible_to=me):
        if known.is_draft and known.raw_ambition == words:
            return known.id
    goal = Goal(work.workspace_id, me, words, at)
    await keep_new(work, goal, person, at)
    return goal.id


async def _recap(work: UnitOfWork, person: Person) -> OnboardRecap:
    return OnboardRecap(
        turn=await work.people.next_turn(person.user_id, OnboardRecap.kind),
        subject_id="settings",
        day_name=WEEKDAYS[person.checkin_weekday],
        slot=f"{person.slot:%H:%M}",
        zone=person.zone_name,
        window=person.window_in_words,
        next_at=await next_checkin_at(work, person.user_id),
    )
