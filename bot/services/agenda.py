"""What a pair wants to talk about next: each line is its owner's until they show it (F11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.agenda import LINE_LENGTH, MOST, AgendaItem, AgendaSource, line_of
from bot.domain.errors import Empty, NobodyToTalkTo, NotYours, TooLong, TooManyLines
from bot.domain.pairings import Pairing
from bot.domain.people import Actor
from bot.domain.visibility import Visibility, in_words
from bot.ports import Clock, UnitOfWork, Units


@dataclass(frozen=True)
class Line:
    """One line as its viewer sees it. ``seen_by`` is in words; ``with_name`` the other side."""

    item: AgendaItem
    mine: bool
    seen_by: str
    with_name: str


@dataclass(frozen=True)
class AgendaPage:
    """The lines, and whom this person could talk to: (pairing id, name)."""

    lines: tuple[Line, ...]
    partners: tuple[tuple[str, str], ...]


async def suggest(
    work: UnitOfWork,
    pairing: Pairing,
    *,
    by: str,
    text: str,
    source: AgendaSource,
    about_id: str,
    at: datetime,
    shown: bool = False,
) -> AgendaItem:
    """A line of ``by``'s, once per record while it waits; the caller commits.

    It stays private unless ``shown``, which only a tap of its owner's on that very line may be.
    A line that waits already is returned, and shown if that was asked for.
    """
    standing = await work.agenda.waiting_about(pairing.id, about_id, owner_id=by)
    if standing is not None:
        if shown:
            standing.visibility = Visibility.MENTOR
        return standing
    item = AgendaItem(pairing.workspace_id, by, pairing.id, line_of(text), at, source, about_id)
    item.visibility = Visibility.MENTOR if shown else Visibility.PRIVATE
    work.agenda.add(item)
    return item


async def settled(
    work: UnitOfWork, about_id: str, *, owner_id: str, words: str, at: datetime
) -> None:
    """What a suggestion was about has come to its end: the line goes, unless it says something
    else by now than what was suggested. The caller commits."""
    for pairing in await work.pairings.active_of_mentee(owner_id):
        item = await work.agenda.waiting_about(pairing.id, about_id, owner_id=owner_id)
        if item is not None and item.text == line_of(words):
            item.done_at = at


async def reworded(
    work: UnitOfWork, about_id: str, *, owner_id: str, before: str, words: str
) -> None:
    """What a private suggestion says follows its record; a line somebody else reads stays."""
    for pairing in await work.pairings.active_of_mentee(owner_id):
        item = await work.agenda.waiting_about(pairing.id, about_id, owner_id=owner_id)
        if item is not None and not item.is_shown and item.text == line_of(before):
            item.text = line_of(words)


class AgendaService:
    """Use cases of the agenda; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def page(self, actor: Actor) -> AgendaPage:
        """Everything that waits and that this person may see."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _page(work, actor)

    async def add(self, actor: Actor, words: str, pairing_id: str, *, shown: bool) -> AgendaPage:
        """A line in one's own words.

        Raises ``Empty``, ``TooLong``, ``TooManyLines``, ``NobodyToTalkTo`` or ``NotYours``.
        """
        if not words:
            raise Empty
        if len(words) > LINE_LENGTH:
            raise TooLong(limit=str(LINE_LENGTH), words=words)
        async with self.units(actor.workspace_id) as work:
            pairings = [one for one in await work.pairings.of(actor.user_id) if one.is_active]
            if not pairings:
                raise NobodyToTalkTo(words=words)
            pairing = next((one for one in pairings if one.id == pairing_id), None)
            pairing = pairing or (pairings[0] if not pairing_id else None)
            if pairing is None:
                raise NotYours(words=words)
            waiting = await work.agenda.waiting(actor.user_id)
            mine = [one for one in waiting if one.owner_id == actor.user_id]
            if len(mine) >= MOST:
                raise TooManyLines(words=words, limit=MOST)
            if not any((one.text, one.pairing_id) == (words, pairing.id) for one in mine):
                item = AgendaItem(
                    actor.workspace_id, actor.user_id, pairing.id, words, self.clock.now()
                )
                item.visibility = Visibility.MENTOR if shown else Visibility.PRIVATE
                work.agenda.add(item)
            await work.commit()
            return await _page(work, actor)

    async def show(self, actor: Actor, item_id: str, *, shown: bool) -> AgendaPage:
        """Show a line of one's own to the other side, or keep it to oneself again."""
        async with self.units(actor.workspace_id) as work:
            item = await work.agenda.get(item_id, visible_to=actor.user_id)
            if item is None or item.owner_id != actor.user_id:
                raise NotYours
            item.visibility = Visibility.MENTOR if shown else Visibility.PRIVATE
            await work.commit()
            return await _page(work, actor)

    async def done(self, actor: Actor, item_id: str) -> AgendaPage:
        """Talked about: anybody who sees a line may say so. Twice is once."""
        async with self.units(actor.workspace_id) as work:
            item = await work.agenda.get(item_id, visible_to=actor.user_id)
            if item is None:
                raise NotYours
            item.done_at = item.done_at or self.clock.now()
            await work.commit()
            return await _page(work, actor)


# --- private -------------------------------------------------------------------------------------


async def _page(work: UnitOfWork, actor: Actor) -> AgendaPage:
    me = actor.user_id
    pairings = {one.id: one for one in await work.pairings.of(me) if one.is_active}
    others = {one.partner_of(me) for one in pairings.values()}
    names = await work.people.named(sorted(others))
    lines = []
    for item in await work.agenda.waiting(me):
        name = names.get(pairings[item.pairing_id].partner_of(me), "")
        mine = item.owner_id == me
        level = item.visibility if mine else Visibility.MENTOR
        lines.append(Line(item, mine, in_words(level, name), name))
    partners = tuple((key, names.get(one.partner_of(me), "")) for key, one in pairings.items())
    return AgendaPage(tuple(lines), partners)
