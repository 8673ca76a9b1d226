"""Nobody is asked twice or never, whatever they and the machine do (reliability.md R11, exp 12).

The real services and planner on a real store; Hypothesis chooses what happens. Two seeded bugs,
each a part of the program put together wrongly, must be found.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Coroutine, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.clock import ManualClock
from bot.domain import rhythm
from bot.domain.checkins import Checkin
from bot.domain.nudges import CheckinSchedule, DueNudge, NudgeRecord
from bot.domain.people import Person
from bot.domain.rhythm import CATCH_UP, Past
from bot.ports import UnitOfWork
from bot.services.nudges import NUDGES, Nudge
from bot.services.nudges.checkin_due import CheckinDueNudge
from tests.conftest import TEAM
from tests.time import memory
from tests.time.house import Dies, DiesAt, House
from tests.time.memory import MemoryHouse

START = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
ZONES = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
    ]
)
HOURS = st.integers(0, 23)
#: Whatever moves, so many days later something is planned: a fortnight's rhythm, one that is too
#: close, and the shift from a first day back.
LONGEST_WAIT = timedelta(days=2 * 14 + 9)


class Life(RuleBasedStateMachine):
    """One person, one rhythm; ``house`` is shared by all lives, each has a person of its own."""

    house: ClassVar[House]
    run: ClassVar[asyncio.Runner]
    numbers: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        self.me = f"u{next(self.numbers)}"
        self.clock = self.house.clock
        self.clock.move_to(START)
        self.pauses: list[tuple[datetime, datetime]] = []
        self.seen: dict[str, tuple[NudgeRecord, date]] = {}
        self.weeks = 1

    def teardown(self) -> None:
        """The next life has the planner for itself."""
        self.do(self.house.leaves(self.me))

    # --- what happens ----------------------------------------------------------------------------

    @initialize(zone=ZONES)
    def arrives(self, zone: str) -> None:
        wide = {"window_start": time(0, 0), "window_end": time(23, 59)}
        self.do(self.house.arrives(self.me, zone, **wide))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        """The planner looks at every moment at which something is due."""
        self.do(self.house.wind(self.clock.now() + timedelta(hours=hours)))
        self.look(planned=True)

    @rule(days=st.integers(1, 16))
    def days_pass(self, days: int) -> None:
        self.do(self.house.wind(self.clock.now() + timedelta(days=days)))
        self.look(planned=True)

    @rule(hours=st.one_of(st.integers(1, 14), st.integers(15, 400)))
    def nobody_plans(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    @rule()
    def two_planners(self) -> None:
        async def both() -> None:
            now = self.clock.now()
            await asyncio.gather(*(self.house.planner().plan_due(now) for _ in range(2)))

        self.do(both())
        self.look(planned=True)

    @rule(label=st.sampled_from(["M1", "M2"]))
    def the_planner_dies(self, label: str) -> None:
        """Killed inside its transaction or right after; a new process goes on later."""

        async def killed() -> None:
            with contextlib.suppress(Dies):
                await self.house.planner(DiesAt(label)).plan_due(self.clock.now())

        self.do(killed())
        self.look()

    @rule(zone=ZONES)
    def moves(self, zone: str) -> None:
        self.do(self.house.moves(self.me, zone))

    @rule(hour=HOURS, weekday=st.integers(0, 4))
    def retimes(self, hour: int, weekday: int) -> None:
        self.do(self.house.chooses(self.me, slot=time(hour, 0), weekday=weekday))

    @rule(weeks=st.sampled_from([1, 2]))
    def asks_for_another_rhythm(self, weeks: int) -> None:
        self.do(self.house.every(self.me, weeks))

    @rule(days=st.integers(1, 25))
    def pauses_a_while(self, days: int) -> None:
        now = self.clock.now()
        self.end_pause(now)
        self.do(self.house.pauses(self.me, now + timedelta(days=days)))
        until = self.do(self.house.person(self.me)).paused_until
        assert until is not None
        self.pauses.append((now, until))

    @rule()
    def comes_back(self) -> None:
        self.do(self.house.resumes(self.me))
        self.end_pause(self.clock.now())

    @rule()
    def answers(self) -> None:
        async def tap() -> None:
            async with self.house.units(TEAM) as work:
                asked = await work.checkins.recent_prompts(self.me, 1)
                if asked:
                    now, first = self.clock.now(), asked[0].id
                    work.checkins.add(
                        Checkin(TEAM, self.me, "on_track", now, came_by="button", prompt_id=first)
                    )
                await work.commit()

        self.do(tap())

    # --- what must hold --------------------------------------------------------------------------

    def look(self, *, planned: bool = False) -> None:
        """At every record there is; after a planner's full look, also at what comes next."""
        person = self.do(self.house.person(self.me))
        zone = ZoneInfo(person.time_zone)
        for record in self.do(self.house.records(self.me)):
            if record.id not in self.seen:
                self.seen[record.id] = record, record.due_at.astimezone(zone).date()
        days = [day for _, day in self.seen.values()]
        assert len(days) == len(set(days)), "two outcomes for one local date"
        asked = sorted(one.due_at for one, _ in self.seen.values() if one.outcome == "queued")
        for earlier, later in itertools.pairwise(asked):
            assert later - earlier >= timedelta(days=3.5), "two questions too close"
        for record, _ in self.seen.values():
            if record.outcome == "queued":
                assert record.at - record.due_at <= CATCH_UP, "asked too late"
                held = [one for one in self.pauses if one[0] <= record.due_at < one[1]]
                assert not held, "asked in a pause"
        if planned:
            self.look_ahead(zone, person)

    def look_ahead(self, zone: ZoneInfo, person: Person) -> None:
        waiting = self.do(self.house.planned(self.me))
        if not waiting and self.do(self.house.is_resting(self.me)):
            return
        (next_at,) = waiting
        now = self.clock.now()
        assert now < next_at <= now + LONGEST_WAIT, "never asked again"
        assert next_at.astimezone(zone).time() in (person.slot, *gap_hours(person.slot))
        told = self.do(self.house.next_question(self.me))
        assert told is not None
        assert told >= next_at
        assert not person.is_paused(told)

    # --- helpers ---------------------------------------------------------------------------------

    def end_pause(self, at: datetime) -> None:
        self.pauses = [(start, min(until, at)) for start, until in self.pauses]

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.run.run(what)


