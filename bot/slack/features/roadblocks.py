"""Roadblocks: `/mentor roadblock`, the mentor's answers, and what the mentee does with them."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.cadence import resolve
from bot.domain.errors import PastDate
from bot.domain.roadblocks import BEEN_THERE, I_HEAR_YOU, Draft, ReplyKind, problems
from bot.services.audience import circle_in
from bot.slack import circle_windows, ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import roadblock_forms as forms
from bot.slack.views.vocabulary import subject_of

REFUSED = circle_windows.REFUSED

# --- raising one ---------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """The form, with the words that were typed already in it."""
    held = await turn.services.roadblocks.form_for(turn.actor, words=turn.text)
    await turn.open(forms.form(held, turn.book.button))


async def from_checkin(turn: Turn) -> None:
    """*Ask my mentor* under a check-in: the form with that goal chosen."""
    checkin_id, goal_id = turn.values
    await turn.services.checkins.read(turn.actor, checkin_id)
    held = await turn.services.roadblocks.form_for(turn.actor, goal_id=goal_id)
    await turn.open(forms.form(held, turn.book.button))


async def ask_again(turn: Turn) -> None:
    """Still stuck, or a private one that somebody may see after all: the form once more."""
    await _open_again(turn, someone_else=False)


async def someone_else(turn: Turn) -> None:
    """The form once more, with another mentor chosen."""
    await _open_again(turn, someone_else=True)


async def submit(turn: Turn) -> None:
    """The form comes back: saved and sent, or a sentence beside the field."""
    draft = _draft(turn)
    if wrong := problems(draft, turn.person.week.local(turn.now).date()):
        return await turn.problems(wrong)
    roadblocks, held = turn.services.roadblocks, turn.metadata.get("roadblock", "")
    circle = circle_in(draft.audience)
    try:
        if circle:  # before anything is kept
            await turn.services.circles.check(turn.actor, circle)
        if held:
            saved = await roadblocks.ask(turn.actor, held, draft)
        else:
            saved = await roadblocks.record(turn.actor, draft)
    except REFUSED as refusal:
        return await turn.problems({"audience": refusal.reply})
    if circle:
        return await circle_windows.preview(turn, saved.subject_id, circle)
    await turn.settle(turn.metadata.get("mark") or saved.subject_id, saved)


async def read_all(turn: Turn) -> None:
    """All the words of a long one."""
    held = await turn.services.roadblocks.read(turn.actor, turn.value)
    await turn.open(forms.reading(held))


# --- the mentor answers --------------------------------------------------------------------------


async def tip(turn: Turn) -> None:
    """A box for two lines."""
    await _open_answer(turn, turn.value, ReplyKind.TIP)


async def talk(turn: Turn) -> None:
    """A few times, or a line."""
    held = await turn.services.roadblocks.answers.form_for(turn.actor, turn.value)
    if not held.is_open:
        return await _closed(turn, turn.value)
    view = forms.talk(held, turn.person.slot, turn.book.button)
    await turn.open(view, roadblock=held.roadblock_id, mark=turn.mark)


async def one_tap(turn: Turn) -> None:
    """Can't this week, I hear you, been there too: complete as they are."""
    kind, words = _ONE_TAP[turn.action_id]
    await _answer(turn, turn.value, kind, words)


async def more(turn: Turn) -> None:
    """The menu beside the mentor's answers."""
    chosen, roadblock_id = turn.values
    kind = ReplyKind(chosen)
    if kind.is_one_tap:
        await _answer(turn, roadblock_id, kind, I_HEAR_YOU if kind is ReplyKind.HEARD else "")
    else:
        await _open_answer(turn, roadblock_id, kind)


async def words_submitted(turn: Turn) -> None:
    """The mentor's lines."""
    held = turn.metadata
    words = turn.form.text("words")
    answered = await turn.services.roadblocks.answers.answer(
        turn.actor, held.get("roadblock", ""), ReplyKind(held["kind"]), words=words
    )
    await turn.settle(held.get("mark") or answered.subject_id, answered)


async def talk_submitted(turn: Turn) -> None:
    """The mentor's times."""
    slots, wrong = _slots(turn)
    if wrong:
        return await turn.problems(wrong)
    held = turn.metadata
    answered = await turn.services.roadblocks.answers.answer(
        turn.actor,
        held.get("roadblock", ""),
        ReplyKind.TALK,
        words=turn.form.text("words"),
        slots=slots,
    )
    await turn.settle(held.get("mark") or answered.subject_id, answered)


# --- the mentee and the answer -------------------------------------------------------------------


async def thanks(turn: Turn) -> None:
    """One line in the mentor's digest."""
    shown = await turn.services.roadblocks.answers.thank(turn.actor, turn.value)
    await turn.settle(turn.mark, shown)


async def do_it(turn: Turn) -> None:
    """A next step, in one's own words."""
    held = await turn.services.roadblocks.answers.form_back(turn.actor, turn.value)
    await turn.open(forms.step(held, turn.book.button), reply=turn.value, mark=turn.mark)


