"""Meeting people, and losing sight of them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import NotInThisWorkspace
from bot.domain.messages.pairings import PartnerAway
from bot.domain.people import Actor, Person, Profile
from bot.domain.wording import Reader
from bot.ports import Clock, Directory, UnitOfWork, Units, request_key
from bot.services.outbox import tell
from bot.services.rhythm import ensure_schedule


class PeopleService:
    """Who is here, as Slack tells it."""

    def __init__(self, units: Units, clock: Clock, directory: Directory) -> None:
        self.units = units
        self.clock = clock
        self.directory = directory

    async def meet(self, actor: Actor) -> Person:
        """The person behind a request; looked up in Slack the first time.

        Raises ``NotInThisWorkspace`` for somebody Slack does not show us.
        """
        async with self.units.reading(actor.workspace_id) as work:
            known = await work.people.get(actor.user_id)
        if known is not None:
            return known
        profile = await self.directory.profile(actor.workspace_id, actor.user_id)
        if profile is None:
            raise NotInThisWorkspace
        async with self.units(actor.workspace_id) as work:
            person = await work.people.get(actor.user_id)
            if person is None:
                person = Person.arriving(actor.workspace_id, profile, self.clock.now())
                work.people.add(person)
                await work.flush()
            await _commit_quietly(work)
            return person

    async def changed(self, workspace_id: str, profile: Profile) -> None:
        """Slack says a member changed: their zone, their name, whether they are still there.

        People Waymark never met are left alone: `user_change` comes for everybody (slack.md 4.6).
        """
        at = self.clock.now()
        async with self.units.reading(workspace_id) as work:
            if await work.people.get(profile.user_id) is None:
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
            returned = person.is_here and not was_here
            has_rhythm = await work.checkins.schedule_of(person.user_id) is not None
            if person.is_here and (moved or returned) and has_rhythm:
                await ensure_schedule(work, person, at)
            await work.commit()


async def mark_gone(work: UnitOfWork, user_id: str, at: datetime) -> None:
    """A person cannot be reached any more: their prompts stop, each partner hears it once."""
    person = await work.people.get(user_id)
    if person is None or not person.is_here:
        return
    person.gone_at = at
    await work.nudges.cancel_for(user_id)
    await work.outbox.cancel_for(user_id, reason="recipient-gone", budgeted_only=False)
    for pairing in await work.pairings.of(user_id):
        if not pairing.is_active:
            continue
        message = PartnerAway(
            subject_id=pairing.id,
            partner_name=person.name,
            since_on=person.week.local(at).date(),
        )
        key = f"partner_away:{pairing.id}:{at.date().isoformat()}"
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


# --- private -------------------------------------------------------------------------------------


async def _commit_quietly(work: UnitOfWork) -> None:
    """Meeting somebody is not the effect of their request: it must not use up the inbox row."""
    key = request_key.get()
    request_key.set(None)
    try:
        await work.commit()
    finally:
        request_key.set(key)
