"""A pause has ended: one message, nothing replayed (content.md F23)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.messages.people import PauseReturn
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.outbox import tell
from bot.services.rhythm import next_checkin_at

#: After a longer downtime the return is no news any more.
STALE = timedelta(days=3)


class PauseReturnNudge:
    """Due when the pause ends; heard at the first slot after it."""

    kind = "pause_return"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The end of this very pause."""
        return due.due_at.isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Say that it is over, unless it was ended or made longer meanwhile."""
        person = await work.people.get(due.person_id)
        if person is None or person.paused_until is None:
            return Skipped("resumed")
        if person.is_paused(at):
            return Skipped("paused")
        if at - due.due_at > STALE:
            return Skipped("skipped-late")
        message = PauseReturn(
            subject_id="pause", next_at=await next_checkin_at(work, person.user_id)
        )
        key = f"{self.kind}:{person.user_id}:{due.due_at.isoformat()}"
        return await tell(work, message, to=person.user_id, at=due.due_at, key=key)
