"""With trouble switched on, an operator can watch nothing being lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.presets import PRESETS
from tests.factories import paired
from tests.scenarios.test_roadblocks import WORDS, record
from tests.stage import Conversation

POSTING = [preset for preset in PRESETS if preset.method == "chat.postMessage"]


async def outbox(waymark: Conversation) -> list[dict[str, Any]]:
    """What the inspector shows, newest first."""
    url = f"{waymark.sandbox.url}/control/outbox"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        shown: dict[str, Any] = await answer.json()
    assert shown["lent"]
    assert WORDS not in str(shown), "The inspector shows promises, not what is in them."
    return list(shown["rows"])


async def ping(waymark: Conversation) -> dict[str, Any]:
    """The promise that tells Theo."""
    (row,) = [row for row in await outbox(waymark) if row["kind"] == "roadblock_mentor_ping"]
    assert (row["recipient"], row["recipient_name"]) == (waymark.theo.id, "Theo Lindqvist")
    return row


async def test_a_dropped_answer_is_looked_up_and_the_ping_stands_once(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    waymark.sandbox.faults.add("chat.postMessage", "drop_after")
    await record(waymark)
    row = await ping(waymark)
    assert (row["state"], row["attempts"], row["sent_at"]) == ("unknown", 1, None)
    assert row["reason"]
    assert len(waymark.theo.dm) == 1, "Slack has it; the bot cannot know."
    await waymark.advance(timedelta(minutes=5))
    row = await ping(waymark)
    assert (row["state"], row["attempts"], row["resent"]) == ("sent", 1, 0)
    assert row["sent_at"]
    assert len([dm for dm in waymark.theo.dm if WORDS in dm.all_text]) == 1
    assert len(waymark.sandbox.log.calls("conversations.history")) == 1


@pytest.mark.parametrize("preset", POSTING, ids=lambda preset: str(preset.id))
async def test_whatever_is_switched_on_the_mentor_hears_of_it_once(
    waymark: Conversation, preset: Any
) -> None:
    await paired(waymark)
    seconds = 0.05 if preset.kind == "slow" else preset.seconds
    waymark.sandbox.faults.add(preset.method, preset.kind, preset.times, seconds)
    waymark.sandbox.faults.add("conversations.history", "error_500")
    await record(waymark)
    await waymark.advance(timedelta(minutes=20))
    assert (await ping(waymark))["state"] == "sent"
    assert len([dm for dm in waymark.theo.dm if WORDS in dm.all_text]) == 1


async def test_a_rate_limit_is_shown_with_its_reason_and_its_end(waymark: Conversation) -> None:
    await paired(waymark)
    waymark.sandbox.faults.add("chat.postMessage", "rate_limited", seconds=30)
    await record(waymark)
    row = await ping(waymark)
    until = (waymark.clock.now() + timedelta(seconds=30)).isoformat()
    assert (row["state"], row["reason"], row["next_at"]) == ("pending", "ratelimited", until)
