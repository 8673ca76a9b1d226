"""Words typed in the DM as blocks: choices, never an echo."""

from __future__ import annotations

from bot.domain.checkins import Status
from bot.domain.messages import Message
from bot.domain.messages.people import StrayWords
from bot.domain.wording import Wording
from bot.services.replies import Heard
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Builder, Label
from bot.slack.views.checkins import STATUS_WORDS
from bot.slack.views.commands import HOME_RUN, Menu, everything, quick
from bot.slack.views.vocabulary import Block, button, note, overflow, row, says

#: Buttons in one row of the hint.
IN_A_ROW = 5

NO_WORDS = (
    "That stays here in our conversation, and nothing is lost. I can only work with words, "
    "though. Type one line, and I'll help it along."
)
WITH_FILE = "The file stays here in our conversation; I can only work with the words."
NEW_HERE = "New here? `/mentor start` sets you up, and `/mentor pair @name` asks a mentor."
AWAITED = "Meant for somebody you mentor? Answer with the buttons on their message instead."
HINT = (
    "Type what is on your mind, and I'll ask where it belongs. Or pick one of these; "
    "`/mentor help` lists everything. *stop* makes me quiet for two weeks."
)


def stray(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Add to my check-in first, when there is one; else the three places, and *Leave it*."""
    assert isinstance(message, StrayWords)
    mark = message.subject_id
    blocks = says(wording.body, subject=mark)
    leave = button(label("stray_words.nothing"), ids.REPLY_LEAVE, mark)
    if not message.open_prompt:
        places = (button(text, _PLACES[what], mark) for what, text in _else(label))
        return [*blocks, row(*places, leave, subject=mark)]
    if message.counts_as:
        counts = STATUS_WORDS[Status(message.counts_as)].lower()
        blocks.append(note(f"That tap counts as *{counts}*.", subject=mark, part="counts"))
    others = overflow(ids.REPLY_ELSE, [(text, f"{what}:{mark}") for what, text in _else(label)])
    add = label("stray_words.note")
    if len(message.goals) == 1:
        value = f"{mark}:{message.goals[0].goal_id}"
        first = button(add, ids.REPLY_NOTE, value, style="primary")
        return [*blocks, row(first, leave, others, subject=mark)]
    for number, goal in enumerate(message.goals):
        blocks.append(note(f"*{_bold(goal.title)}*", subject=mark, part=f"goal{number}"))
        one = button(add, ids.REPLY_NOTE, f"{mark}:{goal.goal_id}")
        blocks.append(row(one, subject=mark, part=f"add{number}"))
    return [*blocks, row(leave, others, subject=mark)]


def which_status(title: str, goal_id: str, mark: str, label: Label) -> list[Block]:
    """The row of four (content.md 5.0): one tap saves it with the words as its note."""
    value = f"{mark}:{goal_id}"
    return [
        *says(f"How is *{_bold(title)}* going? Your words become the note.", subject=mark),
        row(
            button(label("checkin_due.on_track"), ids.REPLY_STATUS_ON_TRACK, value),
            button(label("checkin_due.behind"), ids.REPLY_STATUS_BEHIND, value),
            button(label("checkin_due.stuck"), ids.REPLY_STATUS_STUCK, value),
            button(label("checkin_due.skip"), ids.REPLY_STATUS_SKIP, value),
            subject=mark,
        ),
    ]


def noted(title: str, status: str, mark: str) -> list[Block]:
    """Added to an answer that stood."""
    words = STATUS_WORDS.get(Status(status), status).lower()
    return says(f"Added to your check-in on *{_bold(title)}* ({words}).", subject=mark)


def left(mark: str) -> list[Block]:
    """Nothing was made of them."""
    return says("Left as they are, here in our conversation.", subject=mark)


def is_goal(mark: str) -> list[Block]:
    """They became a goal before."""
    return says("These words are among your goals now: `/mentor goals`.", subject=mark)


def asides(heard: Heard, *, has_file: bool) -> list[Block]:
    """What else helps this person now; often nothing."""
    facts = ((has_file, WITH_FILE), (heard.is_new, NEW_HERE), (heard.is_awaited, AWAITED))
    return [note(text) for wanted, text in facts if wanted]


def hint(menu: Menu) -> list[Block]:
    """What can be said here, with all of it in one menu."""
    buttons = [button(words, HOME_RUN + name, "dm") for name, words in quick(menu)]
    return [*says(HINT), *([row(*buttons)] if buttons else []), *everything(menu)]


CARDS: dict[str, Builder] = {"stray_words": stray}

# --- private -------------------------------------------------------------------------------------

_PLACES = {
    "roadblock": ids.REPLY_ROADBLOCK,
    "win": ids.REPLY_WIN,
    "goal": ids.REPLY_GOAL,
}


def _else(label: Label) -> list[tuple[str, str]]:
    return [(what, label(f"stray_words.{what}")) for what in _PLACES]


def _bold(text: str) -> str:
    return escape("".join(sign for sign in text if sign not in "*_~`\n"))
