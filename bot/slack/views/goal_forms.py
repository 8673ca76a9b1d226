"""The forms of a goal: said, read letter by letter, fitted, composed (content.md F3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.goals import (
    CONTROLS,
    EXAMPLE,
    HABIT_MEASURE,
    OBSTACLES,
    RHYTHMS,
    SKILLS,
    Fit,
    Goal,
    GoalKind,
    Plan,
    Said,
    as_learning,
    chip_of,
    day_in_words,
    kind_suggested,
)
from bot.domain.smart import Ask, Control, Found, Letter, LetterCheck, LetterChecks
from bot.domain.smart.letters import (
    SURE,
    UNSURE,
    asks_for_breathers,
    is_short_for_a_role,
)
from bot.domain.smart.questions import NAMES
from bot.services.audience import Audience
from bot.services.goal_pieces import GoalForm
from bot.services.goal_sharing import QUESTION_LENGTH
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.cards import Label
from bot.slack.views.goal_dates import short
from bot.slack.views.goals import inline, named
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_text,
    button,
    modal,
    note,
    row,
    says,
)

#: Options of a menu (slack.md 5.2).
STEPS = 100
#: A letter with the words that ask for it, phrased already.
Question = tuple[LetterCheck, str]


def say_form(intro: str, said: Said, label: Label, *, warning: str = "") -> View:
    """One open question, in one's own words (content.md 3.0)."""
    blocks = [
        *_warned(warning),
        *says(intro),
        ask_text(
            "ambition",
            "In your own words",
            initial=said.ambition,
            multiline=True,
            optional=False,
            hint="Nobody else sees it yet.",
            placeholder=f"For example: {EXAMPLE}",
        ),
    ]
    return modal(ids.GOAL_SAY, _title(None), blocks, submit=label("forms.next"))


def letters_form(
    held: GoalForm, said: Said, asked: Sequence[Question], label: Label, *, warning: str = ""
) -> View:
    """What was found in the words, and at most three questions (content.md 3.1, 3.2)."""
    blocks = [*_warned(warning), *says(f"You said:\n{quoted(held.goal.raw_ambition)}")]
    hints = {check.letter: hint for check, hint in asked}
    blocks += letter_rows(held.letters, set(hints), held.goal)
    for letter, hint in hints.items():
        blocks += [*says(hint), _field(letter, said, asked=True)]
    if Letter.T not in hints:
        blocks += _confirm(held)
    blocks += _keep(held.goal, label)
    return modal(ids.GOAL_LETTERS, _title(held.goal), blocks, submit=label("forms.next"))


def edit_form(held: GoalForm, said: Said, label: Label, *, warning: str = "") -> View:
    """Every answer to the letters again; where it started is kept as it was."""
    goal = held.goal
    missing = {check.letter for check in held.letters.checks if check.state != Found.OK}
    blocks = [*_warned(warning), *says(f"You started with:\n{quoted(goal.raw_ambition)}")]
    blocks += letter_rows(held.letters, missing, goal)
    blocks += [_field(letter, said) for letter in (Letter.S, Letter.M, Letter.T, Letter.R)]
    blocks.append(_ask_skill(said.skill))
    if not goal.is_draft:
        refit = button(label("goal_letter_hint.fit"), ids.GOAL_REFIT, goal.id)
        past = button(label("goal_letter_hint.history"), ids.GOAL_HISTORY, goal.id)
        blocks.append(row(refit, past))
    return modal(ids.GOAL_LETTERS, _title(goal), blocks, submit=label("forms.next"))


def fit_form(held: GoalForm, fit: Fit, label: Label, *, warning: str = "") -> View:
    """Whether it fits: how sure, whose, done before, why (content.md 3.3)."""
    asked = {Letter.A, Letter.R} if held.goal.is_draft else set()
    sure = "" if fit.confidence is None else str(fit.confidence)
    blocks = [*_warned(warning), *letter_rows(held.letters, asked, held.goal)]
    blocks += _confirm(held) if held.goal.due_on is None else []
    blocks += [
        ask_one(
            "confidence",
            "From 0 to 10, how sure are you?",
            [(str(number), str(number)) for number in range(11)],
            initial=sure,
            optional=True,
            menu=True,
        ),
        ask_one(
            "control",
            "Whose hands is it in?",
            [(words, value) for value, words in CONTROLS],
            initial=fit.control,
            optional=True,
        ),
        ask_one(
            "done_before",
            "Have you done something like it before?",
            [("Yes", "yes"), ("No, it is new to me", "no")],
            initial=fit.done_before,
            optional=True,
        ),
        _ask_skill(fit.skill),
        ask_text("why", "Why does this matter to you now?", initial=fit.why, multiline=True),
        *_ask_step(held, fit),
        *_keep(held.goal, label),
    ]
    return modal(ids.GOAL_FIT, _title(held.goal), blocks, submit=label("forms.next"))


