"""Would a mentor tell of their own path? Asked once, after a route was shown to them (1.2a)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.maps import PathKind
from bot.domain.messages.maps import MapStoryAsk
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.map_asks import has_told, offer_mark
from bot.services.met import met
from bot.services.outbox import tell


class MapStoryAskNudge:
    """An extra (P4). A map that is drawn and shown to nobody plans nothing: it is its owner's."""

    kind = "map_story_ask"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The day; that it is asked only once is looked up."""
        return due.due_at.date().isoformat()

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """Only while a route is shown, and while no path was told or asked for."""
        pairing = await work.pairings.get(due.subject_id, visible_to=due.person_id)
        if pairing is None or not pairing.is_active:
            return Skipped("not-active")
        mentor = await met(work, due.person_id)
        if mentor.is_new(at):
            await work.nudges.set(self.kind, pairing.id, mentor.user_id, mentor.new_until)
            return Skipped("new-person")
        if await has_told(work, pairing):
            return Skipped("answered")
        waits = await work.outbox.waiting_for(mentor.user_id)
        before = await work.outbox.last_sent(mentor.user_id, self.kind, at)
        if before is not None or any(one.kind == self.kind for one in waits):
            return Skipped("already-asked-once")
        seen = await work.maps.paths(mentor.user_id)
        theirs = [one for one in seen if one.owner_id == pairing.mentee_id]
        route = next((one for one in theirs if one.kind == PathKind.ROUTE), None)
        if route is None:
            return Skipped("not shown")
        mentee = await met(work, pairing.mentee_id)
        message = MapStoryAsk(
            subject_id=offer_mark(pairing.id),
            mentee_name=mentee.name,
            pairing_id=pairing.id,
            path_id=route.id,
        )
        key = f"{self.kind}:{pairing.id}"
        return await tell(work, message, to=mentor.user_id, at=due.due_at, key=key)
