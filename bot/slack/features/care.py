"""Controls and care: pause, resume, privacy, and the menu on everything that comes by itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.cadence import checked_until, resolve, until_in
from bot.domain.errors import WaymarkError
from bot.domain.messages.people import PauseConfirm, PrivacyCard
from bot.slack import ids
from bot.slack.break_windows import open_pause
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import breaks as break_views
from bot.slack.views import care as views
from bot.slack.views import settings as settings_views
from bot.slack.views.breaks import EVERYTHING
from bot.slack.views.vocabulary import Block


async def pause(turn: Turn) -> None:
    """`/mentor pause [until]`: at once with words, else the form."""
    if turn.text:
        day = until_in(turn.text, _today(turn))
        return await turn.say(await turn.services.care.pause(turn.actor, _start_of(turn, day)))
    await open_pause(turn)


async def pause_again(turn: Turn) -> None:
    """The button twin."""
    await pause(turn.with_text(""))


async def paused(turn: Turn) -> None:
    """The form comes back."""
    weeks, day = turn.form.choice("length"), turn.form.day("until_on")
    if weeks == "day" and day is None:
        return await turn.problems({"until_on": views.WHICH_DAY})
    if weeks != "day" or day is None:
        day = _today(turn) + timedelta(weeks=int(weeks))
    try:
        checked_until(day, _today(turn))
    except WaymarkError as refusal:
        return await turn.problems({"until_on": refusal.reply})
    share = bool(turn.form.choices("share"))
    until, about = _start_of(turn, day), turn.form.choice("scope")
    if about and about != EVERYTHING:
        confirm = await turn.services.care.breaks.pause(turn.actor, about, until, share=share)
    else:
        confirm = await turn.services.care.pause(turn.actor, until, share=share)
    await turn.settle(confirm.subject_id, confirm)


async def resume(turn: Turn) -> None:
    """`/mentor resume`, and *Start again*. What rests beside the person stands below."""
    back = await turn.services.care.resume(turn.actor)
    if turn.action_id == ids.CARE_RESUME:
        await turn.settle("pause", back)
    else:
        resting = await turn.services.care.breaks.resting(turn.actor)
        rows = break_views.rows(resting, turn.person.week, turn.book.button)
        await turn.show(turn.phrase(back).notify, [*turn.card(back), *rows])


async def stay(turn: Turn) -> None:
    """*Stay paused*: the card becomes one quiet line."""
    until = turn.person.paused_until
    on = turn.person.week.local(until).date() if until else None
    words = turn.phrase(PauseConfirm(until_on=on)).body if on else "You are not paused."
    line = words.splitlines()[0]
    await turn.settle_as("pause", "Paused", views.quiet_line(line, "pause"))


async def back(turn: Turn) -> None:
    """*Done* on the way back."""
    await turn.settle_as("pause", "Done", views.quiet_line("Your pause has ended.", "pause"))


async def privacy(turn: Turn) -> None:
    """`/mentor privacy`: who can see what, and where the limits are."""
    await turn.say(PrivacyCard(subject_id="privacy"))


async def menu(turn: Turn) -> None:
    """Why am I seeing this? · Less of this · Stop these · Take a break · Settings."""
    what, _, key = turn.value.partition(":")
    if what == "why":
        await turn.show("Why you see this", await _why(turn, key))
    elif what == "less":
        await _less(turn, key)
    elif what == "stop":
        await _less(turn, key, off=True)
    elif what == "pause":
        await pause_again(turn)
    else:
        held = await turn.services.settings.quieted(turn.actor)
        await turn.open(settings_views.form(turn.person, held, turn.now, turn.book.button))


async def less(turn: Turn) -> None:
    """One kind out of a digest."""
    key, kind = turn.values
    await _less(turn, key, kind)


async def off(turn: Turn) -> None:
    """ "Turn it off", after the first "less of this"."""
    key, kind = turn.values
    held = await turn.services.care.less(turn.actor, key, kind, off=True)
    blocks = views.less(held, key, turn.book.button)
    await turn.settle_as(f"less-{kind}", "Less of this", blocks)


async def restore(turn: Turn) -> None:
    """As often as before; the line says so where it stands."""
    held = await turn.services.care.restore(turn.actor, turn.value)
    blocks = views.less(held, "", turn.book.button)
    await turn.settle_as(f"less-{turn.value}", "As before", blocks)


async def more(turn: Turn) -> None:
    """What a digest had no room for, with its buttons, in a window."""
    blocks: list[Block] = []
    for message, counted in await turn.services.care.more(turn.actor, turn.value):
        blocks += turn.card(type(message).from_payload({**message.payload(), "turn": counted}))
    await turn.show("The rest", blocks)


FEATURE = Feature(
    name="care",
    subcommands=(
        Subcommand(
            "pause",
            "quiet for a while; nothing is lost, nothing is replayed",
            pause,
            usage="pause [2 weeks | until 15 Jan]",
            aliases=("break", "stop"),
            home="Pause",
        ),
        Subcommand(
            "resume",
            "end a pause now",
            resume,
            aliases=("unpause", "back"),
            home="Start again",
        ),
        Subcommand(
            "privacy",
            "who can see what you write, in plain words",
            privacy,
            home="How privacy works",
        ),
    ),
    actions={
        ids.CARE_MENU: menu,
        ids.CARE_LESS: less,
        ids.CARE_OFF: off,
        ids.CARE_RESTORE: restore,
        ids.CARE_MORE: more,
        ids.CARE_PAUSE: pause_again,
        ids.CARE_RESUME: resume,
        ids.CARE_STAY: stay,
        ids.CARE_BACK: back,
    },
    submissions={ids.CARE_PAUSE_FORM: paused},
)

# --- private -------------------------------------------------------------------------------------


def _today(turn: Turn) -> date:
    return turn.person.week.local(turn.now).date()


def _start_of(turn: Turn, day: date) -> datetime:
    return resolve(day, time(0, 0), turn.person.week.zone)


async def _why(turn: Turn, key: str) -> list[Block]:
    reason = await turn.services.care.why(turn.actor, key)
    said = [turn.phrase(one) for one in (reason.message, *reason.parts)]
    last = ""
    if reason.last_at:
        last = views.moment(reason.last_at, turn.person.week, turn.now)
    whys = list(dict.fromkeys(one.why or one.notify for one in said))
    return views.why(whys, last, turn.book.button)


async def _less(turn: Turn, key: str, kind: str = "", *, off: bool = False) -> None:
    held = await turn.services.care.less(turn.actor, key, kind, off=off)
    await turn.show("Less of this", views.less(held, key, turn.book.button))
