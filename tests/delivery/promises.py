"""What the delivery tests do again and again: promise something, and look at the promise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from bot.domain.messages.checkins import CheckinRest
from bot.domain.messages.wins import PraiseReceived
from bot.domain.outbox import Delivery, Priority
from bot.domain.people import Actor
from bot.launcher import Stage
from storage.tables.outbox import outbox
from tests.conftest import TEAM


async def promise(
    stage: Stage,
    name: str = "one",
    *,
    to: str = "",
    team: str = TEAM,
    priority: int = Priority.P1,
    **fields: Any,
) -> str:
    """A message that may go now; returns its id. ``fields`` of the row as they are to be."""
    who = to or stage.sandbox.person("maya").id
    await stage.waymark.services.people.meet(Actor(team, who))
    now = stage.clock.now()
    words = PraiseReceived(
        mentor_name="Theo", win_title="The demo", praise_kind="strength", words=name
    )
    kind, payload = words.kind, words.payload()
    if priority >= Priority.P2:
        kind, payload = CheckinRest.kind, CheckinRest().payload()
    row = Delivery(team, who, kind, payload, f"test:{name}", priority, now, now, now)
    for field, value in fields.items():
        setattr(row, field, value)
    async with stage.waymark.units(team) as work:
        assert await work.outbox.add(row)
        await work.commit()
    return row.id


async def standing(stage: Stage, delivery_id: str, team: str = TEAM) -> Delivery:
    """The promise as it stands now."""
    async with stage.waymark.units.reading(team) as work:
        found = await work.outbox.get(delivery_id)
        assert found is not None
        return found


async def change(stage: Stage, delivery_id: str, **values: Any) -> None:
    """Put a row into a state no test can wait for."""
    async with stage.waymark.database.writing() as session:
        await session.execute(
            update(outbox).where(outbox.c.id == delivery_id).values(**values),
            execution_options={"synchronize_session": False},
        )
        await session.commit()


def asked(stage: Stage, method: str) -> int:
    """How often Slack was asked for this."""
    return len(stage.sandbox.log.calls(method))
