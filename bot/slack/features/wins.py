"""Wins: `/mentor win`, the jar, and a mentor's words about them."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.wins import TOO_FEW, PraiseKind, WinSource, joined, says_enough
from bot.services.wins import Detail, Standing, WinForm
from bot.slack import circle_windows, ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.text import escape
from bot.slack.turn import Turn
from bot.slack.views import care, notices
from bot.slack.views import wins as views
from bot.slack.views.vocabulary import says

NO_WORDS = "One short line is enough. Small is fine."

# --- saving --------------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """Saved at once; without words, the form."""
    if turn.text:
        await turn.say(await turn.services.wins.log(turn.actor, turn.text))
    else:
        await _open(turn, await turn.services.wins.form(turn.actor))


async def from_checkin(turn: Turn) -> None:
    """*Add a win* beside an answer."""
    checkin_id = turn.values[0]
    await _open(turn, await turn.services.wins.form_from_checkin(turn.actor, checkin_id))


async def from_roadblock(turn: Turn) -> None:
    """ "Is this a win?" after a roadblock is solved."""
    await _open(turn, await turn.services.wins.form_from_roadblock(turn.actor, turn.value))


async def from_goal(turn: Turn) -> None:
    """*Say what helped* after a goal is reached: the card becomes what was saved."""
    form = await turn.services.wins.form_from_goal(turn.actor, turn.value)
    await _open(turn, form, mark=turn.value)


async def from_message(turn: Turn) -> None:
    """*Keep as a win* in a message's menu: the form with its words, whoever wrote them."""
    await _open(turn, await turn.services.wins.form_with(turn.actor, turn.text, views.FIELD))


async def submit(turn: Turn) -> None:
    """The form comes back."""
    form, held = turn.form, turn.metadata
    if not form.text("title"):
        return await turn.problems({"title": NO_WORDS})
    win = WinForm(
        title=form.text("title"),
        how=form.text("how"),
        goal_id=form.choice("goal"),
        source=held.get("source", WinSource.COMMAND),
    )
    ack = await turn.services.wins.save(turn.actor, win)
    if mark := held.get("mark"):
        await turn.settle(mark, replace(ack, win_title="", skill=""))
    else:
        await turn.say(ack)


# --- after saving --------------------------------------------------------------------------------


async def answer(turn: Turn) -> None:
    """The one question."""
    held = await turn.services.wins.read(turn.actor, turn.value)
    await turn.open(views.answer_form(held.win, turn.book.button), win=held.win.id)


async def submit_answer(turn: Turn) -> None:
    """What they did, kept with the win."""
    win_id = turn.metadata["win"]
    before = (await turn.services.wins.read(turn.actor, win_id)).win.how
    held = await turn.services.wins.answer(turn.actor, win_id, _how(turn, before))
    await _settled(turn, "Kept with your win.", held)


async def detail(turn: Turn) -> None:
    """Impact, proof, skill, helpers, goal."""
    await _open_detail(turn, turn.value)


async def submit_detail(turn: Turn) -> None:
    """The details, kept with the win."""
    form, held = turn.form, turn.metadata
    whole = held.get("whole") == "yes"
    if whole and not form.text("title"):
        return await turn.problems({"title": NO_WORDS})
    before = (await turn.services.wins.read(turn.actor, held["win"])).win.how if whole else ""
    given = Detail(
        impact=form.text("impact"),
        proof=form.text("proof"),
        skill=form.text("skill"),
        helpers=form.text("helpers"),
        goal_id=form.choice("goal"),
        title=form.text("title") if whole else None,
        how=_how(turn, before) if whole else None,
    )
    standing = await turn.services.wins.enrich(turn.actor, held["win"], given)
    await _settled(turn, "Kept with your win.", standing)


async def share(turn: Turn) -> None:
    """Who sees it, with exactly what they will see."""
    await _open_share(turn, turn.value)


async def submit_share(turn: Turn) -> None:
    """Shared, or taken back."""
    win_id, audience = turn.metadata["win"], turn.form.choice("audience")
    if refusal := await circle_windows.refusal(turn, audience):
        return await turn.problems({"audience": refusal})
    held = await turn.services.wins.share(turn.actor, win_id, audience)
    line = f"Who sees this win: {held.audience}."
    await _settled(turn, escape(line), held)


async def done(turn: Turn) -> None:
    """Nothing more."""
    held = await turn.services.wins.read(turn.actor, turn.value)
    line = "It's in your jar. `/mentor wins` shows them all."
    await turn.settle_as(held.win.id, "A win is in your jar", says(line, subject=held.win.id))


