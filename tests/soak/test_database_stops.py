"""PostgreSQL is stopped without a warning under load, again and again (reliability.md R19)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storm.postgres import Cluster
from tests.storm.storm import Report, Storm, Trial

pytestmark = [pytest.mark.soak, pytest.mark.asyncio, pytest.mark.postgres]
STOPS = 50
#: Of the moments at which a worker may be killed, each of these stops the database.
EVERY = 4


async def test_database_stops(
    place: Path, cluster: Cluster, note: Callable[[Report], None]
) -> None:
    trial = Trial(prompts=120, pairs=15, hours=1.0, kills=20, workers=2, seed=9)
    storm = Stopping(trial, place, cluster.database(), cluster)
    report = await storm.run()
    note(report)
    assert report.is_clean, report.complaints + report.log[-3000:]
    assert report.restarts >= STOPS


class Stopping(Storm):
    """Besides killing workers it stops their database."""

    may_give_up = True

    def __init__(self, trial: Trial, folder: Path, url: str, cluster: Cluster) -> None:
        super().__init__(trial, folder, url)
        self._cluster = cluster
        self._strikes = 0

    async def strike(self) -> None:
        """Now and then: in between something must get done."""
        self._strikes += 1
        if self._strikes % EVERY == 0:
            await self._cluster.restart()
            self.report.restarts += 1

    @property
    def is_over(self) -> bool:
        return self.report.restarts >= STOPS
