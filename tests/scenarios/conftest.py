from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.clock import ManualClock
from tests.conftest import KEY
from tests.village import Village


@pytest.fixture
async def village(any_database_url: str, clock: ManualClock) -> AsyncIterator[Village]:
    """Nobody has installed anything yet."""
    stage = Village(clock, any_database_url, secret_key=KEY, migrated=True, oauth=True)
    stage.second = stage.sandbox.add_team("T0SECOND", "Second & Co", installed=False)
    await stage.start()
    try:
        async with aiohttp.ClientSession() as stage.web:
            yield stage
    finally:
        await stage.stop()
