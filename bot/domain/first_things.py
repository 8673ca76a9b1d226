"""The one thing the Home tab asks for first: never more than one (content.md 1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """In this order: the first that holds is shown."""

    ANSWER = "answer"
    AGREE = "agree"
    DRAFT = "draft"
    GOAL = "goal"
    WAITING = "waiting"
    MENTOR = "mentor"
    CHECKIN = "checkin"
    SET_UP = "set_up"
    LISTED = "listed"
    QUIET = "quiet"


@dataclass(frozen=True)
class Standing:
    """What is known of a person when their Home is painted. ``waits`` counts what others hope to
    hear from them."""

    waits: int = 0
    unsigned: bool = False
    drafts: int = 0
    goals: int = 0
    requests: int = 0
    mentors: int = 0
    mentees: int = 0
    seeks: bool = False
    offers: bool = False
    is_set_up: bool = False

    @property
    def is_mentee(self) -> bool:
        """Somebody with something of their own to follow, or who said so."""
        return bool(self.seeks or self.goals or self.drafts or self.mentors or self.requests)


def first_step(one: Standing) -> Step:
    """The next useful thing to do, or the word that nothing waits.

    People come before plans (content.md 5.4), and one's own goals before looking for somebody:
    the essay's first section before its eighth.
    """
    if one.waits:
        return Step.ANSWER
    if one.unsigned:
        return Step.AGREE
    if one.is_mentee:
        return _of_a_mentee(one)
    if one.mentees:
        return Step.QUIET
    if one.offers:
        return Step.LISTED
    return Step.GOAL if one.is_set_up else Step.SET_UP


# --- private -------------------------------------------------------------------------------------


def _of_a_mentee(one: Standing) -> Step:
    if not one.goals:
        return Step.DRAFT if one.drafts else Step.GOAL
    if one.mentors:
        return Step.CHECKIN
    return Step.WAITING if one.requests else Step.MENTOR
