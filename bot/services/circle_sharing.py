"""A roadblock before one's circle: looked at, posted once, helped, taken back (content.md 7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.domain.circles import Circle, CirclePost, PostOutcome
from bot.domain.errors import Empty, NobodysAnswer, NotYours, PostedOnce, TooLong
from bot.domain.messages.roadblocks import RoadblockNoted
from bot.domain.people import Actor
from bot.domain.questions import Hint, Pointer, hints
from bot.domain.roadblocks import WHAT_LENGTH, Noted, Roadblock
from bot.ports import Clock, UnitOfWork, Units
from bot.services import roadblock_asking as asking
from bot.services.circle_posting import ROADBLOCK, WIN, post_became, post_roadblock, rewrite
from bot.services.met import met
from bot.services.people import PeopleService
from bot.services.roadblock_endings import noted_as

#: What is read as somebody's name in "Names visible?" (content.md 7.0).
_NAMES = (Pointer.MENTION, Pointer.NAME, Pointer.TEAM)


@dataclass(frozen=True)
class CirclePreview:
    """What the circle would read, and whose names are in it. ``people`` are in the channel;
    ``choices`` are the circles it could go to, where none was chosen yet."""

    roadblock_id: str
    circle: Circle
    text: str
    names: tuple[Hint, ...]
    people: int
    choices: tuple[Circle, ...] = ()


@dataclass(frozen=True)
class Helped:
    """An answer in the thread was marked. ``roadblock_id`` is what it was about."""

    helper_name: str
    roadblock_id: str
    is_open: bool


class Looking(Protocol):
    """What is asked of circles (``bot.services.circles``)."""

    async def check(self, actor: Actor, circle_id: str) -> Circle:
        """The circle as Slack shows it now, for somebody in it."""
        ...

    async def size(self, work: UnitOfWork, circle: Circle) -> int:
        """How many are in it, bots left out."""
        ...


class CircleSharing:
    """Use cases of a roadblock's owner; each is one transaction after a look at the channel."""

    def __init__(
        self, units: Units, clock: Clock, circles: Looking, people: PeopleService
    ) -> None:
        self.units = units
        self.clock = clock
        self.circles = circles
        self.people = people

    async def preview(
        self, actor: Actor, roadblock_id: str, circle_id: str = "", words: str = ""
    ) -> CirclePreview:
        """What the circle would read; nothing is kept. Without ``circle_id`` one that has not
        read it yet."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            posts = await work.circles.posts_about(roadblock.id, owner_id=actor.user_id)
            known = {one.circle_id for one in posts}
            mine = [one for one in await work.circles.of(actor.user_id) if one.id not in known]
        choices = () if circle_id else tuple(mine)
        circle = await self.circles.check(actor, circle_id or (mine[0].id if mine else ""))
        text = words or roadblock.what
        async with self.units.reading(actor.workspace_id) as work:
            found = hints(text, await _other_names(work, actor.user_id))
            inside = await self.circles.size(work, circle)
            names = tuple(one for one in found if one.pointer in _NAMES)
        return CirclePreview(roadblock.id, circle, text, names, inside, choices)

    async def post(
        self, actor: Actor, roadblock_id: str, circle_id: str, words: str
    ) -> RoadblockNoted:
        """Post it, once. A second tap finds it posted; a second time after it was taken back
        raises ``PostedOnce``."""
        if not words.strip():
            raise Empty
        if len(words) > WHAT_LENGTH:
            raise TooLong(limit=f"{WHAT_LENGTH:,}", words=words)
        circle = await self.circles.check(actor, circle_id)
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            if roadblock.is_open:
                post = await post_roadblock(work, roadblock, circle, words, at)
                if not post.is_standing:
                    raise PostedOnce(words=words, channel=f"#{circle.name}")
                await asking.follow_up_later(work, roadblock, owner, at)
            outcome = Noted.IN_CIRCLE if roadblock.is_open else _ended(roadblock)
            noted = await noted_as(work, roadblock, outcome, circle_name=circle.name)
            await work.commit()
            return noted

    async def take_back(self, actor: Actor, post_id: str) -> str:
        """Its words leave the channel; what was read was read. Returns the channel's name."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            post = await _own(work, actor, post_id)
            await post_became(work, post, PostOutcome.TAKEN_BACK, at)
            if post.about == WIN:
                win = await work.wins.get(post.subject_id, visible_to=actor.user_id)
                if win is not None and win.circle_id == post.circle_id:
                    win.share("private", "", at)
            circle = await work.circles.get(post.circle_id)
            await work.commit()
            return circle.name if circle else ""

    async def helped(
        self, actor: Actor, channel_id: str, thread_ts: str, helper_id: str
    ) -> Helped:
        """The owner marks an answer in the thread of their post. Raises ``NobodysAnswer`` for
        anything else than that."""
        async with self.units.reading(actor.workspace_id) as work:
            post = await work.circles.post_at(channel_id, thread_ts, owner_id=actor.user_id)
        if post is None or post.about != ROADBLOCK or helper_id in ("", actor.user_id):
            raise NobodysAnswer
        helper = await self.people.meet(Actor(actor.workspace_id, helper_id))
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            post = await _own(work, actor, post.id)
            roadblock = await asking.own(work, post.subject_id, actor.user_id)
            if post.is_standing and post.mark(helper.user_id, at):
                await rewrite(work, post, at)
                if roadblock.is_open:
                    roadblock.answer(at)
                    await work.nudges.cancel(roadblock.id, *asking.LADDER)
                    await asking.follow_up_later(work, roadblock, owner, at)
            await work.commit()
            return Helped(helper.name, roadblock.id, roadblock.is_open)


# --- private -------------------------------------------------------------------------------------


async def _own(work: UnitOfWork, actor: Actor, post_id: str) -> CirclePost:
    post = await work.circles.post(post_id, visible_to=actor.user_id)
    if post is None or post.owner_id != actor.user_id:
        raise NotYours
    return post


async def _other_names(work: UnitOfWork, owner_id: str) -> list[str]:
    """The names people go by here, one's own left out: the post is signed with it."""
    own = (await work.people.named([owner_id])).get(owner_id, "")
    return [one for one in await work.questions.names() if one != own]


def _ended(roadblock: Roadblock) -> Noted:
    return Noted.SOLVED if roadblock.state == "solved" else Noted.LET_GO
