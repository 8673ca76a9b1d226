"""Feedback, read by its giver and its receiver and by nobody else (content.md 0.3, design D8)."""

from __future__ import annotations

from sqlalchemy import and_, or_

from bot.domain.feedback import AskState, Feedback, FeedbackAsk
from storage.repositories.base import Repository
from storage.tables.feedback import feedback, feedback_asks


class FeedbackRepository(Repository):
    """Implements ``bot.ports.feedback.Feedbacks``."""

    async def ask(self, ask_id: str, *, visible_to: str) -> FeedbackAsk | None:
        """One question, if this viewer is its giver or its receiver."""
        columns = feedback_asks.c
        theirs = or_(columns.giver_id == visible_to, columns.receiver_id == visible_to)
        return await self.one(self.rows(FeedbackAsk, feedback_asks, columns.id == ask_id, theirs))

    async def from_form(self, form_id: str, receiver_id: str, giver_id: str) -> FeedbackAsk | None:
        """What a form, sent before, already asked of this giver for this receiver."""
        columns = feedback_asks.c
        return await self.one(
            self.rows(
                FeedbackAsk,
                feedback_asks,
                columns.form_id == form_id,
                columns.receiver_id == receiver_id,
                columns.giver_id == giver_id,
            )
        )

    async def asked_by(self, receiver_id: str) -> list[FeedbackAsk]:
        """Open questions of this person, oldest first; what they were offered is not theirs."""
        columns = feedback_asks.c
        query = self.rows(
            FeedbackAsk,
            feedback_asks,
            columns.receiver_id == receiver_id,
            columns.state == AskState.ASKED,
            columns.unasked.is_(False),
        )
        return await self.all(query.order_by(columns.asked_at))

    async def asked_of(self, giver_id: str) -> list[FeedbackAsk]:
        """Questions that hope for this person's words, oldest first."""
        columns = feedback_asks.c
        query = self.rows(
            FeedbackAsk,
            feedback_asks,
            columns.giver_id == giver_id,
            columns.state == AskState.ASKED,
        )
        return await self.all(query.order_by(columns.asked_at))

    async def words(self, feedback_id: str, *, visible_to: str) -> Feedback | None:
        """The words, if this viewer wrote them, or receives them and they were sent."""
        columns = feedback.c
        receives = and_(columns.receiver_id == visible_to, columns.sent_at.is_not(None))
        theirs = or_(columns.giver_id == visible_to, receives)
        return await self.one(self.rows(Feedback, feedback, columns.id == feedback_id, theirs))

    async def written_for(self, ask_id: str, giver_id: str) -> Feedback | None:
        """What the giver wrote on a question, sent or not."""
        columns = feedback.c
        query = self.rows(
            Feedback, feedback, columns.ask_id == ask_id, columns.giver_id == giver_id
        )
        return await self.one(query)

    async def received_by(self, receiver_id: str) -> list[Feedback]:
        """Everything sent to this person, newest first."""
        columns = feedback.c
        query = self.rows(
            Feedback, feedback, columns.receiver_id == receiver_id, columns.sent_at.is_not(None)
        )
        return await self.all(query.order_by(columns.sent_at.desc(), columns.id))
