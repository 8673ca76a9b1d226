"""Goals as blocks: one's own list, what the mentor sees, its date, what became of a tap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.domain.goals import Goal, GoalKind
from bot.domain.messages import Message
from bot.domain.messages.goals import (
    GoalDate,
    GoalDraft,
    GoalQuestion,
    GoalShared,
    GoalSummary,
)
from bot.domain.wording import Wording
from bot.services.audience import Audience
from bot.services.goal_pieces import OwnGoals, Shown
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    button,
    divider,
    modal,
    note,
    overflow,
    row,
    says,
)

#: Rows of a list; the rest is counted, never dropped unsaid (slack.md 7.4, 19).
ROWS = 40
#: The bidirectional controls: a title may not turn the rest of its line around.
_STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
#: What Slack would read as formatting; an underscore inside a word is none.
_MARKS = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)")


def own_list(held: OwnGoals, label: Label) -> View:
    """`/mentor goals`: every goal with who sees it, and the drafts to finish."""
    blocks = [note("Only you see this list.")]
    if not (held.active or held.drafts):
        blocks += says("No goal here yet. One rough line is enough to start.")
    for goal, seen_by in held.active[:ROWS]:
        blocks += goal_row(goal, seen_by, held.choices, label)
    blocks += and_more(len(held.active) - ROWS)
    if held.drafts:
        blocks += [divider(), *says("*Drafts to finish*")]
    for goal in held.drafts[: ROWS // 2]:
        blocks += draft_row(goal, label)
    blocks += and_more(len(held.drafts) - ROWS // 2)
    start = button(label("goal_start.set_goal"), ids.GOAL_NEW, "new")
    blocks.append(row(start, subject="new-goal"))
    return modal(ids.GOAL_LIST, "Your goals", blocks, close=label("forms.close"))


def goal_row(goal: Goal, seen_by: str, choices: Sequence[Audience], label: Label) -> list[Block]:
    """One active goal of one's own: its date, its next step, who sees it, and what to do."""
    facts = [seen_by]
    if goal.due_on:
        facts.append(f"by {goal.due_on.day} {goal.due_on:%b %Y}")
    if goal.kind != GoalKind.OUTCOME:
        facts.append("a habit" if goal.kind == GoalKind.HABIT else "learning")
    lines = [named(goal), escape(" · ".join(facts))]
    if goal.next_step:
        lines.append(f"Next step: {inline(goal.next_step)}")
    if goal.milestone:
        on = f", {goal.milestone_on.day} {goal.milestone_on:%b %Y}" if goal.milestone_on else ""
        lines.append(f"Milestone: {inline(goal.milestone)}{on}")
    if goal.is_shared and goal.looked_at and seen_by != choices[0].label:
        mentor = next((one.mentor_name for one in choices if one.label == seen_by), "")
        lines.append(f"{inline(mentor)} says it looks right.")
    offered = [("edit", "edit"), ("reached", "done"), ("let_go", "let_go")]
    if goal.is_shared:
        offered.append(("private", "private"))
    if len(choices) > 2 or any(one.circle_id for one in choices):
        offered.append(("choose", "choose"))
    elif len(choices) == 2 and not goal.is_shared:
        offered.append(("share", "share"))
    menu = overflow(
        ids.GOAL_MENU,
        [(label(f"goal_summary.{key}"), f"{what}:{goal.id}") for key, what in offered],
    )
    return says("\n".join(lines), subject=goal.id, accessory=menu)


def draft_row(goal: Goal, label: Label) -> list[Block]:
    """One draft, with the way to finish it."""
    options = [
        (label("goal_summary.finish"), f"edit:{goal.id}"),
        (label("goal_summary.let_go"), f"drop:{goal.id}"),
    ]
    menu = overflow(ids.GOAL_MENU, options)
    return says(f"{named(goal)}\nDraft · Only you", subject=goal.id, accessory=menu)


