"""A person's check-in rhythm: made once, planned afresh after every change (design D4).

The rule itself is ``bot.domain.rhythm``; here it meets the store.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.checkins import PromptState
from bot.domain.nudges import CheckinSchedule, NudgeRecord
from bot.domain.pace import LOOK_BACK, Silence
from bot.domain.people import Person
from bot.domain.rhythm import (
    CATCH_UP,
    CHECKIN_DUE,
    Past,
    Slot,
    local_date,
    next_asked_at,
    next_slot,
    rest_of,
    slots,
)
from bot.ports import UnitOfWork

#: Why nothing is planned, inside a sentence.
NO_RHYTHM = "you have no check-in rhythm yet; your first goal or your first pairing starts one"
RESTING = "it has been quiet, so check-ins rest; any check-in starts them again"


async def ensure_schedule(
    work: UnitOfWork, person: Person, at: datetime, *, wake: bool = True
) -> CheckinSchedule:
    """The person's rhythm, made at its defaults when they have none yet, and planned.

    A resting one wakes, unless nobody asked for it (``wake`` off: a move, a return to Slack).
    """
    schedule = await work.checkins.schedule_of(person.user_id)
    if schedule is None:
        today = person.week.local(at).date()
        schedule = CheckinSchedule(
            work.workspace_id, person.user_id, person.checkin_weekday, set_on=today, set_at=at
        )
        work.checkins.add(schedule)
        await work.flush()
    schedule.weekday = person.checkin_weekday
    if wake and schedule.resting_at is not None:
        schedule.resting_at, schedule.set_at = None, at
    await arm(work, schedule, person, at)
    return schedule


async def past_of(work: UnitOfWork, schedule: CheckinSchedule) -> Past:
    """What this rhythm has behind it, and what is planned."""
    return await work.nudges.past(CHECKIN_DUE, schedule.id)


async def arm(work: UnitOfWork, schedule: CheckinSchedule, person: Person, at: datetime) -> None:
    """Plan the first slot of a rhythm after ``at``; safe to call again after any change.

    An edit never looks back, and never forward over a slot whose time has come: that row stays
    and is dealt with as things are now. A resting rhythm plans nothing.
    """
    past = await past_of(work, schedule)
    overdue = past.planned_at is not None and past.planned_at <= at
    if schedule.resting_at is None and not overdue:
        await plan_next(work, schedule, person, past, at)


async def plan_next(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, past: Past, after: datetime
) -> None:
    """Plan the next slot after a moment: also one at which, by now, nothing will be asked.

    Why nothing was asked is written down when it passes (reliability.md e.2).
    """
    slot = next_slot(schedule, person, past, after)
    await work.nudges.set(CHECKIN_DUE, schedule.id, person.user_id, slot.at)


async def pass_by(
    work: UnitOfWork,
    schedule: CheckinSchedule,
    person: Person,
    past: Past,
    due_at: datetime,
    at: datetime,
) -> datetime:
    """Write down what was missed after ``due_at`` in a long downtime, each date by name; returns
    the moment after which the next slot, at most the latest missed one, may still be asked."""
    horizon = max(due_at, at - CATCH_UP)
    for slot in slots(schedule, person, past, due_at):
        if slot.at > horizon:
            return horizon
        reason = slot.skip if slot.skip in _QUIET else "skipped-late"
        skip(work, schedule, slot, at, reason)
    return horizon


def skip(
    work: UnitOfWork, schedule: CheckinSchedule, slot: Slot, at: datetime, reason: str
) -> None:
    """An occurrence at which nothing was asked, as a row: it blocks a second try."""
    work.nudges.record(
        NudgeRecord(
            workspace_id=work.workspace_id,
            kind=CHECKIN_DUE,
            subject_id=schedule.id,
            person_id=schedule.owner_id,
            occurrence=slot.day.isoformat(),
            due_at=slot.at,
            at=at,
            outcome=reason,
        )
    )


async def end_pause(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Before a pause ends by hand: a slot inside it that still waits for the planner is skipped,
    so that a return replays nothing. Call it while the pause still stands."""
    schedule = await work.checkins.schedule_of(person.user_id)
    if schedule is None:
        return
    past = await past_of(work, schedule)
    due_at = past.planned_at
    if due_at is None or due_at > at or not person.is_paused(due_at):
        return
    day = local_date(schedule, person, due_at)
    skip(work, schedule, Slot(day, due_at), at, "paused")
    past = past.and_then(day)
    after = await pass_by(work, schedule, person, past, due_at, at)
    await work.nudges.cancel(schedule.id, CHECKIN_DUE)
    await plan_next(work, schedule, person, past, max(after, at))


async def next_checkin_at(work: UnitOfWork, user_id: str) -> datetime | None:
    """When this person is really asked next, as things stand; None without a rhythm."""
    schedule, past = await work.nudges.rhythm_of(user_id, CHECKIN_DUE)
    person = await work.people.get(user_id) if schedule is not None else None
    if person is None:
        return None
    rests = rest_of(await work.goals.active_of(user_id))
    return next_asked_at(schedule, person, past, rests)


async def why_none(work: UnitOfWork, user_id: str) -> str:
    """Why no check-in is planned, inside a sentence."""
    return why_unplanned(await work.checkins.schedule_of(user_id))


def why_unplanned(schedule: CheckinSchedule | None) -> str:
    """The same, of a rhythm that was read already."""
    return RESTING if schedule is not None and schedule.resting_at else NO_RHYTHM


def left_out(
    schedule: CheckinSchedule, person: Person, since: datetime, until: datetime
) -> list[tuple[Slot, str]]:
    """Slots in a span of time of a rhythm that does not run, and why: its person is away from
    Slack, or it rests. Nothing is planned then, so nothing is written down."""
    found: list[tuple[Slot, str]] = []
    for slot in slots(schedule, person, Past(), since):
        if slot.at > until:
            break
        if not person.is_here:
            found.append((slot, "gone"))
        elif schedule.resting_at is not None and schedule.resting_at < slot.at:
            found.append((slot, "resting"))
    return found


async def set_aside(work: UnitOfWork, user_id: str, at: datetime) -> None:
    """A pause begins: a question that is still open does not count at all (content.md 6.1)."""
    for prompt in await work.checkins.recent_prompts(user_id, 1):
        if prompt.state == PromptState.OPEN and prompt.is_open(at):
            prompt.state = PromptState.AWAY


async def silence_of(work: UnitOfWork, schedule: CheckinSchedule) -> Silence:
    """How many questions in a row got no answer, no snooze and no check-in of any kind, since
    the rhythm began or woke. Rounds of a pause do not count at all (content.md 6.1)."""
    latest = next(iter(await work.checkins.recent(schedule.owner_id, 1)), None)
    begin = max(schedule.set_at, latest.at) if latest is not None else schedule.set_at
    rounds, since = 0, None
    for prompt in await work.checkins.recent_prompts(schedule.owner_id, LOOK_BACK):
        if prompt.snoozes or prompt.asked_at <= begin:
            break
        if prompt.state != PromptState.AWAY:
            rounds, since = rounds + 1, prompt.asked_at
    asked_at = schedule.pace_asked_at
    is_new = asked_at is not None and asked_at > begin
    return Silence(rounds, since, pace_asked=is_new, pace_asked_at=asked_at)


# --- private -------------------------------------------------------------------------------------

#: Reasons that say more than that it is too late.
_QUIET = ("paused", "first-day-back")
