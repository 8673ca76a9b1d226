"""A house on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from tests.time.house import House


@pytest.fixture
async def house(any_database_url: str, clock: ManualClock) -> AsyncIterator[House]:
    """On both databases."""
    async for one in _opened(any_database_url, clock):
        yield one


@pytest.fixture
async def small_house(database_url: str, clock: ManualClock) -> AsyncIterator[House]:
    """On SQLite only: for rules the database has no part in."""
    async for one in _opened(database_url, clock):
        yield one


# --- private -------------------------------------------------------------------------------------


async def _opened(url: str, clock: ManualClock) -> AsyncIterator[House]:
    house = House(url, clock)
    await house.open()
    yield house
    await house.close()