def mentee_goal(goal: Goal, label: Label) -> list[Block]:
    """A goal somebody shared, as the mentor's Home shows it."""
    facts = [f"by {goal.due_on.day} {goal.due_on:%b %Y}"] if goal.due_on else []
    if goal.next_step:
        facts.append(f"Next step: {inline(goal.next_step)}")
    options = [
        (label("goal_shared.looks_right"), f"looks:{goal.id}"),
        (label("goal_shared.ask"), f"ask:{goal.id}"),
        (label("goal_shared.route"), f"route:{goal.id}"),
    ]
    menu = overflow(ids.GOAL_MENTOR_MENU, options)
    words = "\n".join([named(goal), *([" · ".join(facts)] if facts else [])])
    return says(words, subject=f"theirs.{goal.id}", accessory=menu)


def and_more(count: int) -> list[Block]:
    """ "and 12 more": what has no room here is counted."""
    return [note(f"and {count} more")] if count > 0 else []


def summary(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The saved goal, in the window only: its words never stand in a message."""
    assert isinstance(message, GoalSummary)
    edit = button(label("goal_summary.edit"), ids.GOAL_EDIT, message.subject_id)
    return [*says(wording.body, subject=message.subject_id), row(edit, subject=message.subject_id)]


def shared(message: Message, wording: Wording, label: Label) -> list[Block]:
    """A new goal for the mentor, who is not asked to approve it (3.7)."""
    assert isinstance(message, GoalShared)
    goal_id, mark = message.subject_id, shared_mark(message.subject_id)
    buttons = row(
        button(label("goal_shared.looks_right"), ids.GOAL_LOOKS_RIGHT, goal_id),
        button(label("goal_shared.ask"), ids.GOAL_ASK, goal_id),
        button(label("goal_shared.route"), ids.MAP_ADD_FOR, goal_id),
        button(label("goal_shared.later"), ids.GOAL_SET_ASIDE, mark),
        subject=mark,
    )
    return [*says(wording.body, subject=mark), buttons]


def shared_mark(goal_id: str) -> str:
    """The mark of a shared goal's card."""
    return f"shared.{goal_id}"


def question(message: Message, wording: Wording, label: Label) -> list[Block]:
    """The mentor's question: edit the goal, or leave it."""
    assert isinstance(message, GoalQuestion)
    mark = f"question.{message.subject_id}"
    buttons = row(
        button(label("goal_question.edit"), ids.GOAL_EDIT, message.subject_id),
        button(label("goal_question.later"), ids.GOAL_SET_ASIDE, mark),
        subject=mark,
    )
    return [*says(wording.body, subject=mark), buttons]


def date_asked(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Near its date: four ways on. Past it: four ways it may have gone (3.8)."""
    assert isinstance(message, GoalDate)
    goal_id = message.subject_id
    if message.phase == "past":
        buttons = _endings(goal_id, label, moves=True)
    else:
        buttons = [
            button(label("goal_date.on_course"), ids.GOAL_ON_COURSE, goal_id),
            button(label("goal_date.move"), ids.GOAL_MOVE, goal_id),
            button(label("goal_date.resize"), ids.GOAL_RESIZE, goal_id),
            button(label("goal_date.close"), ids.GOAL_CLOSE, goal_id),
        ]
    return [*says(wording.body, subject=goal_id), row(*buttons, subject=goal_id)]


def draft_offered(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Finish it, drop it, or leave it: none of it is asked again."""
    assert isinstance(message, GoalDraft)
    goal_id = message.subject_id
    buttons = [
        button(label("goal_draft.finish"), ids.GOAL_EDIT, goal_id),
        button(label("goal_draft.let_go"), ids.GOAL_LET_GO, goal_id),
        button(label("goal_draft.later"), ids.GOAL_LEAVE, goal_id),
    ]
    return [*says(wording.body, subject=goal_id), row(*buttons, subject=goal_id)]


def closing(goal: Goal, label: Label) -> list[Block]:
    """How did it go? Each answer is a good one."""
    buttons = _endings(goal.id, label, moves=False)
    words = f"{named(goal)}\nHow did it go?"
    return [*says(words, subject=goal.id), row(*buttons, subject=goal.id)]


def on_course(goal: Goal) -> list[Block]:
    """One quiet line."""
    return says(f"{named(goal)}: on course. I'll ask again the day after.", subject=goal.id)


def moved(goal: Goal) -> list[Block]:
    """The new day, and nothing counted."""
    day = f"{goal.due_on.day} {goal.due_on:%B %Y}" if goal.due_on else "no date"
    return says(f"{named(goal)}: the date is {day} now.", subject=goal.id)


def partly(goal: Goal, label: Label) -> list[Block]:
    """Some of it: a win to keep, and a goal for the rest."""
    words = f"Partly reached: {named(goal)}\nWhat did work may be a win; the rest may go on."
    add_win = button(label("goal_summary.add_win"), ids.WIN_FROM_GOAL, goal.id)
    again = button(label("goal_date.new_goal"), ids.GOAL_NEXT, goal.id)
    line = button(label("goal_date.add_line"), ids.GOAL_LINE, goal.id)
    buttons = row(add_win, again, line, _take_back(goal, label), subject=goal.id)
    return [*says(words, subject=goal.id), buttons]


def reached(goal: Goal, label: Label, *, step_id: str = "") -> list[Block]:
    """Done, with the offer to keep it as a win (F8), and to mark the step of the map it is."""
    words = f"Reached: {named(goal)}\nWould you like to keep it as a win?"
    add_win = button(label("goal_summary.add_win"), ids.WIN_FROM_GOAL, goal.id)
    elements = [add_win, _take_back(goal, label)]
    if step_id:
        value = f"{step_id}:{goal.id}"
        elements.insert(1, button(label("goal_summary.on_map"), ids.MAP_STEP_REACHED, value))
    return [*says(words, subject=goal.id), row(*elements, subject=goal.id)]


def let_go(goal: Goal, label: Label, *, was_draft: bool, past_date: bool) -> list[Block]:
    """Set down: a fact, and the way back; past its date, room to say that it hurts (F9 9.0)."""
    words = f"Let go: {named(goal)}\nI won't ask about it again."
    line = button(label("goal_date.add_line"), ids.GOAL_LINE, goal.id)
    back = _take_back(goal, label, draft=was_draft)
    setback = button(label("goal_summary.setback"), ids.SETBACK_FROM_GOAL, goal.id)
    buttons = [line, back, setback] if past_date else [line, back]
    return [*says(words, subject=goal.id), row(*buttons, subject=goal.id)]


def shown_to(held: Shown, label: Label) -> list[Block]:
    """Who sees it from now on, and what cannot be taken back (content.md 0.3)."""
    if held.audience.mentor_id:
        words = (
            f"{inline(held.audience.mentor_name)} can see this goal from now on. You can make it "
            "private again; what was read by then cannot be unread."
        )
    elif held.audience.circle_id:
        words = (
            f"{inline(held.audience.label)}, can read this goal in `/mentor circle`. Nothing is "
            "posted. You can make it private again; what was read cannot be unread."
        )
    else:
        read = f" What {inline(held.before)} read before cannot be unread." if held.before else ""
        words = f"Only you see this goal now.{read}"
    told = note(words, subject=held.goal.id)
    return [*goal_row(held.goal, held.audience.label, held.choices, label), told]


def quiet_line(words: str, mark: str) -> list[Block]:
    """A finished card: one line, no buttons."""
    return says(words, subject=mark)


def named(goal: Goal) -> str:
    """Its title, bold."""
    return f"*{inline(goal.title)}*"


def inline(words: str) -> str:
    """People's words inside a line: one line, nothing that formats, pings or turns it around."""
    plain = _MARKS.sub("", " ".join(words.translate(_STEERING).split()))
    return escape(plain) or "…"


CARDS: dict[str, Builder] = {
    "goal_summary": summary,
    "goal_shared": shared,
    "goal_question": question,
    "goal_date": date_asked,
    "goal_draft": draft_offered,
}

# --- private -------------------------------------------------------------------------------------


def _endings(goal_id: str, label: Label, *, moves: bool) -> list[Any]:
    move = [button(label("goal_date.move"), ids.GOAL_MOVE, goal_id)] if moves else []
    return [
        button(label("goal_date.reached"), ids.GOAL_REACHED, goal_id),
        button(label("goal_date.partly"), ids.GOAL_PARTLY, goal_id),
        *move,
        button(label("goal_date.let_go"), ids.GOAL_LET_GO, goal_id),
    ]


def _take_back(goal: Goal, label: Label, *, draft: bool = False) -> Any:
    value = f"{goal.id}:{'draft' if draft else ''}"
    return button(label("goal_summary.take_back"), ids.GOAL_TAKE_BACK, value)
