"""Controls and care as blocks: pause and return, why a message came, less of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.cadence import Week
from bot.domain.messages import Message
from bot.domain.messages.people import PauseConfirm
from bot.domain.nudges import LessOf
from bot.domain.wording import Wording
from bot.services.care import Less
from bot.slack import ids
from bot.slack.views import breaks
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_date,
    ask_one,
    ask_several,
    button,
    modal,
    note,
    row,
    says,
)

#: Kinds of messages as people call them; also the nudges `/mentor next` may name.
KINDS = {
    "checkin_due": "Your check-in",
    "checkin_nudge": "A second question about an open check-in",
    "checkin_snoozed": "The check-in you set aside",
    "checkin_fresh_start": "A fresh start after a quiet time",
    "checkin_cadence_ask": "How often I ask",
    "checkin_slower": "A slower pace, if you leave it open",
    "checkin_rest": "The word that check-ins rest",
    "mentee_quiet": "Somebody you mentor has been quiet",
    "checkin_shared": "Check-ins shared with you",
    "celebrate_goal": "A reached goal",
    "celebrate_return": "A check-in after a quiet time",
    "celebrate_anniversary": "The day a pairing began",
    "goal_shared": "A goal shared with you",
    "goal_date": "The date of a goal",
    "goal_draft": "A draft of a goal",
    "map_still": "A line about your map, on your agenda",
    "map_news": "Something new on your map",
    "map_story_ask": "A question about your own path",
    "pause_return": "The end of your pause",
    "partner_paused": "A partner's break",
    "partner_away": "A partner who left",
    "request_reminder": "A request that is still open",
    "request_declined": "A request that wasn't taken up",
    "roadblock_followup": "How a roadblock moved",
    "roadblock_mentor_reminder": "A roadblock that waits for you",
    "roadblock_no_answer": "A roadblock without an answer",
    "roadblock_resolved": "What helped with a roadblock",
    "roadblock_thanks": "Thanks for your help",
    "capacity_check": "Whether it is still a good season",
    "wins_jar_resurface": "An old win from your jar",
    "win_shared": "A win shared with you",
    "praise_received": "Words about your win",
}
HALF, OFF = "half as often", "off"
#: Said beside the field when a day was to be picked and none was.
WHICH_DAY = "Pick your first day back, or one of the lengths."
_LENGTHS = (("1 week", "1"), ("2 weeks", "2"), ("4 weeks", "4"), ("Until a day I pick", "day"))


def kind_name(kind: str) -> str:
    """What people call this kind of message."""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def moment(at: datetime, week: Week, now: datetime) -> str:
    """ "Mon 9 Mar, 10:00" on this person's clock, with the year when it is not this one."""
    here = week.local(at)
    year = f" {here.year}" if here.year != week.local(now).year else ""
    return f"{here:%a} {here.day} {here:%b}{year}, {here:%H:%M}"


# --- pause and return ----------------------------------------------------------------------------


def pause_form(
    label: Label, *, tomorrow: date, has_partner: bool, choices: Sequence[tuple[str, str]]
) -> View:
    """What rests: everything, one goal or one pairing of these ``choices`` (key, name); for one,
    two or four weeks, or until a day. Who hears of it is a tick, and unticked at first."""
    about = breaks.options(choices)
    blocks = [
        *(
            [ask_one("scope", "What rests", about, initial=breaks.EVERYTHING, menu=True)]
            if len(about) > 1
            else []
        ),
        ask_one("length", "For how long", _LENGTHS, initial="2"),
        ask_date("until_on", "First day back", hint=f"From {tomorrow.isoformat()} on."),
    ]
    if has_partner:
        told = [("Tell them the day I'm back, nothing else", "yes")]  # of a goal's break, nobody
        blocks.append(ask_several("share", "The person you work with", told))
    return modal(ids.CARE_PAUSE_FORM, "Pause", blocks, submit=label("home.pause"))


def paused(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Quiet until a day, and the way back."""
    assert isinstance(message, PauseConfirm)
    if key := message.scope_key:
        resume = button(label("pause_confirm.resume"), ids.BREAK_RESUME, key)
        keep = button(label("pause_confirm.keep"), ids.BREAK_STAY, key)
        mark = message.subject_id
        return [*says(wording.body, subject=mark), row(resume, keep, subject=mark)]
    return [
        *says(wording.body, subject=message.subject_id),
        row(
            button(label("pause_confirm.resume"), ids.CARE_RESUME, "resume"),
            button(label("pause_confirm.keep"), ids.CARE_STAY, "stay"),
            subject=message.subject_id,
        ),
    ]


def returned(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Back, with nothing to catch up on."""
    return [
        *says(wording.body, subject=message.subject_id),
        row(
            button(label("pause_return.pause"), ids.CARE_PAUSE, "pause"),
            button(label("pause_return.done"), ids.CARE_BACK, "done"),
            subject=message.subject_id,
        ),
    ]


def quiet_line(text: str, subject: str) -> list[Block]:
    """What is left of a card when all is said."""
    return says(text, subject=subject)


# --- why, and less -------------------------------------------------------------------------------


def why(reasons: Sequence[str], last_label: str, label: Label) -> list[Block]:
    """The rule that fired, when it fired last, and where to change it."""
    last = f"You last got one like it on {last_label}." if last_label else "It is the first one."
    return [
        *says("\n".join(f"• {one}" for one in reasons) if len(reasons) > 1 else reasons[0]),
        note(last),
        row(button(label("care.settings"), ids.SETTINGS_OPEN, "open")),
    ]


def less(held: Less, key: str, label: Label) -> list[Block]:
    """What became of "less of this", and the way further or back."""
    if held.choices:
        return [
            *says("Which of these would you like less of?"),
            *(
                block
                for kind in held.choices
                for block in says(
                    kind_name(kind),
                    accessory=button(label("care.less"), ids.CARE_LESS, f"{key}:{kind}"),
                )
            ),
        ]
    mark, name = f"less-{held.kind}", kind_name(held.kind)
    if held.someone_waits or not held.kind:
        return says(
            "Somebody waits for you behind this one, so it can't be quieted. "
            "For a quiet time there is `/mentor pause`."
        )
    restore = button(label("care.restore"), ids.CARE_RESTORE, held.kind)
    if held.times == 0:
        return says(f"*{name}*: as often as before.", subject=mark)
    if held.times == 1:
        further = button(label("care.off"), ids.CARE_OFF, f"{key}:{held.kind}")
        words = f"*{name}*: {HALF} from now on."
        return [*says(words, subject=mark), row(further, restore, subject=mark)]
    words = f"*{name}*: {OFF}. It stays off until you bring it back, here or in Settings."
    return [*says(words, subject=mark), row(restore, subject=mark)]


def quieted(held: Sequence[LessOf], label: Label) -> list[Block]:
    """Everything quieted, each with the way back; a part of the settings form."""
    blocks: list[Block] = []
    for one in held:
        words = f"*{kind_name(one.kind)}*: {HALF if one.times == 1 else OFF}"
        restore = button(label("care.restore"), ids.CARE_RESTORE, one.kind)
        blocks += says(words, subject=f"less-{one.kind}", accessory=restore)
    return blocks


CARDS: dict[str, Builder] = {"pause_confirm": paused, "pause_return": returned}
