"""Set-up in two steps, settings in one form, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.errors import WaymarkError
from bot.domain.people import MentorProfile, Preferences, Role
from bot.services.settings import in_window
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import breaks as break_views
from bot.slack.views import care as care_views
from bot.slack.views import settings as views


async def start(turn: Turn) -> None:
    """`/mentor start`: the first step; again later, it shows what is set."""
    await turn.open(views.role_form(turn.person, turn.now, turn.book.button, role=_role_of(turn)))


async def role_chosen(turn: Turn) -> None:
    """The first step comes back: kept at once, then the second opens in its place."""
    form, now = turn.form, turn.person.preferences
    opens = form.clock("window_start") or now.window_start
    closes = form.clock("window_end") or now.window_end
    chosen = in_window(now, form.text("zone"), opens, closes)
    if wrong := chosen.problems():
        return await turn.problems(_sentences(wrong))
    person = await turn.services.settings.begin(turn.actor, chosen.zone, opens, closes)
    role = Role(form.choice("role"))
    await turn.open(views.about_form(person, role, turn.book.button), role=role.value)


async def about(turn: Turn) -> None:
    """The second step comes back: set up, with one next step."""
    role, now = Role(turn.metadata.get("role", Role.MENTEE)), turn.person.preferences
    chosen = _changed(turn, now) if role.is_mentee else now
    if wrong := chosen.problems():
        return await turn.problems(_sentences(wrong))
    held = await turn.services.settings.finish(
        turn.actor,
        role,
        chosen,
        profile=_profile(turn) if role.is_mentor else None,
        words=turn.form.text("words"),
    )
    turn = await _as_now(turn)
    recap = turn.card(held.recap)
    blocks = views.set_up(held, recap, turn.book.button)
    await turn.settle_as(views.MARK, turn.phrase(held.recap).notify, blocks)


async def settings(turn: Turn) -> None:
    """`/mentor settings`: one form."""
    held = await turn.services.settings.quieted(turn.actor)
    await turn.open(views.form(turn.person, held, turn.now, turn.book.button))


async def saved(turn: Turn) -> None:
    """The form comes back: saved, with the moment of the next prompt."""
    form = turn.form
    chosen = replace(
        _changed(turn, turn.person.preferences),
        zone=form.text("zone"),
        window_start=form.clock("window_start") or turn.person.window_start,
        window_end=form.clock("window_end") or turn.person.window_end,
        working_days="".join(form.choices("working_days")),
        emoji=bool(form.choices("emoji")),
    )
    if wrong := chosen.problems():
        return await turn.problems(_sentences(wrong))
    recap = await turn.services.settings.save(turn.actor, chosen)
    await (await _as_now(turn)).settle(views.MARK, recap)


async def done(turn: Turn) -> None:
    """*Done* under a recap: one quiet line."""
    await turn.settle_as(views.MARK, "Set", views.closed())


async def coming(turn: Turn) -> None:
    """`/mentor next`: what comes when, and why or why not."""
    held = await turn.services.settings.outlook(turn.actor, list(care_views.KINDS))
    wording = turn.phrase(held.next)
    resting = break_views.rows(held.resting, turn.person.week, turn.book.button)
    more = [*resting, *views.outlook(held, turn.person.week, turn.now)]
    await turn.show(wording.notify, [*turn.card(held.next), *more])


FEATURE = Feature(
    name="settings",
    subcommands=(
        Subcommand(
            "start",
            "set up in two small steps",
            start,
            aliases=("setup", "set-up", "onboard"),
            home="Set up",
        ),
        Subcommand(
            "next",
            "what comes next, and why or why not",
            coming,
            aliases=("when",),
            home="What comes next",
        ),
        Subcommand(
            "settings",
            "check-in day and hour, time zone, window, tone",
            settings,
            aliases=("setting", "preferences"),
            home="Settings",
        ),
    ),
    actions={ids.SETTINGS_OPEN: settings, ids.SETTINGS_DONE: done},
    submissions={
        ids.SETTINGS_ROLE_FORM: role_chosen,
        ids.SETTINGS_ABOUT_FORM: about,
        ids.SETTINGS_FORM: saved,
    },
)

# --- private -------------------------------------------------------------------------------------


async def _as_now(turn: Turn) -> Turn:
    """The answer speaks in the tone, and with the clock, that were just chosen."""
    return replace(turn, person=await turn.services.people.meet(turn.actor))


def _role_of(turn: Turn) -> str:
    """What they said last time; empty before the first set-up."""
    person = turn.person
    if person.set_up_at is None:
        return ""
    if person.offers_mentoring:
        return Role.BOTH if person.seeks_mentor else Role.MENTOR
    return Role.MENTEE if person.seeks_mentor else Role.PAIRED


def _changed(turn: Turn, now: Preferences) -> Preferences:
    """Day, hour and tone, where the form asks for them."""
    form = turn.form
    return replace(
        now,
        weekday=int(form.choice("weekday") or now.weekday),
        slot=form.clock("slot") or now.slot,
        tone=form.choice("tone") or now.tone,
    )


def _profile(turn: Turn) -> MentorProfile:
    """The mentor's half; what a short form does not ask stays as it is."""
    form, person = turn.form, turn.person
    asked = set(form.names())
    return MentorProfile(
        topics=form.text("topics"),
        type=form.choice("type") if "type" in asked else person.mentor_type,
        capacity=int(form.choice("capacity") or person.mentor_capacity),
        helps_me=form.text("helps_me") if "helps_me" in asked else person.helps_me,
        feedback_welcome=(
            bool(form.choices("feedback")) if "feedback" in asked else person.feedback_welcome
        ),
    )


def _sentences(wrong: Mapping[str, WaymarkError]) -> dict[str, str]:
    """Each problem in words, beside its field."""
    return {field: problem.reply for field, problem in wrong.items()}