def finish_form(
    intro: str, held: GoalForm, plan: Plan, audience: str, label: Label, *, warning: str = ""
) -> View:
    """The sentence, a plan for the obstacle, a first step, who sees it (3.4 to 3.6)."""
    chip = chip_of(plan.obstacle)
    blocks = [
        *_warned(warning),
        ask_text(
            "statement",
            "Your goal in one sentence",
            initial=plan.statement,
            multiline=True,
            optional=False,
            hint="Put together from your words. Change it until it sounds like you.",
        ),
        *_offers(held, plan),
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
        *_ask_milestone(held, plan),
        ask_one(
            "every_weeks",
            "How often shall I ask?",
            [(words, str(weeks)) for weeks, words in RHYTHMS],
            initial=str(plan.every_weeks),
        ),
        ask_audience(held.choices, audience),
        *warned_of_circles(held.choices),
        *_keep(held.goal, label),
    ]
    return modal(ids.GOAL_FINISH, _title(held.goal), blocks, submit=label("forms.save"))


def letter_rows(letters: LetterChecks, asked: set[Letter], goal: Goal) -> list[Block]:
    """Five rows in words: found, one question, or not asked yet. Never a score."""
    day = goal.due_on or letters.due_on
    lines = [
        f"*{NAMES[check.letter]}*: {_state(check, check.letter in asked, day)}"
        for check in letters.checks
    ]
    return says("\n".join(lines))


def audience_form(goal: Goal, choices: Sequence[Audience], label: Label) -> View:
    """Who sees one goal, when there is more than one mentor to choose from."""
    now = (goal.pairing_id, goal.circle_id)
    at = [one.value for one in choices if (one.pairing_id, one.circle_id) == now]
    chosen = at[0] if at else "private"
    blocks = [*says(named(goal)), ask_audience(choices, chosen), *warned_of_circles(choices)]
    return modal(ids.GOAL_AUDIENCE_FORM, "Who sees this goal", blocks, submit=label("forms.save"))


#: Where a circle is offered (content.md 3.6, E7).
GROUP_WARNING = (
    "A circle reads the sentence only. Sharing results works better than sharing intentions: you "
    "can share wins later."
)


def warned_of_circles(choices: Sequence[Audience]) -> list[Block]:
    """The group warning, where a circle can be chosen (content.md 3.6)."""
    return [note(GROUP_WARNING)] if any(one.circle_id for one in choices) else []


def ask_audience(choices: Sequence[Audience], chosen: str) -> Block:
    """Only you, one of the mentors, or a circle."""
    hint = ""
    if any(one.mentor_id for one in choices):
        hint = "They see the sentence, its date, why and next step; never what gets in the way."
    return ask_one(
        "audience",
        "Who should see this goal?",
        [(one.label, one.value) for one in choices],
        initial=chosen,
        hint=hint,
    )


