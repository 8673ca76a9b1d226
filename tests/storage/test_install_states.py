"""Installations under way: each is redeemed once (reliability.md T3, exp 7)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.clock import ManualClock
from storage.database import Database
from storage.private_text import KeyRing
from storage.repositories.everywhere import SqlEverywhere
from storage.tables import map_entities
from tests.conftest import KEY


async def test_a_hundred_states_are_each_redeemed_once(
    any_database_url: str, clock: ManualClock
) -> None:
    map_entities()
    database = Database(any_database_url, KeyRing([KEY]))
    everywhere = SqlEverywhere(database)
    now, later = clock.now(), clock.now() + timedelta(minutes=10)
    for number in range(100):
        assert await everywhere.keep_install_state(f"state {number}", now, later, 1000)
    for number in range(100):
        takers = (everywhere.take_install_state(f"state {number}", now) for _ in range(8))
        assert sum(await asyncio.gather(*takers)) == 1
    await database.close()


async def test_old_states_are_swept_and_a_flood_is_stopped(
    any_database_url: str, clock: ManualClock
) -> None:
    map_entities()
    database = Database(any_database_url, KeyRing([KEY]))
    everywhere = SqlEverywhere(database)
    start, minutes = clock.now(), timedelta(minutes=10)
    for number in range(3):
        assert await everywhere.keep_install_state(f"early {number}", start, start + minutes, 3)
    assert not await everywhere.keep_install_state("too many", start, start + minutes, 3)
    later = start + minutes
    assert await everywhere.keep_install_state("late", later, later + minutes, 3)
    assert not await everywhere.take_install_state("early 0", start)
    assert await everywhere.take_install_state("late", later)
    await database.close()
