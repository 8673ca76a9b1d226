"""Weeks of check-ins: what was said when, answers a week apart, what was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.agenda import AgendaItem
from bot.domain.goals import Goal
from bot.domain.pace import Record
from bot.domain.people import Actor
from bot.sandbox import Persona
from tests.factories import TEAM
from tests.stage import Conversation

DUE, AGAIN = "Your check-in is ready", "Your check-in is still open"
FRESH, PACE = "A fresh start for your goal", "How often should I ask?"
REST, QUIET = "Your check-ins will rest", "A line about somebody you mentor"


def said(who: Persona) -> list[tuple[str, str]]:
    """(when on their clock, what the lock screen shows), in order."""
    zone = ZoneInfo(who.user.tz or "UTC")
    moments = [datetime.fromtimestamp(float(one.ts), tz=UTC).astimezone(zone) for one in who.dms]
    return [(f"{at:%a %d %b %H:%M}", one.text) for at, one in zip(moments, who.dms, strict=True)]


async def goal_of(waymark: Conversation, goal_id: str) -> Goal:
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        return goal


async def agenda_of(waymark: Conversation, who: Persona) -> list[AgendaItem]:
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.agenda.waiting(who.id)


def monday(number: int, hour: str = "10:00") -> str:
    """So many weeks after Monday 9 March."""
    return f"{date(2026, 3, 9) + timedelta(weeks=number)} {hour}"


async def weekly(waymark: Conversation, *statuses: str) -> None:
    """Answers to the next questions, one a week from Monday 9 March on."""
    for number, status in enumerate(statuses):
        await waymark.until(monday(number))
        await waymark.maya.click(status, message=waymark.maya.last_dm)


async def weekly_one(waymark: Conversation, when: str, status: str) -> None:
    await waymark.until(when)
    await waymark.maya.click(status, message=waymark.maya.last_dm)


async def record(waymark: Conversation) -> Record:
    return await waymark.waymark.services.pace.record(Actor(TEAM, waymark.maya.id))
