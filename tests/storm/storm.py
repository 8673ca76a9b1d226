"""One storm from beginning to end: people, promises, weather, a killer, calm, the comparison."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import migrate
from tests.storm import checker, feeder, history
from tests.storm.checker import Verdict
from tests.storm.history import History
from tests.storm.nursery import Child, Nursery
from tests.storm.place import Place
from tests.storm.slack import Line
from tests.storm.timing import SharedClock, real_time
from tests.storm.worker import crash_point

#: A Thursday, one in the morning in London: the whole day lies ahead.
START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
#: Real seconds between two kills (reliability.md exp 6).
PAUSE = (0.25, 1.25)
#: Real seconds until a storm that should be over counts as stuck.
PATIENCE = 300.0
#: After so long on its own clock no further post is to be expected: a guard is left out, and what
#: it would have freed stays.
LONGEST = timedelta(hours=6)
#: Looks after a storm: the rest of the day, what waited a night, and the last healing look.
AFTERWARDS = (timedelta(minutes=20), timedelta(hours=24), timedelta(hours=2))


@dataclass(frozen=True)
class Trial:
    """What one storm is made of. ``hours`` on its own clock, which runs ``scale`` times faster.

    It is over when the load is, ``linger`` hours later, after ``wanted`` posts, ``kills`` kills
    and ``crashes`` crashes at each of ``labels``, or as soon as nothing is left to crash on.
    ``guard`` is left out of the workers. ``late``: seconds a late commit takes; beyond the settle
    time a duplicate must appear and be healed. ``slow``: the same for an answer. ``patience``:
    real seconds for each look afterwards; without a guard some of it is never at rest.
    """

    prompts: int = 12
    pairs: int = 2
    hours: float = 0.25
    linger: float = 0.0
    wanted: int = 0
    scale: float = 30.0
    workers: int = 2
    kills: int = 0
    labels: tuple[str, ...] = ()
    chance: float = 0.5
    crashes: int = 0
    guard: str = ""
    late: tuple[float, float] | None = None
    slow: tuple[float, float] | None = None
    posts: dict[str, float] | None = None
    patience: float = PATIENCE
    seed: int = 7


@dataclass
class Report:
    """What a storm showed."""

    trial: Trial
    kills: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    history: History = field(default_factory=History)
    faults: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    log: str = ""

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and not self.history.complaints

    @property
    def complaints(self) -> str:
        return f"{self.verdict.complaints}; history: {self.history.complaints[:5]}"

    @property
    def faulty_posts(self) -> float:
        """The share of posts that misbehaved."""
        posts = sum(n for name, n in self.faults.items() if name.startswith("chat.postMessage"))
        return posts / max(1, self.calls["chat.postMessage"])

    def row(self, name: str) -> str:
        """One line of the table; the heads are ``HEADS``."""
        seen, told = self.verdict, self.history
        columns = (
            name,
            self.kills,
            self.crashes.total(),
            self.restarts,
            seen.promises,
            told.sends,
            f"{self.faulty_posts:.0%}",
            len(seen.lost),
            len(seen.duplicated),
            len(seen.stuck),
            len(seen.misplaced) + len(told.complaints),
            told.found,
            seen.resent,
            seen.healed,
        )
        return "| " + " | ".join(str(one) for one in columns) + " |"


HEADS = (
    "| Storm | Kills | Crashes | Database stops | Promises | Posts | Faulty | Lost | Duplicated "
    "| Stuck | Wrong | Settled by history | Re-sent | Healed |\n|" + " --- |" * 14
)


class Storm:
    """The director. ``between`` is what else may happen: called now and then while it rages."""

    #: Whether a worker may end by itself: whoever runs it starts it again.
    may_give_up = False

    def __init__(self, trial: Trial, folder: Path, database_url: str) -> None:
        self.trial = trial
        self.place = Place(str(folder), database_url, Fernet.generate_key().decode()).keep()
        self.report = Report(trial)
        self.clock: SharedClock
        self._dice = random.Random(trial.seed)
        self._workers: list[Child] = []
        self._doomed: dict[int, str] = {}
        self._born = 0

    async def run(self) -> Report:
        """All of it; returns what was seen."""
        self.clock = SharedClock.begin(self.place.path / "clock", START, 0.0)
        await migrate(self.place.database_url, KeyRing([self.place.key]))
        database = checker.opened(self.place)
        try:
            async with Nursery(self.place.path) as nursery:
                self._nursery = nursery
                await self._slack()
                await self._prepare()
                self.clock.go(self.trial.scale)
                await self._rage(database)
                await self._calm(database)
                await self._compare(database)
        finally:
            await database.close()
            self.report.log = nursery.log
        return self.report

    async def strike(self) -> None:
        """What a storm does besides killing; a storm of another kind says more."""

    @property
    def is_over(self) -> bool:
        """Whether it did that often enough."""
        return True

    # --- private ---------------------------------------------------------------------------------

    @property
    def _load(self) -> dict[str, float]:
        trial = self.trial
        return {"prompts": trial.prompts, "pairs": trial.pairs, "hours": trial.hours}

    async def _slack(self) -> None:
        people = self.trial.prompts + 2 * self.trial.pairs
        child = await self._nursery.start(
            "slack", people=people, seed=self.trial.seed, scale=self.trial.scale
        )
        ready = self.place.path / "slack.ready"
        while not ready.exists():
            if child.ended.done():
                raise AssertionError(f"The local Slack did not start.\n{self._nursery.log}")
            await real_time(0.02)
        self.place = Place.of(self.place.folder)
        self._line = Line(self.place)

    async def _prepare(self) -> None:
        child = await self._nursery.start("prepare", **self._load)
        if await child.ended:
            raise AssertionError(f"Nobody could be prepared.\n{self._nursery.log}")

    async def _rage(self, database: Database) -> None:
        """Weather, load and killer, until there was enough of all three."""
        trial = self.trial
        await self._line.ask(
            "weather", rough=True, late=trial.late, slow=trial.slow, posts=trial.posts
        )
        self._over = self.clock.now() + feeder.LEAD + timedelta(hours=trial.hours + trial.linger)
        load = await self._nursery.start("feeder", **self._load)
        self._workers = [await self._worker() for _ in range(trial.workers)]
        while not await self._is_enough(load, database):
            await real_time(self._dice.uniform(*PAUSE))
            await self.strike()
            await self._replace_the_fallen()
            if self.report.kills < trial.kills:
                await self._kill(self._dice.randrange(trial.workers))
        if await load.ended:
            raise AssertionError(f"The feeder failed.\n{self._nursery.log}")

    async def _is_enough(self, load: Child, database: Database) -> bool:
        trial, report = self.trial, self.report
        if not load.ended.done() or self.clock.now() < self._over:
            return False
        if report.kills < trial.kills or not self.is_over:
            return False
        if self.clock.now() > self._over + LONGEST:
            return True
        if await self._posts() < trial.wanted:
            return False
        crashed = all(report.crashes[label] >= trial.crashes for label in trial.labels)
        return crashed or await checker.is_spent(database, self.clock.now())

    async def _posts(self) -> int:
        counts = await self._line.ask("counts")
        return int(counts["calls"].get("chat.postMessage", 0))

    async def _worker(self, *, doomed: bool = True) -> Child:
        self._born += 1
        trial, seed = self.trial, self.trial.seed * 10_000 + self._born
        label = self._next_label() if doomed else ""
        child = await self._nursery.start(
            "worker", guard=trial.guard, label=label, chance=trial.chance, seed=seed
        )
        self._doomed[child.pid] = label
        return child

    def _next_label(self) -> str:
        """Where too few ended so far, one nobody alive is waiting for; then the rarest."""
        alive = Counter(self._doomed[one.pid] for one in self._workers if not one.ended.done())
        crashes, labels = self.report.crashes, self.trial.labels
        lacking = [label for label in labels if crashes[label] < self.trial.crashes]
        return min(lacking or labels, key=lambda label: (alive[label], crashes[label]), default="")

    async def _kill(self, which: int) -> None:
        await self._workers[which].kill()
        self.report.kills += 1
        self._workers[which] = await self._worker()

    async def _replace_the_fallen(self) -> None:
        for number, child in enumerate(self._workers):
            if not child.ended.done():
                continue
            label = crash_point(child.ended.result())
            if not label and not self.may_give_up:
                raise AssertionError(f"A worker ended by itself.\n{self._nursery.log}")
            if label:
                self.report.crashes[label] += 1
            self._workers[number] = await self._worker()

    async def _calm(self, database: Database) -> None:
        """The weather clears, whoever is there is killed once more, clean workers drain."""
        counts = await self._line.ask("counts")
        self.report.calls, self.report.faults = Counter(counts["calls"]), Counter(counts["faults"])
        await self._line.ask("weather", rough=False)
        for child in self._workers:
            await child.kill()
        self._workers = [await self._worker(doomed=False) for _ in range(self.trial.workers)]
        # The clock is wound a day soon: no commit of before may come only after that.
        await real_time(await self._line.ask("late"))
        await self._drained(database)
        for step in AFTERWARDS:
            self.clock.wind(step)
            await self._drained(database)
        for child in self._workers:
            child.signal(signal.SIGTERM)
        for child in self._workers:
            assert await child.ended == 0, self._nursery.log

    async def _drained(self, database: Database) -> None:
        """Until nothing is in flight; what stays so is for the checker to name."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.trial.patience):
                while not await checker.is_idle(database, self.clock.now()):
                    await real_time(0.1)

    async def _compare(self, database: Database) -> None:
        self.report.verdict = checker.judge(
            feeder.read_ledger(self.place),
            await checker.rows_of(database),
            await self._line.ask("messages"),
            self.clock.now() - timedelta(minutes=10),
        )
        self.report.history = history.judge(history.read(self.place.history))
