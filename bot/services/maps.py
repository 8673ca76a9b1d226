"""The career map: where to, more than one way there, and the ways mentors went (content.md F4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.agenda import AgendaSource
from bot.domain.errors import NotYours, TooManyStrengths
from bot.domain.maps import STRENGTHS, CareerMap, MapPath, MapStep, PathKind, read_steps
from bot.domain.people import Actor
from bot.domain.visibility import Visibility
from bot.ports import Clock, Units
from bot.services.agenda import suggest
from bot.services.audience import chosen
from bot.services.map_pieces import (
    MENTEES,
    OFFERED,
    MapPage,
    PathForm,
    Told,
    VisionForm,
    Weighed,
    goal_of,
    keep_steps,
    listeners_of,
    own_path,
    own_step,
    page_of,
    pairing_with,
    shown_path,
    told_of,
)

#: The nudge that looks at a route again, and after how long without a change (4.6).
STILL, STILL_AFTER = "map_still", timedelta(days=60)


class MapService:
    """Use cases of the map; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- reading ---------------------------------------------------------------------------------

    async def page(self, actor: Actor) -> MapPage:
        """The map, and what others showed."""
        async with self.units.reading(actor.workspace_id) as work:
            return await page_of(work, actor)

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

    async def path_form(self, actor: Actor, path_id: str, kind: PathKind) -> PathForm:
        """A path of one's own: as it is, or a new one under this id."""
        async with self.units.reading(actor.workspace_id) as work:
            story = kind == PathKind.STORY
            choices = await listeners_of(work, actor) if story else ()
            path = await work.maps.path(path_id, visible_to=actor.user_id)
            if path is None:
                return PathForm(path_id, "", "", choices)
            if path.owner_id != actor.user_id or path.kind != kind:
                raise NotYours
            steps = await work.maps.steps([path.id])
            audience = f"mentor:{path.pairing_id}" if path.pairing_id else MENTEES
            audience = audience if path.is_shown else "private"
            typed = "\n".join(one.typed for one in steps)
            return PathForm(path.id, path.name, typed, choices, audience)

    async def path_beside(self, actor: Actor, shown_id: str, path_id: str) -> PathForm:
        """Another way for the owner of a route this mentor was shown (1.2b)."""
        async with self.units.reading(actor.workspace_id) as work:
            shown = await shown_path(work, actor, shown_id)
            names = await work.people.named([shown.owner_id])
            return PathForm(path_id, "", "", whose=names.get(shown.owner_id, ""))

    async def weighed(self, actor: Actor, path_id: str) -> MapPath:
        """One route, to weigh."""
        async with self.units.reading(actor.workspace_id) as work:
            return await own_path(work, actor, path_id)

    async def read(self, actor: Actor, path_id: str) -> Told:
        """One story, to those it was told to."""
        async with self.units.reading(actor.workspace_id) as work:
            return await told_of(work, actor, path_id)

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
            held.vision, held.role = vision, role
            held.strengths, held.limits = "\n".join(lines), limits
            await work.flush()
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def save_route(
        self, actor: Actor, path_id: str, name: str, steps: str, *, beside: str = ""
    ) -> MapPage:
        """A route of one's own, or ``beside`` one that was shown, for its owner.

        ``path_id`` is minted when the form opens, so sending it twice makes one route. Raises
        ``StepCount``, ``TooLong`` or ``NotYours``; nothing is kept then.
        """
        lines = read_steps(steps, PathKind.ROUTE)
        async with self.units(actor.workspace_id) as work:
            path = await work.maps.path(path_id, visible_to=actor.user_id)
            if path is None:
                path = MapPath(
                    actor.workspace_id,
                    actor.user_id,
                    actor.user_id,
                    PathKind.ROUTE,
                    name,
                    self.clock.now(),
                    id=path_id,
                )
                if beside:
                    shown = await shown_path(work, actor, beside)
                    path.owner_id, path.pairing_id = shown.owner_id, shown.pairing_id
                    path.visibility = Visibility.MENTOR
                work.maps.add(path)
            elif actor.user_id not in (path.owner_id, path.by_id) or path.kind != PathKind.ROUTE:
                raise NotYours
            path.name = name
            await keep_steps(work, path, lines)
            await work.nudges.set(STILL, path.id, path.owner_id, self.clock.now() + STILL_AFTER)
            await work.flush()
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def save_story(
        self, actor: Actor, path_id: str, name: str, steps: str, audience: str
    ) -> MapPage:
        """A mentor's own path, told to whom they chose (1.2a). Raises as ``save_route`` does."""
        lines = read_steps(steps, PathKind.STORY)
        async with self.units(actor.workspace_id) as work:
            me = actor.user_id
            path = await work.maps.path(path_id, visible_to=me)
            if path is None:
                at = self.clock.now()
                path = MapPath(actor.workspace_id, me, me, PathKind.STORY, name, at, id=path_id)
                work.maps.add(path)
            elif path.owner_id != me or path.kind != PathKind.STORY:
                raise NotYours
            known = {value for _, value in await listeners_of(work, actor)}
            audience = audience if audience in known else "private"
            path.name = name
            path.visibility = Visibility.PRIVATE if audience == "private" else Visibility.MENTOR
            path.pairing_id = audience.partition(":")[2]
            await keep_steps(work, path, lines)
            await work.flush()
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def weigh(self, actor: Actor, path_id: str, words: Weighed) -> MapPage:
        """Keep what speaks for one route and against it."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            path.gain, path.cost, path.first_test = words.gain, words.cost, words.first_test
            path.serves, path.strains = words.serves, words.strains
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def show(self, actor: Actor, path_id: str, value: str) -> MapPage:
        """Show one route to one mentor, or keep it to oneself again (4.5)."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            audience = await chosen(work, actor.user_id, value)
            path.visibility, path.pairing_id = audience.visibility, audience.pairing_id
            await work.flush()
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def archive(self, actor: Actor, path_id: str) -> MapPage:
        """Put a path of one's own away; twice is once (4.6)."""
        async with self.units(actor.workspace_id) as work:
            path = await own_path(work, actor, path_id)
            path.archived_at = path.archived_at or self.clock.now()
            await work.flush()
            page = await page_of(work, actor)
            await work.commit()
            return page

    async def reach(self, actor: Actor, step_id: str) -> MapStep:
        """A step of one's own is reached; twice is once."""
        async with self.units(actor.workspace_id) as work:
            step, path = await own_step(work, actor, step_id)
            step.reached_at = step.reached_at or self.clock.now()
            await work.nudges.set(STILL, path.id, path.owner_id, step.reached_at + STILL_AFTER)
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
