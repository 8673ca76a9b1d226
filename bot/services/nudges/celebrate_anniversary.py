"""A year of a pairing: two facts for both sides, once a year (content.md F8)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.wins import CelebrateAnniversary
from bot.domain.nudges import DueNudge, Skipped
from bot.domain.outbox import Delivery
from bot.ports import UnitOfWork
from bot.services.anniversaries import arm_anniversary
from bot.services.breaks import RESTS_THERE
from bot.services.outbox import tell


class CelebrateAnniversaryNudge:
    """Planned anew each year; a pairing that paused or ended celebrates nothing."""

    kind = "celebrate_anniversary"

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        """The year."""
        return str(due.due_at.year)

    async def plan(self, work: UnitOfWork, due: DueNudge, at: datetime) -> Delivery | Skipped:
        """The next year first; then the same facts to both, each in their own words and slot."""
        pairing = await work.pairings.get(due.subject_id, visible_to=due.person_id)
        if pairing is None or not pairing.is_active:
            return Skipped("not-active")
        await arm_anniversary(work, pairing, at)
        if pairing.rests_until(at):
            return Skipped(RESTS_THERE)
        mentee = await work.people.get(pairing.mentee_id)
        mentor = await work.people.get(pairing.mentor_id)
        if mentee is None or mentor is None or not (mentee.is_here and mentor.is_here):
            return Skipped("partner-gone")
        years = pairing.years(at, mentee.week)
        n_wins = await work.wins.count_in(pairing.id)
        n_solved = await work.pairings.roadblocks_solved_in(pairing.id)
        said: Delivery | Skipped = Skipped("already-said")
        for reader, partner in ((mentor, mentee), (mentee, mentor)):
            message = CelebrateAnniversary(
                subject_id=pairing.id,
                partner_name=partner.name,
                years=years,
                n_wins=n_wins,
                n_solved=n_solved,
            )
            key = f"{self.kind}:{pairing.id}:{reader.user_id}:{years}"
            said = await tell(work, message, to=reader.user_id, at=due.due_at, key=key)
        return said
