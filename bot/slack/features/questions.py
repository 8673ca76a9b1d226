"""`/mentor ask` and `/mentor questions`: questions without a name (content.md F16)."""

from __future__ import annotations

from bot.domain.errors import WaymarkError
from bot.domain.ids import new_id
from bot.domain.questions import hash_of, new_key
from bot.services.audience import circle_in
from bot.services.questions import Kept
from bot.slack import ids
from bot.slack.feature import Feature, Subcommand
from bot.slack.turn import Turn
from bot.slack.views import agenda as agenda_views
from bot.slack.views import questions as views
from bot.slack.views import roadblock_forms
from bot.slack.views.vocabulary import says


async def ask(turn: Turn) -> None:
    """`/mentor ask [words]`: the form; words after the command stand in its field."""
    offer = await turn.services.questions.offer(turn.actor)
    await turn.open(views.ask_form(offer, turn.book.button, turn.text))


async def checked(turn: Turn) -> None:
    """The form comes back: the preview with its hints, why one mentor is something else,
    or the list of what to talk about, with the words in its field."""
    words = turn.form.text("question")
    if turn.form.choice("to") == "one":
        return await turn.open(views.one_to_one(words, turn.book.button))
    if turn.form.choice("to") == "talk":
        held = await turn.services.agenda.page(turn.actor)
        return await turn.open(agenda_views.page(held, turn.book.button, words))
    await _preview(turn, words, new_key(), circle_in(turn.form.choice("to")))


async def to_one(turn: Turn) -> None:
    """To one mentor with one's name: the form of a roadblock, with the words in it (F7)."""
    words = turn.form.text("question")
    held = await turn.services.roadblocks.form_for(turn.actor, words=words)
    await turn.open(roadblock_forms.form(held, turn.book.button))


async def posted(turn: Turn) -> None:
    """*Post it*; words that were changed are looked at once more."""
    words, key = turn.form.text("question"), turn.metadata["key"]
    circle = turn.metadata.get("circle", "")
    if hash_of(words) != turn.metadata["seen"]:
        return await _preview(turn, words, key, circle)
    try:
        held = await turn.services.questions.ask(turn.actor, key, words, circle)
    except WaymarkError as refusal:
        return await turn.problems({"question": refusal.reply})
    await turn.open(views.own(held, turn.book.button))


async def opened(turn: Turn) -> None:
    """`/mentor questions [key]`: everybody's page, or one's own question by its key."""
    if turn.text:
        held = await turn.services.questions.kept(turn.actor, turn.text)
        return await turn.open(views.own(held, turn.book.button))
    await turn.open(views.page(await turn.services.questions.page(turn.actor), turn.book.button))


async def page_again(turn: Turn) -> None:
    """The button twin."""
    await opened(turn.with_text(""))


async def detail(turn: Turn) -> None:
    """*Add a detail*."""
    await turn.open(views.detail_form(turn.book.button), key=turn.value)


async def detailed(turn: Turn) -> None:
    """The line comes back."""
    words, key = turn.form.text("detail"), turn.metadata["key"]
    try:
        held = await turn.services.questions.add_detail(turn.actor, key, words)
    except WaymarkError as refusal:
        return await turn.problems({"detail": refusal.reply})
    await turn.open(views.own(held, turn.book.button))


async def closed(turn: Turn) -> None:
    """*Mark answered*."""
    await _shown(turn, await turn.services.questions.close(turn.actor, turn.value))


async def opened_again(turn: Turn) -> None:
    """*Open again*."""
    await _shown(turn, await turn.services.questions.open_again(turn.actor, turn.value))


async def withdrawn(turn: Turn) -> None:
    """*Withdraw*."""
    await _shown(turn, await turn.services.questions.withdraw(turn.actor, turn.value))


async def answer(turn: Turn) -> None:
    """*Answer* in the message to a mentor."""
    await _open_answer(turn, turn.value)


async def answered(turn: Turn) -> None:
    """The answer comes back; the page shows it."""
    held, form = turn.metadata, turn.form
    service = turn.services.questions
    signed = form.choice("signed") != "no"
    try:
        await service.answer(
            turn.actor, held["question"], held["form"], form.text("answer"), signed=signed
        )
    except WaymarkError as refusal:
        return await turn.problems({"answer": refusal.reply})
    await turn.open(views.page(await service.page(turn.actor), turn.book.button))


async def chosen(turn: Turn) -> None:
    """The menu beside a question."""
    what, question_id = turn.values
    if what == "answer":
        return await _open_answer(turn, question_id)
    await turn.services.questions.report(turn.actor, question_id)
    shown = await turn.services.questions.page(turn.actor)
    await turn.redraw(views.page(shown, turn.book.button))
    await turn.done()


async def reported(turn: Turn) -> None:
    """*Report* in the message to a mentor."""
    question = await turn.services.questions.report(turn.actor, turn.value)
    line = says("Noted. When a second person asks for a look, it leaves the page.")
    await turn.settle_as(question.id, "Reported", line)


async def not_now(turn: Turn) -> None:
    """Nothing is kept of it; the page has the question all the same."""
    line = says("That's fine. It stays on `/mentor questions`.")
    await turn.settle_as(turn.value, "Not now", line)


FEATURE = Feature(
    name="questions",
    subcommands=(
        Subcommand(
            "ask",
            "ask the mentors here something without your name",
            ask,
            usage="ask [a question]",
            aliases=("anonymous", "question"),
            home="Ask without a name",
        ),
        Subcommand(
            "questions",
            "what was asked without a name, and the answers",
            opened,
            usage="questions [key]",
            home="Questions and answers",
        ),
    ),
    actions={
        ids.QUESTION_DETAIL: detail,
        ids.QUESTION_CLOSE: closed,
        ids.QUESTION_OPEN_AGAIN: opened_again,
        ids.QUESTION_WITHDRAW: withdrawn,
        ids.QUESTION_ANSWER: answer,
        ids.QUESTION_PAGE: page_again,
        ids.QUESTION_REPORT: reported,
        ids.QUESTION_NOT_NOW: not_now,
        ids.QUESTION_ITEM: chosen,
    },
    submissions={
        ids.QUESTION_FORM: checked,
        ids.QUESTION_ONE_FORM: to_one,
        ids.QUESTION_POST_FORM: posted,
        ids.QUESTION_DETAIL_FORM: detailed,
        ids.QUESTION_ANSWER_FORM: answered,
    },
)

# --- private -------------------------------------------------------------------------------------


async def _preview(turn: Turn, words: str, key: str, circle: str) -> None:
    try:
        found = await turn.services.questions.look(turn.actor, words, circle)
    except WaymarkError as refusal:
        return await turn.problems({"question": refusal.reply})
    form = views.preview(words, found, turn.book.button, in_circle=bool(circle))
    await turn.open(form, key=key, seen=hash_of(words), circle=circle)


async def _shown(turn: Turn, held: Kept) -> None:
    """The asker's own window as things are now."""
    await turn.redraw(views.own(held, turn.book.button))
    await turn.done()


async def _open_answer(turn: Turn, question_id: str) -> None:
    question = await turn.services.questions.one(turn.actor, question_id)
    form = views.answer_form(question.text, turn.book.button)
    await turn.open(form, question=question.id, form=new_id())
