"""Questions without a name as windows: asking, the asker's own, and everybody's page (F16)."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.domain.messages.questions import AnonPosted
from bot.domain.questions import POOL, QUESTION_LENGTH, Hint, Pointer, QuestionState
from bot.domain.wording import Wording
from bot.services.questions import Kept, Offer, Shown
from bot.slack import ids
from bot.slack.text import escape
from bot.slack.views import support
from bot.slack.views.cards import Builder, Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    ask_one,
    ask_text,
    button,
    divider,
    modal,
    note,
    overflow,
    plainly,
    row,
    says,
)

#: The limits, always where something is written (content.md F16).
LIMITS = (
    "Waymark does not store who asked. People who run the server or read network logs might still "
    "work it out. For safety or legal matters, go to the people your company names for it."
)
ALONE = (
    "One person always knows, or guesses, who asks: to one mentor a question can't be without a "
    "name. You can ask with your name instead, and choose who sees it."
)
#: Questions in one window; with their answers they stay below 100 blocks.
SHOWN = 12
ANSWERS = 3
#: Circles offered in one form; with the other choices they stay below ten.
CIRCLES = 6
_POINTS = {
    Pointer.MENTION: "a mention",
    Pointer.NAME: "a name",
    Pointer.TEAM: "a team",
    Pointer.DATE: "a date",
    Pointer.PHRASE: "an unusual phrase",
}
#: The note of a question that takes no more answers, and whether who asked has marked it so.
_CLOSED = {
    True: "Answered, says who asked. Thank you to everybody who wrote.",
    False: "Ten working days have passed, and it takes no more answers.",
}
_POOL = "The mentors here, without my name"
_ONE = "One mentor"
_BAG = "The list for our next conversation"


def ask_form(offer: Offer, label: Label, words: str = "") -> View:
    """To all mentors without a name, where there are enough of them; to one, with the reason why
    that is something else."""
    blocks: list[Block] = []
    choices = [(_ONE, "one"), (_BAG, "talk")]
    for circle in reversed(offer.circles[:CIRCLES]):
        option = f"My circle, #{circle.name}, without my name"
        if circle.hides_one:
            choices.insert(0, (option, f"circle:{circle.id}"))
        else:
            some = "1 person is" if circle.people == 1 else f"{circle.people} people are"
            blocks += says(
                f"~{escape(option)}~\nNot available yet: {some} in it, and it takes {POOL}. "
                "With fewer, it would be easy to guess who asks."
            )
    if offer.is_open:
        choices.insert(0, (f"{_POOL} ({offer.mentors} people)", "pool"))
    else:
        some = "1 person offers" if offer.mentors == 1 else f"{offer.mentors} people offer"
        blocks += says(
            f"~{_POOL}~\nNot available here yet: {some} mentoring, and it takes {POOL}. With "
            "fewer, it would be easy to guess who asks."
        )
    blocks += [
        ask_one("to", "Who is asked?", choices, initial=choices[0][1]),
        ask_text(
            "question",
            "Your question",
            initial=words,
            multiline=True,
            max_length=QUESTION_LENGTH,
            placeholder="No question is too small.",
        ),
        note(LIMITS),
        support.door(label),
    ]
    return modal(ids.QUESTION_FORM, "Ask a question", blocks, submit=label("forms.next"))


def one_to_one(words: str, label: Label) -> View:
    """Why it can't be without a name, and the way that is open, with the words."""
    field = ask_text(
        "question",
        "What it is about",
        initial=words,
        multiline=True,
        max_length=QUESTION_LENGTH,
        hint="Nothing was sent or kept. On the next page you choose who sees it.",
    )
    blocks = [*says(ALONE), field]
    return modal(ids.QUESTION_ONE_FORM, "Ask one mentor", blocks, submit=label("forms.next"))


def preview(words: str, found: tuple[Hint, ...], label: Label, *, in_circle: bool = False) -> View:
    """The question as others will read it, what could point to its writer, and the way on."""
    readers = "your circle" if in_circle else "the mentors"
    blocks: list[Block] = []
    if found:
        lines = "\n".join(f"• {_POINTS[h.pointer]}: {escape(h.words)}" for h in found[:12])
        blocks += says(f"*This could point to you.* Change it, or post it as it is.\n{lines}")
    else:
        blocks += says("I found nothing that points to you. Read it once more as others will.")
    blocks += [
        ask_text(
            "question",
            f"What {readers} will read",
            initial=words,
            multiline=True,
            max_length=QUESTION_LENGTH,
        ),
        note("It goes out at the next of two fixed hours a day, not at the moment you post it."),
        note(LIMITS),
    ]
    return modal(ids.QUESTION_POST_FORM, "As others read it", blocks, submit=label("forms.post"))


