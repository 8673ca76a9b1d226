"""The records of career maps: where to, routes, and the paths mentors went."""

from __future__ import annotations

from bot.domain.ids import new_id
from bot.domain.map_asks import Wanted
from bot.domain.people import Actor
from tests.visibility.cast import Cast
from tests.visibility.made import Made, secret


async def career_map(cast: Cast) -> Made:
    words = secret("where to, and today")
    await cast.services.maps.save_vision(
        cast.mentee, vision=words, role=words, strengths="", limits=words
    )
    async with cast.reading() as work:
        held = await work.maps.of(cast.mentee.user_id)
    assert held is not None
    return Made("career_maps", held.id)


async def _route(cast: Cast, row: str, audience: str) -> Made:
    path_id = new_id()
    await cast.services.maps.save_route(cast.mentee, path_id, secret(row), f"{secret(row)}\nthen")
    await cast.services.maps.show(cast.mentee, path_id, audience)
    return await _path(cast, path_id, cast.mentee)


async def route_private(cast: Cast) -> Made:
    return await _route(cast, "route, only you", "private")


async def route_shared(cast: Cast) -> Made:
    return await _route(cast, "route, shown", f"mentor:{cast.pairing}")


async def route_former(cast: Cast) -> Made:
    return await _route(cast, "route, shown before the end", f"mentor:{cast.former}")


async def route_archived(cast: Cast) -> Made:
    held = await _route(cast, "route, shown and put away", f"mentor:{cast.pairing}")
    await cast.services.maps.archive(cast.mentee, held.id)
    return held


async def _story(cast: Cast, row: str, audience: str, by: str = "mentor") -> Made:
    path_id, teller = new_id(), cast.actor(by)
    steps = f"{secret(row)}\ndetour: elsewhere\nback"
    await cast.services.maps.save_story(teller, path_id, secret(row), steps, audience)
    return await _path(cast, path_id, teller)


async def story_private(cast: Cast) -> Made:
    return await _story(cast, "mentor's path, kept", "private")


async def story_told(cast: Cast) -> Made:
    return await _story(cast, "mentor's path, told to one", f"mentor:{cast.pairing}")


async def story_for_all(cast: Cast) -> Made:
    return await _story(cast, "mentor's path, told to all", "mentees")


async def story_former(cast: Cast) -> Made:
    row = "former mentor's path, told before the end"
    return await _story(cast, row, "mentees", by="former mentor")


async def _comment(cast: Cast, row: str, pairing: str, by: str) -> Made:
    path_id = new_id()
    await cast.services.maps.save_route(cast.mentee, path_id, "A way", "first\nthen")
    await cast.services.maps.show(cast.mentee, path_id, f"mentor:{pairing}")
    step_id = (await _path(cast, path_id, cast.mentee)).parent
    await cast.services.maps.comments.write(cast.actor(by), step_id, secret(row), "detour")
    async with cast.reading() as work:
        held = await work.maps.comment(step_id, by_id=cast.ids[by])
    assert held is not None
    return Made("map_comments", held.id, parent=f"{path_id} {step_id}")


async def comment(cast: Cast) -> Made:
    return await _comment(cast, "words to a step", cast.pairing, "mentor")


async def comment_former(cast: Cast) -> Made:
    row = "former mentor's words to a step"
    return await _comment(cast, row, cast.former, "former mentor")


async def change(cast: Cast) -> Made:
    row = "map's history"
    vision = await cast.services.maps.vision_form(cast.mentee)
    words = {"vision": vision.vision, "strengths": vision.strengths, "limits": vision.limits}
    for role in (secret(row), vision.role):
        await cast.services.maps.save_vision(cast.mentee, role=role, **words)
    async with cast.reading() as work:
        changes = await work.maps.changes(cast.mentee.user_id)
    return Made("map_changes", next(one.id for one in changes if one.after == secret(row)))


async def _ask(cast: Cast, row: str, pairing: str) -> Made:
    ask_id = new_id()
    await cast.services.maps.asks.send(cast.mentee, ask_id, pairing, Wanted.ROUTE)
    async with cast.writing() as work:
        held = await work.maps.ask(ask_id, visible_to=cast.mentee.user_id)
        assert held is not None
        held.vision = secret(row)
        await work.commit()
    return Made("map_asks", ask_id)


async def question(cast: Cast) -> Made:
    return await _ask(cast, "question for another way", cast.pairing)


async def question_former(cast: Cast) -> Made:
    return await _ask(cast, "question for another way, asked before the end", cast.former)


async def _path(cast: Cast, path_id: str, owner: Actor) -> Made:
    async with cast.reading() as work:
        (first, *_) = await work.maps.steps([path_id])
    return Made("map_paths", path_id, parent=first.id)
