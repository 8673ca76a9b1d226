"""Meeting people, and losing sight of them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import NotInThisWorkspace
from bot.domain.messages.pairings import PartnerAway
from bot.domain.pairings import RequestState
from bot.domain.people import Actor, Person, Profile
from bot.domain.wording import Reader
from bot.ports import Clock, Directory, UnitOfWork, Units, request_key
from bot.services.anniversaries import arm_anniversary
from bot.services.digests import retime
from bot.services.feedback_endings import let_go
from bot.services.outbox import tell
from bot.services.requests import close_softly, forget_plans
from bot.services.rhythm import ensure_schedule


class PeopleService:
    """Who is here, as Slack tells it."""

    def __init__(self, units: Units, clock: Clock, directory: Directory) -> None:
        self.units = units
        self.clock = clock
        self.directory = directory

    async def meet(self, actor: Actor) -> Person:
        """The person behind a request, or one somebody named; looked up in Slack the first time.

        Also when they were gone: somebody who acts is here, even when Slack's event about their
        return was lost. Raises ``NotInThisWorkspace`` for somebody Slack does not show us.
        """
        known = await self._known(actor)
        if known is not None and known.is_here:
            return known
        profile = await self.directory.profile(actor.workspace_id, actor.user_id)
        if known is not None:
            if profile is not None:
                await self.changed(actor.workspace_id, profile)
            return await self._known(actor) or known
        if profile is None:
            raise NotInThisWorkspace
        async with self.units(actor.workspace_id) as work:
            person = await work.people.get(actor.user_id)
            if person is None:
                person = Person.arriving(actor.workspace_id, profile, self.clock.now())
                work.people.add(person)
                await work.flush()
            await commit_quietly(work)
            return person

    async def changed(self, workspace_id: str, profile: Profile) -> None:
        """Slack says a member changed: their zone, their name, whether they are still there.

        People Waymark never met are left alone: `user_change` comes for everybody (slack.md 4.6).
        """
        at = self.clock.now()
        if await self._known(Actor(workspace_id, profile.user_id)) is None:
            return
        async with self.units(workspace_id) as work:
            person = await work.people.get(profile.user_id)
            if person is None:
                return
            was_here = person.is_here
            moved = person.learn(profile, at)
            if was_here and not person.is_here:
                person.gone_at = None
                await mark_gone(work, person.user_id, at)
            elif person.is_here and not was_here:
                await _mark_back(work, person, at)
            elif person.is_here and moved:
                await _plan_again(work, person, at)
            await commit_quietly(work)

    # --- private ---------------------------------------------------------------------------------

    async def _known(self, actor: Actor) -> Person | None:
        async with self.units.reading(actor.workspace_id) as work:
            return await work.people.get(actor.user_id)


async def mark_gone(work: UnitOfWork, user_id: str, at: datetime) -> None:
    """A person cannot be reached any more: their prompts stop, each partner hears it once.

    Requests they sent or got are closed; whoever waits for one of them hears that softly.
    """
    person = await work.people.get(user_id)
    if person is None or not person.is_here:
        return
    person.gone_at = at
    await work.nudges.cancel_for(user_id)
    await work.outbox.cancel_for(user_id, reason="recipient-gone", budgeted_only=False)
    for request in await work.pairings.open_requests_by(user_id):
        await forget_plans(work, request)
        request.close(RequestState.EXPIRED, at)
    for request in await work.pairings.open_requests_to(user_id):
        await close_softly(work, request, RequestState.EXPIRED, at)
    await let_go(work, user_id, at)
    for pairing in await work.pairings.of(user_id):
        message = PartnerAway(
            subject_id=pairing.id,
            partner_name=person.name,
            since_on=person.week.local(at).date(),
        )
        key = f"partner_away:{pairing.id}:{user_id}:{at.isoformat()}"
        await tell(work, message, to=pairing.partner_of(user_id), at=at, key=key)


def reader_of(person: Person) -> Reader:
    """How this person is spoken to."""
    return Reader(
        tone=person.tone,
        locale=person.locale,
        emoji=person.emoji,
        zone=person.time_zone,
        name=person.name,
    )


async def commit_quietly(work: UnitOfWork) -> None:
    """Meeting somebody is not the effect of their request: it must not use up the inbox row."""
    key = request_key.get()
    request_key.set(None)
    try:
        await work.commit()
    finally:
        request_key.set(key)


# --- private -------------------------------------------------------------------------------------


async def _mark_back(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Reachable again: what was not said yet about their absence is not said any more."""
    person.dm_channel = ""
    for pairing in await work.pairings.of(person.user_id):
        await work.outbox.cancel(pairing.id, PartnerAway.kind, reason="back")
    await _plan_again(work, person, at)


async def _plan_again(work: UnitOfWork, person: Person, at: datetime) -> None:
    """The rhythm, the years and what waits for this person, at their slot as it is now."""
    await retime(work, person, at)
    if await work.checkins.schedule_of(person.user_id) is not None:
        await ensure_schedule(work, person, at, wake=False)
    for pairing in await work.pairings.active_of_mentee(person.user_id):
        await arm_anniversary(work, pairing, at)
