"""A request nobody answered closes by itself, softly (content.md 2.3, 2.4, 2.6)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.domain.pairings import RequestState
from bot.ports import UnitOfWork
from bot.services.requests import close_softly


class RequestExpiryNudge:
    """After 14 days; seven after a suggestion. The mentee hears the same words as for a no."""

    kind = "request_expiry"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """Once a request, whatever happens."""
        return "once"

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Close what is still open."""
        request = await work.pairings.request(due.subject_id, visible_to=due.person_id)
        if request is None or not request.is_open:
            return Skipped("answered")
        if at < request.closes_at:
            await work.nudges.set(self.kind, request.id, due.person_id, request.closes_at)
            return Skipped("not-yet")
        return await close_softly(work, request, RequestState.EXPIRED, at)
