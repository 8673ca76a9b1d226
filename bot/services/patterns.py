"""What several answers about one goal say together (content.md 5.4, 5.2c, F9 9.0)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.checkins import BEHIND_QUOTES_WHY, STUCK_IS_HARD, Checkin, Status, in_a_row
from bot.domain.goals import Goal
from bot.domain.messages.checkins import CheckinAck
from bot.domain.roadblocks import excerpt
from bot.ports import UnitOfWork

#: Answers looked back at; between two about one goal there may be others.
LOOK_BACK = 40


async def seen_together(
    work: UnitOfWork, ack: CheckinAck, checkin: Checkin, goal: Goal | None
) -> CheckinAck:
    """The same acknowledgement, with what the answers before add to it.

    The third "a bit behind" in a row about a goal quotes why it matters, in its owner's words; the
    second "stuck" in a row offers to note a setback. Nothing is offered to others.
    """
    if checkin.status not in (Status.BEHIND, Status.STUCK):
        return ack
    latest = await work.checkins.recent(checkin.owner_id, LOOK_BACK)
    times = in_a_row(checkin.status, [o.status for o in latest if o.goal_id == checkin.goal_id])
    if checkin.status == Status.STUCK:
        return replace(ack, hard_again=times >= STUCK_IS_HARD)
    quoted = goal.why if goal is not None and times == BEHIND_QUOTES_WHY else ""
    return replace(ack, why=excerpt(quoted))
