"""What a viewer of a career map sees, and what its forms hold (content.md F4)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.map_asks import MapAsk
from bot.domain.maps import CareerMap, MapPath, MapStep
from bot.services.audience import Audience
from bot.services.map_matches import StoryMatch


@dataclass(frozen=True)
class CommentSeen:
    """A mentor's words to a step. ``number``: which step; 0 when it reads otherwise by now, and
    ``about`` is how it read. ``mine``: this viewer wrote it."""

    number: int
    about: str
    by_name: str
    words: str
    mark: str
    mine: bool


@dataclass(frozen=True)
class PathSeen:
    """One path as its viewer sees it: ``owner_name`` whose it is, ``by_name`` who else wrote it,
    ``seen_by`` in words, ``choices`` whom its owner could show it to; ``may_comment``: a mentor
    may write to its steps; ``may_rewrite``: a mentor may change it, for its words are theirs;
    ``mine_once``: they were, until its owner took it over."""

    path: MapPath
    steps: tuple[MapStep, ...]
    owner_name: str
    by_name: str = ""
    seen_by: str = ""
    choices: tuple[Audience, ...] = ()
    comments: tuple[CommentSeen, ...] = ()
    may_comment: bool = False
    may_rewrite: bool = False
    mine_once: bool = False

    @property
    def nearest(self) -> MapStep | None:
        """The first step that was not reached yet."""
        return next((one for one in self.steps if one.reached_at is None), None)


@dataclass(frozen=True)
class AskSeen:
    """A question between a mentee and a mentor; ``mine``: this viewer asked it."""

    ask: MapAsk
    mine: bool
    other_name: str


@dataclass(frozen=True)
class MapPage:
    """Everything of one viewer's map. ``shown`` are routes of people they mentor, ``told`` the
    stories they wrote, ``stories`` those of their mentors, ``asked`` what waits between them."""

    map: CareerMap | None
    routes: tuple[PathSeen, ...]
    shown: tuple[PathSeen, ...]
    told: tuple[PathSeen, ...]
    stories: tuple[PathSeen, ...]
    is_mentor: bool
    asked: tuple[AskSeen, ...] = ()
    can_ask: bool = False
    has_put_away: bool = False


@dataclass(frozen=True)
class Two:
    """Two routes of one's own beside each other; ``ways`` are all of them, (name, id)."""

    first: PathSeen
    second: PathSeen
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VisionForm:
    """The answers so far, and own wins, (id, title), that may stand among the strengths."""

    vision: str
    role: str
    strengths: str
    limits: str
    wins: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PathForm:
    """A path to write; ``choices`` are for a story, (words, value); ``whose`` somebody else's.

    ``is_second``: there is a way already, and ``stories`` of mentors are about something like it.
    """

    path_id: str
    name: str
    steps: str
    choices: tuple[tuple[str, str], ...] = ()
    audience: str = "private"
    whose: str = ""
    is_second: bool = False
    stories: tuple[StoryMatch, ...] = ()
    can_ask: bool = False


@dataclass(frozen=True)
class Weighed:
    """What speaks for a route and against it, and what to try first (4.4)."""

    gain: str
    cost: str
    first_test: str
    serves: str
    strains: str


@dataclass(frozen=True)
class Told:
    """A story to read; ``asked``: steps that wait on the agenda; ``mine`` its writer reads it."""

    story: PathSeen
    asked: tuple[str, ...]
    mine: bool
