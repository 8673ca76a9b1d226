"""One old win, at the beginning of a quarter (content.md 8.5)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.wins import WinsJarResurface
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.visibility import Visibility
from bot.domain.wins import worth_bringing_back
from bot.ports import UnitOfWork
from bot.services.outbox import tell
from bot.services.resurfacing import arm_resurfacing


class WinsJarResurfaceNudge:
    """An extra (P4): the budget may let it go, and "less of this" ends it."""

    kind = "wins_jar_resurface"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The day."""
        return due.due_at.date().isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """The next quarter first. A win nobody else may read is not quoted in a message."""
        person = await work.people.get(due.person_id)
        if person is None:
            return Skipped("gone")
        await arm_resurfacing(work, person.user_id, at)
        win = worth_bringing_back(await work.wins.jar(person.user_id), at)
        if win is None:
            return Skipped("no-old-win")
        message = WinsJarResurface(
            subject_id=win.id,
            win_title=win.title if win.visibility != Visibility.PRIVATE else "",
            won_on=person.week.local(win.at).date(),
            skill=win.skill if win.visibility != Visibility.PRIVATE else "",
        )
        key = f"{self.kind}:{win.id}:{due.due_at.date().isoformat()}"
        said = await tell(work, message, to=person.user_id, at=due.due_at, key=key)
        if isinstance(said, Delivery):
            win.shown_at = at
        return said
