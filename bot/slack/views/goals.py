"""Goals as blocks: two forms, one's own list, what the mentor sees, what became of a tap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.domain.goals import EXAMPLE, OBSTACLES, RHYTHMS, SKILLS, Goal, Plan, Said, chip_of
from bot.domain.messages import Message
from bot.domain.messages.goals import GoalQuestion, GoalShared, GoalSummary
from bot.domain.wording import Wording
from bot.services.audience import Audience
from bot.services.goals import QUESTION_LENGTH, GoalForm, OwnGoals, Shown
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_text,
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


def say_form(
    intro: str, said: Said, label: Label, *, goal: Goal | None = None, warning: str = ""
) -> View:
    """Step one (content.md 3.0 to 3.3). A goal that has a sentence shows where it started: those
    words are kept as they are."""
    started = goal is not None and bool(goal.edits)
    blocks: list[Block] = []
    if warning:
        blocks += says(escape(warning))
    if started and goal is not None:
        blocks += says(f"You started with:\n{quoted(goal.raw_ambition)}")
    else:
        blocks += says(intro)
        blocks.append(
            ask_text(
                "ambition",
                "In your own words",
                initial=said.ambition,
                multiline=True,
                optional=False,
                hint="Nobody else sees it yet.",
                placeholder=f"For example: {EXAMPLE}",
            )
        )
    blocks += [
        ask_text(
            "measure",
            "How will you know it's done?",
            initial=said.measure,
            hint="A number, or a yes-or-no result.",
        ),
        ask_date("due_on", "By when", initial=said.due_on, hint="A rough date is fine."),
        ask_text("why", "Why does this matter to you now?", initial=said.why, multiline=True),
        ask_one(
            "skill",
            "A skill this builds",
            [(skill, value) for value, skill in SKILLS],
            initial=said.skill,
            optional=True,
            menu=True,
        ),
    ]
    return modal(ids.GOAL_SAY, _title(goal), blocks, submit=label("forms.next"))


def finish_form(
    intro: str, held: GoalForm, plan: Plan, audience: str, label: Label, *, warning: str = ""
) -> View:
    """Step two (3.4 to 3.6): the sentence, a plan for the obstacle, a first step, who sees it."""
    chip = chip_of(plan.obstacle)
    blocks = says(escape(warning)) if warning else []
    blocks += [
        ask_text(
            "statement",
            "Your goal in one sentence",
            initial=plan.statement,
            multiline=True,
            optional=False,
            hint="Put together from your words. Change it until it sounds like you.",
        ),
        *says(intro),
        ask_one(
            "obstacle",
            "What is likeliest to get in the way?",
            [(words, value) for value, words, _ in OBSTACLES],
            initial=chip,
            optional=True,
            menu=True,
        ),
        ask_text("obstacle_words", "Or in your own words", initial="" if chip else plan.obstacle),
        ask_text("plan_then", "If that happens, then I will …", initial=plan.plan_then),
        ask_text("next_step", "A first step within a week", initial=plan.next_step),
        ask_date("next_step_on", "On which day", initial=plan.next_step_on),
        ask_one(
            "every_weeks",
            "How often shall I ask?",
            [(words, str(weeks)) for weeks, words in RHYTHMS],
            initial=str(plan.every_weeks),
        ),
        _ask_audience(held.choices, audience),
    ]
    if held.goal.is_draft:
        keep = button(label("goal_summary.keep_draft"), ids.GOAL_KEEP_DRAFT, held.goal.id)
        blocks += [row(keep), note("Keeps a draft, only for you. You can finish it later.")]
    return modal(ids.GOAL_FINISH, _title(held.goal), blocks, submit=label("forms.save"))


def audience_form(goal: Goal, choices: Sequence[Audience], label: Label) -> View:
    """Who sees one goal, when there is more than one mentor to choose from."""
    chosen = next((one.value for one in choices if one.pairing_id == goal.pairing_id), "private")
    blocks = [*says(_named(goal)), _ask_audience(choices, chosen)]
    return modal(ids.GOAL_AUDIENCE_FORM, "Who sees this goal", blocks, submit=label("forms.save"))


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
    lines = [_named(goal), escape(" · ".join(facts))]
    if goal.next_step:
        lines.append(f"Next step: {inline(goal.next_step)}")
    if goal.is_shared and goal.looked_at and seen_by != choices[0].label:
        mentor = next((one.mentor_name for one in choices if one.label == seen_by), "")
        lines.append(f"{inline(mentor)} says it looks right.")
    offered = [("edit", "edit"), ("reached", "done"), ("let_go", "let_go")]
    if goal.is_shared:
        offered.append(("private", "private"))
    if len(choices) == 2 and not goal.is_shared:
        offered.append(("share", "share"))
    elif len(choices) > 2:
        offered.append(("choose", "choose"))
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
    return says(f"{_named(goal)}\nDraft · Only you", subject=goal.id, accessory=menu)


def mentee_goal(goal: Goal, label: Label) -> list[Block]:
    """A goal somebody shared, as the mentor's Home shows it."""
    facts = [f"by {goal.due_on.day} {goal.due_on:%b %Y}"] if goal.due_on else []
    if goal.next_step:
        facts.append(f"Next step: {inline(goal.next_step)}")
    options = [
        (label("goal_shared.looks_right"), f"looks:{goal.id}"),
        (label("goal_shared.ask"), f"ask:{goal.id}"),
    ]
    menu = overflow(ids.GOAL_MENTOR_MENU, options)
    words = "\n".join([_named(goal), *([" · ".join(facts)] if facts else [])])
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


