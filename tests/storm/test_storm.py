"""The storms, small; ``make soak`` runs them in full (tests/soak)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.storm.claims import race
from tests.storm.redelivery import redeliver
from tests.storm.storm import Storm, Trial

#: Twice as fast as in the soak tests.
SMALL = Trial(prompts=8, pairs=1, hours=0.05, scale=60.0)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a path short enough for a socket in it."""
    with tempfile.TemporaryDirectory(prefix="storm-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite+aiosqlite:///{place}/waymark.db"


@pytest.mark.timeout(600)
async def test_processes_killed_at_random_moments_lose_and_double_nothing(
    place: Path, url: str
) -> None:
    trial = replace(SMALL, kills=3, labels=("C1", "S2"), chance=0.5, crashes=1)
    report = await Storm(trial, place, url).run()
    assert report.is_clean, report.complaints + report.log[-3000:]
    assert report.kills >= 3
    assert report.crashes.total() >= 1
    assert report.verdict.promises >= 12


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_of_three_claimers_exactly_one_gets_a_row(place: Path, url: str) -> None:
    seen = await race(place, url, processes=3, rows=60)
    assert (seen.rows, seen.doubles) == (60, 0)


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_requests_that_come_again_are_applied_once(place: Path, url: str) -> None:
    seen = await redeliver(place, url, of_each=2, times=4)
    assert (seen.lost, seen.doubled) == ([], [])
