"""What the use cases of the career map share: loading, showing, keeping steps (content.md F4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.errors import NotYours, OneWaySoFar, TakenOver
from bot.domain.goals import Goal, GoalState
from bot.domain.map_comments import MapComment
from bot.domain.maps import Line, MapPath, MapStep, PathKind
from bot.domain.pairings import Pairing
from bot.domain.people import Actor
from bot.domain.visibility import Visibility, in_words
from bot.ports import UnitOfWork
from bot.services.audience import Audience, audiences
from bot.services.goal_pieces import keep_new
from bot.services.map_matches import matches_for
from bot.services.map_seen import AskSeen, CommentSeen, MapPage, PathForm, PathSeen, Told, Two
from bot.services.met import met

#: The audience of a story that every mentee of its writer may read.
MENTEES = "mentees"
#: Wins offered as strengths (4.1).
OFFERED = 8


async def page_of(work: UnitOfWork, actor: Actor, at: datetime) -> MapPage:
    me = actor.user_id
    paths = await work.maps.paths(me)
    steps = await work.maps.steps([one.id for one in paths])
    comments = await work.maps.comments([one.id for one in paths], viewer=me)
    people = {who for one in paths for who in _people(one)}
    people |= {one.by_id for one in comments}
    names = await work.people.named(sorted(people))
    choices = tuple(await audiences(work, me))
    listeners = {value: words for words, value in await listeners_of(work, actor)}
    seen = []
    for path in paths:
        story = path.kind == PathKind.STORY
        seen_by = _told_to(path, listeners) if story else _shown_to(path, choices)
        own_steps = tuple(one for one in steps if one.path_id == path.id)
        seen.append(
            PathSeen(
                path=path,
                steps=own_steps,
                owner_name=names.get(path.owner_id, ""),
                by_name=names.get(path.by_id, "") if path.by_id != path.owner_id else "",
                seen_by=seen_by if path.owner_id == me else "",
                choices=choices if path.owner_id == me and not story else (),
                comments=_comments(path, own_steps, comments, names, me),
                may_comment=not story and me not in (path.owner_id, path.writer_id),
                mine_once=not story and me == path.by_id != path.writer_id,
                may_rewrite=not story and me == path.writer_id != path.owner_id,
            )
        )
    routes = [one for one in seen if one.path.kind == PathKind.ROUTE]
    stories = [one for one in seen if one.path.kind == PathKind.STORY]
    return MapPage(
        map=await work.maps.of(me),
        routes=tuple(one for one in routes if one.path.owner_id == me),
        shown=tuple(one for one in routes if one.path.owner_id != me),
        told=tuple(one for one in stories if one.path.owner_id == me),
        stories=tuple(one for one in stories if one.path.owner_id != me),
        is_mentor=len(listeners) > 1,
        asked=await _asked(work, me, at),
        can_ask=len(choices) > 1,
        has_put_away=bool(await work.maps.put_away(me)),
    )


def two_of(page: MapPage, first: str, second: str) -> Two:
    """The two named, if they are still there; else the oldest. Raises ``OneWaySoFar``."""
    if len(page.routes) < 2:
        raise OneWaySoFar
    of = {one.path.id: one for one in page.routes}
    wanted = [of[one] for one in dict.fromkeys((first, second)) if one in of]
    rest = [one for one in page.routes if one not in wanted]
    one, other, *_ = [*wanted, *rest]
    ways = tuple((each.path.name or each.steps[0].text, each.path.id) for each in page.routes)
    return Two(one, other, ways)


async def listeners_of(work: UnitOfWork, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Whom a mentor may tell: nobody yet, one mentee, or all of them; (words, value)."""
    pairings = await work.pairings.of(actor.user_id)
    mine = [one for one in pairings if one.is_active and one.mentor_id == actor.user_id]
    names = await work.people.named([one.mentee_id for one in mine])
    some = [
        (in_words(Visibility.MENTOR, names.get(one.mentee_id, "")), f"mentor:{one.id}")
        for one in mine
    ]
    everyone = [("Everyone you mentor", MENTEES)] if mine else []
    return ((in_words(Visibility.PRIVATE), "private"), *some, *everyone)


