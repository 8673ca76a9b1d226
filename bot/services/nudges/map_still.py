"""A shown route that stood still for two months: a line for the next conversation (F4, 4.6)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.agenda import AgendaSource
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.agenda import suggest


class MapStillNudge:
    """Planned whenever the route changes or a step is reached. It never sends anything."""

    kind = "map_still"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once for each time it stood still."""
        return due.due_at.date().isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """The line is the owner's alone until they show it."""
        route = await work.maps.path(due.subject_id, visible_to=due.person_id)
        if route is None or route.archived_at or not route.is_shown:
            return Skipped("not shown")
        steps = await work.maps.steps([route.id])
        nearest = next((one for one in steps if one.reached_at is None), None)
        pairing = await work.pairings.get(route.pairing_id, visible_to=due.person_id)
        if nearest is None or pairing is None or not pairing.is_active:
            return Skipped("nothing to talk about")
        await suggest(
            work,
            pairing,
            by=due.person_id,
            text=f"Our map: is this still the next step? {nearest.text}",
            source=AgendaSource.MAP,
            about_id=route.id,
            at=at,
        )
        return Skipped("on the agenda")
