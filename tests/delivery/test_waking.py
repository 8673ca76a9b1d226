"""Waking the heart is cheap, also a hundred times in one moment."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import event

from tests.stage import Conversation


async def test_a_hundred_wakes_in_one_moment_are_a_few_questions(staged: Conversation) -> None:
    heartbeat = staged.waymark.heartbeat
    questions: list[str] = []

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "min(due_nudges.due_at)" in statement:
            questions.append(statement)

    engine = staged.waymark.database.reading_engine.sync_engine
    event.listen(engine, "before_cursor_execute", noted)
    heartbeat.start()
    for _ in range(100):
        heartbeat.wake()
    while heartbeat._waking:
        await asyncio.wait(heartbeat._waking)
    await heartbeat.stop()
    event.remove(engine, "before_cursor_execute", noted)
    assert 2 <= len(questions) <= 12
