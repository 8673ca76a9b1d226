"""The Home tab as blocks: what waits, what comes next, goals, people, and every command.

Every list is counted and cut to a share of Slack's 100 blocks (slack.md 5.2); what has no room is
named as a number, with the way to the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.pairings import RequestState
from bot.domain.roadblocks import Roadblock, Severity
from bot.services.home import HomePage, Partner
from bot.slack import ids
from bot.slack.views import goals, pairings
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    button,
    divider,
    heading,
    home,
    note,
    row,
    says,
)

#: Rows of each list. All full, with the notes and headings, they stay below 100 blocks.
ASKED, REQUESTS, GOALS, DRAFTS, ROADBLOCKS, MENTEES, THEIR_GOALS = 8, 3, 14, 4, 6, 8, 14
#: Names in one line, and characters of a roadblock's first words.
NAMES, WORDS = 30, 140
#: Buttons in a row.
IN_A_ROW = 5

Menu = Sequence[tuple[str, str]]


def page(held: HomePage, hello: str, next_words: str, menu: Menu, label: Label) -> View:
    """The whole tab. ``hello`` and ``next_words`` are phrased already; ``menu`` are the commands
    as (action id, label)."""
    blocks: list[Block] = []
    if held.welcome:
        blocks += _welcome(hello, label)
    blocks += _waiting(held, label)
    blocks += [heading("Next check-in"), *says(next_words)]
    blocks += _goals(held, label)
    blocks += _roadblocks(held.roadblocks)
    blocks += _people(held, label)
    blocks += _commands(menu)
    return home(blocks)


CARDS: dict[str, Builder] = {}

# --- private -------------------------------------------------------------------------------------


def _welcome(hello: str, label: Label) -> list[Block]:
    """The first hello (content.md 1.0). Nothing here waits for a pairing."""
    return [
        *says(hello),
        row(
            button(label("onboard_welcome.set_up"), ids.HOME_RUN_START, "start", style="primary"),
            button(label("onboard_welcome.privacy"), ids.HOME_RUN_PRIVACY, "privacy"),
            button(label("onboard_welcome.later"), ids.HOME_NOT_NOW, "later"),
        ),
        note("Goals, check-ins and wins work on your own, too."),
        divider(),
    ]


def _waiting(held: HomePage, label: Label) -> list[Block]:
    """What somebody hopes to hear from this person; only what was sent to them."""
    to_answer = [one for one in held.requests_to if one[0].state == RequestState.SENT]
    if not (held.asked or to_answer):
        return []
    blocks = [heading("For you to answer")]
    for roadblock, name in held.asked[:ASKED]:
        answer = button("Open", ids.ROADBLOCK_OPEN, roadblock.id)
        words = f"*{goals.inline(name)}* · {_about(roadblock)}"
        blocks += says(words, subject=f"asked.{roadblock.id}", accessory=answer)
    blocks += goals.and_more(len(held.asked) - ASKED)
    for request, name in to_answer[:REQUESTS]:
        words = f"*{goals.inline(name)}* asks you to be their mentor: {_first(request.topic)}"
        blocks += [*says(words, subject=request.id), pairings.answers(request.id, label)]
    return blocks + goals.and_more(len(to_answer) - REQUESTS)


def _goals(held: HomePage, label: Label) -> list[Block]:
    """One's own goals with who sees them and the next step; then the drafts."""
    blocks = [heading("Your goals")]
    if not (held.goals or held.drafts):
        blocks += says("No goal here yet. One rough line is enough to start.")
    for goal, seen_by in held.goals[:GOALS]:
        blocks += goals.goal_row(goal, seen_by, held.choices, label)
    for draft in held.drafts[:DRAFTS]:
        blocks += goals.draft_row(draft, label)
    more = max(len(held.goals) - GOALS, 0) + max(len(held.drafts) - DRAFTS, 0)
    if more:
        rest = button(label("goal_summary.show_all"), ids.GOAL_OPEN_LIST, "all")
        blocks += says(f"and {more} more", subject="more-goals", accessory=rest)
    return blocks


def _roadblocks(own: Sequence[Roadblock]) -> list[Block]:
    if not own:
        return []
    blocks = [heading("Open roadblocks")]
    for roadblock in own[:ROADBLOCKS]:
        opened = button("Open", ids.ROADBLOCK_OPEN, roadblock.id)
        blocks += says(_about(roadblock), subject=f"own.{roadblock.id}", accessory=opened)
    return blocks + goals.and_more(len(own) - ROADBLOCKS)


def _people(held: HomePage, label: Label) -> list[Block]:
    """Mentors, mentees with the goals they share, and requests on their way."""
    blocks: list[Block] = []
    if held.mentors:
        blocks += says(f"*Your mentors*\n{_names(held.mentors)}")
    for request, name in held.requests_by[:REQUESTS]:
        turn = "has suggested a change" if request.state == RequestState.CHANGED else "was asked"
        blocks.append(note(f"{goals.inline(name)} {turn}. “Ask someone” shows it again."))
    blocks += goals.and_more(len(held.requests_by) - REQUESTS)
    if held.mentees:
        blocks += says(f"*People you mentor*\n{_names(held.mentees)}")
        blocks += _their_goals(held.mentees, label)
    return [heading("Your people"), *blocks] if blocks else []


def _their_goals(mentees: Sequence[Partner], label: Label) -> list[Block]:
    """What each person chose to show; a few of each, so that nobody crowds out the others."""
    sharing = [one for one in mentees if one.goals]
    blocks: list[Block] = []
    left = THEIR_GOALS
    for place, partner in enumerate(sharing[:MENTEES]):
        others = min(len(sharing), MENTEES) - place - 1
        shown = partner.goals[: max(left - others, 1)]
        left -= len(shown)
        more = len(partner.goals) - len(shown)
        rest = f", and {more} more" if more else ""
        blocks.append(note(f"{goals.inline(partner.name)} shares with you{rest}:"))
        for goal in shown:
            blocks += goals.mentee_goal(goal, label)
    return blocks + goals.and_more(len(sharing) - MENTEES)


def _commands(menu: Menu) -> list[Block]:
    """Every command as a button: nobody has to remember any (content.md 0.4)."""
    rows = [menu[start : start + IN_A_ROW] for start in range(0, len(menu), IN_A_ROW)]
    blocks = [divider()] if rows else []
    for number, some in enumerate(rows):
        buttons = [button(words, action_id, "home") for action_id, words in some]
        blocks.append(row(*buttons, subject="menu", part=f"row{number}"))
    return blocks


def _names(partners: Sequence[Partner]) -> str:
    shown = [
        goals.inline(one.name) + ("" if one.pairing.is_active else " (not active)")
        for one in partners[:NAMES]
    ]
    more = len(partners) - NAMES
    return ", ".join(shown) + (f", and {more} more" if more > 0 else "")


def _about(roadblock: Roadblock) -> str:
    return f"{Severity(roadblock.severity).label}: {_first(roadblock.what)}"


def _first(words: str) -> str:
    """The first words, on one line."""
    line = " ".join(words.split())
    return goals.inline(line if len(line) <= WORDS else line[: WORDS - 1] + "…")
