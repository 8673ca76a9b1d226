"""Questions without a name to everybody who offers mentoring (content.md F16).

Who asks is known to this process for the length of the request and written nowhere: not with the
question, not in the outbox, not in the inbox (``_unseen``). The asker gets a key; whoever holds it
may add a detail, close the question or take it back. Nobody is told of an answer: it stands on the
page everybody may open, so that nobody is addressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.circles import Circle
from bot.domain.errors import (
    Empty,
    NoSuchKey,
    NotYours,
    QuestionClosed,
    TooFewInCircle,
    TooFewMentors,
    TooLong,
)
from bot.domain.messages.circles import CircleQuestion
from bot.domain.messages.questions import AnonPosted
from bot.domain.people import Actor
from bot.domain.questions import (
    DETAILS_LENGTH,
    POOL,
    QUESTION_LENGTH,
    SHOWN_DAYS,
    Answer,
    Hint,
    Question,
    QuestionState,
    batch_of,
    hash_of,
    hints,
    next_slot,
    slot_of,
)
from bot.ports import Clock, UnitOfWork, Units, request_key
from bot.services.circle_questions import post_in_circle, rewrite_in_circle
from bot.services.outbox import tell

#: How a question goes out: to each mentor, or into a circle's channel.
POSTED = (AnonPosted.kind, CircleQuestion.kind)
#: One planned row a slot, with no person.
QUESTIONS_DUE = "questions_due"


@dataclass(frozen=True)
class Offer:
    """Whether a question can be asked without a name here, and how many would read it."""

    mentors: int
    circles: tuple[Circle, ...] = ()

    @property
    def is_open(self) -> bool:
        """Enough people, so that one question does not point to one of them."""
        return self.mentors >= POOL


@dataclass(frozen=True)
class Shown:
    """A question with its answers as anybody reads them: (text, who signed it)."""

    question: Question
    answers: tuple[tuple[str, str], ...] = ()
    is_open: bool = True


@dataclass(frozen=True)
class Kept:
    """The asker's own question, by their key, and when it goes out."""

    question: Question
    key: str
    answers: tuple[tuple[str, str], ...] = ()
    goes_at: datetime | None = None
    #: Its ten working days have passed without a word of its asker's.
    is_over: bool = False
    #: "Answered" may be taken back.
    can_open_again: bool = False


