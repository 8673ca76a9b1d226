"""Questions without a name, read by everybody here once they are posted; by nobody's name."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.domain.people import Person
from bot.domain.questions import Answer, Question, QuestionState
from storage.repositories.base import Repository
from storage.repositories.visibility import asked_of
from storage.tables.people import people
from storage.tables.questions import question_answers, questions


class QuestionRepository(Repository):
    """Implements ``bot.ports.questions.Questions``."""

    async def get(self, question_id: str, *, visible_to: str) -> Question | None:
        """One question; everybody here may read what was asked of all, a circle what was asked
        of it."""
        seen = asked_of(questions, self.workspace_id, visible_to)
        return await self.one(self.rows(Question, questions, questions.c.id == question_id, seen))

    async def posted_in(self, circle_id: str, question_id: str) -> Question | None:
        """A question that was asked of this circle."""
        mine = (questions.c.id == question_id, questions.c.circle_id == circle_id)
        return await self.one(self.rows(Question, questions, *mine))

    async def of_key(self, token_hash: str) -> Question | None:
        """The question whose asker holds this key."""
        return await self.one(self.rows(Question, questions, questions.c.token_hash == token_hash))

    async def waiting(self, batch: str) -> list[Question]:
        """What goes out at this slot, or should have before, in no order that says anything."""
        due = questions.c.batch != "", questions.c.batch <= batch
        return await self.all(self.rows(Question, questions, *due).order_by(questions.c.id))

    async def posted_since(self, day: date, *, visible_to: str) -> list[Question]:
        """What this viewer can read, the newest day first."""
        query = self.rows(
            Question,
            questions,
            questions.c.state.in_((QuestionState.POSTED, QuestionState.ANSWERED)),
            questions.c.posted_on >= day,
            asked_of(questions, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(questions.c.posted_on.desc(), questions.c.id))

    async def answers_to(self, question_ids: list[str]) -> dict[str, list[Answer]]:
        """Answers by question, oldest day first."""
        columns = question_answers.c
        query = self.rows(Answer, question_answers, columns.question_id.in_(question_ids))
        found: dict[str, list[Answer]] = {one: [] for one in question_ids}
        for answer in await self.all(query.order_by(columns.on, columns.id)):
            found[answer.question_id].append(answer)
        return found

    async def answer_of_form(self, form_hash: str) -> Answer | None:
        """The answer a form already brought."""
        columns = question_answers.c
        return await self.one(self.rows(Answer, question_answers, columns.form_hash == form_hash))

    async def pool(self) -> list[Person]:
        """Everybody who offers mentoring and is here."""
        columns = people.c
        query = self.rows(
            Person,
            people,
            columns.offers_mentoring.is_(True),
            columns.gone_at.is_(None),
            columns.is_bot.is_(False),
            columns.is_stranger.is_(False),
        )
        return await self.all(query.order_by(columns.user_id))

    async def names(self) -> list[str]:
        """The names people go by here, to warn of them in a question."""
        query = select(people.c.name).where(people.c.workspace_id == self.workspace_id)
        return [str(one) for one in await self.session.scalars(query.order_by(people.c.name))]
