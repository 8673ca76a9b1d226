"""Nothing people write reaches a log, also when things go wrong (reliability.md T15)."""

from __future__ import annotations

import logging

import pytest

from bot.logs import LOUD
from tests.factories import paired, with_goal
from tests.stage import Conversation

CANARY = "kingfisher"


async def test_no_private_word_is_logged(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in LOUD:
        caplog.set_level(logging.WARNING, logger=name)
    await paired(waymark)
    await with_goal(waymark, "maya", f"Find the {CANARY}", shared=True)
    await waymark.maya.slash(f"/mentor checkin stuck: the {CANARY} hides")
    await waymark.maya.slash(f"/mentor win Saw the {CANARY}")
    await waymark.maya.slash(f"/mentor {CANARY} is no word I know")
    await waymark.maya.slash(f"/mentor roadblock No {CANARY} in sight")
    await waymark.maya.submit(severity="blocking")
    waymark.sandbox.faults.add("chat.postMessage", "internal_error_after")
    await waymark.settle()
    await waymark.maya.say(f"The {CANARY} was here")
    await waymark.settle()
    assert any(CANARY in text for text in waymark.theo.seen)
    assert caplog.records, "something was logged at all"
    told = "\n".join(
        f"{record.getMessage()} {record.__dict__} {record.exc_text or ''}"
        for record in caplog.records
    )
    assert CANARY not in told


async def test_a_failing_listener_logs_where_and_not_what(
    waymark: Conversation, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {CANARY}")

    monkeypatch.setattr(waymark.waymark.services.wins, "log", broken)
    caplog.set_level(logging.DEBUG)
    answer = await waymark.maya.slash(f"/mentor win Saw the {CANARY}")
    assert answer.ok
    assert CANARY in answer.shown[-1].all_text, "the words come back"
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert any("ValueError" in record.getMessage() for record in ours)
    assert all(CANARY not in record.getMessage() for record in ours)
