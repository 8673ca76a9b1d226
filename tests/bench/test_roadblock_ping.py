"""From the mentee's *Send* to the mentor's DM, through everything: HTTP, gate, Bolt, database,
outbox, courier, HTTP (performance.md P6); alone, and while a thousand prompts wait to go."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex

import pytest

from bot.domain.outbox import DeliveryState
from bot.sandbox import OffsetClock, Persona
from tests.bench import crowd
from tests.bench.crowd import Hall
from tests.bench.table import Row
from tests.conftest import KEY
from tests.factories import TEAM, paired
from tests.stage import Conversation

ROUNDS = 30
#: Prompts that wait all the time, and for how many people.
QUEUED, READERS = 1_000, 100
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


async def test_the_mentor_hears_at_once(
    beating: Conversation, tell: Callable[[Row], None], request: pytest.FixtureRequest
) -> None:
    seconds = [await _heard_in(beating, number) for number in range(ROUNDS)]
    _tell(tell, request, seconds, "alone")


@pytest.mark.parametrize("beating", ["http"], indirect=True)
async def test_the_mentor_hears_past_a_thousand_prompts(
    beating: Conversation,
    any_database_url: str,
    tell: Callable[[Row], None],
    request: pytest.FixtureRequest,
) -> None:
    hall = Hall(any_database_url, KEY)
    readers = [beating.sandbox.join(f"Reader{n} Example").id for n in range(READERS)]
    member = crowd.member()
    member.workspace_id, member.dm_channel = TEAM, ""
    await hall.fill(member, ({"user_id": one} for one in readers))
    seconds = []
    for number in range(ROUNDS):
        await _top_up(beating, hall, readers)
        seconds.append(await _heard_in(beating, number))
    _tell(tell, request, seconds, "queue")


# --- private -------------------------------------------------------------------------------------


async def _heard_in(stage: Conversation, number: int) -> float:
    """Seconds from *Send* to the DM, for a new pair."""
    mentee = stage.sandbox.join(f"Mentee{number} Example")
    mentor = stage.sandbox.join(f"Mentor{number} Example")
    await paired(stage, mentee.id, mentor.id)
    await mentee.slash("/mentor roadblock The access policy blocks the rollout")
    assert mentee.modal is not None
    started = time.perf_counter()
    result = await mentee.submit(severity="blocking")
    assert result.ok, result.errors
    await stage.sandbox.until(partial(_has_heard, mentor), seconds=30)
    return time.perf_counter() - started


async def _top_up(stage: Conversation, hall: Hall, readers: list[str]) -> None:
    """A thousand prompts are due and not sent."""
    states = await stage.waymark.units.everywhere().outbox_states()
    missing = QUEUED - states.get(DeliveryState.PENDING, 0)
    pattern = crowd.letter(stage.clock.now())
    pattern.workspace_id = TEAM
    mark = token_hex(6)
    await hall.fill(
        pattern,
        (
            {
                "id": f"{mark}{n:05}",
                "key": f"{mark}{n:010}",
                "dedupe_key": f"{mark}:{n}",
                "recipient_id": readers[n % READERS],
            }
            for n in range(missing)
        ),
    )


def _tell(
    tell: Callable[[Row], None],
    request: pytest.FixtureRequest,
    seconds: list[float],
    queue: str,
) -> None:
    given = request.node.callspec.params
    name = f"P6 {given['any_database_url']} {given['beating']} {queue}"
    words = "a thousand prompts queued" if queue == "queue" else "nothing else queued"
    tell(Row(name, f"roadblock sent to the mentor's DM, {words}, p50", seconds, "s", most=0.3))
    late = sorted(seconds)[-1 - len(seconds) // 100]
    tell(Row(f"{name} p99", "the same, p99", [late], "s", most=2.0))


def _has_heard(mentor: Persona) -> bool:
    return bool(mentor.dms)