async def step_submitted(turn: Turn) -> None:
    """The next step."""
    step_on = turn.form.day("step_on")
    if step_on is not None and step_on < turn.person.week.local(turn.now).date():
        return await turn.problems({"step_on": PastDate().reply})
    reply_id, step = turn.metadata.get("reply", ""), turn.form.text("step")
    answers = turn.services.roadblocks.answers
    shown = await answers.do_it(turn.actor, reply_id, step, step_on)
    await turn.settle(turn.metadata.get("mark") or reply_id, shown)


async def not_quite(turn: Turn) -> None:
    """One line back; the same for one more detail."""
    await _open_back(turn, wants_talk=False)


async def talk_back(turn: Turn) -> None:
    """Yes to a talk, or the wish for one."""
    await _open_back(turn, wants_talk=True)


async def back_submitted(turn: Turn) -> None:
    """The line back."""
    slot, reply_id = turn.form.choice("slot"), turn.metadata.get("reply", "")
    shown = await turn.services.roadblocks.answers.say_back(
        turn.actor,
        reply_id,
        words=turn.form.text("words"),
        slot_at=datetime.fromisoformat(slot) if slot else None,
        wants_talk=turn.metadata.get("talk") == "yes",
    )
    await turn.settle(turn.metadata.get("mark") or reply_id, shown)


async def leave(turn: Turn) -> None:
    """The words stay, the buttons go; nobody is told."""
    mark = turn.mark
    message = turn.body.get("message") or turn.body.get("view") or {}
    standing = [one for one in message.get("blocks") or () if subject_of(one) == mark]
    kept = [one for one in standing if one.get("type") != "actions"]
    await turn.settle_as(mark, str(message.get("text") or "Saved"), kept)


# --- what becomes of it --------------------------------------------------------------------------


async def once_more(turn: Turn) -> None:
    """The last ping to this mentor."""
    noted = await turn.services.roadblocks.ask_once_more(turn.actor, turn.value)
    await turn.settle(turn.mark, noted)


async def wait(turn: Turn) -> None:
    """It stays open."""
    await turn.settle(turn.mark, await turn.services.roadblocks.wait(turn.actor, turn.value))


async def moving(turn: Turn) -> None:
    """It moves."""
    await turn.settle(turn.mark, await turn.services.roadblocks.moving(turn.actor, turn.value))


async def let_go(turn: Turn) -> None:
    """It no longer matters."""
    noted = await turn.services.roadblocks.endings.let_go(turn.actor, turn.value)
    await turn.settle(turn.mark, noted)


async def solved(turn: Turn) -> None:
    """Saved as solved at once; the question what helped opens and may be closed unanswered."""
    resolved = await turn.services.roadblocks.endings.solve(turn.actor, turn.value)
    await turn.settle(turn.mark, resolved)
    if not resolved.is_told:
        await helped(turn)


async def helped(turn: Turn) -> None:
    """What helped?"""
    endings = turn.services.roadblocks.endings
    name = await endings.helped_by_whom(turn.actor, turn.value)
    view = forms.what_helped(name, turn.book.button)
    await turn.open(view, roadblock=turn.value, mark=turn.mark)


async def helped_skipped(turn: Turn) -> None:
    """Nothing to say."""
    resolved = await turn.services.roadblocks.endings.skip_what_helped(turn.actor, turn.value)
    await turn.settle(turn.mark, resolved)


async def helped_submitted(turn: Turn) -> None:
    """What helped, and whether the mentor may know."""
    form = turn.form
    resolved = await turn.services.roadblocks.endings.what_helped(
        turn.actor,
        turn.metadata.get("roadblock", ""),
        helped_by=form.choices("helped_by"),
        words=form.text("words"),
        tip=form.text("tip"),
        tell_mentor="yes" in form.choices("tell"),
        pass_tip_on="yes" in form.choices("pass_on"),
    )
    await turn.settle(turn.metadata.get("mark") or resolved.subject_id, resolved)


async def tell(turn: Turn) -> None:
    """Tell the mentor it helped: the draft."""
    held = await turn.services.roadblocks.endings.draft(turn.actor, turn.value)
    view = forms.tell(held.mentor_name, held.helped, turn.book.button)
    await turn.open(view, roadblock=turn.value)


async def told(turn: Turn) -> None:
    """The words to the mentor."""
    roadblock_id, words = turn.metadata.get("roadblock", ""), turn.form.text("words")
    resolved = await turn.services.roadblocks.endings.tell(turn.actor, roadblock_id, words)
    await turn.settle(roadblock_id, resolved)