def ask_form(goal: Goal, owner_name: str, label: Label) -> View:
    """A mentor's question about a goal they were shown, or about one letter of it (3.7)."""
    blocks = [
        *says(f"{named(goal)}\n{inline(owner_name)} reads your words as you write them."),
        ask_one(
            "letter",
            "What is it about?",
            [("All of it", "all"), *((words, letter) for letter, words in _PARTS)],
            initial="all",
            menu=True,
        ),
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


# --- private -------------------------------------------------------------------------------------

_PARTS = (
    (Letter.S.value, "What exactly it is"),
    (Letter.M.value, "How they will know"),
    (Letter.A.value, "How sure they are"),
    (Letter.R.value, "Why it matters"),
    (Letter.T.value, "The date"),
)


def _title(goal: Goal | None) -> str:
    return "Set a goal" if goal is None or goal.is_draft else "Edit your goal"


def _warned(warning: str) -> list[Block]:
    return says(escape(warning)) if warning else []


def _keep(goal: Goal, label: Label) -> list[Block]:
    """ "Save as it is": nothing has to be answered."""
    if not goal.is_draft:
        return []
    keep = button(label("goal_summary.keep_draft"), ids.GOAL_KEEP_DRAFT, goal.id)
    return [row(keep), note("Keeps a draft, only for you. You can finish it later.")]


def _state(check: LetterCheck, is_asked: bool, day: date | None) -> str:
    if check.state == Found.OK:
        found = f"“{inline(short(check.evidence))}”" if check.evidence else ""
        if check.letter == Letter.T and day is not None:
            found = f"{found}: {day_in_words(day)}" if found else day_in_words(day)
        return f"✓ Found {found}" if found else "✓ Found"
    return "○ One question" if is_asked else "– Not asked yet"


def _field(letter: Letter, said: Said, *, asked: bool = False) -> Block:
    """``asked``: the question stands above it already, so the field says no more than its name."""
    if letter == Letter.S:
        hint = "" if asked else "As a friend would see it."
        return ask_text("what", "What exactly", initial=said.what, hint=hint)
    if letter == Letter.M:
        name = "It is done when" if asked else "How will you know it's done?"
        hint = "" if asked else "A number, or a yes-or-no result."
        return ask_text("measure", name, initial=said.measure, hint=hint)
    if letter == Letter.T:
        hint = "" if asked else "A rough date is fine."
        return ask_date("due_on", "A day" if asked else "By when", initial=said.due_on, hint=hint)
    return ask_text("why", "Why does this matter to you now?", initial=said.why, multiline=True)


def _ask_skill(chosen: str) -> Block:
    return ask_one(
        "skill",
        "A skill this builds",
        [(skill, value) for value, skill in SKILLS],
        initial=chosen,
        optional=True,
        menu=True,
    )


def _ask_step(held: GoalForm, fit: Fit) -> list[Block]:
    """The map may say why it matters (3.3); a goal made of a route's first test is tied to it."""
    if not held.steps or fit.step_id not in ("", *(step_id for _, step_id in held.steps)):
        return []
    steps = [(short(words), step_id) for words, step_id in held.steps[:STEPS]]
    words = "Or is it a step of your map?"
    return [ask_one("step", words, steps, initial=fit.step_id, optional=True, menu=True)]


def _confirm(held: GoalForm) -> list[Block]:
    """A day read out of the words is shown back; an event without a day asks for none."""
    time = held.letters[Letter.T]
    if time.state != Found.OK or not time.evidence:
        return []
    day = held.goal.due_on or held.letters.due_on
    hint = (
        f"Read as {day_in_words(day)}. Change it if you meant another day."
        if day
        else "Which day is that? It may stay empty."
    )
    return [ask_date("due_on", f"“{short(time.evidence)[:40]}”", initial=day, hint=hint)]


def _offers(held: GoalForm, plan: Plan) -> list[Block]:
    """What the answers so far suggest; each may stay as it is (F3 A, kind of goal)."""
    goal, blocks = held.goal, list[Block]()
    suggested = kind_suggested(goal) if goal.is_draft else GoalKind(goal.kind)
    if suggested == GoalKind.LEARNING:
        offered = as_learning(goal)
        blocks += says(f"It is new to you, so trying may suit it better:\n{quoted(offered)}")
    elif suggested == GoalKind.HABIT:
        blocks += says(f"This sounds like a habit, measured by {HABIT_MEASURE}.")
    if suggested != GoalKind.OUTCOME:
        options = [("As an outcome", "outcome"), _KINDS[suggested]]
        blocks.append(
            ask_one("kind", "How shall I keep it?", options, initial=plan.kind, optional=True)
        )
    if goal.confidence is not None and goal.confidence < SURE:
        wish = f"What would make it a {goal.confidence + 2}?"
        blocks.append(ask_text("raise_by", wish, initial=plan.raise_by))
    elif goal.confidence == 10:
        blocks += says("Is it a stretch? You may aim higher.")
    if goal.control == Control.OTHERS:
        hint = "For example: “apply for two roles” beside “get promoted”."
        blocks.append(
            ask_text("own_part", "Your own part in it", initial=plan.own_part, hint=hint)
        )
    if held.letters[Letter.R].ask == Ask.OWN_WHY:
        own = plan.why if plan.why != goal.why else ""
        blocks.append(ask_text("why", "And what would it give you?", initial=own))
    if is_short_for_a_role(goal.raw_ambition, goal.due_on, held.today):
        blocks.append(note("Two weeks is short for a new role. The date may move."))
    if asks_for_breathers(goal.raw_ambition):
        blocks.append(note("A breather now and then is part of it: two a quarter cost nothing."))
    return blocks


_KINDS = {
    GoalKind.LEARNING: ("As a learning goal, by tries", "learning"),
    GoalKind.HABIT: ("As a habit, by times kept", "habit"),
}


def _ask_milestone(held: GoalForm, plan: Plan) -> list[Block]:
    unsure = held.goal.confidence is not None and held.goal.confidence <= UNSURE
    if not (held.goal.is_far(held.today) or unsure or plan.milestone):
        return []
    return [
        ask_text("milestone", "A first milestone on the way", initial=plan.milestone),
        ask_date("milestone_on", "The milestone's day", initial=plan.milestone_on),
    ]
