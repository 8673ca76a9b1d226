"""Words typed in the DM: kept at once, then given a place by a tap."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.checkins import Status
from bot.domain.errors import NotYours
from bot.domain.goals import FIELD_LENGTH, Said
from bot.domain.messages.checkins import CheckinAck
from bot.domain.messages.goals import GoalStart
from bot.domain.messages.people import StrayWords
from bot.domain.replies import STOP_PAUSE, is_help_word, is_stop_word
from bot.services.replies import Noted, WhichStatus
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import goal_forms as goal_views
from bot.slack.views import replies as views
from bot.slack.views import roadblock_forms
from bot.slack.views.vocabulary import says


async def heard(turn: Turn) -> None:
    """Any message: a stop word, a call for help, a file, or words to keep."""
    if is_stop_word(turn.text):
        until = turn.now + STOP_PAUSE
        await turn.say(await turn.services.care.pause(turn.actor, until, by_stop_word=True))
    elif is_help_word(turn.text):
        await turn.services.replies.remember(turn.actor)
        await turn.show("What you can say to Waymark", views.hint(turn.menu))
    elif not turn.text:
        await turn.services.replies.remember(turn.actor)
        await turn.show("I can only work with words", says(views.NO_WORDS))
    else:
        kept = await turn.services.replies.hear(turn.actor, turn.text)
        aside = views.asides(kept, has_file=bool(turn.body["event"].get("files")))
        await turn.show(turn.phrase(kept.card).notify, [*turn.card(kept.card), *aside])


async def add_note(turn: Turn) -> None:
    """*Add to my check-in*: the one confirming tap."""
    stray_id, goal_id = turn.values
    await _add(turn, stray_id, goal_id)


async def add_with_status(turn: Turn) -> None:
    """The status the words did not say."""
    stray_id, goal_id = turn.values
    await _add(turn, stray_id, goal_id, _STATUS[turn.action_id])


async def roadblock(turn: Turn) -> None:
    """The roadblock form, started with the words."""
    await _make(turn, "roadblock", turn.value)


async def win(turn: Turn) -> None:
    """Into the jar at once."""
    await _make(turn, "win", turn.value)


async def goal(turn: Turn) -> None:
    """The goal form, started with the words."""
    await _make(turn, "goal", turn.value)


async def something_else(turn: Turn) -> None:
    """The three other places, from the menu beside *Add to my check-in*."""
    what, stray_id = turn.values
    await _make(turn, what, stray_id)


async def leave(turn: Turn) -> None:
    """Fine too."""
    await turn.services.replies.leave(turn.actor, turn.value)
    await turn.settle_as(turn.value, "Left as it is", views.left(turn.value))


FEATURE = Feature(
    name="replies",
    actions={
        ids.REPLY_NOTE: add_note,
        ids.REPLY_STATUS_ON_TRACK: add_with_status,
        ids.REPLY_STATUS_BEHIND: add_with_status,
        ids.REPLY_STATUS_STUCK: add_with_status,
        ids.REPLY_STATUS_SKIP: add_with_status,
        ids.REPLY_ROADBLOCK: roadblock,
        ids.REPLY_WIN: win,
        ids.REPLY_GOAL: goal,
        ids.REPLY_ELSE: something_else,
        ids.REPLY_LEAVE: leave,
    },
    events={"message": heard},
)

# --- private -------------------------------------------------------------------------------------

_STATUS = {
    ids.REPLY_STATUS_ON_TRACK: Status.ON_TRACK,
    ids.REPLY_STATUS_BEHIND: Status.BEHIND,
    ids.REPLY_STATUS_STUCK: Status.STUCK,
    ids.REPLY_STATUS_SKIP: Status.SKIPPED,
}


async def _add(turn: Turn, stray_id: str, goal_id: str, status: str = "") -> None:
    became = await turn.services.replies.add_to_checkin(turn.actor, stray_id, goal_id, status)
    if isinstance(became, CheckinAck | StrayWords):
        await turn.settle(stray_id, became)
    elif isinstance(became, Noted):
        blocks = views.noted(became.title, became.status, stray_id)
        await turn.settle_as(stray_id, "Added to your check-in", blocks)
    elif isinstance(became, WhichStatus):
        blocks = views.which_status(became.title, goal_id, stray_id, turn.book.button)
        await turn.settle_as(stray_id, "One more tap", blocks)


async def _make(turn: Turn, what: str, stray_id: str) -> None:
    if what == "win":
        ack = await turn.services.replies.save_as_win(turn.actor, stray_id)
        return await turn.settle(stray_id, replace(ack, win_title="", skill=""))
    if what == "goal":
        return await _make_goal(turn, stray_id)
    words = await turn.services.replies.words(turn.actor, stray_id)
    held = await turn.services.roadblocks.form_for(turn.actor, words=words)
    await turn.open(roadblock_forms.form(held, turn.book.button), mark=stray_id)


async def _make_goal(turn: Turn, stray_id: str) -> None:
    """The words' own id becomes the goal's: tapping twice makes one goal."""
    words = await turn.services.replies.words(turn.actor, stray_id, limit=FIELD_LENGTH)
    try:
        await turn.services.goals.form_for(turn.actor, stray_id)
    except NotYours:
        intro = turn.phrase(GoalStart(first_name=turn.person.name)).body
        form = goal_views.say_form(intro, Said(ambition=words), turn.book.button)
        await turn.open(form, goal=stray_id, version="0", mark=stray_id)
    else:
        await turn.settle_as(stray_id, "It is a goal now", views.is_goal(stray_id))
