"""Every way the store can be asked for a record, as a viewer would come by it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.ports import UnitOfWork
from tests.visibility.cast import Cast
from tests.visibility.made import Made


@dataclass(frozen=True)
class Look:
    """One viewer before one record."""

    work: UnitOfWork
    me: str
    it: Made
    cast: Cast

    def id(self, viewer: str) -> str:
        """Somebody of the cast."""
        return self.cast.ids[viewer]


Path = Callable[[Look], Awaitable[Any]]


async def _behind(look: Look, parent: Any, found: Awaitable[Any]) -> Any:
    """What has no viewer of its own is asked for only by who sees its parent (the services)."""
    rows = await found
    return rows if await parent else None


def _roadblock(look: Look) -> Awaitable[Any]:
    return look.work.roadblocks.get(look.it.parent, visible_to=look.me)


async def _there(look: Look, found: Awaitable[Any]) -> Any:
    """A part of the record stands for it."""
    return _Counted(look.it.id) if await found else None


async def _post_at(look: Look) -> Any:
    """By where it stands in Slack; what never went out stands nowhere."""
    rows = await look.work.outbox.about(look.it.id)
    sent = [one for one in rows if one.message_ts]
    if not sent:
        return None
    return await look.work.circles.post_at(sent[0].channel, sent[0].message_ts, owner_id=look.me)


async def _behind_path(look: Look) -> Any:
    """Steps are asked for only by who sees their path (the services)."""
    path = await look.work.maps.path(look.it.id, visible_to=look.me)
    return _Counted(look.it.id) if path and await look.work.maps.steps([path.id]) else None


def _pairing(look: Look) -> Awaitable[Any]:
    return look.work.pairings.get(look.it.parent, visible_to=look.me)


#: By table and the repository's method; what follows a space tells two uses of one method apart.
PATHS: dict[str, dict[str, Path]] = {
    "goals": {
        "goals.get": lambda x: x.work.goals.get(x.it.id, visible_to=x.me),
        "goals.of": lambda x: x.work.goals.of(x.id("mentee"), visible_to=x.me),
        "goals.of a stranger": lambda x: x.work.goals.of(x.id("stranger"), visible_to=x.me),
        "goals.open_seen_by": lambda x: x.work.goals.open_seen_by(x.me),
        "goals.active_of": lambda x: x.work.goals.active_of(x.me),
        "circles.goals_in": lambda x: x.work.circles.goals_in(x.cast.circle, visible_to=x.me),
    },
    "goal_changes": {
        "goals.changes": lambda x: x.work.goals.changes(x.it.parent, owner_id=x.me),
    },
    "checkins": {
        "checkins.checkin": lambda x: x.work.checkins.checkin(x.it.id, owner_id=x.me),
        "checkins.recent": lambda x: x.work.checkins.recent(x.me),
        "checkins.since": lambda x: x.work.checkins.since(
            x.me, x.cast.stage.clock.now().replace(year=2020)
        ),
    },
    "prompts": {
        "checkins.prompt": lambda x: x.work.checkins.prompt(x.it.id, owner_id=x.me),
        "checkins.open_prompt": lambda x: x.work.checkins.open_prompt(
            x.me, x.cast.stage.clock.now()
        ),
        "checkins.recent_prompts": lambda x: x.work.checkins.recent_prompts(x.me),
    },
    "schedules": {
        "checkins.schedule_of": lambda x: x.work.checkins.schedule_of(x.me),
        "nudges.rhythm_of": lambda x: _first(x.work.nudges.rhythm_of(x.me, "checkin_prompt")),
    },
    "roadblocks": {
        "roadblocks.get": lambda x: x.work.roadblocks.get(x.it.id, visible_to=x.me),
        "roadblocks.open_of": lambda x: x.work.roadblocks.open_of(x.me),
        "roadblocks.open_seen_by": lambda x: x.work.roadblocks.open_seen_by(x.me),
        "roadblocks.open_for_mentor": lambda x: x.work.roadblocks.open_for_mentor(x.me),
    },
    "help_replies": {
        "roadblocks.reply": lambda x: x.work.roadblocks.reply(x.it.id, visible_to=x.me),
        "roadblocks.replies_to": lambda x: _behind(
            x, _roadblock(x), x.work.roadblocks.replies_to(x.it.parent)
        ),
    },
    "roadblock_asks": {
        "roadblocks.asks_about": lambda x: _behind(
            x, _roadblock(x), x.work.roadblocks.asks_about(x.it.parent)
        ),
        "roadblocks.asks_to": lambda x: x.work.roadblocks.asks_to(
            x.me, x.cast.stage.clock.now().replace(year=2020)
        ),
        "roadblocks.asked_since": lambda x: _some(
            x, x.work.roadblocks.asked_since(x.me, x.cast.stage.clock.now().replace(year=2020))
        ),
    },
    "roadblock_plans": {
        "self_help.plan_of": lambda x: x.work.self_help.plan_of(x.it.id, owner_id=x.me),
    },
    "roadblock_tips": {
        "self_help.tip_of": lambda x: x.work.self_help.tip_of(x.it.id, owner_id=x.me),
        "self_help.tips_for": lambda x: x.work.self_help.tips_for(x.me, 50),
    },
    "circle_posts": {
        "circles.post": lambda x: x.work.circles.post(x.it.id, visible_to=x.me),
        "circles.posts_in": lambda x: x.work.circles.posts_in(x.cast.circle, visible_to=x.me),
        "circles.posts_about": lambda x: x.work.circles.posts_about(x.it.parent, owner_id=x.me),
        "circles.post_at": lambda x: _post_at(x),
    },
    "questions": {
        "questions.get": lambda x: x.work.questions.get(x.it.id, visible_to=x.me),
        "questions.posted_since": lambda x: x.work.questions.posted_since(
            x.cast.stage.clock.now().date().replace(year=2020), visible_to=x.me
        ),
    },
    "career_maps": {
        "maps.of": lambda x: x.work.maps.of(x.me),
    },
    "map_paths": {
        "maps.path": lambda x: x.work.maps.path(x.it.id, visible_to=x.me),
        "maps.paths": lambda x: x.work.maps.paths(x.me),
        "maps.put_away": lambda x: x.work.maps.put_away(x.me),
        "maps.step": lambda x: _there(x, x.work.maps.step(x.it.parent, visible_to=x.me)),
        "maps.steps": lambda x: _behind_path(x),
    },
    "map_changes": {
        "maps.changes": lambda x: x.work.maps.changes(x.me),
    },
    "map_comments": {
        "maps.comments": lambda x: x.work.maps.comments([x.it.parent.split()[0]], viewer=x.me),
        "maps.comments of no path": lambda x: x.work.maps.comments([], viewer=x.me),
        "maps.comment": lambda x: x.work.maps.comment(x.it.parent.split()[1], by_id=x.me),
    },
    "map_asks": {
        "maps.ask": lambda x: x.work.maps.ask(x.it.id, visible_to=x.me),
        "maps.asks": lambda x: x.work.maps.asks(x.me),
    },
    "wins": {
        "wins.get": lambda x: x.work.wins.get(x.it.id, visible_to=x.me),
        "wins.of": lambda x: x.work.wins.of(x.id("mentee"), visible_to=x.me),
        "wins.of a stranger": lambda x: x.work.wins.of(x.id("stranger"), visible_to=x.me),
        "wins.jar": lambda x: x.work.wins.jar(x.me),
        "circles.wins_in": lambda x: x.work.circles.wins_in(x.cast.circle, visible_to=x.me),
    },
    "praises": {
        "wins.praise": lambda x: x.work.wins.praise(x.it.id, visible_to=x.me),
        "wins.praise_by": lambda x: x.work.wins.praise_by(x.me, win_id=x.it.parent),
        "wins.kept": lambda x: x.work.wins.kept(x.me),
    },
    "setbacks": {
        "setbacks.get": lambda x: x.work.setbacks.get(x.it.id, owner_id=x.me),
        "setbacks.of": lambda x: x.work.setbacks.of(x.me),
    },
    "feedback_asks": {
        "feedback.ask": lambda x: x.work.feedback.ask(x.it.id, visible_to=x.me),
        "feedback.asked_by": lambda x: x.work.feedback.asked_by(x.me),
        "feedback.asked_of": lambda x: x.work.feedback.asked_of(x.me),
        "feedback.from_form mine": lambda x: x.work.feedback.from_form(
            x.it.parent, x.me, x.id("mentor")
        ),
        "feedback.from_form of a stranger": lambda x: x.work.feedback.from_form(
            x.it.parent, x.me, x.id("stranger")
        ),
    },
    "feedback": {
        "feedback.words": lambda x: x.work.feedback.words(x.it.id, visible_to=x.me),
        "feedback.written_for": lambda x: x.work.feedback.written_for(x.it.parent, x.me),
        "feedback.received_by": lambda x: x.work.feedback.received_by(x.me),
    },
    "agenda_items": {
        "agenda.get": lambda x: x.work.agenda.get(x.it.id, visible_to=x.me),
        "agenda.waiting": lambda x: x.work.agenda.waiting(x.me),
        "agenda.waiting_about": lambda x: x.work.agenda.waiting_about(
            x.cast.pairing, "", owner_id=x.me
        ),
        "agenda.waiting_about in no pairing": lambda x: x.work.agenda.waiting_about(
            "nothing", "", owner_id=x.me
        ),
    },
    "requests": {
        "pairings.request": lambda x: x.work.pairings.request(x.it.id, visible_to=x.me),
        "pairings.open_requests_by": lambda x: x.work.pairings.open_requests_by(x.me),
        "pairings.open_requests_of": lambda x: x.work.pairings.open_requests_of(x.me),
        "pairings.open_requests_to": lambda x: x.work.pairings.open_requests_to(x.me),
        "pairings.draft": lambda x: x.work.pairings.draft(x.me, x.id("admin")),
        "pairings.draft to a stranger": lambda x: x.work.pairings.draft(x.me, x.id("stranger")),
        "pairings.accepted_request": lambda x: x.work.pairings.accepted_request(
            x.me, x.id("mentor")
        ),
        "pairings.accepted_request of a stranger": lambda x: x.work.pairings.accepted_request(
            x.me, x.id("stranger")
        ),
        "pairings.open_request_between": lambda x: x.work.pairings.open_request_between(
            x.me, x.id("mentor")
        ),
        "pairings.open_request_between, the other way": (
            lambda x: x.work.pairings.open_request_between(x.me, x.id("stranger"))
        ),
        "pairings.open_request_between with nobody": (
            lambda x: x.work.pairings.open_request_between(x.me, x.id("other mentor"))
        ),
    },
    "pairings": {
        "pairings.get": lambda x: x.work.pairings.get(x.it.id, visible_to=x.me),
        "pairings.of": lambda x: x.work.pairings.of(x.me),
        "pairings.active_of_mentee": lambda x: x.work.pairings.active_of_mentee(x.me),
        "pairings.between": lambda x: x.work.pairings.between(x.me, x.id("mentor")),
        "pairings.between, the other way": lambda x: x.work.pairings.between(x.me, x.id("mentee")),
        "pairings.between with nobody": lambda x: _any(
            x, x.work.pairings.between(x.me, x.id("stranger"))
        ),
        "pairings.between, any the other way": lambda x: _any(
            x, x.work.pairings.between(x.me, x.id("mentee"))
        ),
    },
    "agreements": {
        "pairings.latest_agreement": lambda x: _behind(
            x, _pairing(x), x.work.pairings.latest_agreement(x.it.parent)
        ),
        "pairings.latest_agreement of no pairing": lambda x: _any(
            x, x.work.pairings.latest_agreement("nothing")
        ),
        "pairings.agreement": lambda x: _behind(
            x, _pairing(x), x.work.pairings.agreement(x.it.id, x.it.parent)
        ),
        "pairings.agreement of another pairing": lambda x: x.work.pairings.agreement(
            x.it.id, x.cast.former
        ),
    },
    "stray_words": {
        "replies.get": lambda x: x.work.replies.get(x.it.id, owner_id=x.me),
    },
    "less_of": {
        "people.quieted": lambda x: x.work.people.quieted(x.me),
        "people.less_of": lambda x: _some(x, x.work.people.less_of(x.me, x.it.id)),
    },
    "due_nudges": {
        "nudges.planned_for": lambda x: x.work.nudges.planned_for(x.me),
    },
    "outbox": {
        "outbox.by_key": lambda x: x.work.outbox.by_key(x.it.parent, recipient_id=x.me),
        "outbox.waiting_for": lambda x: x.work.outbox.waiting_for(x.me),
        "outbox.held_for": lambda x: x.work.outbox.held_for(
            x.me, x.cast.stage.clock.now().replace(year=2030)
        ),
    },
}

#: Where a path says less than the row allows: (path, row) or the path alone, and who still sees.
NARROWER: dict[str, tuple[str, ...]] = {
    "goals.of a stranger": (),
    "wins.of a stranger": (),
    "feedback.from_form of a stranger": (),
    "pairings.draft to a stranger": (),
    "pairings.accepted_request of a stranger": (),
    "pairings.open_request_between with nobody": (),
    "pairings.between with nobody": (),
    "pairings.between, any the other way": ("mentor", "other mentor"),
    "pairings.latest_agreement of no pairing": (),
    "pairings.agreement of another pairing": (),
    "agenda.waiting_about in no pairing": (),
    "goals.open_seen_by: goal, shared and made a draft": ("mentee",),
    "goals.active_of": ("mentee",),
    "roadblocks.open_of": ("mentee",),
    "roadblocks.open_for_mentor": ("mentor",),
    "maps.comments of no path": (),
    "maps.comment: words to a step": ("mentor",),
    "maps.comment: former mentor's words to a step": ("former mentor",),
    "wins.jar": ("mentee",),
    "wins.praise_by": ("mentor",),
    "wins.kept": ("mentee",),
    "feedback.asked_by": ("mentee",),
    "feedback.asked_of": ("mentor",),
    "feedback.from_form mine": ("mentee",),
    "feedback.written_for": ("mentor",),
    "feedback.received_by": ("mentee",),
    "feedback.received_by: feedback, not sent": (),
    "circles.posts_about": ("mentee",),
    "circles.post_at": ("mentee",),
    "circles.goals_in: goal, set to a circle and taken back": (),
    "circles.wins_in: win, set to a circle before leaving it": (),
    "wins.jar: win, set to a circle before leaving it": ("stranger",),
    "wins.of a stranger: win, set to a circle before leaving it": ("stranger",),
    "maps.paths: route, shown and put away": (),
    "agenda.waiting: line for the next talk, shown before the end": (),
    "pairings.open_requests_by": ("stranger",),
    "pairings.open_requests_to": ("mentor",),
    "pairings.draft": ("mentee",),
    "pairings.accepted_request": ("mentee",),
    "pairings.active_of_mentee": ("mentee",),
    "pairings.active_of_mentee: pairing, ended": (),
    "pairings.of: pairing, ended": (),
    "pairings.between, the other way: pairing, ended": (),
    "roadblocks.asked_since": ("mentee",),
    "roadblocks.asks_to": ("mentor",),
    "self_help.tip_of": ("mentee",),
    "self_help.tips_for": (
        *("mentor", "other mentor", "former mentor", "stranger", "admin", "circle member"),
    ),
}


def names(found: Any, it: Made) -> bool:
    """Whether a record is in what a path answered."""
    if found is None or found is False:
        return False
    rows = found if isinstance(found, list) else [found]
    return any(it.id in (getattr(one, "id", ""), getattr(one, "kind", "")) for one in rows)


# --- private -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Counted:
    id: str


async def _some(look: Look, counting: Awaitable[int]) -> Any:
    """A count says that there is one."""
    return _Counted(look.it.id) if await counting else None


async def _any(look: Look, asked: Awaitable[Any]) -> Any:
    """Whatever comes back counts, where nothing should."""
    return _Counted(look.it.id) if await asked else None


async def _first(asked: Awaitable[tuple[Any, Any]]) -> Any:
    return (await asked)[0]
