"""A sample of every screen: each message, form and page, with what people usually write and with
the longest they may. `waymark doctor` asks Slack about each of them (`blocks.validate`).

Samples are made from the types: a new message is in by itself, a new form by its line in SCREENS.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.breaks import Scope
from bot.domain.checkins import Status
from bot.domain.feedback import Answered, Focus
from bot.domain.feedback_hints import HintKind
from bot.domain.goals import FIELD_LENGTH, TITLE_LENGTH
from bot.domain.map_asks import Wanted
from bot.domain.messages import BY_KIND
from bot.domain.pace import PaceReason
from bot.domain.people import Role
from bot.domain.questions import QuestionState
from bot.domain.roadblocks import ReplyKind, Severity
from bot.domain.self_help import Stage
from bot.domain.visibility import Visibility
from bot.domain.wins import PraiseKind
from bot.domain.wording import Reader
from bot.ports import Phrasebook
from bot.slack.views import (
    advice,
    agenda,
    agreements,
    breaks,
    care,
    checkins,
    circles,
    feedback,
    feedback_forms,
    goal_dates,
    goal_forms,
    goals,
    help,
    home,
    map_asks,
    map_comments,
    map_compare,
    map_history,
    map_words,
    maps,
    messages,
    notices,
    pace,
    pairings,
    past_setbacks,
    questions,
    replies,
    roadblock_forms,
    self_help,
    setbacks,
    settings,
    win_texts,
    wins,
)
from bot.slack.views.vocabulary import Block, View

AT = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)

#: Characters on a button or an option (slack.md 5.2).
LABEL_LENGTH = 75

#: Every function of the views that makes a screen of its own: a form, a page, the Home tab.
SCREENS: tuple[Callable[..., View], ...] = (
    agenda.page,
    agreements.form,
    agreements.read_page,
    agreements.live_page,
    care.pause_form,
    checkins.form,
    checkins.step_form,
    circles.page,
    circles.name_form,
    circles.post_form,
    goal_forms.say_form,
    goal_forms.letters_form,
    goal_forms.edit_form,
    goal_forms.fit_form,
    goal_forms.finish_form,
    goal_forms.audience_form,
    goal_forms.ask_form,
    goal_dates.move_form,
    goal_dates.line_form,
    goal_dates.history,
    goals.own_list,
    home.page,
    map_asks.ask_form,
    map_comments.form,
    map_compare.page,
    map_history.changes,
    map_history.put_away,
    map_words.who_form,
    maps.vision_form,
    maps.route_form,
    maps.story_form,
    maps.weigh_form,
    maps.page,
    maps.story_page,
    pairings.person_form,
    pairings.request_form,
    pairings.change_form,
    pairings.not_now_form,
    questions.ask_form,
    questions.one_to_one,
    questions.preview,
    questions.own,
    questions.detail_form,
    questions.page,
    questions.answer_form,
    roadblock_forms.form,
    roadblock_forms.reading,
    roadblock_forms.answer,
    roadblock_forms.talk,
    roadblock_forms.step,
    roadblock_forms.say_back,
    roadblock_forms.what_helped,
    roadblock_forms.tell,
    self_help.goal_form,
    self_help.reality_form,
    self_help.options_form,
    self_help.will_form,
    self_help.reading,
    setbacks.form,
    setbacks.write_form,
    setbacks.step_form,
    past_setbacks.page,
    settings.role_form,
    settings.about_form,
    settings.form,
    advice.page,
    feedback_forms.ask_form,
    feedback_forms.offer_form,
    feedback_forms.write_form,
    feedback_forms.ask_back_form,
    feedback_forms.reply_form,
    feedback_forms.step_form,
    wins.form,
    wins.answer_form,
    wins.tell_how_form,
    wins.detail_form,
    wins.share_form,
    wins.praise_form,
    win_texts.page,
    wins.jar,
)
#: Functions that make what a window or a message then holds; many of them are shown to Slack in
#: one request, for it answers a hundred in a minute.
PARTS: tuple[Callable[..., list[Block]], ...] = (
    agreements.clauses,
    care.why,
    feedback.asked_leave,
    advice.held_still,
    advice.told,
    advice.used,
    care.less,
    care.quieted,
    breaks.rows,
    breaks.awake,
    goals.reached,
    goals.partly,
    goals.closing,
    goals.moved,
    goals.let_go,
    goals.shown_to,
    help.listing,
    notices.sentence,
    circles.helped,
    checkins.step_kept,
    pace.paced,
    pace.asked_again,
    pace.on_agenda,
    pace.meanings,
    pace.hello,
    pairings.sent,
    pairings.overview,
    replies.which_status,
    replies.hint,
    setbacks.quiet_line,
    settings.outlook,
    settings.closed,
    wins.shown_again,
)


@dataclass(frozen=True)
class Sample:
    """One screen as Slack would get it: ``view``, or the ``blocks`` of a message."""

    name: str
    kind: str
    value: Any


def samples(book: Phrasebook) -> Iterator[Sample]:
    """Messages and parts of windows, usual and longest; forms and pages as long as they get.

    Slack answers a hundred questions a minute and a window is one, so none is shown twice.
    """
    for size, maker in (("usual", usual()), ("longest", longest())):
        for kind, facts in sorted(BY_KIND.items()):
            yield Sample(f"{kind} ({size})", "blocks", _letter(book, maker, facts))
        for screen in SCREENS if size == "longest" else ():
            yield Sample(f"{_name(screen)} ({size})", "view", maker.call(screen, book))
        for part in PARTS:
            # As blocks many of them go into one request; Slack has a limit on requests a minute.
            yield Sample(f"{_name(part)} ({size})", "blocks", maker.call(part, book))


# --- private -------------------------------------------------------------------------------------

#: Texts with a meaning of their own, by field or argument.
_FIXED = {
    "zone": "Europe/London",
    "time_zone": "Europe/London",
    "slack_zone": "Europe/London",
    "working_days": "01234",
    "locale": "en-GB",
    "tone": "warm",
    "role": "mentee",
    "status": Status.ON_TRACK,
    "severity": Severity.BLOCKING,
    "stage": Stage.SAVED,
    "praise_kind": PraiseKind.STRENGTH,
    "hint_kind": HintKind.TRAIT,
    "answer_kind": Answered.WELCOME,
    "reply_kind": ReplyKind.TALK,
    "visibility": Visibility.MENTOR,
    "audience": Visibility.MENTOR,
    "value": Visibility.MENTOR,
    "answered": PraiseKind.STRENGTH,
    "pace_reason": PaceReason.QUIET,
    "period": "week",
    "hour": "14:00",
    "counts_as": Status.ON_TRACK,
    "choices": "checkin_due",
    "filter": "",
    "focus": Focus.PRESENTATION,
    "scope": Scope.GOAL,
    "state": QuestionState.POSTED,
    "wanted": Wanted.ROUTE,
    "news": "comment",
    "mark": "detour",
}
#: Fields that hold a name or a title: their length is checked where they are typed.
_SHORT = ("name", "title", "label", "slot", "day", "moment", "window", "skill", "topic", "menu")


@dataclass(frozen=True)
class _Maker:
    """Values by type. ``many``: how many things a list holds."""

    words: str
    name: str
    many: int
    numbers: Iterator[int]

    def call(self, function: Callable[..., Any], book: Phrasebook) -> Any:
        """The function with an argument of each type it asks for."""
        hints = typing.get_type_hints(function)
        given: dict[str, Any] = {}
        for name in inspect.signature(function).parameters:
            given[name] = book.button if name == "label" else self.make(hints[name], name)
        return function(**given)

    def make(self, hint: Any, name: str) -> Any:
        """A value of this type that makes sense under this name."""
        options = [one for one in typing.get_args(hint) if one is not type(None)]
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            return self.make(options[0], name)
        if origin in (tuple, list) or (isinstance(origin, type) and issubclass(origin, Sequence)):
            return self._several(origin, options, name)
        if hint is str:
            return self._text(name)
        if origin is dict:
            return {}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return Role.BOTH if hint is Role else next(iter(hint))
        if dataclasses.is_dataclass(hint):
            return self._whole(hint)
        return _PLAIN[hint]

    def _several(self, origin: Any, options: list[Any], name: str) -> Any:
        if origin is tuple and options[-1] is not ...:
            ids = ("id", "label") if options == [str, str] else ("label",) * len(options)
            return tuple(self.make(one, of) for one, of in zip(options, ids, strict=True))
        found = [self.make(options[0], name) for _ in range(self.many)]
        return tuple(found) if origin is tuple else found

    def _text(self, name: str) -> str:
        if name in _FIXED:
            return _FIXED[name]
        if name == "kind":
            return list(BY_KIND)[next(self.numbers) % len(BY_KIND)]
        if name == "label":
            return self.name[:LABEL_LENGTH]
        if name.endswith(("id", "mark", "key", "channel", "ts", "skills")):
            return f"{next(self.numbers):026d}"
        return self.name if name.endswith(_SHORT) else self.words

    def _whole(self, kind: Any) -> Any:
        hints = typing.get_type_hints(kind)
        given = {
            field.name: self.make(hints[field.name], field.name)
            for field in dataclasses.fields(kind)
            if field.init
        }
        return kind(**given)


_PLAIN: dict[Any, Any] = {
    bool: True,
    int: 3,
    float: 1.0,
    datetime: AT,
    date: AT.date(),
    time: time(10, 0),
    timedelta: timedelta(days=1),
    ZoneInfo: ZoneInfo("Europe/London"),
    Any: "",
}


def usual() -> _Maker:
    """What people usually write, with the signs that mean something to Slack."""
    return _Maker("Two teams own the same <file> & nobody knows which.", "Maya", 1, count(1))


def longest() -> _Maker:
    """As much as the fields take, several times."""
    return _Maker("x" * (FIELD_LENGTH - 6) + " <&> y", "N" * TITLE_LENGTH, 3, count(1))


def _letter(book: Phrasebook, maker: _Maker, facts: type[Any]) -> list[Block]:
    message = maker.make(facts, "")
    reader = Reader(tone="warm", locale="en-GB", emoji=True, zone="Europe/London", name="Maya")
    wording = book.render(message, reader, person_id="U1", turn=0, at=AT)
    return messages.card(message, wording, book.button)


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
