"""A house where time passes: the real store, services and planner, no Slack and no courier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.clock import ManualClock
from bot.domain.installations import Installation
from bot.domain.nudges import CheckinSchedule, DueNudge, NudgeRecord
from bot.domain.outbox import Delivery
from bot.domain.people import Actor, Person, Preferences, Profile
from bot.ports import Points, Units
from bot.scheduling.planner import Planner
from bot.services.care import CareService
from bot.services.nudges import NUDGES, Nudge
from bot.services.people import PeopleService
from bot.services.rhythm import arm, ensure_schedule, next_checkin_at
from bot.services.settings import SettingsService
from storage.database import Database
from storage.private_text import KeyRing
from storage.tables.checkins import schedules
from storage.tables.nudges import due_nudges, nudge_records
from storage.tables.outbox import outbox
from storage.tables.people import people
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM


class Dies(BaseException):
    """The process is killed here: nothing of it runs any more."""


class DiesAt:
    """``Points`` that end the process at one label."""

    def __init__(self, label: str) -> None:
        self._label = label

    def reach(self, label: str) -> None:
        """Dies at the label."""
        if label == self._label:
            raise Dies(label)


class House:
    """One workspace on one database, and a clock everybody shares."""

    def __init__(self, url: str, clock: ManualClock, nudges: Iterable[Nudge] = NUDGES) -> None:
        self.database = Database(url, KeyRing([KEY]), durable=False)
        self.furnish(SqlUnits(self.database, clock), clock, nudges)

    def furnish(self, units: Units, clock: ManualClock, nudges: Iterable[Nudge]) -> None:
        """The real services on a store."""
        self.clock, self.units, self.nudges = clock, units, tuple(nudges)
        self.settings = SettingsService(units, clock)
        self.people = PeopleService(units, clock, _Nowhere())
        self.care = CareService(units, clock)

    async def open(self) -> None:
        """Install the workspace."""
        async with self.units(TEAM) as work:
            work.installations.add(
                Installation(TEAM, "Trial", "xoxb-1", "U0WAYMARK", installed_at=self.clock.now())
            )
            await work.commit()

    async def close(self) -> None:
        """Give the connections back."""
        await self.database.close()

    def planner(self, points: Points | None = None) -> Planner:
        """A planner as a freshly started process has it."""
        return Planner(self.units, self.nudges, points)

    async def plan(self) -> int:
        """What one beat plans now."""
        return await self.planner().plan_due(self.clock.now())

    async def arrives(self, user_id: str, zone: str = "Europe/London", **how: Any) -> Person:
        """Somebody with a rhythm: Mondays at ten unless ``how`` says otherwise."""
        at = self.clock.now()
        async with self.units(TEAM) as work:
            person = Person(TEAM, user_id, user_id.title(), zone, at, zone_confirmed=True)
            person.slack_zone = zone
            for name, value in how.items():
                setattr(person, name, value)
            work.people.add(person)
            await work.flush()
            await ensure_schedule(work, person, at)
            await work.commit()
        return person

    async def person(self, user_id: str) -> Person:
        """As the store has them now."""
        async with self.units.reading(TEAM) as work:
            person = await work.people.get(user_id)
        assert person is not None
        return person

    async def chooses(self, user_id: str, **how: Any) -> None:
        """The settings form, with some fields changed."""
        now: Preferences = (await self.person(user_id)).preferences
        await self.settings.save(Actor(TEAM, user_id), replace(now, **how))

    async def moves(self, user_id: str, zone: str) -> None:
        """Slack says where they are now (``user_change``)."""
        await self.people.changed(TEAM, Profile(user_id, user_id.title(), time_zone=zone))

    async def pauses(self, user_id: str, until: datetime | None = None) -> None:
        """Until a day of theirs begins."""
        await self.care.pause(Actor(TEAM, user_id), until)

    async def resumes(self, user_id: str) -> None:
        """By hand."""
        await self.care.resume(Actor(TEAM, user_id))

    async def every(self, user_id: str, weeks: int) -> None:
        """Another rhythm, as a goal may ask for it."""
        async with self.units(TEAM) as work:
            person = await work.people.get(user_id)
            schedule = await work.checkins.schedule_of(user_id)
            assert person is not None
            assert schedule is not None
            schedule.every_weeks = weeks
            await arm(work, schedule, person, self.clock.now())
            await work.commit()

    async def wind(self, until: datetime) -> None:
        """Live until then: a beat at every moment at which something is due."""
        while (due := await self.next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            await self.plan()
        self.clock.move_to(until)

    async def next_question(self, user_id: str) -> datetime | None:
        """When they are told that they are asked next."""
        async with self.units.reading(TEAM) as work:
            return await next_checkin_at(work, user_id)

    async def leaves(self, user_id: str) -> None:
        """Nothing is planned for them any more."""
        async with self.units(TEAM) as work:
            await work.nudges.cancel_for(user_id)
            await work.commit()

    async def is_resting(self, user_id: str) -> bool:
        """Whether a long silence ended the questions."""
        async with self.units.reading(TEAM) as work:
            schedule = await work.checkins.schedule_of(user_id)
        return schedule is not None and schedule.resting_at is not None

    async def questions(self, user_id: str) -> list[Delivery]:
        """Messages that ask, withdrawn ones too."""
        query = select(Delivery).where(
            outbox.c.recipient_id == user_id, outbox.c.kind == "checkin_due"
        )
        async with self.database.reading() as session:
            return list(await session.scalars(query.order_by(outbox.c.due_at)))

    async def crowd(self, size: int, due_at: datetime, *, later: int = 0) -> None:
        """``size`` people due at one moment, and so many more who are due some other time."""
        at = self.clock.now()
        for start in range(0, size + later, 5000):
            rows: tuple[list[Any], ...] = ([], [], [])
            for number in range(start, min(start + 5000, size + later)):
                who = f"U{number:07d}"
                person = Person(TEAM, who, f"N{number}", "Europe/London", at)
                schedule = CheckinSchedule(TEAM, who, 0, at.date(), at)
                shift = timedelta(minutes=1 + number % 9000) if number >= size else timedelta()
                due = DueNudge(TEAM, "checkin_due", schedule.id, who, due_at + shift)
                rows[0].append(asdict(person))
                rows[1].append(asdict(schedule))
                rows[2].append(asdict(due))
            async with self.database.writing() as session:
                for table, held in zip((people, schedules, due_nudges), rows, strict=True):
                    await session.execute(insert(table), held)
                await session.commit()

    async def records(self, user_id: str, kind: str = "checkin_due") -> list[NudgeRecord]:
        """What became of each occurrence, by due time."""
        query = select(NudgeRecord).where(
            nudge_records.c.person_id == user_id, nudge_records.c.kind == kind
        )
        async with self.database.reading() as session:
            return list(await session.scalars(query.order_by(nudge_records.c.due_at)))

    async def outcomes(self, user_id: str) -> list[tuple[str, str]]:
        """(local date, outcome) of each question, in order."""
        return [(one.occurrence, one.outcome) for one in await self.records(user_id)]

    async def planned(self, user_id: str, kind: str = "checkin_due") -> list[datetime]:
        """The rows that wait."""
        query = select(due_nudges.c.due_at).where(
            due_nudges.c.person_id == user_id, due_nudges.c.kind == kind
        )
        async with self.database.reading() as session:
            return list(await session.scalars(query))

    async def next_due(self) -> datetime | None:
        """The soonest row of all."""
        async with self.database.reading() as session:
            first: datetime | None = await session.scalar(select(func.min(due_nudges.c.due_at)))
            return first


# --- private -------------------------------------------------------------------------------------


class _Nowhere:
    """A ``Directory`` that knows nobody: everybody here arrived by hand."""

    async def profile(self, workspace_id: str, user_id: str) -> Profile | None:
        return None
