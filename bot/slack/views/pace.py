"""The pace of check-ins as blocks: a fresh start, how often to ask, a hello (content.md F6)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.cadence import Week
from bot.domain.messages import Message
from bot.domain.messages.pace import CheckinCadenceAsk, CheckinFreshStart, MenteeQuiet
from bot.domain.pace import PaceReason
from bot.domain.wording import Wording
from bot.services.pace import OnAgenda, Pace
from bot.slack import ids
from bot.slack.text import quoted
from bot.slack.views import checkins
from bot.slack.views.cards import Builder, Label
from bot.slack.views.care import moment
from bot.slack.views.goals import inline
from bot.slack.views.vocabulary import Block, button, note, row, says


def fresh_start(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The same one-tap answers, and for each goal: keep it, make it smaller, set it down (6.2)."""
    assert isinstance(message, CheckinFreshStart)
    blocks = says(wording.body, subject=message.subject_id)
    for goal in message.goals:
        blocks += checkins.asked_row(message.subject_id, goal, label, named=len(message.goals) > 1)
        if goal.goal_id:
            mark = f"fresh-{goal.goal_id}"
            blocks.append(
                row(
                    button(label("checkin_fresh_start.keep"), ids.PACE_KEEP_GOAL, goal.goal_id),
                    button(label("checkin_fresh_start.smaller"), ids.GOAL_RESIZE, goal.goal_id),
                    button(label("checkin_fresh_start.down"), ids.PACE_SET_DOWN, goal.goal_id),
                    subject=mark,
                )
            )
    return blocks


def cadence_ask(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Whatever the reason, *Keep as it is* is the last button."""
    assert isinstance(message, CheckinCadenceAsk)
    mark = subject(message.pace_reason, message.goal_id)
    about = f"{message.pace_reason}:{message.goal_id}"
    if message.pace_reason == PaceReason.QUIET:
        buttons = [
            button(label("checkin_cadence_ask.day"), ids.PACE_DAY, about),
            button(label("checkin_cadence_ask.fewer"), ids.PACE_FEWER, about),
            button(label("checkin_cadence_ask.pause"), ids.PACE_PAUSE, about),
            button(label("checkin_cadence_ask.close"), ids.PACE_CLOSE, about),
        ]
    elif message.pace_reason == PaceReason.HOUR:
        value = f"{about}:{message.hour.replace(':', '')}"
        buttons = [button(label("checkin_cadence_ask.hour"), ids.PACE_HOUR, value)]
    else:
        buttons = [button(label("checkin_cadence_ask.monthly"), ids.PACE_MONTHLY, about)]
        if message.every_weeks < 2:
            two = button(label("checkin_cadence_ask.two_weeks"), ids.PACE_TWO_WEEKS, about)
            buttons = [two, *buttons]
    keep = button(label("checkin_cadence_ask.keep"), ids.PACE_KEEP, about)
    return [*says(wording.body, subject=mark), row(*buttons, keep, subject=mark)]


def mentee_quiet(message: Message, wording: Wording, label: Label) -> list[Block]:
    """A friendly hello, drafted; the mentor sends it themselves."""
    assert isinstance(message, MenteeQuiet)
    mark = f"quiet-{message.pairing_id}"
    hello = button(label("mentee_quiet.hello"), ids.PACE_HELLO, message.pairing_id)
    later = button(label("mentee_quiet.later"), ids.PACE_NO_HELLO, message.pairing_id)
    return [*says(wording.body, subject=mark), row(hello, later, subject=mark)]


def subject(reason: str, goal_id: str) -> str:
    """The mark of one question about the pace."""
    return f"pace-{reason}-{goal_id or 'all'}"


def paced(held: Pace, week: Week, now: datetime, mark: str) -> list[Block]:
    """How often, from now on, and when next."""
    often = _OFTEN.get(held.every_weeks, f"every {held.every_weeks} weeks")
    about = f" about *{inline(held.goal.title)}*" if held.goal else ""
    next_one = f" Next check-in: {moment(held.next_at, week, now)}." if held.next_at else ""
    return says(f"I ask{about} {often}.{next_one}", subject=mark)


def asked_again(at: datetime, week: Week, now: datetime, mark: str) -> list[Block]:
    """The extra check-in is planned."""
    return says(f"One extra check-in: {moment(at, week, now)}. Then as before.", subject=mark)


def on_agenda(held: OnAgenda, mark: str) -> list[Block]:
    """Where the line for the next talk stands, and who sees it."""
    if not held.mentor_name:
        return says(
            "Noted. With a mentor it would go on the list for your next talk.", subject=mark
        )
    name = inline(held.mentor_name)
    seen = f"{name} sees the line too" if held.shown else "only you see the line"
    words = f"On the list for your next talk with {name}; {seen}. `/mentor agenda` shows it."
    return says(words, subject=mark)


def quiet_line(words: str, mark: str) -> list[Block]:
    """What is left of a card when all is said."""
    return says(words, subject=mark)


def meanings() -> list[Block]:
    """What do these mean? Words with fixed meanings (content.md F5)."""
    lines = "\n".join(f"• *{name}*: {meaning}" for name, meaning in checkins.MEANINGS)
    return [*says(lines), note("Skipping counts as an answer. One tap is always enough.")]


def hello(name: str) -> list[Block]:
    """A draft to copy: Waymark writes nothing in anybody's name."""
    draft = f"Hi {name}, you came to mind. How are things? No reply needed if it is busy."
    return [
        *says(f"A draft for your own message to {inline(name)}; change it as you like:"),
        *says(quoted(draft)),
    ]


CARDS: dict[str, Builder] = {
    "checkin_fresh_start": fresh_start,
    "checkin_cadence_ask": cadence_ask,
    "mentee_quiet": mentee_quiet,
}

# --- private -------------------------------------------------------------------------------------

_OFTEN = {1: "every week", 2: "every two weeks", 4: "every four weeks", 8: "every eight weeks"}
