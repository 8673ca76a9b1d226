"""The giver's side of feedback as blocks, and the question before an observation (F10)."""

from __future__ import annotations

from bot.domain.feedback import Answered
from bot.domain.messages import Message
from bot.domain.messages.feedback import (
    FeedbackLine,
    FeedbackNoted,
    FeedbackPermission,
)
from bot.domain.wording import Wording
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    button,
    row,
    says,
)

# --- the giver's cards ---------------------------------------------------------------------------


def asked(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Write · Talk instead · Can't judge · Not now (content.md 10.1)."""
    mark = message.subject_id
    buttons = (
        button(label("feedback_request.write"), ids.FEEDBACK_WRITE, mark),
        button(label("feedback_request.talk"), ids.FEEDBACK_TALK, mark),
        button(label("feedback_request.cant_judge"), ids.FEEDBACK_CANT_JUDGE, mark),
        button(label("feedback_request.later"), ids.FEEDBACK_NOT_NOW, mark),
    )
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


def done(line: str, mark: str, label: Label, *, may_write: bool = False) -> list[Block]:
    """After a tap: one line; words that come later are welcome all the same."""
    blocks = says(escape(line), subject=mark)
    if may_write:
        write = button(label("feedback_request.write"), ids.FEEDBACK_WRITE, mark)
        blocks.append(row(write, subject=mark))
    return blocks


def noted(message: Message, wording: Wording, label: Label) -> list[Block]:
    """One line; a yes to an observation comes with the form."""
    assert isinstance(message, FeedbackNoted)
    mark = message.subject_id
    blocks = says(wording.body, subject=mark)
    if message.answer_kind == Answered.WELCOME:
        write = button(label("feedback_noted.write"), ids.FEEDBACK_WRITE, mark)
        not_now = button(label("feedback_noted.later"), ids.FEEDBACK_NOT_NOW, mark)
        blocks.append(row(write, not_now, subject=mark))
    return blocks


def line(message: Message, wording: Wording, label: Label) -> list[Block]:
    """A question: reply in one line. An answer: it stands with the words, too."""
    assert isinstance(message, FeedbackLine)
    mark = f"line-{message.subject_id}"
    if message.is_answer:
        buttons = [button(label("feedback_line.read"), ids.ADVICE_READ, message.subject_id)]
    else:
        buttons = [
            button(label("feedback_line.reply"), ids.FEEDBACK_REPLY, message.subject_id),
            button(label("feedback_line.later"), ids.FEEDBACK_REPLY_NOT_NOW, message.subject_id),
        ]
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


# --- before a word is written -------------------------------------------------------------------


def permission(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Yes · Later · No: nothing was written yet (content.md 10.G)."""
    assert isinstance(message, FeedbackPermission)
    return asked_leave(wording.body, message.subject_id, label)


def asked_leave(words: str, mark: str, label: Label, *, later: bool = True) -> list[Block]:
    """The question with its three answers; without *Later* once that was the answer."""
    buttons = [button(label("feedback_permission.yes"), ids.FEEDBACK_YES, mark)]
    if later:
        buttons.append(button(label("feedback_permission.later"), ids.FEEDBACK_YES_LATER, mark))
    buttons.append(button(label("feedback_permission.no"), ids.FEEDBACK_NO, mark))
    return [*says(words, subject=mark), row(*buttons, subject=mark)]


CARDS: dict[str, Builder] = {
    "feedback_request": asked,
    "feedback_reminder": asked,
    "feedback_noted": noted,
    "feedback_line": line,
    "feedback_permission": permission,
}
