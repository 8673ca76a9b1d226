"""The career map (content.md 4.1, 20 and 21; F4): how it starts, and what mentors add to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.messages.base import Message
from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class MapStart(Message):
    """One open question about a good working day some years on."""

    kind: ClassVar[str] = "map_start"
    first_name: str


@dataclass(frozen=True, kw_only=True)
class MapStoryAsk(Message):
    """To a mentor, once, after a route was shown to them: would they tell of their own path?

    ``wanted`` is a ``Wanted`` value; ``asked``: the mentee tapped it. ``path_id`` is the route
    that was shown. ``vision`` and ``route_label`` are what the mentee ticked to go along.
    """

    kind: ClassVar[str] = "map_story_ask"
    priority: ClassVar[Priority] = Priority.P4
    mentee_name: str
    vision: str = ""
    route_label: str = ""
    wanted: str = "story"
    asked: bool = False
    pairing_id: str = ""
    path_id: str = ""


class MapStoryAsked(MapStoryAsk):
    """The same, where a person asks and waits: a follow-up, not an extra (content.md 5.1)."""

    priority: ClassVar[Priority] = Priority.P3


@dataclass(frozen=True, kw_only=True)
class MapNews(Message):
    """To the mentee: a mentor added something, and not a word of it. ``news`` is a ``comment``, a
    ``route``, or the ``story`` they asked for."""

    kind: ClassVar[str] = "map_news"
    priority: ClassVar[Priority] = Priority.P3
    mentor_name: str
    news: str = "comment"


MESSAGES: tuple[type[Message], ...] = (MapStart, MapStoryAsk, MapNews)
