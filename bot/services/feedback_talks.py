"""Advice that is rather talked about: a line for the pair's next talk (content.md 10.1, 10.4)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.agenda import AgendaSource, line_of
from bot.ports import UnitOfWork
from bot.services.agenda import suggest


async def bring(
    work: UnitOfWork,
    situation: str,
    about_id: str,
    *,
    owner_id: str,
    other_id: str,
    at: datetime,
    shown: bool = False,
) -> bool:
    """A line of the owner's with this other, once while it waits; False where they are no pair.

    ``shown`` only where the owner tapped on that very advice. The caller commits.
    """
    pairing = await work.pairings.between(owner_id, other_id)
    if pairing is None or not pairing.is_active:
        return False
    await suggest(
        work,
        pairing,
        by=owner_id,
        text=situation,
        source=AgendaSource.FEEDBACK,
        about_id=about_id,
        at=at,
        shown=shown,
    )
    return True


async def written_after_all(
    work: UnitOfWork, situation: str, about_id: str, *, owner_id: str, other_id: str, at: datetime
) -> None:
    """The words came: the line that asked for a talk instead goes, unless it was changed."""
    pairing = await work.pairings.between(owner_id, other_id)
    if pairing is None:
        return
    line = await work.agenda.waiting_about(pairing.id, about_id, owner_id=owner_id)
    if line is not None and line.text == line_of(situation):
        line.done_at = at
