"""Many processes want the same rows; many deliveries are the same request (R3, R7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storm.claims import race
from tests.storm.postgres import Cluster
from tests.storm.redelivery import redeliver

pytestmark = [pytest.mark.soak, pytest.mark.asyncio]
Tell = Callable[[str], None]


@pytest.mark.postgres
async def test_eight_claimers_on_postgres(place: Path, cluster: Cluster, tell: Tell) -> None:
    seen = await race(place, cluster.database(), processes=8, rows=2000)
    tell(f"claim race, PostgreSQL, 8 processes: {seen.claims} claims of {seen.rows} rows")
    assert (seen.rows, seen.doubles) == (2000, 0)


async def test_four_claimers_on_sqlite(place: Path, tell: Tell) -> None:
    url = f"sqlite+aiosqlite:///{place}/waymark.db"
    seen = await race(place, url, processes=4, rows=500)
    tell(f"claim race, SQLite, 4 processes: {seen.claims} claims of {seen.rows} rows")
    assert (seen.rows, seen.doubles) == (500, 0)


@pytest.mark.postgres
async def test_without_its_guard_the_race_is_lost(
    place: Path, cluster: Cluster, tell: Tell
) -> None:
    seen = await race(place, cluster.database(), processes=8, rows=400, guard="claim")
    tell(f"claim race without the guard: {seen.claims} claims of {seen.rows} rows")
    assert seen.doubles > 0


async def test_ten_thousand_redeliveries(place: Path, storm_url: str, tell: Tell) -> None:
    seen = await redeliver(place, storm_url, of_each=250, times=10)
    tell(
        f"redelivery: {seen.sent} deliveries of {len(seen.wanted)} requests to 2 web processes, "
        f"{len(seen.lost)} lost, {len(seen.doubled)} doubled"
    )
    assert seen.sent == 10_000
    assert (seen.lost, seen.doubled) == ([], [])
    assert set(seen.statuses) == {200}
