"""The forms of a roadblock. Private words are typed and read in these windows, not in messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from bot.domain.roadblocks import (
    FORM_LENGTH,
    HELP,
    HELPED,
    LINE_LENGTH,
    QUOTE_LENGTH,
    REPLY_LENGTH,
    TRIED,
    WHAT_LENGTH,
    ReplyKind,
    Severity,
    excerpt,
)
from bot.services.roadblock_answers import AnswerForm
from bot.services.roadblocks import RoadblockForm, RoadblockReading
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views import support
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_several,
    ask_text,
    ask_time,
    modal,
    note,
    plainly,
    says,
)

#: Times a mentor may offer for a talk (content.md 7.2).
SLOTS = 3
#: Choices in one menu (slack.md 5.2).
MENU = 100


def form(held: RoadblockForm, label: Label) -> View:
    """What is in the way, how much, what was tried, what would help, and who sees it (7.0)."""
    draft = held.draft
    blocks = [
        ask_text(
            "what",
            "What's in the way?",
            initial=draft.what,
            multiline=True,
            max_length=FORM_LENGTH,
            optional=False,
            hint=f"A few lines are plenty, up to {WHAT_LENGTH:,} characters. A mentor sees the "
            f"first {QUOTE_LENGTH} at once.",
        ),
        ask_one(
            "severity",
            "How much does it matter now?",
            [(one.label, one.value) for one in Severity],
            initial=draft.severity,
        ),
        ask_date(
            "deadline_on",
            "Help is most useful by",
            initial=draft.deadline_on,
            hint="Only asked for when a deadline is close.",
        ),
        ask_several(
            "tried",
            "Tried so far",
            [(text, value) for value, text in TRIED],
            initial=draft.tried,
            hint="“Nothing yet” is a fine answer.",
        ),
        ask_text("tried_words", "Also tried", initial=draft.tried_words, max_length=LINE_LENGTH),
        ask_one(
            "help_wanted",
            "What would help?",
            [(text, value) for value, text, _ in HELP],
            initial=draft.help_wanted,
            menu=True,
        ),
        *_goals(held),
        ask_one(
            "audience",
            "Who sees it",
            [(one.label, one.value) for one in held.audiences],
            initial=held.audience,
            hint="Your choice, each time. A mentor hears of it in their own hours.",
        ),
        support.door(label),
    ]
    return modal(ids.ROADBLOCK_FORM, "Record a roadblock", blocks, submit=label("forms.save"))


def reading(held: RoadblockReading) -> View:
    """All the words, as they were written."""
    blocks = [
        note(escape(f"From {held.owner_name}")),
        plainly(held.what),
        plainly(f"Tried so far: {held.tried}"),
    ]
    return modal(ids.NOTICE, "All of it", blocks, close="Close")


def answer(held: AnswerForm, kind: ReplyKind, label: Label) -> View:
    """Two lines from the mentor."""
    title, question = _ANSWERS[kind]
    blocks = [
        *_about(held),
        ask_text(
            "words",
            question,
            multiline=True,
            max_length=REPLY_LENGTH,
            optional=False,
            hint=_short(f"Two lines are plenty. {held.partner_name} reads them as you write."),
        ),
    ]
    return modal(ids.ROADBLOCK_WORDS_FORM, title, blocks, submit=label("forms.send"))


def talk(held: AnswerForm, at: time, label: Label) -> View:
    """Up to three times, or a line, or neither: the offer alone is fine."""
    line = ask_text(
        "words", "A line, if you like", max_length=LINE_LENGTH, hint="“Ten minutes tomorrow?”"
    )
    blocks = [*_about(held), line]
    for number in range(1, SLOTS + 1):
        day = "A day that suits you" if number == 1 else "Another day"
        blocks.append(ask_date(f"day_{number}", day))
        blocks.append(ask_time(f"time_{number}", "At, in your own time zone", initial=at))
    return modal(ids.ROADBLOCK_TALK_FORM, "Let's talk", blocks, submit=label("forms.send"))


def step(held: AnswerForm, label: Label) -> View:
    """A next step of one's own out of a mentor's words."""
    hint = "It becomes the next step of your goal." if held.goal_title else "Kept for you."
    blocks = [
        ask_text(
            "step",
            "Your next step",
            initial=excerpt(held.words, LINE_LENGTH),
            multiline=True,
            max_length=LINE_LENGTH,
            optional=False,
            hint=hint,
        ),
        ask_date("step_on", "By when"),
    ]
    return modal(ids.ROADBLOCK_DO_FORM, "Do it", blocks, submit=label("forms.save"))


def say_back(
    held: AnswerForm, slots: Sequence[tuple[str, datetime]], *, wants_talk: bool, label: Label
) -> View:
    """One line back to the mentor; for a talk, one of the times they offered. ``slots`` are
    (label, moment)."""
    blocks: list[Block] = []
    if wants_talk and slots:
        offered = [(text, moment.isoformat()) for text, moment in slots]
        blocks.append(ask_one("slot", "A time that suits you", offered, optional=True))
    blocks.append(
        ask_text(
            "words",
            "One line, if you like" if wants_talk else "One line back",
            multiline=True,
            max_length=LINE_LENGTH,
            optional=wants_talk,
            hint=_short(f"{held.partner_name} reads it as you write."),
        )
    )
    title = "Talk it through" if wants_talk else "One line back"
    return modal(ids.ROADBLOCK_BACK_FORM, title, blocks, submit=label("forms.send"))


def what_helped(helper_name: str, label: Label) -> View:
    """What helped, in chips and a line; all of it optional (content.md 7.7, 7.8)."""
    blocks = [
        ask_several("helped_by", "What helped?", [(text, value) for value, text in HELPED]),
        ask_text("words", "In one line", max_length=LINE_LENGTH),
        ask_text(
            "tip",
            "What would you tell the next person?",
            multiline=True,
            max_length=LINE_LENGTH,
            hint="Kept with this roadblock, for you.",
        ),
        ask_several(
            "pass_on",
            "For others",
            [("Add the tip for others, without my name", "yes")],
            hint="Read word for word by whoever is stuck, once five people have given one.",
        ),
    ]
    if helper_name:
        blocks.append(
            ask_several(
                "tell",
                "Who may know?",
                [(f"Tell {helper_name} it helped", "yes")],
                hint="They read what helped, as one line in their digest.",
            )
        )
    return modal(ids.ROADBLOCK_HELPED_FORM, "What helped?", blocks, submit=label("forms.save"))


def tell(mentor_name: str, helped: str, label: Label) -> View:
    """Words to the mentor who helped, drafted and open to change (content.md 7.8)."""
    words = f"It is solved. What helped: {helped or 'your answer'}. Thank you."
    asked = ask_text(
        "words",
        "Your words",
        initial=excerpt(words, LINE_LENGTH),
        multiline=True,
        max_length=LINE_LENGTH,
        optional=False,
        hint=_short(f"{mentor_name} reads them as one line in their digest."),
    )
    return modal(ids.ROADBLOCK_TELL_FORM, "Tell who helped", [asked], submit=label("forms.send"))


# --- private -------------------------------------------------------------------------------------

_ANSWERS = {
    ReplyKind.TIP: ("Reply with a tip", "Your tip"),
    ReplyKind.KNOW_SOMEONE: ("I know someone", "Who, and how could they help?"),
    ReplyKind.TRY_THIS: ("Try this", "What could they try or read?"),
    ReplyKind.DETAIL: ("One more detail", "What would you like to know?"),
}


def _goals(held: RoadblockForm) -> list[Block]:
    if not held.goals:
        return []
    options = [(title, goal_id) for goal_id, title in held.goals[:MENU]]
    return [
        ask_one(
            "goal",
            "Which goal is it about?",
            options,
            initial=held.draft.goal_id,
            optional=True,
            menu=True,
        )
    ]


def _about(held: AnswerForm) -> list[Block]:
    return says(quoted(excerpt(held.what)))


def _short(hint: str) -> str:
    """A hint holds 120 characters in the copy guide; names may be long."""
    return excerpt(hint, 120)
