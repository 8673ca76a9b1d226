"""A mentor's words to a step of a route, and marks on steps of one's own path (content.md 4.5)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import Empty, NotYours, TooLong
from bot.domain.map_comments import COMMENT_LENGTH, MARKS, MapComment
from bot.domain.maps import STORY_KINDS, MapPath, MapStep, PathKind
from bot.domain.messages.maps import MapNews
from bot.domain.people import Actor
from bot.ports import Clock, UnitOfWork, Units
from bot.services.map_history import note_change
from bot.services.map_news import tell_news
from bot.services.map_pieces import own_step, told_of
from bot.services.map_seen import Told


@dataclass(frozen=True)
class CommentForm:
    """One step of somebody's route, and what this mentor wrote to it before."""

    step_id: str
    step: str
    owner_name: str
    words: str
    mark: str


class MapCommentService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def form(self, actor: Actor, step_id: str) -> CommentForm:
        """The step, to a mentor it is shown to."""
        async with self.units.reading(actor.workspace_id) as work:
            step, path = await _shown_step(work, actor, step_id)
            held = await work.maps.comment(step.id, by_id=actor.user_id)
            names = await work.people.named([path.owner_id])
            name = names.get(path.owner_id, "")
            words, mark = (held.words, held.mark) if held else ("", "")
            return CommentForm(step.id, step.text, name, words, mark)

    async def write(self, actor: Actor, step_id: str, words: str, mark: str) -> None:
        """Keep the words, and what the step was on the mentor's own way; neither takes them back.

        The owner hears of it once, without the words. The same form twice changes nothing. Raises
        ``NotYours``, ``TooLong`` or ``Empty``, each with the words.
        """
        if len(words) > COMMENT_LENGTH:
            raise TooLong(limit=str(COMMENT_LENGTH), words=words)
        mark, at = mark if mark in MARKS else "", self.clock.now()
        async with self.units(actor.workspace_id) as work:
            step, path = await _shown_step(work, actor, step_id, words)
            held = await work.maps.comment(step.id, by_id=actor.user_id)
            if not (words or mark):
                if held is None:
                    raise Empty
                await work.maps.remove(held)
                await work.flush()
                await _unsay(work, actor, path)
            elif held is not None:
                held.words, held.mark = words, mark
            else:
                me = actor.user_id
                comment = MapComment(
                    work.workspace_id, path.owner_id, me, path.id, step.id, step.text, at
                )
                comment.words, comment.mark = words, mark
                work.maps.add(comment)
                await tell_news(work, path, "comment", by=me, to=path.owner_id, at=at)
            await work.commit()

    async def take_back(self, actor: Actor, path_id: str) -> None:
        """This mentor's own words to steps that read otherwise by now; twice is once.

        They stand beside no step any more, so there is no form to take them back in.
        """
        async with self.units(actor.workspace_id) as work:
            path = await work.maps.path(path_id, visible_to=actor.user_id)
            if path is None:
                raise NotYours
            there = {one.id for one in await work.maps.steps([path.id])}
            for held in await work.maps.comments([path.id], viewer=actor.user_id):
                if held.by_id == actor.user_id and held.step_id not in there:
                    await work.maps.remove(held)
            await work.flush()
            await _unsay(work, actor, path)
            await work.commit()

    async def mark(self, actor: Actor, step_id: str, kind: str) -> Told:
        """A step of one's own path becomes a step, a detour, a pivot, luck or a regret."""
        async with self.units(actor.workspace_id) as work:
            step, path = await own_step(work, actor, step_id)
            if path.kind != PathKind.STORY or kind not in STORY_KINDS:
                raise NotYours
            if step.kind != kind:
                before, after = (f"{one}: {step.text}" for one in (step.kind, kind))
                at, me = self.clock.now(), actor.user_id
                note_change(work, path, "steps", by=me, at=at, before=before, after=after)
                step.kind = kind
            await work.flush()
            told = await told_of(work, actor, path.id)
            await work.commit()
            return told


# --- private -------------------------------------------------------------------------------------


async def _shown_step(
    work: UnitOfWork, actor: Actor, step_id: str, words: str = ""
) -> tuple[MapStep, MapPath]:
    """A step of a route that somebody else showed this person, and that is not in their words."""
    step = await work.maps.step(step_id, visible_to=actor.user_id)
    path = await work.maps.path(step.path_id, visible_to=actor.user_id) if step else None
    if step is None or path is None or path.kind != PathKind.ROUTE:
        raise NotYours(words=words)
    if actor.user_id in (path.owner_id, path.writer_id):
        raise NotYours(words=words)
    return step, path


async def _unsay(work: UnitOfWork, actor: Actor, path: MapPath) -> None:
    """Nothing of this mentor's is left on the route: there is no news of it any more."""
    left = await work.maps.comments([path.id], viewer=actor.user_id)
    if not left:
        await work.outbox.cancel(path.id, MapNews.kind, reason="withdrawn")
