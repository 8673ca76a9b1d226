"""Wins as blocks: what was saved, forms, the jar, what mentors see and say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.messages import Message
from bot.domain.messages.wins import (
    CelebrateGoal,
    PraiseReceived,
    WinAck,
    WinShared,
    WinsJarResurface,
)
from bot.domain.wins import PRAISE_WORDS, TITLE_LENGTH, PraiseKind, Win
from bot.domain.wording import Wording
from bot.services.praise import Praised
from bot.services.wins import Jar, JarLine, Standing, WinForm
from bot.slack import ids
from bot.slack.text import escape, quoted
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_text,
    button,
    heading,
    modal,
    note,
    overflow,
    plainly,
    row,
    says,
)

#: What a text field holds (slack.md 5.2); longer words are added to, never cut.
FIELD = 3000
#: One line of praise, with room for a paragraph.
PRAISE_LENGTH = 1000
#: How much of *how* the jar shows; the rest is one tap away.
GLIMPSE = 300

_KINDS = {
    PraiseKind.STRENGTH: ("win_shared.strength", ids.WIN_STRENGTH),
    PraiseKind.QUESTION: ("win_shared.how", ids.WIN_ASK_HOW),
    PraiseKind.CONGRATULATE: ("win_shared.congratulate", ids.WIN_CONGRATULATE),
}
_SENT = {
    PraiseKind.STRENGTH: "You named a strength.",
    PraiseKind.QUESTION: "You asked how.",
    PraiseKind.CONGRATULATE: "You congratulated.",
}

# --- the owner's cards ---------------------------------------------------------------------------


def ack(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Answer · Add detail · Share · Done (content.md 8.1); what does not apply is left out."""
    assert isinstance(message, WinAck)
    mark = message.subject_id
    buttons = _own_buttons(mark, label, answer=message.asks, detail=True, share=message.can_share)
    return [*says(wording.body, subject=mark), buttons]


def still(line: str, held: Standing, label: Label, *, bare: bool = False) -> list[Block]:
    """After one of the buttons: what was saved, and what is left to do. ``bare``: no buttons."""
    win = held.win
    blocks = says(line, subject=win.id)
    if bare:
        return blocks
    share = held.can_share and not win.shared_at
    buttons = _own_buttons(
        win.id, label, answer=not win.how, detail=not win.has_detail, share=share
    )
    return [*blocks, buttons]


