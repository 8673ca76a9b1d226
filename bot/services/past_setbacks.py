"""Setbacks of one's own, read again when their owner wants to, never unasked (content.md F9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.domain.setbacks import Setback
from bot.ports import Units
from bot.services.met import met

#: Setbacks on one page: few enough to read, and far below what a window of Slack's holds.
PAGE = 8


@dataclass(frozen=True)
class PastSetback:
    """One of them, the day on its owner's calendar, and the title of the goal it was about."""

    setback: Setback
    on: date
    goal_title: str = ""


@dataclass(frozen=True)
class PastPage:
    """One page, newest first. How many there are is counted nowhere."""

    lines: tuple[PastSetback, ...] = ()
    page: int = 0
    more: bool = False


class PastSetbackService:
    """Reading only; nobody hears of it, and nothing about it is kept."""

    def __init__(self, units: Units) -> None:
        self.units = units

    async def page(self, actor: Actor, page: int = 0) -> PastPage:
        """One's own; a page that is not there is the nearest one that is."""
        async with self.units.reading(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            held = await work.setbacks.of(actor.user_id)
            page = max(0, min(page, (len(held) - 1) // PAGE))
            goals = await work.goals.of(actor.user_id, visible_to=actor.user_id)
            titles = {one.id: one.title for one in goals if one.owner_id == actor.user_id}
            return PastPage(
                lines=tuple(
                    PastSetback(one, person.week.local(one.at).date(), titles.get(one.goal_id, ""))
                    for one in held[page * PAGE : (page + 1) * PAGE]
                ),
                page=page,
                more=len(held) > (page + 1) * PAGE,
            )
