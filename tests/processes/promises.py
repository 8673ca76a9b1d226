"""Messages to deliver, each to somebody who never got one."""

from __future__ import annotations

from bot.bootstrap import Waymark
from bot.domain.messages.wins import PraiseReceived
from bot.domain.people import Actor
from bot.sandbox import Sandbox
from bot.services.outbox import tell
from tests.conftest import TEAM


async def promise(desk: Waymark, slack: Sandbox, first: int, count: int) -> None:
    """``count`` messages, the first of them number ``first``."""
    people = [slack.join(f"Person {number}").id for number in range(first, first + count)]
    for person in people:
        await desk.services.people.meet(Actor(TEAM, person))
    async with desk.units(TEAM) as work:
        for number, to in enumerate(people, start=first):
            message = PraiseReceived(
                mentor_name="Theo",
                win_title=f"Win {number}",
                praise_kind="strength",
                words="You listened",
            )
            await tell(work, message, to=to, at=desk.clock.now(), key=f"praise:{number}")
        await work.commit()