async def own_path(work: UnitOfWork, actor: Actor, path_id: str) -> MapPath:
    path = await work.maps.path(path_id, visible_to=actor.user_id)
    if path is None or path.owner_id != actor.user_id:
        raise NotYours
    return path


async def words_of(work: UnitOfWork, actor: Actor, path: MapPath, typed: str = "") -> str:
    """For whom this person may write a path: nobody else (empty), or its owner's name.

    Raises ``NotYours``; ``TakenOver`` where the words were this mentor's until now.
    """
    me = actor.user_id
    if me == path.owner_id:
        return ""
    if me != path.by_id:
        raise NotYours(words=typed)
    name = (await work.people.named([path.owner_id])).get(path.owner_id, "")
    if path.taken_at is not None:
        raise TakenOver(who=name, words=typed)
    return name


async def own_step(work: UnitOfWork, actor: Actor, step_id: str) -> tuple[MapStep, MapPath]:
    step = await work.maps.step(step_id, visible_to=actor.user_id)
    if step is None:
        raise NotYours
    return step, await own_path(work, actor, step.path_id)


async def asked_place(work: UnitOfWork, actor: Actor, beside: str) -> tuple[str, str]:
    """Whose map another way goes to, and the pairing: a question names it, a goal that is shown
    (3.7), or a route that is."""
    ask = await work.maps.ask(beside, visible_to=actor.user_id)
    if ask is not None and ask.owner_id != actor.user_id:
        return ask.owner_id, ask.pairing_id
    goal = await work.goals.get(beside, visible_to=actor.user_id)
    if goal is not None and goal.pairing_id in await mentoring(work, actor):
        return goal.owner_id, goal.pairing_id
    shown = await shown_path(work, actor, beside)
    return shown.owner_id, shown.pairing_id


async def asked_by(work: UnitOfWork, actor: Actor, mark: str) -> str:
    """The audience of a story that was asked for: who asked. Empty when nobody did."""
    ask = await work.maps.ask(mark, visible_to=actor.user_id)
    pairing_id = ask.pairing_id if ask else mark.removeprefix("story-")
    known = await mentoring(work, actor)
    return f"mentor:{pairing_id}" if pairing_id in known else ""


async def new_way(work: UnitOfWork, actor: Actor, path_id: str) -> PathForm:
    """A route to write; a second one comes with what may help (4.3)."""
    me = actor.user_id
    paths = await work.maps.paths(me)
    if not any(one.owner_id == me and one.kind == PathKind.ROUTE for one in paths):
        return PathForm(path_id, "", "")
    mentors = await work.pairings.active_of_mentee(me)
    stories = await matches_for(work, actor)
    return PathForm(path_id, "", "", is_second=True, stories=stories, can_ask=bool(mentors))


async def mentoring(work: UnitOfWork, actor: Actor) -> list[str]:
    """The active pairings in which this person is the mentor."""
    pairings = await work.pairings.of(actor.user_id)
    return [one.id for one in pairings if one.is_active and one.mentor_id == actor.user_id]


async def shown_path(work: UnitOfWork, actor: Actor, path_id: str) -> MapPath:
    """A route somebody this person mentors showed them."""
    path = await work.maps.path(path_id, visible_to=actor.user_id)
    if path is None or path.owner_id == actor.user_id or path.kind != PathKind.ROUTE:
        raise NotYours
    return path