def own(held: Kept, label: Label) -> View:
    """The asker's own window: where the question stands, and the key that opens it again. It
    stays theirs to close or to take back, also after the ten working days."""
    question, open_ = held.question, held.question.state == QuestionState.POSTED
    blocks = says(f"*{_CLOSED[False] if held.is_over else _standing(held)}*")
    if question.state == QuestionState.ANSWERED:
        blocks.append(note("The page says so, and not who did."))
    blocks += [plainly(one) for one in (question.text, question.detail) if one]
    if question.later:
        blocks += [plainly(question.later), note("This line is added at the next fixed hour.")]
    blocks += _answers(held.answers)
    buttons = []
    if open_ or question.state == QuestionState.WAITING:
        buttons.append(button(label("forms.detail"), ids.QUESTION_DETAIL, held.key))
    if open_:
        buttons.append(button(label("forms.answered"), ids.QUESTION_CLOSE, held.key))
    if held.can_open_again:
        buttons.append(button(label("forms.open_again"), ids.QUESTION_OPEN_AGAIN, held.key))
    if question.state != QuestionState.WITHDRAWN:
        buttons.append(button(label("forms.withdraw"), ids.QUESTION_WITHDRAW, held.key))
        blocks.append(row(*buttons))
    blocks += says(
        f"Only this key opens the question again: `/mentor questions {escape(held.key)}`\n"
        "Keep it if you want to come back. I don't know whose it is."
    )
    return modal("", "Your question", [*blocks, note(LIMITS)], close=label("forms.close"))


def detail_form(label: Label) -> View:
    """One more line."""
    field = ask_text("detail", "One more line", multiline=True, max_length=QUESTION_LENGTH)
    blocks = [field, note("It is added at the next fixed hour."), note(LIMITS)]
    return modal(ids.QUESTION_DETAIL_FORM, "Add a detail", blocks, submit=label("forms.save"))


def page(shown: tuple[Shown, ...], label: Label) -> View:
    """Everybody's page: questions of the last weeks, each with its answers and a menu."""
    blocks: list[Block] = []
    for one in shown[:SHOWN]:
        blocks += [*_question(one), divider()]
    if not shown:
        blocks += says(
            "Nothing was asked here yet. `/mentor ask` asks the mentors without a name."
        )
    if len(shown) > SHOWN:
        blocks.append(note(f"and {len(shown) - SHOWN} more"))
    return modal("", "Questions", blocks, close=label("forms.close"))


def answer_form(question: str, label: Label) -> View:
    """An answer, signed or not."""
    blocks = [
        plainly(question),
        ask_text("answer", "Your answer", multiline=True, max_length=QUESTION_LENGTH),
        ask_one(
            "signed",
            "How it appears",
            [("With my name", "yes"), ("Without my name", "no")],
            initial="yes",
        ),
        note("It stands on the page of questions, where everybody here may read it."),
    ]
    return modal(ids.QUESTION_ANSWER_FORM, "Answer", blocks, submit=label("forms.save"))


def posted(message: Message, wording: Wording, label: Label) -> list[Block]:
    """To a mentor: answer, the page, report, nothing."""
    assert isinstance(message, AnonPosted)
    mark = message.subject_id
    buttons = (
        button(label("anon_posted.answer"), ids.QUESTION_ANSWER, mark),
        button(label("anon_posted.page"), ids.QUESTION_PAGE, mark),
        button(label("anon_posted.report"), ids.QUESTION_REPORT, mark),
        button(label("anon_posted.later"), ids.QUESTION_NOT_NOW, mark),
    )
    return [*says(wording.body, subject=mark), row(*buttons, subject=mark)]


CARDS: dict[str, Builder] = {"anon_posted": posted}

# --- private -------------------------------------------------------------------------------------


def _standing(held: Kept) -> str:
    if held.question.state == QuestionState.WAITING and held.goes_at:
        # One moment for everybody, so it is said in one zone.
        to = "your circle" if held.question.circle_id else "the mentors"
        return f"It goes to {to} at {held.goes_at:%H:%M} UTC on {held.goes_at:%-d %b}."
    return {
        QuestionState.POSTED: "Your circle has it; answers come in the channel, too."
        if held.question.circle_id
        else "The mentors have it.",
        QuestionState.ANSWERED: "You marked it as answered.",
        QuestionState.WITHDRAWN: "You took it back. What was read can't be unread.",
        QuestionState.HIDDEN: "People here asked for a second look, so it is off the page.",
    }.get(QuestionState(held.question.state), "")


def _question(one: Shown) -> list[Block]:
    question = one.question
    menu = [("Report", f"report:{question.id}")]
    if one.is_open:
        menu.insert(0, ("Answer", f"answer:{question.id}"))
    on = f"{question.posted_on:%-d %b}" if question.posted_on else ""
    state = on if one.is_open else f"{on}. {_CLOSED[question.state == QuestionState.ANSWERED]}"
    blocks = [plainly(question.text, subject=question.id)]
    if question.detail:
        blocks.append(plainly(question.detail, subject=question.id, part="detail"))
    line = says(f"_{state}_", subject=question.id, accessory=overflow(ids.QUESTION_ITEM, menu))
    return [*blocks, *line, *_answers(one.answers)]


def _answers(answers: tuple[tuple[str, str], ...]) -> list[Block]:
    blocks: list[Block] = []
    for words, name in answers[:ANSWERS]:
        blocks += says(f"{escape(words)}\n_{escape(name) if name else 'Without a name'}_")
    if len(answers) > ANSWERS:
        blocks.append(note(f"and {len(answers) - ANSWERS} more"))
    return blocks
