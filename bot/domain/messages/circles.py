"""What is posted in a circle's channel (content.md 7.3, 8.3, F16), and what could not be.

A post has no time in it, no button and no menu: many people read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class Post(Message):
    """Into a channel, once: when nobody knows whether it arrived it is rather not posted again.
    ``rewrites``: the post stands already, and its words change; ``subject_id`` is the post."""

    posted: ClassVar[bool] = True
    priority: ClassVar[Priority] = Priority.P2
    rewrites: bool = False


@dataclass(frozen=True, kw_only=True)
class CircleRoadblock(Post):
    """Somebody is stuck. ``post_outcome`` is a ``PostOutcome``, whose words may be gone;
    ``helper_name`` is who wrote the answer that helped."""

    kind: ClassVar[str] = "circle_roadblock"
    owner_name: str
    help_label: str
    words: str = ""
    post_outcome: str = ""
    helper_name: str = ""


@dataclass(frozen=True, kw_only=True)
class CircleWin(Post):
    """Somebody shares a win; without its words it was taken back."""

    kind: ClassVar[str] = "circle_win"
    owner_name: str
    win_title: str = ""
    impact: str = ""


@dataclass(frozen=True, kw_only=True)
class CircleQuestion(Post):
    """A question without a name; without its words it was taken back."""

    kind: ClassVar[str] = "circle_question"
    question: str = ""
    detail: str = ""
    is_answered: bool = False


@dataclass(frozen=True, kw_only=True)
class CircleNotPosted(Message):
    """To the owner: the channel took nothing, and why (``trouble`` is a ``Trouble``); or nobody
    knows whether it did (``is_doubt``)."""

    kind: ClassVar[str] = "circle_not_posted"
    priority: ClassVar[Priority] = Priority.P1
    channel_name: str
    trouble: str = ""
    is_doubt: bool = False


MESSAGES: tuple[type[Message], ...] = (CircleRoadblock, CircleWin, CircleQuestion, CircleNotPosted)
