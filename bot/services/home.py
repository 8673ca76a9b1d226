"""What the Home tab shows: one person's own view of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.breaks import Resting
from bot.domain.checkins import Prompt, open_until
from bot.domain.errors import NotYours
from bot.domain.first_things import Standing, Step, first_step
from bot.domain.goals import Goal
from bot.domain.messages.people import HomeStep, NextPrompt
from bot.domain.pace import RECORD, Record, record_of
from bot.domain.pairings import Pairing, PairingState, Request, RequestState
from bot.domain.people import Actor, Person
from bot.domain.rhythm import CHECKIN_DUE, next_asked_at, rest_of
from bot.domain.roadblocks import Roadblock, excerpt
from bot.domain.visibility import Visibility, in_words
from bot.ports import Clock, Units
from bot.services.audience import Audience, circle_choices
from bot.services.breaks import resting_among
from bot.services.goal_pieces import label_of
from bot.services.rhythm import why_unplanned


@dataclass(frozen=True)
class Partner:
    """Somebody this person works with, and what of theirs this person may see."""

    name: str
    pairing: Pairing
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True)
class HomePage:
    """Everything of one viewer's Home; lists are whole, the view decides how much it shows.

    ``welcome``: nothing was set up or begun yet, and the hello was not put aside. ``step`` is the
    one thing to do first, ``step_id`` the draft or pairing it is about. ``asked`` and
    ``requests_to`` wait for this person; each comes with the other side's name. ``is_mentee``:
    somebody with something of their own to follow.
    """

    welcome: bool
    is_mentee: bool
    step: HomeStep
    step_id: str
    next: NextPrompt
    record: Record
    resting: tuple[Resting, ...]
    goals: tuple[tuple[Goal, str], ...]
    drafts: tuple[Goal, ...]
    choices: tuple[Audience, ...]
    roadblocks: tuple[Roadblock, ...]
    asked: tuple[tuple[Roadblock, str], ...]
    requests_by: tuple[tuple[Request, str], ...]
    requests_to: tuple[tuple[Request, str], ...]
    mentors: tuple[Partner, ...]
    mentees: tuple[Partner, ...]


class HomeService:
    """Use cases of the Home tab."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def page(self, actor: Actor) -> HomePage:
        """The viewer's Home, in a fixed number of statements whatever the counts (P8)."""
        me = actor.user_id
        async with self.units.reading(actor.workspace_id) as work:
            pairings = await work.pairings.of(me)
            goals = await work.goals.open_seen_by(me)
            roadblocks = await work.roadblocks.open_seen_by(me)
            requests = await work.pairings.open_requests_of(me)
            schedule, past = await work.nudges.rhythm_of(me, CHECKIN_DUE)
            rounds = await work.checkins.recent_prompts(me, RECORD) if schedule else []
            others = {one.partner_of(me) for one in pairings}
            others |= {who for one in requests for who in (one.mentee_id, one.mentor_id)}
            people = await work.people.several(sorted({me, *others}))
            circles = await work.circles.of(me)
        person = people.get(me)
        if person is None:
            raise NotYours
        names = {user_id: one.name for user_id, one in people.items()}
        asked = [one for one in roadblocks if one.owner_id != me]
        sent = [one for one in requests if one.mentee_id == me]
        received = [one for one in requests if one.mentor_id == me]
        choices = (*_choices(me, pairings, names), *circle_choices(circles))
        own = [goal for goal in goals if goal.owner_id == me]
        active = [goal for goal in own if goal.is_active]
        next_at = next_asked_at(schedule, person, past, rest_of(active))
        standing = _standing(person, pairings, own, requests, len(asked))
        step, step_id = _step(standing, me, pairings, own, sent, names)
        return HomePage(
            welcome=not (person.set_up_at or person.seen_home_at or pairings or own),
            is_mentee=standing.is_mentee,
            step=step,
            step_id=step_id,
            next=self._next(person, next_at, "" if next_at else why_unplanned(schedule), rounds),
            record=record_of(rounds, person.week.local(self.clock.now()).date()),
            resting=resting_among(me, active, pairings, names, self.clock.now()),
            goals=tuple((goal, label_of(goal, choices)) for goal in active),
            drafts=tuple(goal for goal in own if goal.is_draft),
            choices=choices,
            roadblocks=tuple(one for one in roadblocks if one.owner_id == me),
            asked=tuple((one, names.get(one.owner_id, "")) for one in asked),
            requests_by=tuple((one, names.get(one.mentor_id, "")) for one in sent),
            requests_to=tuple((one, names.get(one.mentee_id, "")) for one in received),
            mentors=_partners([one for one in pairings if one.mentee_id == me], me, names, ()),
            mentees=_partners([one for one in pairings if one.mentor_id == me], me, names, goals),
        )

    async def not_now(self, actor: Actor) -> None:
        """The hello is put aside for good; everything else stays where it is."""
        async with self.units(actor.workspace_id) as work:
            person = await work.people.get(actor.user_id)
            if person is None:
                raise NotYours
            person.seen_home_at = person.seen_home_at or self.clock.now()
            await work.commit()

    # --- private ---------------------------------------------------------------------------------

    def _next(
        self, person: Person, next_at: datetime | None, reason: str, rounds: Sequence[Prompt]
    ) -> NextPrompt:
        paused = person.is_paused(self.clock.now())
        return NextPrompt(
            next_at=next_at,
            zone=person.week.zone.key,
            zone_unknown=not person.zone_is_known,
            reason=reason,
            paused_until_at=person.paused_until if paused else None,
            open_until_at=open_until(rounds, self.clock.now()),
        )