def received(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Keep these words · Thanks; a question gets an answer instead (content.md 8.3)."""
    assert isinstance(message, PraiseReceived)
    mark = message.subject_id
    asks = message.praise_kind == PraiseKind.QUESTION
    with_it = ": they stand with the win in your jar" if message.about == "win" else ""
    kept = f"Kept{with_it}, for a harder day." if message.kept else ""
    answered = f"Answered, and on its way to {escape(message.mentor_name)}."
    thanked = f"{escape(message.mentor_name)} will hear your thanks."
    lines = [kept, answered if message.answered else "", thanked if message.thanked else ""]
    buttons = []
    if asks and not message.answered:
        buttons.append(button(label("win_ack.answer"), ids.WIN_TELL_HOW, mark))
    if not asks and not message.kept:
        buttons.append(button(label("praise_received.keep"), ids.WIN_KEEP_WORDS, mark))
    if not message.thanked:
        buttons.append(button(label("praise_received.thanks"), ids.WIN_THANKS, mark))
    if not any(lines):
        buttons.append(button(label("praise_received.later"), ids.WIN_PRAISE_LATER, mark))
    blocks = says(wording.body, subject=mark)
    if any(lines):
        blocks.append(note(" ".join(line for line in lines if line), subject=mark))
    return [*blocks, *([row(*buttons, subject=mark)] if buttons else [])]


def later(message: PraiseReceived, wording: Wording, label: Label) -> list[Block]:
    """The words stay, the question goes; *Thanks* is still one tap."""
    mark = message.subject_id
    thanks = button(label("praise_received.thanks"), ids.WIN_THANKS, mark)
    return [*says(wording.body, subject=mark), row(thanks, subject=mark)]


def resurfaced(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Keep showing · Less of this (content.md 8.5); a private win is one tap away."""
    assert isinstance(message, WinsJarResurface)
    mark = message.subject_id
    buttons = _still_true(mark, label, show=not message.win_title)
    return [*says(wording.body, subject=mark), buttons]


def shown_again(win: Win, label: Label) -> list[Block]:
    """The old win itself, where only its owner looks."""
    how = [plainly(win.how, subject=win.id, part="how")] if win.how else []
    buttons = _still_true(win.id, label, show=False)
    return [plainly(win.title, subject=win.id), *how, buttons]


# --- the mentor's cards --------------------------------------------------------------------------


def shared(message: Message, wording: Wording, label: Label) -> list[Block]:
    """Name the strength · Ask how · Congratulate · Not now; what was said is not asked again."""
    assert isinstance(message, WinShared)
    kinds = [kind for kind in PraiseKind if kind not in message.answered]
    told = () if message.how else message.answered
    return _for_mentor(
        f"win:{message.subject_id}", message.subject_id, wording, label, kinds, told
    )


def reached(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To the owner: say what helped. To the mentor: what they may say about it."""
    assert isinstance(message, CelebrateGoal)
    mark = message.subject_id
    if message.mentee_name:
        kinds = [PraiseKind.STRENGTH, PraiseKind.CONGRATULATE]
        left = [kind for kind in kinds if kind not in message.answered]
        return _for_mentor(f"goal:{mark}", mark, wording, label, left, message.answered)
    how = button(label("celebrate_goal.how"), ids.WIN_FROM_GOAL, mark)
    not_now = button(label("celebrate_goal.later"), ids.WIN_NOT_NOW, f"own:{mark}")
    return [*says(wording.body, subject=mark), row(how, not_now, subject=mark)]


# --- forms ---------------------------------------------------------------------------------------


def form(held: WinForm, label: Label) -> View:
    """One line that went well; small is fine."""
    blocks = [
        ask_text(
            "title",
            "What went well?",
            initial=held.title,
            max_length=TITLE_LENGTH,
            optional=False,
            hint="Small is fine.",
        ),
        *_ask_how(held.how, ""),
        *_ask_goal(held.goals, held.goal_id),
        note("Only you see it. You can share it later."),
    ]
    return modal(ids.WIN_FORM, "A win", blocks, submit=label("forms.save"))


def answer_form(win: Win, label: Label) -> View:
    """The one question of the acknowledgement."""
    blocks = [plainly(win.title), *_ask_how(win.how, "")]
    return modal(ids.WIN_ANSWER_FORM, "How you did it", blocks, submit=label("forms.save"))


def tell_how_form(message: PraiseReceived, how: str, label: Label) -> View:
    """The same question asked by the mentor: the form says who reads the answer."""
    blocks = [
        plainly(message.win_title),
        *says(quoted(message.words)),
        *_ask_how(how, f"{message.mentor_name} will read this."),
    ]
    return modal(ids.WIN_TELL_HOW_FORM, "How you did it", blocks, submit=label("forms.send"))


def detail_form(held: Standing, label: Label, *, whole: bool) -> View:
    """What the win is about (content.md 8.2). ``whole``: the title and *how* too."""
    win = held.win
    first: list[Block] = [plainly(win.title)]
    if whole:
        title = ask_text(
            "title",
            "What went well?",
            initial=win.title,
            max_length=TITLE_LENGTH,
            optional=False,
        )
        first = [title, *_ask_how(win.how, "")]
    blocks = [
        *first,
        ask_text("impact", "What changed because of it?", initial=win.impact, max_length=1000),
        ask_text("proof", "A link that shows it", initial=win.proof, max_length=500),
        ask_text("skill", "Skill or strength it shows", initial=win.skill, max_length=80),
        ask_text("helpers", "Who helped", initial=win.helpers, max_length=300),
        *_ask_goal(held.goals, win.goal_id),
    ]
    return modal(ids.WIN_DETAIL_FORM, "About this win", blocks, submit=label("forms.save"))


IN_A_CHANNEL = "A circle reads it in its channel, once; anybody here can open the channel."


def share_form(held: Standing, label: Label) -> View:
    """Who sees it, and exactly what they will see (content.md 8.3)."""
    win = held.win
    now = (win.pairing_id, win.circle_id)
    current = next((one for one in held.choices if (one.pairing_id, one.circle_id) == now), None)
    circles = any(one.circle_id for one in held.choices)
    offered = [one for one in held.choices if one.pairing_id or one.circle_id or any(now)]
    start = current if current in offered else offered[0]
    names = {one.mentor_name for one in offered if one.mentor_name}
    one = len(names) == 1 and not circles
    who = f"{names.pop()} sees" if one else "Whoever you choose sees"
    blocks = [
        ask_one(
            "audience",
            "Who sees it",
            [(one.label, one.value) for one in offered],
            initial=start.value,
        ),
        *says(f"*{escape(who)} exactly this, and that it is yours:*"),
        plainly(win.title),
        *([plainly(win.impact)] if win.impact else []),
        *([note(IN_A_CHANNEL)] if circles else []),
        note("All else stays with you. You can take it back, but what was read was read."),
    ]
    return modal(ids.WIN_SHARE_FORM, "Share this win", blocks, submit=label("win_ack.share"))


def praise_form(
    praised: Praised, kind: PraiseKind, label: Label, form_id: str = ids.WIN_PRAISE_FORM
) -> View:
    """One line in the mentor's own words."""
    asked, hint = {
        PraiseKind.STRENGTH: ("What strength do you see?", "What they did, in one plain line."),
        PraiseKind.QUESTION: ("What would you like to ask?", "One question is plenty."),
        PraiseKind.CONGRATULATE: ("Your words", f"{PRAISE_WORDS} words or more, about the doing."),
    }[kind]
    blocks = [
        *([plainly(praised.title)] if praised.title else []),
        *([plainly(praised.impact)] if praised.impact else []),
        ask_text(
            "words",
            asked,
            multiline=True,
            max_length=PRAISE_LENGTH,
            optional=False,
            hint=hint,
            initial="How did you do it?" if kind == PraiseKind.QUESTION else "",
        ),
        note(f"{escape(praised.owner_name)} reads your words as you write them."),
    ]
    return modal(form_id, "Your words", blocks, submit=label("forms.send"))


# --- the jar -------------------------------------------------------------------------------------


def jar(held: Jar) -> View:
    """By month, newest first; each with a menu (content.md 8.4)."""
    blocks: list[Block] = _filters(held)
    month = ""
    for line in held.lines:
        if (this := line.on.strftime("%B %Y")) != month:
            month = this
            blocks.append(heading(month))
        blocks += _line(line, held)
    if not held.lines:
        blocks += says("Nothing here yet. `/mentor win Demo went live` saves one. Small is fine.")
    pages = []
    if held.page:
        pages.append(button("Newer", ids.WIN_JAR_NEWER, f"{held.page - 1}:{held.filter}"))
    if held.more:
        pages.append(button("Older", ids.WIN_JAR_OLDER, f"{held.page + 1}:{held.filter}"))
    if held.lines:
        pages.append(button("As text", ids.WIN_JAR_TEXT, f"0:{held.filter}"))
    blocks += [row(*pages)] if pages else []
    return modal(ids.WIN_JAR, "Your wins jar", blocks, close="Close")


CARDS: dict[str, Builder] = {
    "win_ack": ack,
    "wins_jar_resurface": resurfaced,
    "win_shared": shared,
    "praise_received": received,
    "celebrate_goal": reached,
}

# --- private -------------------------------------------------------------------------------------


def _own_buttons(win_id: str, label: Label, *, answer: bool, detail: bool, share: bool) -> Block:
    offered = (
        (answer, "win_ack.answer", ids.WIN_ANSWER),
        (detail, "win_ack.detail", ids.WIN_DETAIL),
        (share, "win_ack.share", ids.WIN_SHARE),
        (True, "win_ack.done", ids.WIN_DONE),
    )
    buttons = [button(label(name), action, win_id) for wanted, name, action in offered if wanted]
    return row(*buttons, subject=win_id)


def _still_true(win_id: str, label: Label, *, show: bool) -> Block:
    first = [button(label("wins_jar_resurface.show"), ids.WIN_SHOW_IT, win_id)] if show else []
    keep = button(label("wins_jar_resurface.keep"), ids.WIN_KEEP_SHOWING, win_id)
    less = button(label("wins_jar_resurface.less"), ids.WIN_SHOW_LESS, win_id)
    return row(*first, keep, less, subject=win_id)


def _for_mentor(
    value: str,
    mark: str,
    wording: Wording,
    label: Label,
    kinds: Sequence[PraiseKind],
    told: Sequence[str],
) -> list[Block]:
    blocks = says(wording.body, subject=mark)
    if told:
        words = " ".join(_SENT[PraiseKind(kind)] for kind in told)
        blocks.append(note(f"Sent. {words}", subject=mark))
    buttons = [button(label(_KINDS[kind][0]), _KINDS[kind][1], value) for kind in kinds]
    if not told:
        buttons.append(button(label("win_shared.later"), ids.WIN_NOT_NOW, value))
    return [*blocks, *([row(*buttons, subject=mark)] if buttons else [])]


def _ask_how(how: str, hint: str) -> list[Block]:
    """What is longer than a field stands there whole, with room to add."""
    asked = "What did you do that made it work?"
    if len(how) <= FIELD:
        return [ask_text("how", asked, initial=how, multiline=True, hint=hint)]
    return [
        plainly(how),
        plainly(how[2849:], part="rest"),
        ask_text("more", "Add to it", multiline=True, hint=hint),
    ]


def _ask_goal(goals: Sequence[tuple[str, str]], goal_id: str) -> list[Block]:
    if not goals:
        return []
    options = [(title, key) for key, title in goals]
    asked = "The goal it supports"
    return [ask_one("goal", asked, options, initial=goal_id, optional=True, menu=True)]


def _filters(held: Jar) -> list[Block]:
    options = [("Everything", "")]
    options += [(_short(skill, 24), win_id) for win_id, skill in held.skills[:3]]
    if held.hidden:
        options.append((f"Hidden: {held.hidden}", "hidden"))
    if len(options) == 1:
        return []
    named = zip(options, ids.WIN_JAR_FILTERS, strict=False)
    return [row(*(button(text, action, f"0:{wanted}") for (text, wanted), action in named))]


def _line(line: JarLine, held: Jar) -> list[Block]:
    win = line.win
    words = [f"*{_bold(win.title)}*"]
    words += [escape(_short(win.how, GLIMPSE))] if win.how else []
    words += [quoted(f"{kept.words}\n— {kept.by}") for kept in line.kept]
    facts = [_day(line.on), line.audience, *([win.skill] if win.skill else [])]
    words.append("_" + escape(" · ".join(facts)).replace("_", " ") + "_")
    here = f"{win.id}:{held.page}:{held.filter}"
    choices = [("Edit", f"edit:{here}")]
    if win.hidden_at is not None:
        choices = [("Show again", f"unhide:{here}")]
    elif held.can_share or win.shared_at:
        choices += [("Share", f"share:{here}"), ("Hide", f"hide:{here}")]
    else:
        choices.append(("Hide", f"hide:{here}"))
    return says("\n".join(words), subject=win.id, accessory=overflow(ids.WIN_JAR_ITEM, choices))


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _bold(text: str) -> str:
    return escape("".join(sign for sign in text if sign not in "*_~`\n"))