# --- an old one, brought back --------------------------------------------------------------------


async def show_it(turn: Turn) -> None:
    """The old win itself, in a window."""
    held = await turn.services.wins.read(turn.actor, turn.value)
    await turn.open(notices.window(views.shown_again(held.win, turn.book.button)))


async def keep_showing(turn: Turn) -> None:
    """One quiet line."""
    held = await turn.services.wins.read(turn.actor, turn.value)
    line = says("Good. One old win may come back now and then.", subject=held.win.id)
    await turn.settle_as(held.win.id, "It stays in the round", line)


async def show_less(turn: Turn) -> None:
    """The same as "less of this" in the menu of the message."""
    key = await turn.services.wins.resurfacing.key(turn.actor, turn.value)
    held = await turn.services.care.less(turn.actor, key)
    blocks = care.less(held, key, turn.book.button)
    await turn.settle_as(turn.value, "Less of this", blocks)


# --- the jar -------------------------------------------------------------------------------------


async def jar(turn: Turn) -> None:
    """All of one's own wins, by month."""
    await turn.open(views.jar(await turn.services.wins.jar(turn.actor)))


async def jar_page(turn: Turn) -> None:
    """Another page, another filter."""
    page, chosen = turn.values
    await _redraw(turn, turn.body["view"]["id"], chosen, int(page))
    await turn.done()


async def jar_item(turn: Turn) -> None:
    """The menu beside a win."""
    what, win_id, page, chosen = turn.values
    if what == "edit":
        await _open_detail(turn, win_id, whole="yes", jar=f"{page}:{chosen}")
    elif what == "share":
        await _open_share(turn, win_id, jar=f"{page}:{chosen}")
    else:
        await turn.services.wins.hide(turn.actor, win_id, hidden=what == "hide")
        await _redraw(turn, turn.body["view"]["id"], chosen, int(page))
        await turn.done()


# --- the mentor ----------------------------------------------------------------------------------


async def praise(turn: Turn) -> None:
    """Name the strength, ask how, or congratulate: a line in the mentor's own words."""
    about, subject_id = turn.values
    kind = _KINDS[turn.action_id]
    praised = await turn.services.wins.praise.about(turn.actor, about, subject_id)
    view = views.praise_form(praised, kind, turn.book.button)
    await turn.open(view, about=about, subject=subject_id, kind=kind.value)


async def submit_praise(turn: Turn) -> None:
    """Sent as written; a congratulation says something."""
    held, words = turn.metadata, turn.form.text("words")
    if not says_enough(held["kind"], words):
        few = held["kind"] == PraiseKind.CONGRATULATE
        return await turn.problems({"words": TOO_FEW if few else NO_WORDS})
    card = await turn.services.wins.praise.write(
        turn.actor, held["about"], held["subject"], held["kind"], words
    )
    await turn.settle(held["subject"], card)


async def not_now(turn: Turn) -> None:
    """A quiet way out: the card becomes one line."""
    about, subject_id = turn.values
    if about == "own":
        await turn.services.wins.form_from_goal(turn.actor, subject_id)
    else:
        await turn.services.wins.praise.about(turn.actor, about, subject_id)
    line = says("Set aside. Fine either way.", subject=subject_id)
    await turn.settle_as(subject_id, "Set aside", line)


# --- words received ------------------------------------------------------------------------------


async def keep_words(turn: Turn) -> None:
    """Kept for a harder day."""
    await turn.settle(turn.value, await turn.services.wins.praise.keep(turn.actor, turn.value))


async def thanks(turn: Turn) -> None:
    """One line to the mentor."""
    await turn.settle(turn.value, await turn.services.wins.praise.thank(turn.actor, turn.value))


async def praise_later(turn: Turn) -> None:
    """The words stay; nothing is asked any more."""
    message, _ = await turn.services.wins.praise.read(turn.actor, turn.value)
    wording = turn.phrase(replace(message, kept=True, answered=True))
    blocks = views.later(message, wording, turn.book.button)
    await turn.settle_as(turn.value, wording.notify, blocks)


async def tell_how(turn: Turn) -> None:
    """Answer the mentor who asked."""
    message, how = await turn.services.wins.praise.read(turn.actor, turn.value)
    await turn.open(views.tell_how_form(message, how, turn.book.button), praise=turn.value)