# --- private -------------------------------------------------------------------------------------


def _standing(
    person: Person,
    pairings: Sequence[Pairing],
    own: Sequence[Goal],
    requests: Sequence[Request],
    asked: int,
) -> Standing:
    """What decides about the first thing to do."""
    me = person.user_id
    to_answer = [one for one in requests if one.mentor_id == me and one.state == RequestState.SENT]
    return Standing(
        waits=asked + len(to_answer),
        unsigned=any(one.state == PairingState.FORMING for one in pairings),
        drafts=sum(one.is_draft for one in own),
        goals=sum(one.is_active for one in own),
        requests=sum(one.mentee_id == me for one in requests),
        mentors=sum(one.is_active and one.mentee_id == me for one in pairings),
        mentees=sum(one.is_active and one.mentor_id == me for one in pairings),
        seeks=person.seeks_mentor,
        offers=person.offers_mentoring,
        is_set_up=person.set_up_at is not None,
    )


def _step(
    standing: Standing,
    me: str,
    pairings: Sequence[Pairing],
    own: Sequence[Goal],
    sent: Sequence[Request],
    names: Mapping[str, str],
) -> tuple[HomeStep, str]:
    """The first thing to do in words, and the record it is about."""
    step = first_step(standing)
    active = [one for one in pairings if one.is_active]
    if step == Step.AGREE:
        pairing = next(one for one in pairings if one.state == PairingState.FORMING)
        other = names.get(pairing.partner_of(me)) or "somebody"
        return HomeStep(step=step, partner_name=other, goal_title=""), pairing.id
    if step == Step.DRAFT:
        draft = next(one for one in own if one.is_draft)
        return HomeStep(step=step, partner_name="", goal_title=excerpt(draft.title)), draft.id
    others = {
        Step.WAITING: [one.mentor_id for one in sent],
        Step.CHECKIN: [one.mentor_id for one in active if one.mentee_id == me],
        Step.QUIET: [one.mentee_id for one in active if one.mentor_id == me],
    }.get(step, [])
    name = (names.get(others[0]) or "somebody") if others else ""
    return HomeStep(step=step, partner_name=name, goal_title="", waits=standing.waits), ""


def _choices(
    me: str, pairings: Sequence[Pairing], names: Mapping[str, str]
) -> tuple[Audience, ...]:
    """The audiences of ``bot.services.audience``, from what was read already."""
    choices = [Audience("private", in_words("private"), Visibility.PRIVATE)]
    for pairing in pairings:
        if pairing.mentee_id == me and pairing.is_active:
            name = names.get(pairing.mentor_id, "")
            label = in_words(Visibility.MENTOR, name)
            value = f"mentor:{pairing.id}"
            choices.append(
                Audience(value, label, Visibility.MENTOR, pairing.id, pairing.mentor_id, name)
            )
    return tuple(choices)


def _partners(
    pairings: Sequence[Pairing], me: str, names: Mapping[str, str], goals: Sequence[Goal]
) -> tuple[Partner, ...]:
    """The other side of each pairing; goals only where this person is the mentor."""
    return tuple(
        Partner(
            name=names.get(pairing.partner_of(me), ""),
            pairing=pairing,
            goals=tuple(one for one in goals if one.is_shared and one.pairing_id == pairing.id),
        )
        for pairing in pairings
    )
