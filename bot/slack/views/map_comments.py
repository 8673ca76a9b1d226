"""A mentor's words to a step: the form, the words on the map, and the news of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.map_comments import COMMENT_LENGTH, MARKS
from bot.domain.maps import STORY_KINDS
from bot.domain.messages import Message
from bot.domain.wording import Wording
from bot.services.map_comments import CommentForm
from bot.services.map_seen import CommentSeen, PathSeen
from bot.slack import ids
from bot.slack.views.cards import Builder, Label
from bot.slack.views.goals import inline
from bot.slack.views.vocabulary import (
    SECTION_LENGTH,
    Block,
    View,
    ask_one,
    ask_text,
    beside,
    button,
    modal,
    note,
    overflow,
    plainly,
    row,
    says,
)

#: The most steps a route has; a menu holds as many lines (slack.md 5.2).
STEPS = 5
#: Blocks of words beside one route on the map: room for all a mentor can write to five steps.
BLOCKS = 2
NONE = "none"


def form(held: CommentForm, label: Label) -> View:
    """A few words, and what the step was on one's own way (content.md 4.5)."""
    marks = [("Nothing of the kind", NONE), *((words, mark) for mark, words in MARKS.items())]
    blocks = [
        *says(f"A step on *{inline(held.owner_name)}*'s map:"),
        plainly(held.step),
        ask_text(
            "words",
            "Your words to it",
            initial=held.words,
            multiline=True,
            max_length=COMMENT_LENGTH,
            hint="What you would watch for, or a question. Only the two of you read it.",
        ),
        ask_one(
            "mark",
            "On my own way this was",
            marks,
            initial=held.mark or NONE,
            menu=True,
            optional=True,
        ),
        note("Both empty takes it back. What was read cannot be unread."),
    ]
    return modal(ids.MAP_COMMENT_FORM, "Write to a step", blocks, submit=label("forms.save"))


def with_menu(section: Block, seen: PathSeen) -> Block:
    """The steps of a route, with a line of the menu for each that may be written to."""
    if not (seen.may_comment and seen.steps):
        return section
    lines = [
        (f"Write to step {number}", f"comment:{step.id}")
        for number, step in enumerate(seen.steps[:STEPS], start=1)
    ]
    return beside(section, overflow(ids.MAP_STEP, lines))


def with_marks(section: Block, step_id: str) -> Block:
    """A step of one's own path, with what it could be called."""
    lines = [(f"It was {_an(kind)}", f"{kind}:{step_id}") for kind in STORY_KINDS]
    return beside(section, overflow(ids.MAP_MARK, lines))


def said(path_id: str, comments: Sequence[CommentSeen]) -> list[Block]:
    """What mentors wrote to a route, step by step; nothing is cut in the middle."""
    parts, left = [""], [_line(one) for one in comments]
    while left:
        longer = f"{parts[-1]}\n{left[0]}".strip()
        if len(longer) <= SECTION_LENGTH:
            parts[-1] = longer
        elif len(parts) < BLOCKS:
            parts.append(left[0])
        else:
            break
        left.pop(0)
    blocks = [
        plainly(words, subject=path_id, part=f"said{number}")
        for number, words in enumerate(parts)
        if words
    ]
    return [*blocks, *([note(f"and {len(left)} more")] if left else [])]


def news(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Open my map · Not now."""
    mark = f"news-{message.subject_id}"
    opens = button(label("map_news.open"), ids.MAP_OPEN, mark)
    later = button(label("map_news.later"), ids.MAP_NEWS_LATER, mark)
    return [*says(wording.body, subject=mark), row(opens, later, subject=mark)]


CARDS: dict[str, Builder] = {"map_news": news}

# --- private -------------------------------------------------------------------------------------


def _line(one: CommentSeen) -> str:
    who = "You" if one.mine else one.by_name
    where = f"step {one.number}" if one.number else f"a step that read “{one.about}”"
    way = "my" if one.mine else "their"
    mark = f"{MARKS[one.mark]} on {way} own way" if one.mark in MARKS else ""
    if not one.words:
        return f"{who} on {where}: {mark}"
    return f"{who} on {where}: {one.words}" + (f" ({mark})" if mark else "")


def _an(kind: str) -> str:
    return "luck" if kind == "luck" else f"a {kind}"