def ask_form(goal: Goal, owner_name: str, label: Label) -> View:
    """A mentor's question about a goal they were shown."""
    blocks = [
        *says(f"{_named(goal)}\n{inline(owner_name)} reads your words as you write them."),
        ask_text(
            "question",
            "Your question",
            multiline=True,
            optional=False,
            max_length=QUESTION_LENGTH,
            hint="One open question helps most: what, how, who.",
        ),
    ]
    return modal(ids.GOAL_ASK_FORM, "Ask a question", blocks, submit=label("forms.send"))


def reached(goal: Goal, label: Label) -> list[Block]:
    """Done, with the offer to keep it as a win (F8)."""
    words = f"Reached: {_named(goal)}\nWould you like to keep it as a win?"
    add_win = button(label("goal_summary.add_win"), ids.WIN_FROM_GOAL, goal.id)
    buttons = row(add_win, _take_back(goal, label), subject=goal.id)
    return [*says(words, subject=goal.id), buttons]


def let_go(goal: Goal, label: Label, *, was_draft: bool, past_date: bool) -> list[Block]:
    """Set down: a fact, and the way back; past its date, room to say that it hurts (F9 9.0)."""
    words = f"Let go: {_named(goal)}\nI won't ask about it again."
    back = _take_back(goal, label, draft=was_draft)
    setback = button(label("goal_summary.setback"), ids.SETBACK_FROM_GOAL, goal.id)
    buttons = [back, setback] if past_date else [back]
    return [*says(words, subject=goal.id), row(*buttons, subject=goal.id)]


def shown_to(held: Shown, label: Label) -> list[Block]:
    """Who sees it from now on, and what cannot be taken back (content.md 0.3)."""
    if held.audience.mentor_id:
        words = (
            f"{inline(held.audience.mentor_name)} can see this goal from now on. You can make it "
            "private again; what was read by then cannot be unread."
        )
    else:
        read = f" What {inline(held.before)} read before cannot be unread." if held.before else ""
        words = f"Only you see this goal now.{read}"
    told = note(words, subject=held.goal.id)
    return [*goal_row(held.goal, held.audience.label, held.choices, label), told]


def quiet_line(words: str, mark: str) -> list[Block]:
    """A finished card: one line, no buttons."""
    return says(words, subject=mark)


def inline(words: str) -> str:
    """People's words inside a line: one line, nothing that formats, pings or turns it around."""
    plain = _MARKS.sub("", " ".join(words.translate(_STEERING).split()))
    return escape(plain) or "…"


CARDS: dict[str, Builder] = {
    "goal_summary": summary,
    "goal_shared": shared,
    "goal_question": question,
}

# --- private -------------------------------------------------------------------------------------


def _title(goal: Goal | None) -> str:
    return "Set a goal" if goal is None or goal.is_draft else "Edit your goal"


def _named(goal: Goal) -> str:
    return f"*{inline(goal.title)}*"


def _ask_audience(choices: Sequence[Audience], chosen: str) -> Block:
    return ask_one(
        "audience",
        "Who should see this goal?",
        [(one.label, one.value) for one in choices],
        initial=chosen,
        hint="They see the sentence, its date, why and next step; never what gets in the way."
        if len(choices) > 1
        else "",
    )


def _take_back(goal: Goal, label: Label, *, draft: bool = False) -> Any:
    value = f"{goal.id}:{'draft' if draft else ''}"
    return button(label("goal_summary.take_back"), ids.GOAL_TAKE_BACK, value)
