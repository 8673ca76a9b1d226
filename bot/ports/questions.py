"""Where questions without a name are kept."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.domain.people import Person
from bot.domain.questions import Answer, Question


class Questions(Protocol):
    """Questions and answers. No question can be asked for by a person: none is kept with one."""

    def add(self, row: Question | Answer) -> None:
        """Keep a new one."""
        ...

    async def get(self, question_id: str, *, visible_to: str) -> Question | None:
        """One question; everybody here may read what was asked of all, a circle what was asked
        of it."""
        ...

    async def posted_in(self, circle_id: str, question_id: str) -> Question | None:
        """A question that was asked of this circle."""
        ...

    async def of_key(self, token_hash: str) -> Question | None:
        """The question whose asker holds this key."""
        ...

    async def waiting(self, batch: str) -> list[Question]:
        """What goes out at this slot, or should have before, in no order that says anything."""
        ...

    async def posted_since(self, day: date, *, visible_to: str) -> list[Question]:
        """What this viewer can read, the newest day first."""
        ...

    async def answers_to(self, question_ids: list[str]) -> dict[str, list[Answer]]:
        """Answers by question, oldest day first."""
        ...

    async def answer_of_form(self, form_hash: str) -> Answer | None:
        """The answer a form already brought."""
        ...

    async def pool(self) -> list[Person]:
        """Everybody who offers mentoring and is here."""
        ...

    async def names(self) -> list[str]:
        """The names people go by here, to warn of them in a question."""
        ...