class QuestionService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- asking ----------------------------------------------------------------------------------

    async def offer(self, actor: Actor) -> Offer:
        """What the form may offer."""
        async with self.units.reading(actor.workspace_id) as work:
            circles = await work.circles.of(actor.user_id)
            return Offer(len(await work.questions.pool()), tuple(circles))

    async def look(self, actor: Actor, words: str, circle_id: str = "") -> tuple[Hint, ...]:
        """What in these words could point to somebody; nothing is kept.

        Raises ``Empty``, ``TooLong``, ``TooFewMentors`` and ``TooFewInCircle``, with the words.
        """
        _refuse(words)
        async with self.units.reading(actor.workspace_id) as work:
            await _enough(work, actor, words, circle_id)
            return hints(words, await work.questions.names())

    async def ask(self, actor: Actor, key: str, words: str, circle_id: str = "") -> Kept:
        """Keep it for the next slot. The same key again is the same question."""
        _refuse(words)
        at, mark = self.clock.now(), hash_of(key)
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                question = await work.questions.of_key(mark)
                if question is None:
                    await _enough(work, actor, words, circle_id)
                    batch = await _plan(work, at)
                    question = Question(
                        work.workspace_id, words, mark, batch=batch, circle_id=circle_id
                    )
                    work.questions.add(question)
                await work.commit()
        return await self.kept(actor, key)

    # --- with the key ----------------------------------------------------------------------------

    async def kept(self, actor: Actor, key: str) -> Kept:
        """What became of one's own question. Raises ``NoSuchKey``."""
        async with self.units.reading(actor.workspace_id) as work:
            question = await _of_key(work, key)
            answers = await _answers(work, [question])
            goes_at = slot_of(question.batch) if question.batch else None
            was_out = question.state == QuestionState.POSTED
            today = self.clock.now().date()
            return Kept(
                question,
                key,
                answers[question.id],
                goes_at,
                is_over=was_out and not question.is_open(today),
                can_open_again=question.can_open_again(today),
            )

    async def add_detail(self, actor: Actor, key: str, words: str) -> Kept:
        """One more line, at the next slot."""
        _refuse(words)
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                question = await _of_key(work, key)
                if question.state not in (QuestionState.WAITING, QuestionState.POSTED):
                    raise QuestionClosed(words=words)
                is_new = not question.has_detail(words)
                if (
                    is_new
                    and len(question.detail) + len(question.later) + len(words) > DETAILS_LENGTH
                ):
                    raise TooLong(limit=f"{DETAILS_LENGTH:,}", words=words)
                if is_new:
                    question.add_detail(words, await _plan(work, self.clock.now()))
                await work.commit()
        return await self.kept(actor, key)

    async def close(self, actor: Actor, key: str) -> Kept:
        """The asker has what they needed."""
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                question = await _of_key(work, key)
                if question.state == QuestionState.POSTED:
                    question.state = QuestionState.ANSWERED
                    await work.outbox.cancel(question.id, *POSTED, reason="answered")
                    if question.circle_id:  # the post says so at the next slot, not now
                        question.batch = await _plan(work, self.clock.now())
                await work.commit()
        return await self.kept(actor, key)

    async def open_again(self, actor: Actor, key: str) -> Kept:
        """The answers did not do after all: more may come until its ten working days are over."""
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                question = await _of_key(work, key)
                if question.can_open_again(self.clock.now().date()):
                    question.state = QuestionState.POSTED
                    if question.circle_id:  # as closing does: the post says so at the next slot
                        question.batch = await _plan(work, self.clock.now())
                await work.commit()
        return await self.kept(actor, key)

    async def withdraw(self, actor: Actor, key: str) -> Kept:
        """The words go from here, and from every message that was not sent yet."""
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                question = await _of_key(work, key)
                question.withdraw()
                await _unsay(work, question, self.clock.now())
                await work.commit()
        return await self.kept(actor, key)

    # --- for everybody ---------------------------------------------------------------------------

    async def page(self, actor: Actor) -> tuple[Shown, ...]:
        """Every question of the last weeks with its answers, the newest day first."""
        today = self.clock.now().date()
        async with self.units.reading(actor.workspace_id) as work:
            since = today - timedelta(days=SHOWN_DAYS)
            found = await work.questions.posted_since(since, visible_to=actor.user_id)
            answers = await _answers(work, found)
            return tuple(Shown(one, answers[one.id], one.is_open(today)) for one in found)

    async def one(self, actor: Actor, question_id: str) -> Question:
        """A question that still takes answers. Raises ``QuestionClosed`` or ``NotYours``."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _open(work, actor, question_id, self.clock.now().date())

    async def answer(
        self, actor: Actor, question_id: str, form_id: str, words: str, *, signed: bool
    ) -> None:
        """Put an answer beside the question, with the writer's name only if they sign it."""
        _refuse(words)
        at, mark = self.clock.now(), hash_of(form_id)
        with _unseen():
            async with self.units(actor.workspace_id) as work:
                if await work.questions.answer_of_form(mark) is None:
                    question = await _open(work, actor, question_id, at.date())
                    by = actor.user_id if signed else ""
                    row = Answer(work.workspace_id, question.id, words, at.date(), by, mark)
                    work.questions.add(row)
                await work.commit()

    async def report(self, actor: Actor, question_id: str) -> Question:
        """Ask for a second look: of two different people it takes the question off the page."""
        async with self.units(actor.workspace_id) as work:
            question = await work.questions.get(question_id, visible_to=actor.user_id)
            if question is None or question.posted_on is None:
                raise NotYours
            question.report(actor.user_id)
            if question.state == QuestionState.HIDDEN:
                await _unsay(work, question, self.clock.now())
            await work.commit()
            return question


