"""Stories of mentors beside the form of a second way (content.md 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.map_matches import Told, matching
from bot.domain.maps import MapStep, PathKind
from bot.domain.people import Actor
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class StoryMatch:
    """A story this person was told, and the step nearest to what they look for. ``asked``: that
    step waits on the agenda already."""

    story_id: str
    name: str
    owner_name: str
    step: MapStep
    asked: bool


async def matches_for(work: UnitOfWork, actor: Actor) -> tuple[StoryMatch, ...]:
    """Stories told to this person that share words with where they want to go and how.

    Only what their writers showed them is looked at, and nobody hears that it was.
    """
    me = actor.user_id
    paths = await work.maps.paths(me)
    steps = await work.maps.steps([one.id for one in paths])
    of = {path.id: [one for one in steps if one.path_id == path.id] for path in paths}
    held = await work.maps.of(me)
    sought = [held.vision] if held else []
    for path in paths:
        if path.owner_id == me and path.kind == PathKind.ROUTE:
            sought += [path.name, *(one.text for one in of[path.id])]
    told = {one.id: one for one in paths if one.owner_id != me and one.kind == PathKind.STORY}
    stories = [
        Told(one.id, one.name, tuple(f"{step.text} {step.taught}" for step in of[one.id]))
        for one in told.values()
    ]
    names = await work.people.named([one.owner_id for one in told.values()])
    waiting = {one.about_id for one in await work.agenda.waiting(me)}
    found = []
    for match in matching("\n".join(sought), stories):
        story, step = told[match.story_id], of[match.story_id][match.step]
        name = names.get(story.owner_id, "")
        found.append(StoryMatch(story.id, story.name, name, step, step.id in waiting))
    return tuple(found)
