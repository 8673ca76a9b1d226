"""Nobody answered about the pace for five working days: it halves by itself (content.md 6.3)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.pace import CheckinCadenceAsk
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.pace import ANSWER_DAYS, PaceReason
from bot.ports import UnitOfWork
from bot.services.pace import slow_down

_NEVER_SENT = (DeliveryState.CANCELLED, DeliveryState.DEAD)


class CheckinSlowerNudge:
    """Says nothing now; the next question says so. Any word of the person's cancels it."""

    kind = "checkin_slower"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The moment it was planned for: it moves while the question waits to be sent."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Slow down, once the question stood there long enough."""
        schedule = await work.checkins.schedule(due.subject_id)
        person = await work.people.get(due.person_id)
        if schedule is None or person is None or not schedule.pace_open:
            return Skipped("answered")
        asked_at = schedule.pace_asked_at
        if asked_at is not None and await work.checkins.since(person.user_id, asked_at):
            schedule.pace_open = False
            return Skipped("answered")
        asked = await _question(work, due)
        if asked is None or asked.state in _NEVER_SENT:
            schedule.pace_open = False
            return Skipped("not-asked-yet")
        sent_at = asked.sent_at or at
        began = max(sent_at, person.paused_until or sent_at)
        if (ready := person.week.after_working_days(began, ANSWER_DAYS)) > at:
            await work.nudges.set(self.kind, schedule.id, person.user_id, ready)
            return Skipped("not-asked-yet")
        schedule.pace_open, schedule.slowed_at = False, at
        await slow_down(work, schedule, person, at)
        return Skipped("slower")


# --- private -------------------------------------------------------------------------------------


async def _question(work: UnitOfWork, due: DueNudge) -> Delivery | None:
    """The question as it was sent; it may have travelled in a digest."""
    told = await work.outbox.about(due.subject_id, CheckinCadenceAsk.kind)
    quiet = [one for one in told if one.payload.get("pace_reason") == PaceReason.QUIET]
    latest = max(quiet, key=lambda one: one.created_at, default=None)
    if latest is not None and latest.state == DeliveryState.MERGED:
        return await work.outbox.get(latest.merged_into)
    return latest
