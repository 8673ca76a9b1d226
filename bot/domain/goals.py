"""Goals: the ambition as said, the sentence, date, measure and audience (content.md F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import new_id
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
    """What the first form holds (content.md 3.0 to 3.3); all but the ambition may be empty."""

    ambition: str = ""
    measure: str = ""
    due_on: date | None = None
    why: str = ""
    skill: str = ""


@dataclass(frozen=True)
class Plan:
    """What the second form holds (3.4, 3.5): the sentence, if-then, a first step, the rhythm."""

    statement: str = ""
    obstacle: str = ""
    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    every_weeks: int = 1


@dataclass
class Goal:
    """``raw_ambition`` is kept unedited for ever: it is where the person started (1.1a).

    ``edits`` counts what the owner saved, so that two open forms cannot undo each other.
    ``looked_at`` is when the mentor tapped "Looks right"; sharing with another clears it.
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
    edits: int = 0
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

    @property
    def is_draft(self) -> bool:
        """Said, not yet finished; never asked about, never shared."""
        return self.state == GoalState.DRAFT

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
        due_label = day_in_words(self.due_on) if self.due_on else ""
        return compose(self.raw_ambition, measure=self.measure, due_label=due_label, why=self.why)

    @property
    def said(self) -> Said:
        """The first form as it was last saved."""
        return Said(self.raw_ambition, self.measure, self.due_on, self.why, self.skill)

    @property
    def plan(self) -> Plan:
        """The second form as it was last saved."""
        return Plan(
            self.statement,
            self.obstacle,
            self.plan_then,
            self.next_step,
            self.next_step_on,
            self.every_weeks,
        )

    def describe(self, said: Said) -> None:
        """Take over the first form. The ambition stays as first said; a sentence nobody rewrote by
        hand follows its parts."""
        if self.is_draft and not self.edits:
            self.raw_ambition = said.ambition or self.raw_ambition
        follows = self.statement.rstrip(".") == self.composed.rstrip(".")
        self.measure, self.due_on = said.measure, said.due_on
        self.why, self.skill = said.why, said.skill
        if follows:
            self.statement = self.composed
        self.edits += 1

    def keep(self, plan: Plan) -> None:
        """Take over the second form, finished or not."""
        self.statement = plan.statement
        self.obstacle, self.plan_then = plan.obstacle, plan.plan_then
        self.next_step, self.next_step_on = plan.next_step, plan.next_step_on
        self.every_weeks = plan.every_weeks
        self.edits += 1

    def close(self, state: GoalState, at: datetime) -> None:
        """Reached, or let go: it falls out of check-ins."""
        self.state, self.closed_at = state, at

    def reopen(self, state: GoalState) -> None:
        """Take a closing back."""
        self.state, self.closed_at = state, None

    def show_to(self, visibility: str, pairing_id: str) -> bool:
        """Change the audience; False when it is that already. What was read stays read (0.3)."""
        if (self.visibility, self.pairing_id) == (visibility, pairing_id):
            return False
        self.visibility, self.pairing_id, self.looked_at = visibility, pairing_id, None
        return True


def day_in_words(day: date) -> str:
    """A date inside a sentence: "22 May 2028"."""
    return f"{day.day} {day:%B %Y}"


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

_LEADS = ("then i will ", "then i'll ", "then i’ll ", "i will ", "i'll ", "i’ll ", "then ")


def _after_lead(words: str) -> str:
    """People finish "then I will …" with the whole phrase as often as not."""
    lead = next((one for one in _LEADS if words.casefold().startswith(one)), "")
    return words[len(lead) :] if len(words) > len(lead) else words


def _joined(words: str, part: str, room: int) -> str:
    return words + part if len(words) + len(part) <= room else words
