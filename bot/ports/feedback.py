"""What the core asks of its store about feedback."""

from __future__ import annotations

from typing import Protocol

from bot.domain.feedback import Feedback, FeedbackAsk


class Feedbacks(Protocol):
    """Questions for advice and the words that come back: giver and receiver only (design D8)."""

    def add(self, row: FeedbackAsk | Feedback) -> None:
        """Keep a new one."""
        ...

    async def ask(self, ask_id: str, *, visible_to: str) -> FeedbackAsk | None:
        """One question, if this viewer is its giver or its receiver."""
        ...

    async def from_form(self, form_id: str, receiver_id: str, giver_id: str) -> FeedbackAsk | None:
        """What a form, sent before, already asked of this giver for this receiver."""
        ...

    async def asked_by(self, receiver_id: str) -> list[FeedbackAsk]:
        """Open questions of this person, oldest first."""
        ...

    async def asked_of(self, giver_id: str) -> list[FeedbackAsk]:
        """Questions that hope for this person's words, oldest first."""
        ...

    async def words(self, feedback_id: str, *, visible_to: str) -> Feedback | None:
        """The words, if this viewer wrote them, or receives them and they were sent."""
        ...

    async def written_for(self, ask_id: str, giver_id: str) -> Feedback | None:
        """What the giver wrote on a question, sent or not."""
        ...

    async def received_by(self, receiver_id: str) -> list[Feedback]:
        """Everything sent to this person, newest first."""
        ...