async def told_of(work: UnitOfWork, actor: Actor, path_id: str) -> Told:
    path = await work.maps.path(path_id, visible_to=actor.user_id)
    if path is None or path.kind != PathKind.STORY:
        raise NotYours
    steps = tuple(await work.maps.steps([path.id]))
    names = await work.people.named([path.owner_id])
    story = PathSeen(path, steps, names.get(path.owner_id, ""))
    waiting = {one.about_id for one in await work.agenda.waiting(actor.user_id)}
    asked = tuple(one.id for one in steps if one.id in waiting)
    return Told(story, asked, mine=path.owner_id == actor.user_id)


async def pairing_with(work: UnitOfWork, actor: Actor, mentor_id: str) -> Pairing:
    for one in await work.pairings.active_of_mentee(actor.user_id):
        if one.mentor_id == mentor_id:
            return one
    raise NotYours


async def keep_steps(work: UnitOfWork, path: MapPath, lines: Sequence[Line]) -> None:
    """A step whose words stay keeps its goal and its day; the rest is as typed."""
    old = await work.maps.steps([path.id])
    for position, line in enumerate(lines):
        step = next((one for one in old if one.text == line.text), None)
        if step is None:
            work.maps.add(
                MapStep(
                    path.workspace_id,
                    path.id,
                    position,
                    line.kind,
                    line.text,
                    line.why,
                    line.taught,
                )
            )
            continue
        old.remove(step)
        step.position, step.kind = position, line.kind
        step.why, step.taught = line.why, line.taught
    for gone in old:
        await work.maps.remove(gone)


async def goal_of(
    work: UnitOfWork, actor: Actor, known_id: str, words: str, step_id: str, at: datetime
) -> Goal:
    """The open goal that is there already, or a draft that starts with these words."""
    known = await work.goals.get(known_id, visible_to=actor.user_id) if known_id else None
    if known is not None and known.state in (GoalState.DRAFT, GoalState.ACTIVE):
        return known
    goal = Goal(work.workspace_id, actor.user_id, words, at, step_id=step_id)
    await keep_new(work, goal, await met(work, actor.user_id), at)
    return goal


# --- private -------------------------------------------------------------------------------------


async def _asked(work: UnitOfWork, me: str, at: datetime) -> tuple[AskSeen, ...]:
    """Own questions while they wait or were set aside lately; those to this mentor, while open."""
    pairings = {one.id: one for one in await work.pairings.of(me) if one.is_active}
    names = await work.people.named(sorted({one.partner_of(me) for one in pairings.values()}))
    seen = []
    for ask in await work.maps.asks(me):
        pairing, mine = pairings.get(ask.pairing_id), ask.owner_id == me
        if pairing is not None and (ask.is_worth_showing(at) if mine else ask.is_open):
            seen.append(AskSeen(ask, mine, names.get(pairing.partner_of(me), "")))
    return tuple(seen)


def _people(path: MapPath) -> tuple[str, str]:
    return path.owner_id, path.by_id


def _comments(
    path: MapPath,
    steps: Sequence[MapStep],
    comments: Sequence[MapComment],
    names: dict[str, str],
    me: str,
) -> tuple[CommentSeen, ...]:
    numbers = {one.id: number for number, one in enumerate(steps, start=1)}
    mine = [one for one in comments if one.path_id == path.id]
    return tuple(
        CommentSeen(
            numbers.get(one.step_id, 0),
            one.about,
            names.get(one.by_id, ""),
            one.words,
            one.mark,
            one.by_id == me,
        )
        for one in sorted(mine, key=lambda one: numbers.get(one.step_id, 99))
    )


def _shown_to(path: MapPath, choices: Sequence[Audience]) -> str:
    """A pairing that rests or ended shows nobody anything."""
    found = [one for one in choices if path.is_shown and one.pairing_id == path.pairing_id]
    return found[0].label if found else in_words(Visibility.PRIVATE)


def _told_to(path: MapPath, listeners: dict[str, str]) -> str:
    value = f"mentor:{path.pairing_id}" if path.pairing_id else MENTEES
    return listeners.get(value if path.is_shown else "private", in_words(Visibility.PRIVATE))
