"""Goals: the ambition as said, the sentence, date, measure and audience (content.md F3)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import new_id
from bot.domain.smart import Control, Fields, LetterChecks, is_habit, read, without_lead_in
from bot.domain.visibility import Visibility

#: Goals kept active at once before Waymark asks, kindly, whether that is a lot (content.md F3 A).
ACTIVE_GOALS = 3
#: How long a goal's name is in a message; the rest stays in the goal itself.
TITLE_LENGTH = 80
#: Characters of any one field; a field of Slack's holds no more (slack.md 5.2).
FIELD_LENGTH = 3000
#: The essay's own goal: the example wherever one helps (essay 1).
EXAMPLE = "Earn a leadership role in product management within 18 months"
#: Starter words for "the skill this builds" (essay 2; content.md 7.1): value, label.
SKILLS = (
    ("data_analysis", "Data analysis"),
    ("coding", "Coding"),
    ("budgeting", "Budgeting"),
    ("communication", "Communication"),
    ("negotiation", "Negotiation"),
    ("emotional_intelligence", "Emotional intelligence"),
)
#: What tends to get in the way (content.md 7.5): value, chip, words after "If".
OBSTACLES = (
    ("no_time", "No time", "I have no time"),
    ("unclear", "Unclear next step", "the next step is unclear"),
    ("waiting", "Waiting on someone", "I am waiting on someone"),
    ("wrong", "Fear of getting it wrong", "I fear getting it wrong"),
    ("energy", "Low energy", "my energy is low"),
    ("other_work", "Other work comes first", "other work comes first"),
    ("how", "Don't know how", "I don't know how"),
)
#: How often to ask (content.md 3.6): weeks, label.
RHYTHMS = ((1, "Every week"), (2, "Every two weeks"), (4, "Every month"))


#: A goal further away than this asks for a milestone on the way (content.md 1.1b).
FAR_DAYS = 90
#: A draft is offered once more after this long (content.md 1.1a).
DRAFT_DAYS = 7
#: How a habit is measured: never by a streak (content.md F3, kind of goal).
HABIT_MEASURE = "times kept out of those planned, with two breathers a quarter"
#: How a learning goal is measured, when nothing else was said (content.md E9).
LEARNING_MEASURE = "ways tried, whatever the score"
#: From this move of its date on, one open question is asked (content.md 3.8).
MOVES_ASKED = 3
#: Who decides whether it comes about (content.md 3.3): value, label.
CONTROLS = (
    (Control.MINE.value, "Mostly me"),
    (Control.SHARED.value, "Me and others"),
    (Control.OTHERS.value, "Mostly others"),
)


class GoalKind(StrEnum):
    """An end to reach, ways to try, or something kept up (content.md F3, kind of goal)."""

    OUTCOME = "outcome"
    LEARNING = "learning"
    HABIT = "habit"


class GoalState(StrEnum):
    """Nothing here is a failure: a goal can be reached, partly reached, or let go."""

    DRAFT = "draft"
    ACTIVE = "active"
    REACHED = "reached"
    PARTLY = "partly"
    LET_GO = "let_go"
    RESTING = "resting"


@dataclass(frozen=True)
class Said:
    """What was said in answer to the letters (content.md 3.0 to 3.2); all but the ambition may be
    empty. ``what`` is what a friend would see."""

    ambition: str = ""
    measure: str = ""
    due_on: date | None = None
    why: str = ""
    skill: str = ""
    what: str = ""


@dataclass(frozen=True)
class Fit:
    """Whether it fits the person (content.md 3.3). ``done_before`` is "yes", "no" or empty."""

    confidence: int | None = None
    control: str = ""
    done_before: str = ""
    why: str = ""
    skill: str = ""
    due_on: date | None = None
    step_id: str = ""


@dataclass(frozen=True)
class Plan:
    """What the second form holds (3.4, 3.5): the sentence, if-then, a first step, the rhythm."""

    statement: str = ""
    obstacle: str = ""
    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    every_weeks: int = 1
    kind: GoalKind = GoalKind.OUTCOME
    raise_by: str = ""
    own_part: str = ""
    milestone: str = ""
    milestone_on: date | None = None
    why: str = ""


@dataclass
class Goal:
    """``raw_ambition`` is kept unedited for ever: it is where the person started (1.1a).

    ``edits`` counts what the owner saved, so that two open forms cannot undo each other.
    ``looked_at`` is when the mentor tapped "Looks right"; sharing with another clears it.
    ``step_id`` is the step of the career map it comes from, which says why it matters.
    ``moves`` counts how often the date was moved: never shown to anybody, not even the owner.
    """

    workspace_id: str
    owner_id: str
    raw_ambition: str
    created_at: datetime
    statement: str = ""
    measure: str = ""
    why: str = ""
    skill: str = ""
    due_on: date | None = None
    confidence: int | None = None
    obstacle: str = ""
    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    visibility: str = Visibility.PRIVATE
    pairing_id: str = ""
    every_weeks: int = 1
    state: str = GoalState.DRAFT
    closed_at: datetime | None = None
    looked_at: datetime | None = None
    paused_until: datetime | None = None
    edits: int = 0
    kind: GoalKind = GoalKind.OUTCOME
    what: str = ""
    control: str = ""
    done_before: str = ""
    raise_by: str = ""
    own_part: str = ""
    milestone: str = ""
    milestone_on: date | None = None
    moves: int = 0
    ending: str = ""
    step_id: str = ""
    circle_id: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    @property
    def title(self) -> str:
        """A short name for messages: the sentence, else the words as said; one plain line."""
        words = " ".join((self.statement or self.raw_ambition).split()).rstrip(".")
        return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"

    @property
    def is_active(self) -> bool:
        """Asked about in check-ins."""
        return self.state == GoalState.ACTIVE

    def rests(self, at: datetime) -> bool:
        """Whether its owner wants to hear nothing about it until some day (content.md 5.5)."""
        return self.paused_until is not None and at < self.paused_until

    @property
    def is_draft(self) -> bool:
        """Said, not yet finished; never asked about, never shared."""
        return self.state == GoalState.DRAFT

    def is_past(self, day: date) -> bool:
        """Its date lies before this day."""
        return self.due_on is not None and self.due_on < day

    @property
    def is_shared(self) -> bool:
        """Whether the owner lets anybody else read it."""
        return self.visibility != Visibility.PRIVATE

    @property
    def if_then(self) -> str:
        """The plan in its exact form, "If …, then I will …" (content.md E11), or empty."""
        if not (self.obstacle and self.plan_then):
            return ""
        return f"If {self.obstacle}, then I will {_after_lead(self.plan_then)}"

    @property
    def composed(self) -> str:
        """The sentence made of the parts as they are now."""
        return self.composed_with(self.why)

    def composed_with(self, why: str) -> str:
        """The same with another reason."""
        words = self.what or self.raw_ambition
        said_already = _says(words, self.due_on, self.created_at.date())
        due_label = day_in_words(self.due_on) if self.due_on and not said_already else ""
        return compose(words, measure=self.measure, due_label=due_label, why=why)

    @property
    def said(self) -> Said:
        """The first form as it was last saved."""
        return Said(self.raw_ambition, self.measure, self.due_on, self.why, self.skill, self.what)

    @property
    def fit(self) -> Fit:
        """The form about the person as it was last saved."""
        return Fit(*(getattr(self, one.name) for one in fields(Fit)))

    @property
    def plan(self) -> Plan:
        """The second form as it was last saved."""
        return Plan(*(getattr(self, one.name) for one in fields(Plan)))

    def is_far(self, today: date) -> bool:
        """Far enough away that a milestone on the way helps."""
        return self.due_on is not None and (self.due_on - today).days > FAR_DAYS

    def letters(self, today: date, *, locale: str = "en", active_goals: int = 0) -> LetterChecks:
        """Where each letter stands, read from the words and the answers so far."""
        fields = Fields(
            what=self.what,
            measure=self.measure,
            due_on=self.due_on,
            why=self.why,
            confidence=self.confidence,
            control=self.control,
            active_goals=active_goals,
            has_milestone=bool(self.milestone),
            is_linked=bool(self.step_id),
        )
        return read(self.raw_ambition, fields, today, locale=locale)

    def describe(self, said: Said) -> None:
        """Take over the first form. The ambition stays as first said; a sentence nobody rewrote by
        hand follows its parts."""
        if self.is_draft and not self.edits:
            self.raw_ambition = said.ambition or self.raw_ambition
        follows = self.statement.rstrip(".") == self.composed.rstrip(".")
        self.measure, self.due_on = said.measure, said.due_on
        self.why, self.skill, self.what = said.why, said.skill, said.what
        if follows:
            self.statement = self.composed
        self.edits += 1

    def suit(self, fit: Fit) -> None:
        """Take over the form about the person; the sentence follows its reason."""
        follows = self.statement.rstrip(".") == self.composed.rstrip(".")
        self.confidence, self.control = fit.confidence, fit.control
        self.done_before, self.why, self.skill = fit.done_before, fit.why, fit.skill
        self.due_on, self.step_id = fit.due_on, fit.step_id
        if follows:
            self.statement = self.composed
        self.edits += 1

    def move(self, due_on: date) -> None:
        """Another day. A sentence that follows its parts follows this one, too."""
        follows = self.statement.rstrip(".") == self.composed.rstrip(".")
        self.moves += 1
        self.due_on = due_on
        if follows:
            self.statement = self.composed
        self.edits += 1

    def keep(self, plan: Plan) -> None:
        """Take over the second form, finished or not."""
        self.statement = plan.statement
        self.obstacle, self.plan_then = plan.obstacle, plan.plan_then
        self.next_step, self.next_step_on = plan.next_step, plan.next_step_on
        self.every_weeks, self.kind = plan.every_weeks, plan.kind
        self.raise_by, self.own_part = plan.raise_by, plan.own_part
        self.milestone, self.milestone_on = plan.milestone, plan.milestone_on
        self.why = plan.why or self.why
        self.edits += 1

    def close(self, state: GoalState, at: datetime) -> None:
        """Reached, or let go: it falls out of check-ins."""
        self.state, self.closed_at = state, at

    def reopen(self, state: GoalState) -> None:
        """Take a closing back."""
        self.state, self.closed_at = state, None

    def show_to(self, visibility: str, pairing_id: str, circle_id: str = "") -> bool:
        """Change the audience; False when it is that already. What was read stays read (0.3)."""
        now = (visibility, pairing_id, circle_id)
        if (self.visibility, self.pairing_id, self.circle_id) == now:
            return False
        self.visibility, self.pairing_id, self.circle_id = now
        self.looked_at = None
        return True


def day_in_words(day: date) -> str:
    """A date inside a sentence: "22 May 2028"."""
    return f"{day.day} {day:%B %Y}"


def kind_suggested(goal: Goal) -> GoalKind:
    """Learning when the skill is new; a habit when it is kept up and never finished."""
    if is_habit(goal.what or goal.raw_ambition, goal.measure):
        return GoalKind.HABIT
    is_new = goal.done_before == "no" and bool(goal.skill)
    return GoalKind.LEARNING if is_new else GoalKind.OUTCOME


def as_learning(goal: Goal, room: int = FIELD_LENGTH) -> str:
    """The learning form (content.md E9): measured by tries, not by score."""
    words = without_lead_in(goal.what or goal.raw_ambition)
    says_it = _says(words, goal.due_on, goal.created_at.date())
    by = f" by {day_in_words(goal.due_on)}" if goal.due_on and not says_it else ""
    sentence = f"Find and try 3 ways to {words[:1].lower()}{words[1:]}{by}."
    return sentence if words and len(sentence) <= room else ""


def compose(
    ambition: str, *, measure: str, due_label: str, why: str, room: int = FIELD_LENGTH
) -> str:
    """The sentence of content.md 3.4: "{what} {measure} by {date}, so that {why}."

    A part that is empty, or has no room, is left out; words are joined, never rewritten or cut.
    """
    words = ambition.strip().rstrip(".")
    if measure and measure.casefold() not in words.casefold():
        words = _joined(words, f", measured by {measure.strip().rstrip('.')}", room)
    if due_label:
        words = _joined(words, f", by {due_label}", room)
    if why:
        reason = why.strip().rstrip(".")
        starts = reason.casefold().startswith(("so that", "because", "so i", "in order"))
        words = _joined(words, f", {reason}" if starts else f", so that {reason}", room)
    return _joined(words, "" if words.endswith(("!", "?", "…")) else ".", room)


def obstacle_in_words(chip: str) -> str:
    """A chip as it reads after "If"; empty for an unknown one."""
    return next((words for value, _, words in OBSTACLES if value == chip), "")


def chip_of(obstacle: str) -> str:
    """The chip whose words these are; empty when they are the person's own."""
    return next((value for value, _, words in OBSTACLES if words == obstacle), "")


# --- private -------------------------------------------------------------------------------------


def _says(words: str, day: date | None, said_on: date) -> bool:
    """Whether the words name that day themselves, "within 18 months", give or take a midnight."""
    read_as = read(words, Fields(), said_on).due_on
    return day is not None and read_as is not None and abs((read_as - day).days) <= 1


_LEADS = ("then i will ", "then i'll ", "then i’ll ", "i will ", "i'll ", "i’ll ", "then ")


def _after_lead(words: str) -> str:
    """People finish "then I will …" with the whole phrase as often as not."""
    lead = next((one for one in _LEADS if words.casefold().startswith(one)), "")
    return words[len(lead) :] if len(words) > len(lead) else words


def _joined(words: str, part: str, room: int) -> str:
    return words + part if len(words) + len(part) <= room else words
