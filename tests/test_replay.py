"""Rows are copied only where the services would write the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.domain.people import Actor
from storage.tables.people import people
from tests.factories import TEAM
from tests.replay import once, rows_of
from tests.stage import Conversation

pytestmark = pytest.mark.one_process


class Meeting:
    """Somebody is met by the real service, and it is counted."""

    def __init__(self, waymark: Conversation, name: str) -> None:
        self.waymark, self.name, self.times = waymark, name, 0

    async def __call__(self) -> str:
        self.times += 1
        actor = Actor(TEAM, self.waymark.sandbox.person(self.name).id)
        await self.waymark.waymark.services.people.meet(actor)
        return actor.user_id


async def test_the_same_call_from_the_same_rows_at_the_same_moment_is_made_once(
    waymark: Conversation,
) -> None:
    path = waymark.file
    assert path
    empty, meeting = rows_of(path), Meeting(waymark, "maya")
    answer = await once(waymark, ("meeting",), meeting)
    written = rows_of(path)
    assert written != empty
    await _forget(waymark)
    assert rows_of(path) == empty
    assert await once(waymark, ("meeting",), meeting) == answer
    assert (meeting.times, rows_of(path)) == (1, written)


async def test_another_call_other_rows_and_another_moment_are_made_anew(
    waymark: Conversation,
) -> None:
    meeting = Meeting(waymark, "ari")
    await once(waymark, ("another",), meeting)
    await once(waymark, ("another",), meeting)
    assert meeting.times == 2, "the rows were others by then"
    await _forget(waymark)
    await once(waymark, ("one more",), meeting)
    assert meeting.times == 3
    await _forget(waymark)
    waymark.clock.advance(timedelta(seconds=1))
    await once(waymark, ("another",), meeting)
    assert meeting.times == 4


# --- private -------------------------------------------------------------------------------------


async def _forget(waymark: Conversation) -> None:
    """Nobody was met."""
    async with waymark.waymark.database.writing() as session, session.begin():
        await session.execute(delete(people))
