"""How often check-ins come: asked, slowed down, never sped up without a yes (content.md F6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.agenda import AgendaSource
from bot.domain.checkins import GENERAL_TITLE, Checkin, Prompt, PromptState, Status, in_a_row
from bot.domain.errors import NotYours
from bot.domain.goals import Goal
from bot.domain.messages.pace import CheckinCadenceAsk, MenteeQuiet
from bot.domain.nudges import CheckinSchedule
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.pace import (
    ANSWER_DAYS,
    ANSWERS,
    CHOSEN_WEEKS,
    EXTRA_DAYS,
    LOOK_BACK,
    PACE_REST,
    STEADY,
    STEADY_REST,
    PaceChoice,
    PaceReason,
    Record,
    anchor_of,
    record_of,
    slower,
    usual_hour,
)
from bot.domain.pace import RECORD as ROUNDS
from bot.domain.people import Actor, Person
from bot.domain.visibility import Visibility
from bot.ports import Clock, UnitOfWork, Units
from bot.services.agenda import suggest
from bot.services.met import met
from bot.services.outbox import lately, tell
from bot.services.rhythm import arm, next_checkin_at

#: The nudge that waits for an answer; its file has the same name.
SLOWER = "checkin_slower"
#: The nudge that asks a snoozed question, and so an extra one.
SNOOZED = "checkin_snoozed"


@dataclass(frozen=True)
class Pace:
    """How often, from now on, and when next. ``goal`` is what it is about, if about one."""

    every_weeks: int
    next_at: datetime | None
    goal: Goal | None = None


@dataclass(frozen=True)
class OnAgenda:
    """A line for the next talk. ``mentor_name`` is empty without a mentor; ``shown``: they see it
    too."""

    mentor_name: str
    shown: bool


class PaceService:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def choose(self, actor: Actor, reason: str, goal_id: str, choice: str) -> Pace:
        """The answer to a question about the pace. The same tap twice changes nothing more, and
        nothing ever gets faster by it.

        Raises ``NotYours``.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person, schedule = await _own(work, actor)
            goal = await _goal(work, actor, goal_id)
            was_open, weeks = schedule.pace_open, CHOSEN_WEEKS.get(PaceChoice(choice))
            if reason == PaceReason.QUIET:
                await answered(work, schedule)
                schedule.set_at = at if was_open else schedule.set_at
            if weeks is not None and goal is not None:
                goal.every_weeks = max(goal.every_weeks, weeks)
                await repace(work, schedule, person, at)
            elif choice == PaceChoice.FEWER and was_open:
                await slow_down(work, schedule, person, at)
            pace = Pace(
                goal.every_weeks if goal else schedule.every_weeks,
                await next_checkin_at(work, actor.user_id),
                goal,
            )
            await work.commit()
            return pace

    async def extra(self, actor: Actor, checkin_id: str) -> datetime:
        """One extra question about this goal, in three working days; a second tap changes nothing.

        Raises ``NotYours``.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            checkin = await _checkin(work, actor, checkin_id)
            standing = await work.checkins.prompt(checkin.id, owner_id=actor.user_id)
            if standing is not None:
                return standing.asked_at
            back_at = person.week.after_working_days(at, EXTRA_DAYS)
            prompt = Prompt(
                work.workspace_id,
                person.user_id,
                asked_at=back_at,
                closes_at=person.week.after_working_days(back_at, 2),
                goal_ids=[checkin.goal_id] if checkin.goal_id else [],
                state=PromptState.SNOOZED,
                id=checkin.id,  # two taps at once cannot ask twice
            )
            work.checkins.add(prompt)
            await work.flush()
            await work.nudges.set(SNOOZED, prompt.id, person.user_id, back_at)
            await work.commit()
            return back_at

    async def talk(self, actor: Actor, checkin_id: str) -> OnAgenda:
        """Put it on the list for the next talk. The mentor sees the line when they may see the
        goal; else it stays its writer's.

        Raises ``NotYours``.
        """
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            checkin = await _checkin(work, actor, checkin_id)
            goal = await _goal(work, actor, checkin.goal_id)
            told = await put_on_agenda(work, person, checkin, goal, self.clock.now(), tapped=True)
            await work.commit()
            return told

    async def offer_talk(self, actor: Actor, pairing_id: str, goal_id: str) -> str:
        """A mentor puts a goal on the list both see; twice is once. Returns the other's name.

        Raises ``NotYours`` when the goal or the pairing is not theirs to see any more.
        """
        async with self.units(actor.workspace_id) as work:
            pairing = await work.pairings.get(pairing_id, visible_to=actor.user_id)
            goal = await work.goals.get(goal_id, visible_to=actor.user_id)
            if pairing is None or goal is None or not pairing.is_active:
                raise NotYours
            if (pairing.mentor_id, pairing.mentee_id) != (actor.user_id, goal.owner_id):
                raise NotYours
            await suggest(
                work,
                pairing,
                by=actor.user_id,
                text=goal.title,
                source=AgendaSource.CHECKIN,
                about_id=goal.id,
                at=self.clock.now(),
                shown=True,
            )
            await work.commit()
            return (await work.people.named([pairing.mentee_id])).get(pairing.mentee_id, "")

    async def record(self, actor: Actor) -> Record:
        """ "8 of the last 10", and the breathers left."""
        async with self.units.reading(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            prompts = await work.checkins.recent_prompts(actor.user_id, ROUNDS)
            return record_of(prompts, person.week.local(self.clock.now()).date())

    async def hello_to(self, actor: Actor, pairing_id: str) -> str:
        """Whom a mentor would say hello to, by name. Raises ``NotYours``."""
        async with self.units.reading(actor.workspace_id) as work:
            pairing = await work.pairings.get(pairing_id, visible_to=actor.user_id)
            if pairing is None or pairing.mentor_id != actor.user_id:
                raise NotYours
            return (await work.people.named([pairing.mentee_id])).get(pairing.mentee_id, "")


async def answered(work: UnitOfWork, schedule: CheckinSchedule) -> None:
    """A word of any kind: the question about the pace waits no more, and no mentor hears of a
    silence that has ended."""
    if schedule.pace_open:
        schedule.pace_open = False
        await work.nudges.cancel(schedule.id, SLOWER)
        await work.outbox.cancel(schedule.id, CheckinCadenceAsk.kind, reason="answered")
    await work.outbox.cancel(schedule.id, MenteeQuiet.kind, reason="answered")


async def ask_pace(
    work: UnitOfWork,
    schedule: CheckinSchedule,
    person: Person,
    goals: Sequence[Goal],
    at: datetime,
) -> Delivery | None:
    """After three quiet rounds: another day, fewer, a pause, an end, or as it is (content.md 6.3).

    None when the person asked to hear none of that.
    """
    message = CheckinCadenceAsk(
        subject_id=schedule.id,
        pace_reason=PaceReason.QUIET,
        goal_title=goals[0].title if goals else GENERAL_TITLE,
        hour="",
        goal_id=goals[0].id if len(goals) == 1 else "",
        every_weeks=schedule.every_weeks,
    )
    key = f"{message.kind}:{schedule.id}:{at.date().isoformat()}"
    said = await tell(work, message, to=person.user_id, at=at, key=key)
    schedule.pace_asked_at = at
    if not isinstance(said, Delivery):
        return None
    schedule.pace_open = True
    answer_by = person.week.after_working_days(said.next_at, ANSWER_DAYS)
    await work.nudges.set(SLOWER, schedule.id, person.user_id, answer_by)
    return said


async def slow_down(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, at: datetime
) -> None:
    """Half as often, for every goal that is asked about."""
    goals = await work.goals.active_of(person.user_id)
    for goal in goals:
        goal.every_weeks = slower(goal.every_weeks)
    if not goals:
        schedule.every_weeks = slower(schedule.every_weeks)
    await repace(work, schedule, person, at)


async def repace(
    work: UnitOfWork, schedule: CheckinSchedule, person: Person, at: datetime
) -> None:
    """Plan as the goals want it now, counted from the last question: not sooner than that."""
    goals = await work.goals.active_of(person.user_id)
    prompts = await work.checkins.recent_prompts(person.user_id, LOOK_BACK)
    if goals:
        schedule.every_weeks = min(goal.every_weeks for goal in goals)
    asked = [anchor_of(goals, prompts) or schedule.last_prompt_on]
    if schedule.pace_asked_at is not None:
        asked.append(person.week.local(schedule.pace_asked_at).date())
    schedule.set_on = max((day for day in asked if day is not None), default=schedule.set_on)
    await arm(work, schedule, person, at)


async def offer_slower(
    work: UnitOfWork, person: Person, goal: Goal, latest: Sequence[Checkin], at: datetime
) -> None:
    """Four times "on track" without a note: a slower rhythm is offered, once a quarter (5.5)."""
    about = [one for one in latest if one.goal_id == goal.id and one.status != Status.SKIPPED]
    steady = in_a_row(Status.ON_TRACK, [one.status for one in about]) >= STEADY
    if not steady or goal.every_weeks >= CHOSEN_WEEKS[PaceChoice.MONTHLY]:
        return
    if any(one.note for one in about[:STEADY]):
        return
    message = CheckinCadenceAsk(
        subject_id=goal.id,
        pace_reason=PaceReason.STEADY,
        goal_title=goal.title,
        hour="",
        goal_id=goal.id,
        every_weeks=goal.every_weeks,
    )
    told = await work.outbox.about(goal.id, message.kind)
    said = [one.created_at for one in told if one.state != DeliveryState.CANCELLED]
    if any(at - moment < STEADY_REST for moment in said):
        return
    if await lately(work, message.kind, to=person.user_id, at=at, rest=PACE_REST):
        return
    key = f"{message.kind}:steady:{goal.id}:{len(told)}"
    await tell(work, message, to=person.user_id, at=at, key=key)


async def offer_hour(
    work: UnitOfWork, person: Person, latest: Sequence[Checkin], at: datetime
) -> None:
    """Answers mostly come at another hour: that slot is offered, once ever (5.6)."""
    moments: dict[str, datetime] = {}
    for one in latest:
        if one.prompt_id and one.came_by in ("tap", "form"):
            moments[one.prompt_id] = one.at
    hour: time | None = usual_hour(list(moments.values())[:ANSWERS], person.week)
    if hour is None:
        return
    message = CheckinCadenceAsk(
        subject_id=f"hour-{person.user_id}",
        pace_reason=PaceReason.HOUR,
        goal_title="",
        hour=f"{hour:%H:%M}",
    )
    if await lately(work, message.kind, to=person.user_id, at=at, rest=PACE_REST):
        return
    key = f"{message.kind}:hour:{person.user_id}"
    await tell(work, message, to=person.user_id, at=at, key=key)


async def put_on_agenda(
    work: UnitOfWork,
    person: Person,
    checkin: Checkin,
    goal: Goal | None,
    at: datetime,
    *,
    tapped: bool,
) -> OnAgenda:
    """A line about a goal that has been heavier (5.4). It stays private until ``tapped``, and then
    too when the mentor may not see the goal."""
    pairings = await work.pairings.active_of_mentee(person.user_id)
    chosen = [one for one in pairings if goal and goal.pairing_id == one.id] or pairings
    if not chosen:
        return OnAgenda("", shown=False)
    pairing = chosen[0]
    is_theirs = goal is None or (
        goal.visibility != Visibility.PRIVATE and goal.pairing_id == pairing.id
    )
    await suggest(
        work,
        pairing,
        by=person.user_id,
        text=goal.title if goal is not None else GENERAL_TITLE,
        source=AgendaSource.HEAVIER,
        about_id=goal.id if goal is not None else checkin.id,
        at=at,
        shown=tapped and is_theirs,
    )
    names = await work.people.named([pairing.mentor_id])
    return OnAgenda(names.get(pairing.mentor_id, ""), shown=tapped and is_theirs)


async def off_agenda(work: UnitOfWork, checkin: Checkin, at: datetime) -> None:
    """An answer was taken back: the line it put on the agenda goes, unless somebody saw it."""
    for pairing in await work.pairings.active_of_mentee(checkin.owner_id):
        about_id = checkin.goal_id or checkin.id
        item = await work.agenda.waiting_about(pairing.id, about_id, owner_id=checkin.owner_id)
        if item is not None and item.at >= checkin.at:
            is_private = item.visibility == Visibility.PRIVATE
            item.done_at = at if is_private and item.source in _OF_ANSWERS else None


# --- private -------------------------------------------------------------------------------------

#: Lines an answer puts there; the second was written by versions before 0017.
_OF_ANSWERS = (AgendaSource.HEAVIER, AgendaSource.CHECKIN)


async def _own(work: UnitOfWork, actor: Actor) -> tuple[Person, CheckinSchedule]:
    person = await met(work, actor.user_id)
    schedule = await work.checkins.schedule_of(actor.user_id)
    if schedule is None:
        raise NotYours
    return person, schedule


async def _goal(work: UnitOfWork, actor: Actor, goal_id: str) -> Goal | None:
    """A goal of one's own; None without an id. Raises ``NotYours``."""
    if not goal_id:
        return None
    goal = await work.goals.get(goal_id, visible_to=actor.user_id)
    if goal is None or goal.owner_id != actor.user_id:
        raise NotYours
    return goal


async def _checkin(work: UnitOfWork, actor: Actor, checkin_id: str) -> Checkin:
    checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
    if checkin is None:
        raise NotYours
    return checkin
