"""Who may see an item: the choices offered to its owner (content.md 0.3).

Circles are offered only where something is made for them: roadblocks, goals, wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.circles import Circle
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
    circle_id: str = ""


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


async def with_circles(work: UnitOfWork, owner_id: str) -> list[Audience]:
    """The same, and one "Your circle" for each the owner is in."""
    choices = await audiences(work, owner_id)
    return [*choices, *circle_choices(await work.circles.of(owner_id))]


async def has_anybody(work: UnitOfWork, owner_id: str) -> bool:
    """Whether there is anybody to show a thing to: a mentor, or a circle."""
    if await work.pairings.active_of_mentee(owner_id):
        return True
    return bool(await work.circles.of(owner_id))


def circle_choices(circles: Sequence[Circle]) -> list[Audience]:
    """One "Your circle" for each."""
    return [
        Audience(
            f"circle:{circle.id}",
            f"{in_words(Visibility.GROUP)}, #{circle.name}",
            Visibility.GROUP,
            circle_id=circle.id,
        )
        for circle in circles
    ]


async def chosen_widely(work: UnitOfWork, owner_id: str, value: str) -> Audience:
    """As ``chosen``, where a circle may be chosen; one they left falls back to "Only you"."""
    choices = await with_circles(work, owner_id)
    return next((one for one in choices if one.value == value), choices[0])


def circle_in(value: str) -> str:
    """The circle a form chose; empty for everything else."""
    kind, _, circle_id = value.partition(":")
    return circle_id if kind == "circle" else ""
