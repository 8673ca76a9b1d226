"""Circles: named and left off by an admin, members as Slack says (content.md 0.2, D13).

Slack is asked before a transaction begins. What it says is kept with its age; events keep it
current, and a look that is older than ``TRUSTED`` is made anew before anything is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from bot.domain.circles import (
    MOST,
    ChannelSeen,
    Circle,
    CircleMember,
    MemberKind,
    Trouble,
)
from bot.domain.errors import (
    ChannelArchived,
    ChannelPrivate,
    ChannelUnknown,
    CircleScopeMissing,
    NotInChannel,
    NotInCircle,
    NotYours,
    OnlyAdmins,
    SlackBusy,
)
from bot.domain.people import Actor
from bot.domain.questions import POOL
from bot.ports import ChannelBusy, ChannelHidden, Channels, Clock, UnitOfWork, Units
from bot.services.circle_sharing import CircleSharing
from bot.services.people import PeopleService, commit_quietly


@dataclass(frozen=True)
class CircleLine:
    """Something set to a circle. ``about`` is a goal, a win or a roadblock; ``post_id`` is set
    where it was posted in the channel, and its viewer may take it back."""

    about: str
    words: str
    owner_name: str
    post_id: str = ""


@dataclass(frozen=True)
class Seat:
    """One circle of the viewer's, how many are in it, bots left out, and what is set to it."""

    circle: Circle
    size: int
    lines: tuple[CircleLine, ...] = ()


@dataclass(frozen=True)
class CirclePage:
    """What `/mentor circle` shows. ``may_name``: an admin looks, who may name and leave off;
    ``others`` are the circles they are not in, with what Slack says against some of them."""

    seats: tuple[Seat, ...]
    may_name: bool = False
    others: tuple[Circle, ...] = ()
    channel_id: str = ""
    scope_missing: bool = False


class CircleService:
    """Use cases; each is one transaction after what Slack had to say. ``sharing`` is the side of
    a roadblock's owner."""

    def __init__(
        self, units: Units, clock: Clock, channels: Channels, people: PeopleService
    ) -> None:
        self.units = units
        self.clock = clock
        self.channels = channels
        self.directory = people.directory
        self.sharing = CircleSharing(units, clock, self, people)

    async def page(self, actor: Actor, channel_id: str = "") -> CirclePage:
        """The circles the viewer is in; ``channel_id`` is where they asked."""
        await self.look_after(actor.workspace_id)
        profile = await self.directory.profile(actor.workspace_id, actor.user_id)
        may_name = profile is not None and profile.is_admin
        async with self.units.reading(actor.workspace_id) as work:
            mine = await work.circles.of(actor.user_id)
            every = await work.circles.open()
            seats = tuple([await _seat(work, one, actor.user_id) for one in mine])
        others = [one for one in every if all(one.id != seat.circle.id for seat in seats)]
        return CirclePage(
            seats=seats,
            may_name=may_name,
            others=tuple(others) if may_name else (),
            channel_id=channel_id if channel_id[:1] in ("C", "G") else "",
            scope_missing=any(one.trouble == Trouble.SCOPE for one in every),
        )

    async def name(self, actor: Actor, channel_id: str) -> Circle:
        """Make a channel a circle; one that is or was one is it again. Raises ``OnlyAdmins``, and
        in its own words what keeps the channel from being one."""
        await self._admin(actor)
        at = self.clock.now()
        try:
            seen = await self.channels.look(actor.workspace_id, channel_id)
        except ChannelHidden as hidden:
            _refuse(hidden.trouble, "This channel")
        except ChannelBusy:
            raise SlackBusy from None
        if seen.is_archived or not seen.has_us:
            _refuse(Trouble.ARCHIVED if seen.is_archived else Trouble.NOT_IN, f"#{seen.name}")
        kinds = await self._kinds(actor.workspace_id, seen, {})
        async with self.units(actor.workspace_id) as work:
            circle = await work.circles.of_channel(seen.id)
            if circle is None:
                circle = Circle(
                    work.workspace_id, seen.id, seen.name, actor.user_id, at, looked_at=at
                )
                work.circles.add(circle)
                await work.flush()
            circle.ended_at = None
            await _take_over(work, circle, seen, kinds)
            circle.saw(seen, _people(kinds), at)
            await work.commit()
            return circle

    async def leave_off(self, actor: Actor, circle_id: str) -> Circle:
        """It is a plain channel again: nobody sees through the bot what was set to it."""
        await self._admin(actor)
        async with self.units(actor.workspace_id) as work:
            circle = await work.circles.get(circle_id)
            if circle is None:
                raise NotYours
            circle.ended_at = circle.ended_at or self.clock.now()
            await work.commit()
            return circle

    async def size(self, work: UnitOfWork, circle: Circle) -> int:
        """How many are in it, bots left out."""
        return await _size(work, circle)

    async def check(self, actor: Actor, circle_id: str) -> Circle:
        """The circle as Slack shows it now, for somebody who is in it. Raises ``NotInCircle``,
        and in its own words what keeps the bot from posting there."""
        async with self.units.reading(actor.workspace_id) as work:
            circle = await work.circles.get(circle_id)
        if circle is None or not circle.is_open:
            raise NotInCircle
        try:
            circle = await self._look(actor.workspace_id, circle)
        except ChannelBusy:
            raise SlackBusy from None
        if circle.trouble:
            _refuse(Trouble(circle.trouble), f"#{circle.name}")
        async with self.units.reading(actor.workspace_id) as work:
            if all(one.id != circle.id for one in await work.circles.of(actor.user_id)):
                raise NotInCircle
        return circle

    async def look_after(self, workspace_id: str) -> None:
        """Ask Slack again about every circle whose members are too old to be trusted."""
        at = self.clock.now()
        async with self.units.reading(workspace_id) as work:
            found = await work.circles.open()
        for circle in [one for one in found if one.is_stale(at)][:MOST]:
            try:
                await self._look(workspace_id, circle)
            except ChannelBusy:
                return  # what was told last stands until Slack answers again

    async def moved(
        self, workspace_id: str, channel_id: str, user_id: str, *, is_in: bool
    ) -> None:
        """Slack says somebody joined or left a channel; twice is once, and the order is Slack's.

        Slack is asked who is in it now. When it does not answer, who left is out all the same;
        for who joined ``ChannelBusy`` is raised, so that the event comes again.
        """
        async with self.units.reading(workspace_id) as work:
            circle = await work.circles.of_channel(channel_id)
        if circle is None or not circle.is_open:
            return
        try:
            await self._look(workspace_id, circle)
        except ChannelBusy:
            if is_in:
                raise
            async with self.units(workspace_id) as work:
                for member in await work.circles.members(circle.id):
                    if member.user_id == user_id:
                        await work.circles.remove(member)
                await commit_quietly(work)

    # --- private ---------------------------------------------------------------------------------

    async def _admin(self, actor: Actor) -> None:
        profile = await self.directory.profile(actor.workspace_id, actor.user_id)
        if profile is None or not profile.is_admin:
            raise OnlyAdmins

    async def _look(self, workspace_id: str, circle: Circle) -> Circle:
        """What Slack says now, kept; what it does not show any more counts as nobody."""
        at = self.clock.now()
        async with self.units.reading(workspace_id) as work:
            known = {one.user_id: one.kind for one in await work.circles.members(circle.id)}
        try:
            seen = await self.channels.look(workspace_id, circle.channel_id)
        except ChannelHidden as hidden:
            async with self.units(workspace_id) as work:
                held = await work.circles.get(circle.id) or circle
                if held.looked_at > at:  # somebody looked after us, and was answered before
                    return held
                held.stumbled(hidden.trouble, at)
                await commit_quietly(work)
                return held
        kinds = await self._kinds(workspace_id, seen, known)
        async with self.units(workspace_id) as work:
            held = await work.circles.get(circle.id) or circle
            if held.looked_at > at:
                return held
            await _take_over(work, held, seen, kinds)
            held.saw(seen, _people(kinds), at)
            await commit_quietly(work)
            return held

    async def _kinds(
        self, workspace_id: str, seen: ChannelSeen, known: dict[str, str]
    ) -> dict[str, str]:
        """Who is a person: asked one by one, until there are enough of them to know by name."""
        kinds = {one: known.get(one, str(MemberKind.UNKNOWN)) for one in seen.members}
        for user_id, kind in kinds.items():
            if _people(kinds) >= POOL:
                break
            if kind == MemberKind.UNKNOWN:
                profile = await self.directory.profile(workspace_id, user_id)
                is_other = profile is None or profile.is_bot or profile.is_gone
                kinds[user_id] = MemberKind.OTHER if is_other else MemberKind.PERSON
        return kinds


