"""Asking a mentor for their own path, or for another way there (content.md 1.2a, 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import AskedMentor, NotYours, ToldAlready
from bot.domain.map_asks import MapAsk, Wanted
from bot.domain.maps import MapPath, PathKind
from bot.domain.messages.maps import MapStoryAsk, MapStoryAsked
from bot.domain.pairings import Pairing
from bot.domain.people import Actor
from bot.domain.roadblocks import excerpt
from bot.ports import Clock, UnitOfWork, Units
from bot.services.met import met
from bot.services.outbox import tell

#: The nudge that asks a mentor by itself, and how long after a route was shown to them.
STORY_ASK, ASK_AFTER = MapStoryAsk.kind, timedelta(days=1)


@dataclass(frozen=True)
class AskForm:
    """Whom to ask, (name, pairing id), and what may go along if it is ticked."""

    ask_id: str
    mentors: tuple[tuple[str, str], ...]
    vision: str
    route_label: str


class MapAskService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def form(self, actor: Actor, ask_id: str) -> AskForm:
        """What could be asked, and of whom."""
        async with self.units.reading(actor.workspace_id) as work:
            pairings = await work.pairings.active_of_mentee(actor.user_id)
            names = await work.people.named([one.mentor_id for one in pairings])
            mentors = tuple((names.get(one.mentor_id, ""), one.id) for one in pairings)
            return AskForm(ask_id, mentors, *await _words(work, actor))

    async def send(
        self,
        actor: Actor,
        ask_id: str,
        pairing_id: str,
        wanted: str,
        *,
        with_vision: bool = False,
        with_route: bool = False,
    ) -> str:
        """Ask one mentor, once for each wish; returns their name.

        ``ask_id`` is minted when the form opens, so sending it twice asks once. Raises
        ``NotYours``, ``ToldAlready`` or ``AskedMentor``; nothing is asked then.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            known = {one.id: one for one in await work.pairings.active_of_mentee(actor.user_id)}
            pairing = known.get(pairing_id)
            if pairing is None:
                raise NotYours
            mentor = await met(work, pairing.mentor_id)
            if await work.maps.ask(ask_id, visible_to=actor.user_id) is None:
                wish = Wanted.ROUTE if wanted == Wanted.ROUTE else Wanted.STORY
                await _check(work, pairing, wish, mentor.name)
                vision, route_label = await _words(work, actor)
                ask = MapAsk(actor.workspace_id, actor.user_id, pairing.id, wish, at, id=ask_id)
                ask.vision = excerpt(vision) if with_vision else ""
                ask.route_label = excerpt(route_label) if with_route else ""
                work.maps.add(ask)
                await work.nudges.cancel(pairing.id, STORY_ASK)
                await work.outbox.cancel(offer_mark(pairing.id), STORY_ASK, reason="replaced")
                mentee = await met(work, actor.user_id)
                message = asked_card(ask, mentee.name)
                await tell(work, message, to=mentor.user_id, at=at, key=f"{STORY_ASK}:{ask.id}")
            await work.commit()
            return mentor.name

    async def withdraw(self, actor: Actor, ask_id: str) -> None:
        """Take a question of one's own back; twice is once. One that was not brought yet never
        was asked, so that it may be asked again."""
        async with self.units(actor.workspace_id) as work:
            ask = await work.maps.ask(ask_id, visible_to=actor.user_id)
            if ask is not None and ask.owner_id == actor.user_id and ask.is_open:
                if await work.outbox.cancel(ask.id, STORY_ASK, reason="withdrawn"):
                    await work.maps.remove(ask)
                else:
                    ask.close(self.clock.now(), answered=False)
                    ask.withdrawn = True
            await work.commit()

    async def set_aside(self, actor: Actor, mark: str) -> None:
        """A mentor's "not now"; twice is once, and words that come later are welcome."""
        async with self.units(actor.workspace_id) as work:
            ask = await work.maps.ask(mark, visible_to=actor.user_id)
            if ask is not None and ask.owner_id != actor.user_id:
                ask.close(self.clock.now(), answered=False)
                await work.outbox.cancel(ask.id, STORY_ASK, reason="answered")
            await work.commit()


def asked_card(ask: MapAsk, mentee_name: str) -> MapStoryAsked:
    """The question as its mentor reads it."""
    return MapStoryAsked(
        subject_id=ask.id,
        mentee_name=mentee_name,
        vision=ask.vision,
        route_label=ask.route_label,
        wanted=ask.wanted,
        asked=True,
        pairing_id=ask.pairing_id,
    )


def offer_mark(pairing_id: str) -> str:
    """What the question that comes by itself is about."""
    return f"story-{pairing_id}"


async def plan_offer(work: UnitOfWork, pairing_id: str, mentor_id: str, at: datetime) -> None:
    """A route was shown to a mentor: they may be asked for their own path, once in all."""
    await work.nudges.set(STORY_ASK, pairing_id, mentor_id, at + ASK_AFTER)


async def answered(
    work: UnitOfWork, mentor_id: str, pairing_ids: Sequence[str], wanted: Wanted, at: datetime
) -> list[MapAsk]:
    """The mentor did what was asked: those questions are closed; returns them."""
    found = []
    for ask in await work.maps.asks(mentor_id):
        theirs = ask.pairing_id in pairing_ids and ask.owner_id != mentor_id
        if theirs and ask.wanted == wanted and not ask.answered:
            ask.close(at, answered=True)
            await work.outbox.cancel(ask.id, STORY_ASK, reason="answered")
            found.append(ask)
    return found


async def has_told(work: UnitOfWork, pairing: Pairing) -> bool:
    """Whether the mentee can read a path of this mentor's own."""
    paths = await work.maps.paths(pairing.mentee_id)
    return any(_is_story_of(one, pairing.mentor_id) for one in paths)


async def may_still_ask(work: UnitOfWork, message: MapStoryAsk, mentor_id: str) -> bool:
    """Whether the question stands at this moment: the pair, and what it was asked about."""
    if message.asked:
        ask = await work.maps.ask(message.subject_id, visible_to=mentor_id)
        return ask is not None and ask.is_open
    pairing = await work.pairings.get(message.pairing_id, visible_to=mentor_id)
    if pairing is None or not pairing.is_active or await has_told(work, pairing):
        return False
    shown = await work.maps.path(message.path_id, visible_to=mentor_id)
    return shown is not None


# --- private -------------------------------------------------------------------------------------


async def _words(work: UnitOfWork, actor: Actor) -> tuple[str, str]:
    """Where to, and the first way there with its steps: what a mentor would need."""
    held = await work.maps.of(actor.user_id)
    paths = await work.maps.paths(actor.user_id)
    mine = [one for one in paths if one.owner_id == actor.user_id]
    route = next((one for one in mine if one.kind == PathKind.ROUTE), None)
    if route is None:
        return held.vision if held else "", ""
    steps = await work.maps.steps([route.id])
    lines = [*([route.name] if route.name else []), *(one.text for one in steps)]
    return held.vision if held else "", "\n".join(lines)


async def _check(work: UnitOfWork, pairing: Pairing, wanted: Wanted, who: str) -> None:
    if wanted == Wanted.STORY and await has_told(work, pairing):
        raise ToldAlready(who=who)
    for ask in await work.maps.asks(pairing.mentee_id):
        same = (ask.pairing_id, ask.wanted, ask.owner_id)
        if same == (pairing.id, wanted, pairing.mentee_id) and not ask.answered:
            raise AskedMentor(who=who)


def _is_story_of(path: MapPath, mentor_id: str) -> bool:
    return path.kind == PathKind.STORY and path.owner_id == mentor_id