async def submit_tell_how(turn: Turn) -> None:
    """Kept with the win, and sent to the mentor who asked."""
    praise_id = turn.metadata["praise"]
    _, before = await turn.services.wins.praise.read(turn.actor, praise_id)
    how = _how(turn, before)
    if not how:
        return await turn.problems({turn.form.names()[0]: NO_WORDS})
    message = await turn.services.wins.praise.tell_how(turn.actor, praise_id, how)
    await turn.settle(praise_id, message)


FEATURE = Feature(
    name="wins",
    subcommands=(
        Subcommand(
            "win",
            "save something that went well; small is fine",
            command,
            usage="win [what went well]",
            home="Save a win",
        ),
        Subcommand(
            "wins",
            "your wins, by month; share, edit or hide them",
            jar,
            aliases=("jar",),
            home="Wins jar",
        ),
    ),
    actions={
        ids.CHECKIN_ADD_WIN: from_checkin,
        ids.WIN_FROM_ROADBLOCK: from_roadblock,
        ids.WIN_FROM_GOAL: from_goal,
        ids.WIN_ANSWER: answer,
        ids.WIN_DETAIL: detail,
        ids.WIN_SHARE: share,
        ids.WIN_DONE: done,
        ids.WIN_SHOW_IT: show_it,
        ids.WIN_KEEP_SHOWING: keep_showing,
        ids.WIN_SHOW_LESS: show_less,
        ids.WIN_JAR_ITEM: jar_item,
        ids.WIN_JAR_NEWER: jar_page,
        ids.WIN_JAR_OLDER: jar_page,
        **dict.fromkeys(ids.WIN_JAR_FILTERS, jar_page),
        ids.WIN_STRENGTH: praise,
        ids.WIN_ASK_HOW: praise,
        ids.WIN_CONGRATULATE: praise,
        ids.WIN_NOT_NOW: not_now,
        ids.WIN_KEEP_WORDS: keep_words,
        ids.WIN_THANKS: thanks,
        ids.WIN_PRAISE_LATER: praise_later,
        ids.WIN_TELL_HOW: tell_how,
    },
    submissions={
        ids.WIN_FORM: submit,
        ids.WIN_ANSWER_FORM: submit_answer,
        ids.WIN_DETAIL_FORM: submit_detail,
        ids.WIN_SHARE_FORM: submit_share,
        ids.WIN_PRAISE_FORM: submit_praise,
        ids.WIN_TELL_HOW_FORM: submit_tell_how,
    },
    shortcuts={ids.WIN_SHORTCUT: command, ids.WIN_FROM_MESSAGE: from_message},
)

# --- private -------------------------------------------------------------------------------------

_KINDS = {
    ids.WIN_STRENGTH: PraiseKind.STRENGTH,
    ids.WIN_ASK_HOW: PraiseKind.QUESTION,
    ids.WIN_CONGRATULATE: PraiseKind.CONGRATULATE,
}


async def _open(turn: Turn, form: WinForm, **held: str) -> None:
    await turn.open(views.form(form, turn.book.button), source=str(form.source), **held)


async def _open_detail(turn: Turn, win_id: str, **held: str) -> None:
    standing = await turn.services.wins.read(turn.actor, win_id)
    view = views.detail_form(standing, turn.book.button, whole="whole" in held)
    await turn.open(view, win=win_id, **held)


async def _open_share(turn: Turn, win_id: str, **held: str) -> None:
    standing = await turn.services.wins.read(turn.actor, win_id)
    if not standing.can_share and not standing.win.shared_at:
        line = says("You have no active mentor to share it with yet.", subject=win_id)
        return await turn.settle_as(win_id, "A win is in your jar", line)
    await turn.open(views.share_form(standing, turn.book.button), win=win_id, **held)


async def _settled(turn: Turn, line: str, held: Standing) -> None:
    """What was saved; when the jar stands behind the form, it shows the change too."""
    behind = turn.metadata.get("jar", "")
    blocks = views.still(line, held, turn.book.button, bare=bool(behind))
    await turn.settle_as(held.win.id, "Kept with your win", blocks)
    if behind:
        page, _, chosen = behind.partition(":")
        root = str(turn.body["view"].get("root_view_id") or "")
        await _redraw(turn, root, chosen, int(page))


async def _redraw(turn: Turn, view_id: str, chosen: str, page: int) -> None:
    """An open jar as it is now."""
    view = views.jar(await turn.services.wins.jar(turn.actor, chosen, page))
    await turn.redraw(view, view_id)


def _how(turn: Turn, before: str) -> str:
    """The field, or what stood there with something added."""
    if "more" in turn.form.names():
        return joined(before, turn.form.text("more"))
    return turn.form.text("how")