# --- private -------------------------------------------------------------------------------------


async def _seat(work: UnitOfWork, circle: Circle, viewer: str) -> Seat:
    """What this viewer may read in it; the store decides (``storage.repositories.visibility``)."""
    goals = await work.circles.goals_in(circle.id, visible_to=viewer)
    wins = await work.circles.wins_in(circle.id, visible_to=viewer)
    posts = await work.circles.posts_in(circle.id, visible_to=viewer)
    owners = {one.owner_id for one in goals} | {one.owner_id for one in wins}
    names = await work.people.named(sorted(owners | {one.owner_id for one in posts}))
    mine = {one.subject_id: one.id for one in posts if one.owner_id == viewer}
    found = [("roadblock", one.subject_id, one.text, one.owner_id) for one in posts if one.text]
    found += [("goal", one.id, one.title, one.owner_id) for one in goals]
    found += [("win", one.id, one.title, one.owner_id) for one in wins]
    lines = [
        CircleLine(about, words, names.get(owner_id, ""), mine.get(subject_id, ""))
        for about, subject_id, words, owner_id in found
    ]
    return Seat(circle, await _size(work, circle), tuple(lines))


async def _size(work: UnitOfWork, circle: Circle) -> int:
    members = await work.circles.members(circle.id)
    return sum(one.kind != MemberKind.OTHER for one in members)


async def _take_over(
    work: UnitOfWork, circle: Circle, seen: ChannelSeen, kinds: dict[str, str]
) -> None:
    """The members are exactly those Slack named."""
    held = {one.user_id: one for one in await work.circles.members(circle.id)}
    for user_id, member in held.items():
        if user_id not in kinds:
            await work.circles.remove(member)
    for user_id, kind in kinds.items():
        if user_id in held:
            held[user_id].kind = kind
        else:
            work.circles.add(CircleMember(work.workspace_id, circle.id, user_id, kind))
    await work.flush()


def _people(kinds: dict[str, str]) -> int:
    return sum(one == MemberKind.PERSON for one in kinds.values())


def _refuse(trouble: Trouble, channel: str) -> NoReturn:
    match trouble:
        case Trouble.SCOPE:
            raise CircleScopeMissing
        case Trouble.ARCHIVED:
            raise ChannelArchived(channel=channel)
        case Trouble.NOT_IN:
            raise NotInChannel(channel=channel)
        case Trouble.PRIVATE:
            raise ChannelPrivate
        case _:
            raise ChannelUnknown
