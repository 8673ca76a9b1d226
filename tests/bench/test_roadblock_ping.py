"""From the mentee's *Send* to the mentor's DM, through everything: HTTP, gate, Bolt, database,
outbox, courier, HTTP (performance.md P6). Prints; a clock on a shared machine proves nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from statistics import median

import pytest

from bot.sandbox import OffsetClock, Persona
from tests.conftest import KEY
from tests.factories import paired
from tests.stage import Conversation

ROUNDS = 30
#: A Thursday morning, so that every window is open.
MORNING = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)

pytestmark = pytest.mark.bench


@pytest.fixture(params=["http", "socket"])
async def beating(
    request: pytest.FixtureRequest, any_database_url: str
) -> AsyncIterator[Conversation]:
    """The bot with its heart beating, on a clock that runs."""
    stage = Conversation(
        OffsetClock(MORNING),
        any_database_url,
        secret_key=KEY,
        migrated=True,
        beating=True,
        socket_mode=request.param == "socket",
    )
    stage.sandbox.rates.enabled = False  # ninety messages in three seconds are the bench's doing
    await stage.start()
    yield stage
    await stage.stop()


async def test_the_mentor_hears_within_a_second(
    beating: Conversation, request: pytest.FixtureRequest
) -> None:
    seconds = []
    for number in range(ROUNDS):
        mentee = beating.sandbox.join(f"Mentee{number} Example")
        mentor = beating.sandbox.join(f"Mentor{number} Example")
        await paired(beating, mentee.id, mentor.id)
        await mentee.slash("/mentor roadblock The access policy blocks the rollout")
        assert mentee.modal is not None
        started = time.perf_counter()
        result = await mentee.submit(severity="blocking")
        assert result.ok, result.errors
        await beating.sandbox.until(partial(_has_heard, mentor), seconds=10)
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    print(  # noqa: T201  a benchmark prints
        f"\nroadblock submitted -> mentor's DM [{request.node.callspec.id}], {ROUNDS} rounds: "
        f"median {median(seconds) * 1000:.0f} ms, least {seconds[0] * 1000:.0f}, "
        f"most {seconds[-1] * 1000:.0f}"
    )
    assert median(seconds) < 1.0


# --- private -------------------------------------------------------------------------------------


def _has_heard(mentor: Persona) -> bool:
    return bool(mentor.dms)
