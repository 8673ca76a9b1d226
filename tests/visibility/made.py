"""What a record of the matrix is, and those that several files make."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.goals import Plan, Said
from bot.domain.ids import new_id
from bot.domain.people import Actor
from bot.services.wins import WinForm
from tests.visibility.cast import Cast


@dataclass(frozen=True)
class Made:
    """A record: its table, its id, and the record it hangs on, if it does."""

    table: str
    id: str
    parent: str = ""


#: A row's name in storage/VISIBILITY.md, and what makes its record. The order is that of making.
Maker = Callable[[Cast], Awaitable[Made]]


def secret(row: str) -> str:
    """Words that are in this row's record and nowhere else."""
    return f"{row} {sum(ord(c) * (i + 7) for i, c in enumerate(row))}".replace(",", "")


async def goal(cast: Cast, row: str, audience: str) -> Made:
    """A finished goal of Maya's."""
    goal_id = new_id()
    form = await cast.services.goals.describe(cast.mentee, goal_id, Said(secret(row)))
    plan, version = Plan(statement=secret(row)), form.goal.edits
    await cast.services.goals.finish(cast.mentee, goal_id, plan, audience, version=version)
    return Made("goals", goal_id)


async def win(cast: Cast, row: str, audience: str, owner: Actor | None = None) -> Made:
    """A win of Maya's, or of another owner's."""
    owner = owner or cast.mentee
    ack = await cast.services.wins.save(owner, WinForm(title=secret(row)))
    await cast.services.wins.share(owner, ack.subject_id, audience)
    return Made("wins", ack.subject_id)
