"""Setbacks: met kindly, kept for their owner, strengths and a next step on a tap (content.md F9).

Nothing here is told to anybody else: no message of this file has another reader than the owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.checkins import Prompt, PromptState
from bot.domain.errors import Empty, NotYours, StepTooFarOff, TooLong
from bot.domain.goals import Goal
from bot.domain.messages.setbacks import (
    SetbackAck,
    SetbackNextStep,
    SetbackStrengths,
)
from bot.domain.people import Actor, Person
from bot.domain.setbacks import (
    CHECKIN_DAYS,
    STEP_DAYS,
    WORDS_LENGTH,
    Reminder,
    Setback,
    SetbackChoice,
    SetbackSource,
    glimpse,
    quiet_until,
    reminders,
)
from bot.domain.wins import WinSource, titled
from bot.ports import Clock, UnitOfWork, Units
from bot.services.audience import audiences
from bot.services.goal_pieces import label_of
from bot.services.met import met
from bot.services.wins import WinForm, keep_win

#: How long the extra check-in stays open for an answer.
OPEN_FOR = timedelta(days=4)
#: Active goals offered to choose from.
GOALS = 20


@dataclass(frozen=True)
class SetbackForm:
    """What the first form starts with; ``goals`` are (id, title)."""

    words: str = ""
    goal_id: str = ""
    goals: tuple[tuple[str, str], ...] = ()
    source: str = SetbackSource.COMMAND


@dataclass(frozen=True)
class Step:
    """What the next step's form holds; everything may be empty. ``used`` is a reminder's id."""

    plan_then: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    friend: str = ""
    used: str = ""
    goal_id: str = ""


@dataclass(frozen=True)
class StepForm:
    """The next step's form. ``seen_by`` is who else reads the goal's step, in words; ``goals`` are
    offered while the setback has none; ``strengths`` are (id, words) to take along."""

    intro: SetbackNextStep
    step: Step
    latest_on: date
    goals: tuple[tuple[str, str], ...] = ()
    strengths: tuple[tuple[str, str], ...] = ()
    seen_by: str = ""


class SetbackService:
    """Use cases of setbacks; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- saying it -------------------------------------------------------------------------------

    async def form(self, actor: Actor) -> SetbackForm:
        """An empty form."""
        async with self.units.reading(actor.workspace_id) as work:
            return SetbackForm(goals=await _goals(work, actor.user_id))

    async def form_from_checkin(self, actor: Actor, checkin_id: str) -> SetbackForm:
        """A form about an answer of one's own: its note and its goal are there already."""
        async with self.units.reading(actor.workspace_id) as work:
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None:
                raise NotYours
            goal = await _goal(work, actor.user_id, checkin.goal_id)
            return SetbackForm(
                words=checkin.note[:WORDS_LENGTH],
                goal_id=goal.id if goal else "",
                goals=await _goals(work, actor.user_id, goal),
                source=SetbackSource.CHECKIN,
            )

    async def form_from_goal(self, actor: Actor, goal_id: str) -> SetbackForm:
        """A form about a goal of one's own."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await _goal(work, actor.user_id, goal_id)
            if goal is None:
                raise NotYours
            goals = await _goals(work, actor.user_id, goal)
            return SetbackForm(goal_id=goal.id, goals=goals, source=SetbackSource.GOAL)

    async def save(
        self,
        actor: Actor,
        words: str = "",
        goal_id: str = "",
        source: str = SetbackSource.COMMAND,
    ) -> SetbackAck:
        """Keep it for its owner; words are welcome, none are needed, and nothing more is asked.

        From now on, today and tomorrow, only people are heard (content.md 9.1). Raises ``TooLong``
        with the words.
        """
        if len(words) > WORDS_LENGTH:
            raise TooLong(words=words, limit=f"{WORDS_LENGTH:,}")
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await _goal(work, actor.user_id, goal_id)
            if goal_id and goal is None:
                raise NotYours
            setback = Setback(
                work.workspace_id,
                actor.user_id,
                at,
                words=words,
                goal_id=goal_id,
                source=SetbackSource(source),
            )
            work.setbacks.add(setback)
            person.quiet_until = max(quiet_until(person.week, at), person.quiet_until or at)
            choices = await audiences(work, actor.user_id)
            ack = SetbackAck(
                turn=await work.people.next_turn(actor.user_id, SetbackAck.kind),
                subject_id=setback.id,
                goal_title=goal.title if goal else "",
                mentor_name=choices[1].mentor_name if len(choices) > 1 else "",
            )
            await work.commit()
            return ack

    # --- the choices -----------------------------------------------------------------------------

    async def choose(self, actor: Actor, setback_id: str, choice: SetbackChoice) -> Setback:
        """What they took up: to leave it there, or to tell somebody themselves."""
        async with self.units(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            setback.choose(choice)
            await work.commit()
            return setback

    async def strengths(self, actor: Actor, setback_id: str) -> SetbackStrengths:
        """What they have already shown, by their own record; only on their tap."""
        async with self.units(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            found = await _reminders(work, setback, self.clock.now())
            setback.choose(SetbackChoice.STRENGTHS)
            setback.shown = [one.id for one in found]
            shown = SetbackStrengths(
                turn=await work.people.next_turn(actor.user_id, SetbackStrengths.kind),
                subject_id=setback.id,
                strengths=await _in_words(work, actor, found),
            )
            await work.commit()
            return shown

    async def remember(self, actor: Actor, setback_id: str, words: str) -> SetbackStrengths:
        """Keep one past difficulty in the wins jar, for this day and the next hard one.

        The same words twice are kept once. Raises ``Empty`` without a word.
        """
        if not words:
            raise Empty
        async with self.units(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            title, how = titled(words)
            jar = await work.wins.jar(actor.user_id)
            win = next((one for one in jar if (one.title, one.how) == (title, how)), None)
            if win is None:
                form = WinForm(title, how, source=WinSource.SETBACK)
                win = await keep_win(work, actor.user_id, form, self.clock.now())
            setback.shown = [win.id]
            kept = SetbackStrengths(subject_id=setback.id, kept=True)
            await work.commit()
            return kept

    # --- the next step ---------------------------------------------------------------------------

    async def step_form(self, actor: Actor, setback_id: str, *, use: bool = False) -> StepForm:
        """The form of 9.3 with what was saved before. ``use``: take one of the reminders along."""
        async with self.units.reading(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            person = await met(work, actor.user_id)
            goal = await _active_goal(work, setback)
            choices = await audiences(work, actor.user_id)
            shared = goal is not None and label_of(goal, choices) != choices[0].label
            found = await _shown(work, setback) if use else []
            return StepForm(
                intro=SetbackNextStep(
                    subject_id=setback.id, goal_title=goal.title if goal else ""
                ),
                step=Step(
                    setback.plan_then,
                    setback.next_step,
                    setback.next_step_on,
                    setback.friend,
                    setback.used,
                ),
                latest_on=_today(person, self.clock.now()) + timedelta(days=STEP_DAYS),
                goals=() if setback.goal_id else await _goals(work, actor.user_id),
                strengths=tuple((one.id, glimpse(one.words)) for one in found),
                seen_by=label_of(goal, choices) if goal and shared else "",
            )

    async def take(self, actor: Actor, setback_id: str, step: Step) -> SetbackNextStep:
        """Save the plan and the smaller step; the step becomes the goal's next one.

        The plan and the words to a friend stay with the setback. An extra check-in is offered,
        not set. Raises ``StepTooFarOff`` for a day that is past or more than a week away.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            person = await met(work, actor.user_id)
            _refuse_far(step.next_step_on, _today(person, at))
            if step.goal_id and not setback.goal_id:
                if await _goal(work, actor.user_id, step.goal_id) is None:
                    raise NotYours
                setback.goal_id = step.goal_id
            setback.choose(SetbackChoice.NEXT)
            setback.plan_then = _after_lead(step.plan_then)
            setback.next_step, setback.next_step_on = step.next_step, step.next_step_on
            setback.friend = step.friend
            setback.used = step.used if step.used in setback.shown else setback.used
            goal = await _active_goal(work, setback)
            if goal is not None and step.next_step:
                goal.next_step, goal.next_step_on = step.next_step, step.next_step_on
            saved = _saved(setback, goal, _extra_at(person, at))
            await work.commit()
            return saved

    async def ask_again(self, actor: Actor, setback_id: str) -> SetbackNextStep:
        """The extra check-in, three working days from now; a second tap changes nothing."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            person = await met(work, actor.user_id)
            goal = await _active_goal(work, setback)
            if setback.checkin_at is None:
                setback.checkin_at = _extra_at(person, at)
                prompt = Prompt(
                    work.workspace_id,
                    person.user_id,
                    asked_at=at,
                    closes_at=setback.checkin_at + OPEN_FOR,
                    goal_ids=[goal.id] if goal else [],
                    state=PromptState.SNOOZED,
                    id=setback.id,  # two taps at once cannot ask twice
                )
                work.checkins.add(prompt)
                await work.flush()
                await work.nudges.set(
                    "checkin_snoozed", prompt.id, person.user_id, setback.checkin_at
                )
            saved = _saved(setback, goal, None)
            await work.commit()
            return saved

    async def leave(self, actor: Actor, setback_id: str) -> SetbackNextStep:
        """No extra check-in; everything saved stays."""
        async with self.units.reading(actor.workspace_id) as work:
            setback = await _own(work, actor, setback_id)
            return _saved(setback, await _active_goal(work, setback), None)


# --- private -------------------------------------------------------------------------------------


async def _own(work: UnitOfWork, actor: Actor, setback_id: str) -> Setback:
    setback = await work.setbacks.get(setback_id, owner_id=actor.user_id)
    if setback is None:
        raise NotYours
    return setback


async def _goal(work: UnitOfWork, owner_id: str, goal_id: str) -> Goal | None:
    goal = await work.goals.get(goal_id, visible_to=owner_id) if goal_id else None
    return goal if goal is not None and goal.owner_id == owner_id else None


async def _active_goal(work: UnitOfWork, setback: Setback) -> Goal | None:
    """The goal it is about, while there is a next step to take in it."""
    goal = await _goal(work, setback.owner_id, setback.goal_id)
    return goal if goal is not None and goal.is_active else None


async def _goals(
    work: UnitOfWork, owner_id: str, about: Goal | None = None
) -> tuple[tuple[str, str], ...]:
    goals = (await work.goals.active_of(owner_id))[:GOALS]
    if about is not None and all(goal.id != about.id for goal in goals):
        goals = [about, *goals]
    return tuple((goal.id, goal.title) for goal in goals)


async def _reminders(work: UnitOfWork, setback: Setback, at: datetime) -> list[Reminder]:
    goals = await work.goals.of(setback.owner_id, visible_to=setback.owner_id)
    skills = {goal.id: goal.skill for goal in goals if goal.owner_id == setback.owner_id}
    return reminders(
        await work.wins.jar(setback.owner_id),
        await work.wins.kept(setback.owner_id),
        goal_id=setback.goal_id,
        skill=skills.get(setback.goal_id, ""),
        skills=skills,
        at=at,
    )


async def _shown(work: UnitOfWork, setback: Setback) -> list[Reminder]:
    """What was shown, as it is now; what was set aside or taken away meanwhile is left out."""
    wins = {win.id: win for win in await work.wins.jar(setback.owner_id) if not win.hidden_at}
    kept = {one.id: one for one in await work.wins.kept(setback.owner_id)}
    found: list[Reminder] = []
    for one_id in setback.shown:
        if win := wins.get(one_id):
            found.append(Reminder(win.id, win.title, win.at))
        elif praise := kept.get(one_id):
            found.append(Reminder(praise.id, praise.words, praise.at, praise.by_id))
    return found


async def _in_words(work: UnitOfWork, actor: Actor, found: list[Reminder]) -> tuple[str, ...]:
    person = await met(work, actor.user_id)
    names = await work.people.named([one.by_id for one in found if one.by_id])
    lines: list[str] = []
    for one in found:
        by = f" ({names[one.by_id]})" if names.get(one.by_id) else ""
        lines.append(f"{person.week.local(one.at):%B %Y}: {glimpse(one.words)}{by}")
    return tuple(lines)


def _saved(setback: Setback, goal: Goal | None, offered_at: datetime | None) -> SetbackNextStep:
    return SetbackNextStep(
        subject_id=setback.id,
        goal_title=goal.title if goal else "",
        plan=setback.if_then,
        next_step=setback.next_step,
        next_step_on=setback.next_step_on,
        saved=True,
        offered_at=None if setback.checkin_at else offered_at,
        asked_at=setback.checkin_at,
    )


def _today(person: Person, at: datetime) -> date:
    return person.week.local(at).date()


def _extra_at(person: Person, at: datetime) -> datetime:
    return person.week.after_working_days(at, CHECKIN_DAYS)


def _refuse_far(day: date | None, today: date) -> None:
    if day is not None and not today <= day <= today + timedelta(days=STEP_DAYS):
        raise StepTooFarOff


def _after_lead(words: str) -> str:
    """People finish "then I will …" with the whole phrase as often as not."""
    for lead in ("then i will ", "i will ", "i'll ", "i’ll ", "then "):
        if words.casefold().startswith(lead) and len(words) > len(lead):
            return words[len(lead) :]
    return words
