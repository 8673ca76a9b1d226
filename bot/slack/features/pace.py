"""How often check-ins come: fresh starts, slower rhythms, extra check-ins (content.md F6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.domain.pace import PaceChoice, PaceReason
from bot.domain.wins import TOO_FEW, PraiseKind, says_enough
from bot.slack import ids
from bot.slack.break_windows import open_pause
from bot.slack.feature import Feature
from bot.slack.turn import Turn
from bot.slack.views import checkins as checkin_views
from bot.slack.views import goals as goal_views
from bot.slack.views import pace as views
from bot.slack.views import settings as settings_views
from bot.slack.views import wins as win_views


async def choose(turn: Turn) -> None:
    """Fewer, every two weeks, every month, or as it is."""
    reason, goal_id = turn.values[:2]
    choice = _CHOICES[turn.action_id]
    held = await turn.services.pace.choose(turn.actor, reason, goal_id, choice)
    mark = views.subject(reason, goal_id)
    if reason == PaceReason.HOUR:
        await turn.settle_as(mark, "Kept", views.quiet_line("Your hour stays as it is.", mark))
    else:
        await turn.settle_as(mark, "Kept", views.paced(held, turn.person.week, turn.now, mark))


async def hour(turn: Turn) -> None:
    """The hour at which answers come anyway."""
    reason, goal_id, digits = turn.values
    slot = time(int(digits[:2]), int(digits[2:]))
    chosen = replace(turn.person.preferences, slot=slot)
    recap = await turn.services.settings.save(turn.actor, chosen)
    mark = views.subject(reason, goal_id)
    words = f"Your check-ins come at {recap.slot} from now on."
    await turn.settle_as(mark, "Moved", views.quiet_line(words, mark))


async def another_day(turn: Turn) -> None:
    """Day and hour are in Settings; looking at them is an answer."""
    await _kept(turn)
    held = await turn.services.settings.quieted(turn.actor)
    await turn.open(settings_views.form(turn.person, held, turn.now, turn.book.button))


async def pause(turn: Turn) -> None:
    """A pause instead."""
    await _kept(turn)
    await open_pause(turn)


async def close_goal(turn: Turn) -> None:
    """Every goal with its ways to end."""
    await _kept(turn)
    held = await turn.services.goals.mine(turn.actor)
    await turn.open(goal_views.own_list(held, turn.book.button))


async def keep_goal(turn: Turn) -> None:
    """Picked up as it is."""
    mark = f"fresh-{turn.value}"
    await turn.settle_as(mark, "Kept", views.quiet_line("Kept as it is.", mark))


async def set_down(turn: Turn) -> None:
    """Set down for now; nobody is told, and it can be taken back."""
    goal = await turn.services.goals.let_go(turn.actor, turn.value)
    blocks = goal_views.let_go(goal, turn.book.button, was_draft=False, past_date=False)
    await turn.settle_as(f"fresh-{turn.value}", "Set down", blocks)


async def extra(turn: Turn) -> None:
    """One extra check-in about this goal."""
    checkin_id, goal_id = turn.values
    at = await turn.services.pace.extra(turn.actor, checkin_id)
    mark = await _mark(turn, checkin_id, goal_id)
    blocks = views.asked_again(at, turn.person.week, turn.now, mark)
    await turn.settle_as(mark, "Planned", blocks)


async def talk(turn: Turn) -> None:
    """On the list for the next talk."""
    checkin_id, goal_id = turn.values
    held = await turn.services.pace.talk(turn.actor, checkin_id)
    mark = await _mark(turn, checkin_id, goal_id)
    await turn.settle_as(mark, "Kept for your next talk", views.on_agenda(held, mark))


async def praise(turn: Turn) -> None:
    """The mentor's: what was good about it, in their own words."""
    praised = await turn.services.wins.praise.about(turn.actor, "checkin", turn.value)
    kind, form = PraiseKind.CONGRATULATE, ids.PACE_PRAISE_FORM
    view = win_views.praise_form(praised, kind, turn.book.button, form)
    await turn.open(view, checkin=turn.value, mark=turn.mark)


async def submit_praise(turn: Turn) -> None:
    """Sent as written, once; too few words say nothing."""
    held, words = turn.metadata, turn.form.text("words")
    if not says_enough(PraiseKind.CONGRATULATE, words):
        return await turn.problems({"words": TOO_FEW})
    desk = turn.services.wins.praise
    name = await desk.write_about_checkin(turn.actor, held["checkin"], words)
    line = f"Your words are on their way to {goal_views.inline(name)}."
    await turn.settle_as(held["mark"], "On their way", views.quiet_line(line, held["mark"]))


async def offer_talk(turn: Turn) -> None:
    """The mentor's: on the list for the next talk, where both see it."""
    pairing_id, goal_id = turn.values
    name = await turn.services.pace.offer_talk(turn.actor, pairing_id, goal_id)
    mark = turn.mark
    words = f"On the list for your next talk; {goal_views.inline(name)} sees it too."
    await turn.settle_as(mark, "Kept for your next talk", views.quiet_line(words, mark))


async def meanings(turn: Turn) -> None:
    """What do these mean?"""
    await turn.show("What the answers mean", views.meanings())


async def hello(turn: Turn) -> None:
    """A draft for the mentor's own message."""
    name = await turn.services.pace.hello_to(turn.actor, turn.value)
    await turn.show("A friendly hello", views.hello(name))


async def no_hello(turn: Turn) -> None:
    """Fine either way."""
    mark = f"quiet-{turn.value}"
    await turn.settle_as(mark, "Left", views.quiet_line("Left as it is.", mark))


FEATURE = Feature(
    name="pace",
    actions={
        ids.PACE_FEWER: choose,
        ids.PACE_TWO_WEEKS: choose,
        ids.PACE_MONTHLY: choose,
        ids.PACE_KEEP: choose,
        ids.PACE_HOUR: hour,
        ids.PACE_DAY: another_day,
        ids.PACE_PAUSE: pause,
        ids.PACE_CLOSE: close_goal,
        ids.PACE_KEEP_GOAL: keep_goal,
        ids.PACE_SET_DOWN: set_down,
        ids.PACE_EXTRA: extra,
        ids.PACE_TALK: talk,
        ids.PACE_PRAISE: praise,
        ids.PACE_OFFER_TALK: offer_talk,
        ids.PACE_MEANINGS: meanings,
        ids.PACE_HELLO: hello,
        ids.PACE_NO_HELLO: no_hello,
    },
    submissions={ids.PACE_PRAISE_FORM: submit_praise},
)

# --- private -------------------------------------------------------------------------------------

_CHOICES = {
    ids.PACE_FEWER: PaceChoice.FEWER,
    ids.PACE_TWO_WEEKS: PaceChoice.TWO_WEEKS,
    ids.PACE_MONTHLY: PaceChoice.MONTHLY,
    ids.PACE_KEEP: PaceChoice.KEEP,
}


async def _kept(turn: Turn) -> None:
    """Whoever opens a form to change something has answered; nothing slows down by itself."""
    reason, goal_id = turn.values[:2]
    await turn.services.pace.choose(turn.actor, reason, goal_id, PaceChoice.KEEP)


async def _mark(turn: Turn, checkin_id: str, goal_id: str) -> str:
    checkin, _ = await turn.services.checkins.read(turn.actor, checkin_id)
    return checkin_views.subject(checkin.prompt_id, goal_id)
