"""The career map: where to, more than one way there, and the ways mentors went (content.md F4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bot.domain.agenda import AgendaSource
from bot.domain.errors import NotYours, TooManyStrengths
from bot.domain.map_asks import Wanted
from bot.domain.map_history import ANSWERS, WEIGHED
from bot.domain.maps import STRENGTHS, CareerMap, MapPath, MapStep, PathKind, read_steps
from bot.domain.people import Actor
from bot.domain.visibility import Visibility
from bot.ports import Clock, Units
from bot.services.agenda import suggest
from bot.services.audience import Audience, audiences, chosen
from bot.services.map_asks import MapAskService, answered, plan_offer
from bot.services.map_comments import MapCommentService
from bot.services.map_history import (
    MapHistoryService,
    look_again,
    note_answers,
    note_change,
    rewrite,
    take,
)
from bot.services.map_news import tell_news
from bot.services.map_pieces import (
    MENTEES,
    OFFERED,
    asked_by,
    asked_place,
    goal_of,
    listeners_of,
    mentoring,
    new_way,
    own_path,
    own_step,
    page_of,
    pairing_with,
    told_of,
    two_of,
    words_of,
)
from bot.services.map_seen import MapPage, PathForm, Told, Two, VisionForm, Weighed


class MapService:
    """Use cases of the map; each is one transaction. ``asks``: what a mentee asks for;
    ``comments``: what a mentor writes to a step; ``history``: what changed, what comes back."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self.asks = MapAskService(units, clock)
        self.comments = MapCommentService(units, clock)
        self.history = MapHistoryService(units, clock)

    # --- reading ---------------------------------------------------------------------------------

    async def page(self, actor: Actor) -> MapPage:
        """The map, and what others showed."""
        async with self.units.reading(actor.workspace_id) as work:
            return await page_of(work, actor, self.clock.now())

    async def vision_form(self, actor: Actor) -> VisionForm:
        """Where to, and today."""
        async with self.units.reading(actor.workspace_id) as work:
            held = await work.maps.of(actor.user_id)
            wins = await work.wins.of(actor.user_id, visible_to=actor.user_id, limit=OFFERED)
        kept = held.strengths.splitlines() if held else []
        offered = tuple((one.id, one.title) for one in wins if one.title not in kept)
        if held is None:
            return VisionForm("", "", "", "", offered)
        return VisionForm(held.vision, held.role, held.strengths, held.limits, offered)

    async def path_form(
        self, actor: Actor, path_id: str, kind: PathKind, asked: str = ""
    ) -> PathForm:
        """A path of one's own: as it is, or a new one under this id; ``asked`` by this question,
        whose writer is offered first as its reader."""
        async with self.units.reading(actor.workspace_id) as work:
            story = kind == PathKind.STORY
            choices = await listeners_of(work, actor) if story else ()
            path = await work.maps.path(path_id, visible_to=actor.user_id)
            if path is None and not story:
                return await new_way(work, actor, path_id)
            if path is None:
                reader = await asked_by(work, actor, asked)
                return PathForm(path_id, "", "", choices, reader or "private")
            whose = await words_of(work, actor, path)
            if path.kind != kind:
                raise NotYours
            steps = await work.maps.steps([path.id])
            audience = f"mentor:{path.pairing_id}" if path.pairing_id else MENTEES
            audience = audience if path.is_shown else "private"
            typed = "\n".join(one.typed for one in steps)
            return PathForm(path.id, path.name, typed, choices, audience, whose)

    async def path_beside(self, actor: Actor, shown_id: str, path_id: str) -> PathForm:
        """Another way for the owner of a route this mentor was shown, or who asked for one."""
        async with self.units.reading(actor.workspace_id) as work:
            owner_id, _ = await asked_place(work, actor, shown_id)
            names = await work.people.named([owner_id])
            return PathForm(path_id, "", "", whose=names.get(owner_id, ""))

    async def compare(self, actor: Actor, first: str = "", second: str = "") -> Two:
        """Two routes of one's own side by side (4.4). Raises ``OneWaySoFar``."""
        return two_of(await self.page(actor), first, second)

    async def shared(self, actor: Actor, path_id: str) -> tuple[MapPath, tuple[Audience, ...]]:
        """One route of one's own, and everybody it could be shown to."""
        async with self.units.reading(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            return path, tuple(await audiences(work, actor.user_id))

    async def weighed(self, actor: Actor, path_id: str) -> MapPath:
        """One route, to weigh."""
        async with self.units.reading(actor.workspace_id) as work:
            return await own_path(work, actor, path_id)

    async def read(self, actor: Actor, path_id: str) -> Told:
        """One story, to those it was told to."""
        async with self.units.reading(actor.workspace_id) as work:
            return await told_of(work, actor, path_id)

    async def waiting_step(self, actor: Actor, step_id: str) -> str:
        """This step, while it is one of one's own map that was not reached; else empty."""
        if not step_id:
            return ""
        async with self.units.reading(actor.workspace_id) as work:
            step = await work.maps.step(step_id, visible_to=actor.user_id)
            path = await work.maps.path(step.path_id, visible_to=actor.user_id) if step else None
            if step is None or path is None or path.owner_id != actor.user_id:
                return ""
            return "" if step.reached_at or path.archived_at else step.id

    # --- writing ---------------------------------------------------------------------------------

    async def save_vision(
        self,
        actor: Actor,
        *,
        vision: str,
        role: str,
        strengths: str,
        limits: str,
        wins: Sequence[str] = (),
    ) -> MapPage:
        """Keep where to and today; only ever for their owner. ``wins`` are ids.

        Raises ``TooManyStrengths``; nothing is kept then.
        """
        async with self.units(actor.workspace_id) as work:
            lines = [one.strip() for one in strengths.splitlines() if one.strip()]
            own = await work.wins.of(actor.user_id, visible_to=actor.user_id, limit=OFFERED)
            lines += [one.title for one in own if one.id in wins and one.title not in lines]
            if len(lines) > STRENGTHS:
                raise TooManyStrengths(most=STRENGTHS)
            held = await work.maps.of(actor.user_id)
            if held is None:
                held = CareerMap(actor.workspace_id, actor.user_id)
                work.maps.add(held)
            now = {"vision": vision, "role": role, "limits": limits}
            now["strengths"] = "\n".join(lines)
            note_answers(work, actor.user_id, held, ANSWERS, now, self.clock.now())
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def save_route(
        self,
        actor: Actor,
        path_id: str,
        name: str,
        steps: str,
        *,
        beside: str = "",
        is_new: bool = True,
    ) -> MapPage:
        """A route of one's own; or one for who showed the route, or asked what, ``beside`` names.

        ``path_id`` is minted when the form opens, so sending it twice makes one route; where it
        is not ``is_new`` and cannot be seen any more, nothing is made. A mentor changes what is in
        their words; its owner's change takes it over. Raises, with the words, ``StepCount``,
        ``TooLong``, ``NotYours`` or ``TakenOver``; nothing is kept then.
        """
        lines, at = read_steps(steps, PathKind.ROUTE), self.clock.now()
        async with self.units(actor.workspace_id) as work:
            me = actor.user_id
            path = await work.maps.path(path_id, visible_to=me)
            if path is None and not is_new:
                raise NotYours(words=steps)
            if path is None:
                path = MapPath(actor.workspace_id, me, me, PathKind.ROUTE, name, at, id=path_id)
                if beside:
                    path.owner_id, path.pairing_id = await asked_place(work, actor, beside)
                    path.visibility = Visibility.MENTOR
                    await answered(work, me, [path.pairing_id], Wanted.ROUTE, at)
                    await tell_news(work, path, "route", by=me, to=path.owner_id, at=at)
                work.maps.add(path)
                note_change(work, path, "made", by=me, at=at)
            elif path.kind != PathKind.ROUTE:
                raise NotYours(words=steps)
            else:
                await words_of(work, actor, path, typed=steps)
                take(work, path, me, at)
            await rewrite(work, path, name, lines, by=me, at=at)
            await look_again(work, path, at)
            await work.flush()
            page = await page_of(work, actor, at)
            await work.commit()
            return page

    async def save_story(
        self, actor: Actor, path_id: str, name: str, steps: str, audience: str
    ) -> MapPage:
        """A mentor's own path, told to whom they chose (1.2a). Raises as ``save_route`` does."""
        lines, at = read_steps(steps, PathKind.STORY), self.clock.now()
        async with self.units(actor.workspace_id) as work:
            me = actor.user_id
            path = await work.maps.path(path_id, visible_to=me)
            if path is None:
                path = MapPath(actor.workspace_id, me, me, PathKind.STORY, name, at, id=path_id)
                work.maps.add(path)
                note_change(work, path, "made", by=me, at=at)
            elif path.owner_id != me or path.kind != PathKind.STORY:
                raise NotYours
            known = {value: words for words, value in await listeners_of(work, actor)}
            audience = audience if audience in known else "private"
            before = (path.visibility, path.pairing_id)
            path.visibility = Visibility.PRIVATE if audience == "private" else Visibility.MENTOR
            path.pairing_id = audience.partition(":")[2]
            if before != (path.visibility, path.pairing_id):
                note_change(work, path, "seen_by", by=me, at=at, after=known[audience])
            await rewrite(work, path, name, lines, by=me, at=at)
            if path.is_shown:
                pairs = [path.pairing_id] if path.pairing_id else await mentoring(work, actor)
                for ask in await answered(work, me, pairs, Wanted.STORY, at):
                    await tell_news(work, path, "story", by=me, to=ask.owner_id, at=at)
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def weigh(self, actor: Actor, path_id: str, words: Weighed) -> MapPage:
        """Keep what speaks for one route and against it."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            at = self.clock.now()
            note_answers(work, actor.user_id, path, WEIGHED, asdict(words), at)
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def show(self, actor: Actor, path_id: str, value: str) -> MapPage:
        """Show one route to one mentor, or keep it to oneself again (4.5)."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            audience = await chosen(work, actor.user_id, value)
            at, before = self.clock.now(), (path.visibility, path.pairing_id)
            path.visibility, path.pairing_id = audience.visibility, audience.pairing_id
            if before != (path.visibility, path.pairing_id):
                me, label = actor.user_id, audience.label
                note_change(work, path, "seen_by", by=me, at=at, after=label)
                await look_again(work, path, at)
            if audience.pairing_id and path.kind == PathKind.ROUTE:
                await plan_offer(work, audience.pairing_id, audience.mentor_id, at)
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def take_over(self, actor: Actor, path_id: str) -> MapPage:
        """A way a mentor added is in its owner's words from now on; twice is once."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            take(work, path, actor.user_id, self.clock.now())
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def archive(self, actor: Actor, path_id: str) -> MapPage:
        """Put a path of one's own away; twice is once (4.6)."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            if path.archived_at is None:
                path.archived_at = self.clock.now()
                note_change(work, path, "away", by=actor.user_id, at=path.archived_at)
            await work.flush()
            page = await page_of(work, actor, self.clock.now())
            await work.commit()
            return page

    async def reach(self, actor: Actor, step_id: str) -> MapStep:
        """A step of one's own is reached; twice is once."""
        async with self.units(actor.workspace_id) as work:
            step, path = await own_step(work, actor, step_id)
            if step.reached_at is None:
                me, step.reached_at = actor.user_id, self.clock.now()
                note_change(work, path, "reached", by=me, at=step.reached_at, after=step.text)
            await look_again(work, path, step.reached_at)
            await work.commit()
            return step

    async def goal_from_step(self, actor: Actor, step_id: str) -> str:
        """The goal of a step: a draft that starts with its words, once (1.2c). Returns its id."""
        async with self.units(actor.workspace_id) as work:
            step, _ = await own_step(work, actor, step_id)
            at = self.clock.now()
            goal = await goal_of(work, actor, step.goal_id, step.text, step.id, at)
            step.goal_id = goal.id
            await work.commit()
            return goal.id

    async def goal_from_test(self, actor: Actor, path_id: str) -> str:
        """The first test of a route as a goal; the other routes stay as they are (4.4)."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            if not path.first_test:
                raise NotYours
            known = await work.goals.of(actor.user_id, visible_to=actor.user_id)
            words = path.first_test
            mine = [one for one in known if (one.step_id, one.raw_ambition) == (path.id, words)]
            standing = next((one.id for one in mine if one.is_active or one.is_draft), "")
            goal = await goal_of(work, actor, standing, words, path.id, self.clock.now())
            await work.commit()
            return goal.id

    async def ask_about(self, actor: Actor, step_id: str) -> Told:
        """A mentee's question about one step of a story waits on the agenda of both (1.2a)."""
        async with self.units(actor.workspace_id) as work:
            step = await work.maps.step(step_id, visible_to=actor.user_id)
            if step is None:
                raise NotYours
            story = await work.maps.path(step.path_id, visible_to=actor.user_id)
            if story is None or story.kind != PathKind.STORY:
                raise NotYours
            pairing = await pairing_with(work, actor, story.owner_id)
            await suggest(
                work,
                pairing,
                by=actor.user_id,
                text=step.text,
                source=AgendaSource.STORY,
                about_id=step.id,
                at=self.clock.now(),
                shown=True,
            )
            await work.flush()
            told = await told_of(work, actor, story.id)
            await work.commit()
            return told
