"""Writing feedback: hints that never block, and the line that answers a question (F10, 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import AlreadyRead, Empty, NobodyHome, NotYours
from bot.domain.feedback import AskState, Feedback, FeedbackAsk, Words
from bot.domain.feedback_hints import Hint, hints
from bot.domain.messages.feedback import FeedbackLine
from bot.domain.people import Actor
from bot.ports import Clock, UnitOfWork, Units
from bot.services.feedback_cards import held_card, line_card, say_line
from bot.services.feedback_talks import written_after_all
from bot.services.met import met
from bot.services.outbox import tell


@dataclass(frozen=True)
class WriteForm:
    """What the giver starts with: the question, and a draft of theirs if there is one."""

    ask: FeedbackAsk
    receiver_name: str
    words: Words


@dataclass(frozen=True)
class Written:
    """``hints``: kept as a draft, and shown with them; empty: sent."""

    ask: FeedbackAsk
    receiver_name: str
    hints: tuple[Hint, ...] = ()


class FeedbackWriting:
    """Use cases of the giver; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def form(self, actor: Actor, ask_id: str) -> WriteForm:
        """The form of the person who was asked, with what they wrote before."""
        async with self.units.reading(actor.workspace_id) as work:
            ask = await _to_write(work, actor, ask_id)
            before = await work.feedback.written_for(ask.id, actor.user_id)
            words = before.words if before else Words(situation=ask.situation)
            names = await work.people.named([ask.receiver_id])
            return WriteForm(ask, names.get(ask.receiver_id, ""), words)

    async def write(self, actor: Actor, ask_id: str, words: Words, *, hinted: bool) -> Written:
        """Send the words, or, the first time a rule finds something, keep them as a draft and say
        what. ``hinted``: the hints were shown, so nothing is in the way any more.

        Sent again before they were read, they are replaced, after the hints if there are any:
        until then the reader has what was sent. Read, they stay: ``AlreadyRead``.
        """
        if words.is_empty:
            raise Empty
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            ask = await _to_write(work, actor, ask_id)
            receiver = await met(work, ask.receiver_id)
            if not receiver.is_here:
                raise NobodyHome(who=receiver.name)
            row = await _row_of(work, ask, at)
            if row.read_at is not None:
                raise AlreadyRead(who=receiver.name)
            found = () if hinted else hints(words)
            if found and row.sent_at is not None:
                return Written(ask, receiver.name, found)
            row.write(words, at)
            if not found:
                await _send(work, ask, row, at)
            await work.commit()
            return Written(ask, receiver.name, found)

    async def answer(self, actor: Actor, feedback_id: str, line: str) -> FeedbackLine:
        """The giver's one line back; the same line twice says it once."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            row = await _of_giver(work, actor, feedback_id)
            if not row.question:
                raise NotYours
            row.answer, row.answer_at = line, row.answer_at or at
            await say_line(work, row, row.answer, to=row.receiver_id, at=at)
            await work.commit()
            return await line_card(work, row, row.question, to=actor.user_id)

    async def asked(self, actor: Actor, feedback_id: str) -> FeedbackLine:
        """The receiver's question, as its card."""
        async with self.units.reading(actor.workspace_id) as work:
            row = await _of_giver(work, actor, feedback_id)
            return await line_card(work, row, row.question, to=actor.user_id)


# --- private -------------------------------------------------------------------------------------


async def _to_write(work: UnitOfWork, actor: Actor, ask_id: str) -> FeedbackAsk:
    """A lapse or a *Not now* is no lock: words that come later are welcome."""
    ask = await work.feedback.ask(ask_id, visible_to=actor.user_id)
    if ask is None or ask.giver_id != actor.user_id or not ask.takes_words:
        raise NotYours
    return ask


async def _row_of(work: UnitOfWork, ask: FeedbackAsk, at: datetime) -> Feedback:
    row = await work.feedback.written_for(ask.id, ask.giver_id)
    if row is None:
        row = Feedback(
            work.workspace_id,
            ask.id,
            ask.giver_id,
            ask.receiver_id,
            ask.focus,
            ask.situation,
            at,
        )
        work.feedback.add(row)
        await work.flush()
    return row


async def _send(work: UnitOfWork, ask: FeedbackAsk, row: Feedback, at: datetime) -> None:
    """Once they are sent the question is answered, and everything planned about it ends."""
    if row.sent_at is not None:
        return
    row.sent_at = at
    ask.close(AskState.SAID, at)
    await work.nudges.cancel(ask.id)
    await work.outbox.cancel(
        ask.id, "feedback_request", "feedback_reminder", "feedback_noted", reason="answered"
    )
    who = {"owner_id": ask.receiver_id, "other_id": ask.giver_id}
    await written_after_all(work, ask.situation, ask.id, **who, at=at)
    message = await held_card(work, row)
    await tell(work, message, to=row.receiver_id, at=at, key=f"{message.kind}:{row.id}:0")


async def _of_giver(work: UnitOfWork, actor: Actor, feedback_id: str) -> Feedback:
    row = await work.feedback.words(feedback_id, visible_to=actor.user_id)
    if row is None or row.giver_id != actor.user_id:
        raise NotYours
    return row
