"""The person a use case acts for, or about."""

from __future__ import annotations

from bot.domain.errors import NotYours
from bot.domain.people import Person
from bot.ports import UnitOfWork


async def met(work: UnitOfWork, user_id: str) -> Person:
    """Somebody Waymark has met. Raises ``NotYours`` when not."""
    person = await work.people.get(user_id)
    if person is None:
        raise NotYours
    return person