FEATURE = Feature(
    name="roadblocks",
    subcommands=(
        Subcommand(
            "roadblock",
            "say what is in the way; your mentor hears of it if you choose",
            command,
            usage="roadblock [what is in the way]",
            aliases=("stuck", "blocked"),
            home="Record a roadblock",
        ),
    ),
    actions={
        ids.ROADBLOCK_OPEN: command,
        ids.CHECKIN_ASK_MENTOR: from_checkin,
        ids.ROADBLOCK_ASK_MENTOR: ask_again,
        ids.ROADBLOCK_STILL_STUCK: ask_again,
        ids.ROADBLOCK_SOMEONE_ELSE: someone_else,
        ids.ROADBLOCK_READ_ALL: read_all,
        ids.ROADBLOCK_TIP: tip,
        ids.ROADBLOCK_TALK: talk,
        ids.ROADBLOCK_CANT: one_tap,
        ids.ROADBLOCK_HEARD: one_tap,
        ids.ROADBLOCK_BEEN_THERE: one_tap,
        ids.ROADBLOCK_MORE: more,
        ids.ROADBLOCK_THANKS: thanks,
        ids.ROADBLOCK_DO_IT: do_it,
        ids.ROADBLOCK_NOT_QUITE: not_quite,
        ids.ROADBLOCK_TALK_BACK: talk_back,
        ids.ROADBLOCK_LEAVE: leave,
        ids.ROADBLOCK_ASK_AGAIN: once_more,
        ids.ROADBLOCK_WAIT: wait,
        ids.ROADBLOCK_MOVING: moving,
        ids.ROADBLOCK_LET_GO: let_go,
        ids.ROADBLOCK_SOLVED: solved,
        ids.ROADBLOCK_HELPED: helped,
        ids.ROADBLOCK_HELPED_SKIP: helped_skipped,
        ids.ROADBLOCK_TELL: tell,
    },
    submissions={
        ids.ROADBLOCK_FORM: submit,
        ids.ROADBLOCK_WORDS_FORM: words_submitted,
        ids.ROADBLOCK_TALK_FORM: talk_submitted,
        ids.ROADBLOCK_DO_FORM: step_submitted,
        ids.ROADBLOCK_BACK_FORM: back_submitted,
        ids.ROADBLOCK_HELPED_FORM: helped_submitted,
        ids.ROADBLOCK_TELL_FORM: told,
    },
    shortcuts={ids.ROADBLOCK_SHORTCUT: command},
)

# --- private -------------------------------------------------------------------------------------

_ONE_TAP = {
    ids.ROADBLOCK_CANT: (ReplyKind.CANT, ""),
    ids.ROADBLOCK_HEARD: (ReplyKind.HEARD, I_HEAR_YOU),
    ids.ROADBLOCK_BEEN_THERE: (ReplyKind.HEARD, BEEN_THERE),
}


def _draft(turn: Turn) -> Draft:
    form = turn.form
    return Draft(
        what=form.text("what"),
        severity=form.choice("severity") or "slowing",
        deadline_on=form.day("deadline_on"),
        tried=tuple(form.choices("tried")),
        tried_words=form.text("tried_words"),
        help_wanted=form.choice("help_wanted") or "advice",
        goal_id=form.choice("goal"),
        audience=form.choice("audience") or "private",
    )


def _slots(turn: Turn) -> tuple[list[datetime], dict[str, str]]:
    """The times offered, as instants in the mentor's own zone; sentences for those gone by."""
    found: list[datetime] = []
    wrong: dict[str, str] = {}
    for number in range(1, forms.SLOTS + 1):
        day: date | None = turn.form.day(f"day_{number}")
        clock = turn.form.clock(f"time_{number}")
        if day is None or clock is None:
            continue
        moment = resolve(day, clock, turn.person.week.zone)
        if moment <= turn.now:
            wrong[f"day_{number}"] = PastDate().reply
        found.append(moment)
    return list(dict.fromkeys(sorted(found))), wrong


async def _open_again(turn: Turn, *, someone_else: bool) -> None:
    roadblocks = turn.services.roadblocks
    held = await roadblocks.form_again(turn.actor, turn.value, someone_else=someone_else)
    view = forms.form(held, turn.book.button)
    await turn.open(view, roadblock=held.roadblock_id, mark=turn.mark)


async def _open_answer(turn: Turn, roadblock_id: str, kind: ReplyKind) -> None:
    held = await turn.services.roadblocks.answers.form_for(turn.actor, roadblock_id)
    if not held.is_open:
        return await _closed(turn, roadblock_id)
    view = forms.answer(held, kind, turn.book.button)
    await turn.open(view, roadblock=held.roadblock_id, kind=kind, mark=turn.mark)


async def _closed(turn: Turn, roadblock_id: str) -> None:
    """Solved or let go meanwhile: the card says so."""
    standing = await turn.services.roadblocks.answers.standing(turn.actor, roadblock_id)
    await turn.settle(turn.mark, standing)


async def _answer(turn: Turn, roadblock_id: str, kind: ReplyKind, words: str) -> None:
    answers = turn.services.roadblocks.answers
    answered = await answers.answer(turn.actor, roadblock_id, kind, words=words)
    await turn.settle(turn.mark, answered)


async def _open_back(turn: Turn, *, wants_talk: bool) -> None:
    held = await turn.services.roadblocks.answers.form_back(turn.actor, turn.value)
    week = turn.person.week
    slots = [(week.local(one).strftime("%a %d %b, %H:%M"), one) for one in held.slots]
    view = forms.say_back(held, slots, wants_talk=wants_talk, label=turn.book.button)
    talk = "yes" if wants_talk else "no"
    await turn.open(view, reply=turn.value, mark=turn.mark, talk=talk)
