"""Set-up and settings as blocks (content.md F1, F23)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.cadence import WEEKDAYS, Week
from bot.domain.goals import FIELD_LENGTH
from bot.domain.messages import Message
from bot.domain.messages.people import OnboardRecap
from bot.domain.nudges import LessOf
from bot.domain.people import MentorType, Person, Preferences, Role, Tone
from bot.domain.wording import Wording
from bot.services.settings import Outlook, SetUp
from bot.slack import ids
from bot.slack.views import care
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_several,
    ask_text,
    ask_time,
    button,
    modal,
    note,
    row,
    says,
)

ROLES = (
    ("I want a mentor", Role.MENTEE.value),
    ("I can mentor", Role.MENTOR.value),
    ("Both", Role.BOTH.value),
    ("I already have a mentor", Role.PAIRED.value),
)
TONES = (
    ("Warm: full sentences", Tone.WARM.value),
    ("Direct: short", Tone.DIRECT.value),
    ("Playful: with a wink", Tone.PLAYFUL.value),
)
TYPES = (
    ("A seasoned leader", MentorType.LEADER.value),
    ("A peer", MentorType.PEER.value),
    ("An expert in a field", MentorType.EXPERT.value),
)
DAYS = tuple((name, str(number)) for number, name in enumerate(WEEKDAYS))
CAPACITY = tuple((str(n) if n else "None just now", str(n)) for n in range(6))
FEEDBACK = [("Feedback on my own work is welcome", "yes")]
MARK = "settings"
#: Why a planned message did not come, by the outcome in its record.
REASONS = {
    "paused": "you had asked for quiet",
    "already-checked-in": "you had checked in already",
    "logged": "you had noted something about it meanwhile",
    "already-asked": "you were asked that day already",
    "closed": "the goal is closed",
    "no-goal-due": "none of your goals asks that often",
    "pace-open": "I had asked how often to ask, and waited",
    "too-close": "the one before was only a few days old",
    "skipped-late": "I was not running at that time",
    "less-of-this": "you asked for less of this",
    "goal-resting": "you let that goal rest",
    "pair-resting": "you let that pairing rest",
    "answered": "you had answered already",
    "already-asked-once": "I had asked that before, and ask it once",
    "new-person": "you were in your first two weeks",
    "not-asked-yet": "the question itself had to wait",
    "gone": "you were away from Slack",
    "recipient-gone": "you were away from Slack",
    "resumed": "you had started again before",
}


# --- set-up --------------------------------------------------------------------------------------


def role_form(person: Person, at: datetime, label: Label, *, role: str = "") -> View:
    """The first of two steps: what they came for, where they are, when messages may come."""
    blocks = [
        ask_one("role", "What brings you here?", ROLES, initial=role),
        _zone(person.preferences, person.week, at),
        ask_time("window_start", "Messages from", initial=person.window_start),
        ask_time("window_end", "Messages until", initial=person.window_end),
    ]
    return modal(ids.SETTINGS_ROLE_FORM, "Set up: 1 of 2", blocks, submit=label("forms.next"))


def about_form(person: Person, role: Role, label: Label) -> View:
    """The second step, by role; five fields at most."""
    blocks: list[Block] = []
    if role.is_mentee:
        blocks += [
            ask_text(
                "words",
                "What would you like to change?",
                multiline=True,
                max_length=FIELD_LENGTH,
                hint="In your own words; only you see them. It may stay empty.",
            ),
            _day(person),
            ask_time("slot", "Check-in time", initial=person.slot),
        ]
        if not role.is_mentor:
            blocks.append(ask_one("tone", "How I speak to you", TONES, initial=person.tone))
    if role.is_mentor:
        blocks += _mentor_fields(person, short=role.is_mentee)
    return modal(ids.SETTINGS_ABOUT_FORM, "Set up: 2 of 2", blocks, submit=label("forms.save"))


def set_up(held: SetUp, recap: Sequence[Block], label: Label) -> list[Block]:
    """The recap and exactly one next step."""
    if held.draft_id:
        step = button(label("home.goal"), ids.GOAL_EDIT, held.draft_id, style="primary")
    elif held.role.is_mentee:
        step = button(label("home.pair"), ids.HOME_RUN_PAIR, "pair", style="primary")
    else:
        step = button(label("map_page.story"), ids.MAP_STORY, "new", style="primary")
    return [*recap, row(step)]


# --- settings ------------------------------------------------------------------------------------


def form(person: Person, quieted: Sequence[LessOf], at: datetime, label: Label) -> View:
    """Day, hour, zone, window, working days, tone, emoji; and what was quieted, to bring back."""
    now = person.preferences
    blocks = [
        _day(person, every=True),
        ask_time("slot", "Check-in time", initial=now.slot),
        _zone(now, person.week, at),
        ask_time("window_start", "Messages from", initial=now.window_start),
        ask_time("window_end", "Messages until", initial=now.window_end),
        ask_several(
            "working_days", "Working days", DAYS, initial=list(now.working_days), optional=False
        ),
        ask_one("tone", "How I speak to you", TONES, initial=now.tone),
        ask_several(
            "emoji", "Emoji", [("A few, here and there", "yes")], initial=["yes"] * now.emoji
        ),
    ]
    if quieted:
        blocks += [*says("*What you asked to hear less of*"), *care.quieted(quieted, label)]
    return modal(ids.SETTINGS_FORM, "Settings", blocks, submit=label("forms.save"))


def recap(message: Message, wording: Wording, label: Label) -> list[Block]:
    """What is set, and the way to change it."""
    assert isinstance(message, OnboardRecap)
    return [
        *says(wording.body, subject=MARK),
        row(
            button(label("onboard_recap.edit"), ids.SETTINGS_OPEN, "open"),
            button(label("onboard_recap.done"), ids.SETTINGS_DONE, "done"),
            subject=MARK,
        ),
    ]


def closed() -> list[Block]:
    """A recap that was read."""
    return says("Set. `/mentor settings` opens it again.", subject=MARK)


# --- what comes next -----------------------------------------------------------------------------


def outlook(held: Outlook, week: Week, now: datetime) -> list[Block]:
    """Behind the next check-in: a few more, in words; and the last that did not come."""
    lines = [
        f"• {care.kind_name(one.kind)}: {care.moment(one.due_at, week, now)}"
        for one in held.planned
    ]
    blocks = (
        says("*Also planned*, unless it settles itself before\n" + "\n".join(lines))
        if lines
        else []
    )
    if held.record.in_words:
        blocks.append(note(held.record.in_words))
    if held.skipped is not None and held.skipped.outcome in REASONS:
        skipped, reason = held.skipped, REASONS[held.skipped.outcome]
        name = care.kind_name(skipped.kind)
        when = care.moment(skipped.due_at, week, now)
        blocks.append(note(f"Not sent: {name[0].lower()}{name[1:]}, {when}. Why: {reason}."))
    return blocks


CARDS: dict[str, Builder] = {"onboard_recap": recap}

# --- private -------------------------------------------------------------------------------------


def _zone(now: Preferences, week: Week, at: datetime) -> Block:
    """Shown with its clock to confirm; an unknown one is empty and has to be filled."""
    here = week.local(at)
    hint = "A city is enough: Manila, New York, Europe/London."
    return ask_text(
        "zone",
        "Your time zone",
        initial=now.zone,
        max_length=60,
        optional=False,
        hint=f"It is {here:%A}, {here:%H:%M} there now. {hint}" if now.zone else hint,
    )


def _day(person: Person, *, every: bool = False) -> Block:
    known = [(name, day) for name, day in DAYS if every or day in person.working_days]
    return ask_one(
        "weekday", "Check-in day", known, initial=str(person.checkin_weekday), menu=True
    )


def _mentor_fields(person: Person, *, short: bool) -> list[Block]:
    """What others may know before they ask. The short form leaves room for the mentee's part."""
    topics = ask_text(
        "topics",
        "What people may ask you about",
        initial=person.mentor_topics,
        max_length=500,
        hint="For example: leading a team, SQL, public speaking.",
    )
    capacity = ask_one(
        "capacity", "How many people", CAPACITY, initial=str(person.mentor_capacity), menu=True
    )
    if short:
        return [topics, capacity]
    return [
        topics,
        ask_one("type", "I mentor as", TYPES, initial=person.mentor_type, optional=True),
        capacity,
        ask_text(
            "helps_me",
            "What would help you in it",
            initial=person.helps_me,
            multiline=True,
            max_length=500,
        ),
        ask_several("feedback", "Feedback", FEEDBACK, initial=["yes"] * person.feedback_welcome),
    ]