def gap_hours(slot: time) -> list[time]:
    """Where clocks that skip an hour, or half of one, move a slot."""
    today = datetime.combine(START.date(), slot)
    return [(today + timedelta(minutes=minutes)).time() for minutes in (30, 60)]


def live(house: House, run: asyncio.Runner, examples: int, steps: int) -> None:
    """Let Hypothesis lead so many lives of so many steps."""
    shared = {"house": house, "run": run, "numbers": itertools.count()}
    run_state_machine_as_test(
        type("Life", (Life,), shared),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=examples < 1000,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def live_in_memory(examples: int, steps: int, nudges: tuple[Nudge, ...] = NUDGES) -> None:
    """The store is a dictionary: fast."""
    with asyncio.Runner() as run:
        live(MemoryHouse(ManualClock(START), nudges), run, examples, steps)


def live_in(url: str, examples: int, steps: int) -> None:
    """The store is the real one."""
    with asyncio.Runner() as run:
        house = House(url, ManualClock(START))
        run.run(house.open())
        try:
            live(house, run, examples, steps)
        finally:
            run.run(house.close())


def test_schedule_machine() -> None:
    live_in_memory(60, 30)


def test_schedule_machine_in_the_real_store(database_url: str) -> None:
    live_in(database_url, 5, 12)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_schedule_machine_at_length() -> None:
    live_in_memory(5000, 50)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_schedule_machine_in_both_real_stores_at_length(any_database_url: str) -> None:
    live_in(any_database_url, 150, 40)


# --- seeded bugs ---------------------------------------------------------------------------------


class KeyedByInstant(CheckinDueNudge):
    """The identity of a question is its moment: the bug of most schedulers."""

    async def occurrence(self, work: UnitOfWork, due: DueNudge) -> str:
        return due.due_at.isoformat()


def test_a_key_by_instant_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forgetful(self: Any, kind: str, subject_id: str) -> Past:
        due = self.one(DueNudge, kind=kind, subject_id=subject_id)
        done = self.where(NudgeRecord, kind=kind, subject_id=subject_id, outcome="queued")
        asked = max((one.due_at for one in done), default=None)
        return Past(due.due_at if due else None, None, asked)

    monkeypatch.setattr(memory._Nudges, "past", forgetful)
    nudges = tuple(KeyedByInstant() if one.kind == "checkin_due" else one for one in NUDGES)
    with pytest.raises(AssertionError, match="two outcomes for one local date"):
        live_in_memory(400, 50, nudges)


def test_no_spacing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(schedule: CheckinSchedule, past: Past, moment: datetime) -> bool:
        return False

    monkeypatch.setattr(rhythm, "is_too_close", never)
    with pytest.raises(AssertionError, match="two questions too close"):
        live_in_memory(400, 50)