async def post_waiting(work: UnitOfWork, batch: str, at: datetime) -> int:
    """The slot has come: every waiting question goes to every mentor, its asker too if they are
    one, because who does not get it would be known. The caller commits; returns how many went."""
    pool = await work.questions.pool()
    waiting = await work.questions.waiting(batch)
    for_circles = [one for one in waiting if one.circle_id]
    went = [await post_in_circle(work, one, at) for one in for_circles]
    for question, is_out in zip(for_circles, went, strict=True):
        if not is_out:
            question.batch = await _plan(work, at)
    waiting = [one for one in waiting if not one.circle_id]
    if len(pool) < POOL:
        later = await _plan(work, at) if waiting else ""
        for question in waiting:
            question.batch = later
        return sum(went)
    for question in waiting:
        is_new = question.state == QuestionState.WAITING
        question.post(at.date())
        if not is_new:
            continue
        message = AnonPosted(
            subject_id=question.id, question=question.text, detail=question.detail
        )
        for mentor in pool:
            key = f"anon_posted:{question.id}:{mentor.user_id}"
            await tell(work, message, to=mentor.user_id, at=at, key=key)
    return len(waiting) + sum(went)


# --- private -------------------------------------------------------------------------------------


@contextmanager
def _unseen() -> Iterator[None]:
    """The inbox does not remember this request: its row would say to the second when it came.

    What makes a second delivery harmless is the key, which is the same in both.
    """
    token = request_key.set(None)
    try:
        yield
    finally:
        request_key.reset(token)


async def _plan(work: UnitOfWork, at: datetime) -> str:
    """Have the next slot looked at; one row a slot, whoever asks."""
    slot = next_slot(at)
    await work.nudges.set(QUESTIONS_DUE, batch_of(slot), "", slot)
    return batch_of(slot)


def _refuse(words: str) -> None:
    if not words.strip():
        raise Empty
    if len(words) > QUESTION_LENGTH:
        raise TooLong(limit=str(QUESTION_LENGTH), words=words)


async def _of_key(work: UnitOfWork, key: str) -> Question:
    question = await work.questions.of_key(hash_of(key)) if key.strip() else None
    if question is None:
        raise NoSuchKey
    return question


async def _enough(work: UnitOfWork, actor: Actor, words: str, circle_id: str) -> None:
    """Enough people, so that one question does not point to one of them."""
    if not circle_id:
        if len(await work.questions.pool()) < POOL:
            raise TooFewMentors(words=words, most=POOL)
        return
    mine = await work.circles.of(actor.user_id)
    circle = next((one for one in mine if one.id == circle_id), None)
    if circle is None or not circle.hides_one:
        raise TooFewInCircle(words=words, most=POOL)


async def _unsay(work: UnitOfWork, question: Question, at: datetime) -> None:
    """What was not sent yet is not sent; what stands in a channel loses its words."""
    await work.outbox.cancel(question.id, *POSTED, reason="withdrawn")
    await rewrite_in_circle(work, question, at)


async def _open(work: UnitOfWork, actor: Actor, question_id: str, today: date) -> Question:
    question = await work.questions.get(question_id, visible_to=actor.user_id)
    if question is None or question.posted_on is None:
        raise NotYours
    if not question.is_open(today):
        raise QuestionClosed
    return question


async def _answers(
    work: UnitOfWork, questions: list[Question]
) -> dict[str, tuple[tuple[str, str], ...]]:
    found = await work.questions.answers_to([one.id for one in questions])
    signed = {one.by_id for some in found.values() for one in some if one.by_id}
    names = await work.people.named(sorted(signed))
    return {
        key: tuple((one.text, names.get(one.by_id, "")) for one in some)
        for key, some in found.items()
    }
