"""Most beats find nothing to do: such a beat costs one question (performance.md)."""

from __future__ import annotations

import logging

import pytest

from tests.stage import Conversation


async def test_a_beat_with_nothing_due_asks_the_database_once(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    await waymark.waymark.heartbeat.settle()  # the first one also sweeps
    caplog.set_level(logging.DEBUG, "aiosqlite")
    caplog.clear()
    await waymark.waymark.heartbeat.settle()
    asked = [record for record in caplog.records if record.msg.startswith("executing")]
    assert len(asked) == 1  # a question alone needs no transaction
