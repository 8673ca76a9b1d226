"""P1 and P2 of performance.md: a command and a tap over signed HTTP, against the least a Bolt app
can do. Ours and the rival take turns before the same client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

import pytest

from bot.clock import SystemClock
from bot.slack import ids
from tests.bench import crowd
from tests.bench.children import Child, RawSlack, child
from tests.bench.crowd import Hall
from tests.bench.rivals import prepare
from tests.bench.signed import command, press, sent
from tests.bench.table import Row
from tests.conftest import KEY

pytestmark = pytest.mark.bench

ROUNDS = 7
#: Commands a round, one after another.
COMMANDS = 60
#: Taps a round, so many at once, each by another person.
TAPS, AT_ONCE = 128, 16
MEMBERS = [f"U{number}" for number in range(AT_ONCE * 4)]


async def test_a_command_opens_its_form(
    durable_url: str,
    raw_slack: RawSlack,
    tell: Callable[[Row], None],
    request: pytest.FixtureRequest,
) -> None:
    variant = _variant(request)
    await _people_with_goals(durable_url)
    ratios, ours, theirs = [], [], []
    async with (
        child("run", api_url=raw_slack.api_url, database_url=durable_url, key=KEY) as waymark,
        child("bare", api_url=raw_slack.api_url) as bare,
    ):
        asks = [command(MEMBERS[n % len(MEMBERS)], "checkin") for n in range(COMMANDS)]
        await _both(waymark, bare, asks[:10])
        for _ in range(ROUNDS):
            asks = [command(MEMBERS[n % len(MEMBERS)], "checkin") for n in range(COMMANDS)]
            mine, _ = await sent(waymark.port, asks)
            bares, _ = await sent(bare.port, asks)
            ours.append(median(mine) * 1000)
            theirs.append(median(bares) * 1000)
            ratios.append(ours[-1] / theirs[-1])
    tell(
        Row(
            f"P1 {variant}",
            "`/mentor checkin` opens its form, c1, p50, against a bare AsyncApp that acknowledges",
            ratios,
            most=0.6 if variant == "sqlite" else 1.0,
            how=f"{median(ours):.1f} ms against {median(theirs):.1f} ms",
        )
    )


async def test_one_tap_is_saved(
    durable_url: str,
    raw_slack: RawSlack,
    tell: Callable[[Row], None],
    request: pytest.FixtureRequest,
) -> None:
    variant = _variant(request)
    taps = await _prompts(durable_url)
    await prepare(durable_url, MEMBERS)
    ratios, ours, theirs = [], [], []
    async with (
        child("run", api_url=raw_slack.api_url, database_url=durable_url, key=KEY) as waymark,
        child("select-insert", api_url=raw_slack.api_url, database_url=durable_url) as least,
    ):
        await _both(waymark, least, [next(taps) for _ in range(AT_ONCE)], AT_ONCE)
        for _ in range(ROUNDS):
            pressed = [next(taps) for _ in range(TAPS)]
            _, mine = await sent(waymark.port, pressed, AT_ONCE)
            _, bares = await sent(least.port, pressed, AT_ONCE)
            ours.append(TAPS / mine)
            theirs.append(TAPS / bares)
            ratios.append(ours[-1] / theirs[-1])
    tell(
        Row(
            f"P2 {variant}",
            "a tap on a check-in, c16, a second, against one SELECT and one INSERT",
            ratios,
            least=0.5,
            how=f"{median(ours):.0f}/s against {median(theirs):.0f}/s",
        )
    )


# --- private -------------------------------------------------------------------------------------


def _variant(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["any_database_url"])


async def _both(ours: Child, theirs: Child, bodies: list[bytes], at_once: int = 1) -> None:
    """Once before it counts: connections, compiled statements, templates."""
    for one in (ours, theirs):
        await sent(one.port, bodies, at_once)


async def _people_with_goals(url: str) -> Hall:
    hall = Hall(url, KEY)
    await hall.fill(crowd.workspace(), [{}])
    await hall.fill(crowd.member(), ({"user_id": one} for one in MEMBERS))
    await hall.fill(crowd.goal(), ({"id": f"g{one}", "owner_id": one} for one in MEMBERS))
    await hall.fill(crowd.rhythm(), ({"id": f"s{one}", "owner_id": one} for one in MEMBERS))
    return hall


async def _prompts(url: str) -> Iterator[bytes]:
    """Endless first taps, each on another question, by everybody in turn."""
    hall = await _people_with_goals(url)
    at = SystemClock().now()
    many = ROUNDS * TAPS + AT_ONCE
    asked = [(MEMBERS[number % len(MEMBERS)], f"p{number}") for number in range(many)]
    await hall.fill(
        crowd.prompt(at),
        ({"id": name, "owner_id": who, "goal_ids": [f"g{who}"]} for who, name in asked),
    )
    await hall.analyze()
    return (_pressed(*asked[number]) for number in count())


def _pressed(who: str, prompt_id: str) -> bytes:
    value = f"{prompt_id}:g{who}"
    mark = f"{prompt_id}.g{who}"
    blocks = [
        {
            "type": "section",
            "block_id": f"{mark}|1",
            "text": {"type": "mrkdwn", "text": "*Lead it*: where does it stand?"},
        },
        {
            "type": "actions",
            "block_id": f"{mark}|2",
            "elements": [
                {
                    "type": "button",
                    "action_id": ids.CHECKIN_ON_TRACK,
                    "value": value,
                    "text": {"type": "plain_text", "text": "On track"},
                }
            ],
        },
    ]
    return press(who, ids.CHECKIN_ON_TRACK, value, blocks)
