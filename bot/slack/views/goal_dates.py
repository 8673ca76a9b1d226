"""The date of a goal and its past, as forms and pages (content.md 3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.goal_history import GoalChange
from bot.domain.goals import Goal
from bot.slack import ids
from bot.slack.text import quoted
from bot.slack.views.cards import Label
from bot.slack.views.goals import inline, named
from bot.slack.views.vocabulary import View, ask_date, ask_text, modal, note, says

#: Characters of somebody's words inside a row.
IN_A_ROW = 80
#: Rows of a history; older ones are counted.
HISTORY = 30


def move_form(goal: Goal, suggested: date, label: Label, *, asks_why: bool) -> View:
    """Another day. From the third time on, one open question that may stay empty (3.8)."""
    blocks = [
        *says(named(goal)),
        ask_date("due_on", "Which day fits better?", initial=suggested, optional=False),
    ]
    if asks_why:
        hint = "Only you see the answer. It may stay empty."
        label_of_it = "What has changed since you set it?"
        blocks.append(ask_text("note", label_of_it, multiline=True, hint=hint))
    return modal(ids.GOAL_MOVE_FORM, "Move the date", blocks, submit=label("forms.save"))


def line_form(goal: Goal, label: Label) -> View:
    """One line about how it ended."""
    blocks = [
        *says(named(goal)),
        ask_text("line", "One line to keep", initial=goal.ending, hint="Only you see it."),
    ]
    return modal(ids.GOAL_LINE_FORM, "How it ended", blocks, submit=label("forms.save"))


def history(goal: Goal, changes: Sequence[tuple[date, GoalChange]], label: Label) -> View:
    """What the owner changed, newest first; where it started stands at the end."""
    blocks = [note("Only you see this."), *says(named(goal))]
    for day, change in changes[:HISTORY]:
        was = f"was “{inline(short(change.before))}”, " if change.before else ""
        now = f"now “{inline(short(change.after))}”" if change.after else "now empty"
        blocks += says(f"{day.day} {day:%b %Y} · *{change.label}*: {was}{now}")
    if len(changes) > HISTORY:
        blocks.append(note(f"and {len(changes) - HISTORY} more"))
    blocks += says(f"Where you started:\n{quoted(goal.raw_ambition)}")
    return modal(ids.GOAL_PAST, "What changed", blocks, close=label("forms.close"))


def short(words: str) -> str:
    """One line, cut where a row ends."""
    line = " ".join(words.split())
    return line if len(line) <= IN_A_ROW else f"{line[: IN_A_ROW - 1].rstrip()}…"
