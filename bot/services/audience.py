"""Who may see an item: the choices offered to its owner (content.md 0.3)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.visibility import Visibility, in_words
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class Audience:
    """One choice. ``value`` travels through the form: a level, or a level and a pairing."""

    value: str
    label: str
    visibility: str
    pairing_id: str = ""
    mentor_id: str = ""
    mentor_name: str = ""


async def audiences(work: UnitOfWork, owner_id: str) -> list[Audience]:
    """Only you; then one "You and …" for each active mentor, oldest pairing first."""
    pairings = await work.pairings.active_of_mentee(owner_id)
    names = await work.people.named([pairing.mentor_id for pairing in pairings])
    choices = [Audience("private", in_words("private"), Visibility.PRIVATE)]
    for pairing in pairings:
        name = names.get(pairing.mentor_id, "")
        choices.append(
            Audience(
                f"mentor:{pairing.id}",
                in_words(Visibility.MENTOR, name),
                Visibility.MENTOR,
                pairing.id,
                pairing.mentor_id,
                name,
            )
        )
    return choices


async def chosen(work: UnitOfWork, owner_id: str, value: str) -> Audience:
    """The choice a form sent back, checked against the pairings as they are now.

    A pairing that ended meanwhile falls back to "Only you": levels never rise by accident.
    """
    choices = await audiences(work, owner_id)
    return next((one for one in choices if one.value == value), choices[0])
