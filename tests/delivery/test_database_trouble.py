"""The database goes away while a prompt is planned or sent: nothing is late by an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.outbox import DeliveryState
from bot.ports import InDoubt
from storage.retrying import is_passing
from tests.conftest import TEAM
from tests.delivery.promises import promise, standing
from tests.factories import paired
from tests.stage import Conversation


@pytest.mark.parametrize("stored", [False, True])
async def test_a_commit_in_doubt_delays_no_prompt_and_asks_none_twice(
    staged: Conversation, stored: bool
) -> None:
    await paired(staged)
    async with staged.waymark.units.reading(TEAM) as work:
        planned = await work.nudges.planned_for(staged.maya.id)
    due = next(one for one in planned if one.kind == "checkin_due")
    staged.clock.advance(due.due_at - staged.clock.now() + timedelta(seconds=1))
    engine = staged.waymark.database.engine.sync_engine

    def cut(connection: Any) -> None:
        event.remove(engine, "commit", cut)
        line = connection.connection.dbapi_connection
        (line.commit if stored else line.rollback)()
        raise ConnectionResetError

    event.listen(engine, "commit", cut)
    with pytest.raises(InDoubt):
        await staged.waymark.heartbeat.settle()
    await staged.settle()
    assert [one.buttons[:1] for one in staged.maya.dms] == [["On track"]]


async def test_a_message_claimed_while_the_database_went_away_goes_seconds_later(
    staged: Conversation,
) -> None:
    delivery_id = await promise(staged)
    engine = staged.waymark.database.reading_engine.sync_engine

    def cut(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM people" in statement:
            event.remove(engine, "before_cursor_execute", cut)
            raise FileNotFoundError

    event.listen(engine, "before_cursor_execute", cut)
    await staged.settle()
    assert (await standing(staged, delivery_id)).state == DeliveryState.PENDING
    await staged.advance(timedelta(seconds=6))
    assert (await standing(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dms) == 1


@pytest.mark.parametrize("trouble", [FileNotFoundError, ConnectionRefusedError, OSError])
def test_a_server_that_is_away_is_trouble_that_passes(trouble: type[OSError]) -> None:
    assert is_passing(trouble())
    assert not is_passing(ValueError())
