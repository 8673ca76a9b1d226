"""Words typed in the DM are never lost (content.md F5, F23): kept first, placed by a tap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checkins import GENERAL_TITLE, Answers, Checkin
from bot.domain.errors import NotYours, TooLong
from bot.domain.messages.checkins import AskedGoal, CheckinAck
from bot.domain.messages.people import StrayWords as StrayCard
from bot.domain.messages.wins import WinAck
from bot.domain.people import Actor
from bot.domain.replies import STILL_FRESH, Place, StrayWords, spoken_status
from bot.domain.visibility import Visibility
from bot.domain.wins import WinSource, joined, titled
from bot.ports import Clock, UnitOfWork, Units
from bot.services.checkins import CheckinService
from bot.services.wins import WinForm, acknowledged, keep_win


@dataclass(frozen=True)
class Heard:
    """The card for words just kept. ``is_new``: somebody who has not begun with Waymark yet;
    ``is_awaited``: people they mentor wait for an answer, which has buttons of its own."""

    card: StrayCard
    is_new: bool = False
    is_awaited: bool = False


@dataclass(frozen=True)
class Noted:
    """The words went to an answer that already stood."""

    title: str
    status: str


@dataclass(frozen=True)
class WhichStatus:
    """The words say no status; one more tap does."""

    goal_id: str
    title: str


@dataclass(frozen=True)
class _Target:
    """What stray words may join: the open check-in, or the one answered a moment ago."""

    prompt_id: str
    goals: tuple[AskedGoal, ...]


class ReplyService:
    """Use cases; what changes two records may run as two transactions, each safe to repeat."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self._checkins = CheckinService(units, clock)

    async def remember(self, actor: Actor) -> None:
        """Nothing to keep, but the same message delivered again is not answered again."""
        async with self.units(actor.workspace_id) as work:
            await work.commit()

    async def hear(self, actor: Actor, words: str) -> Heard:
        """Keep the words as typed, and say what they could become."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            stray = StrayWords(work.workspace_id, actor.user_id, words, at)
            work.replies.add(stray)
            card = await _card(work, stray, await _target(work, actor.user_id, at))
            person = await work.people.get(actor.user_id)
            begun = person is None or person.set_up_at is not None
            heard = Heard(
                card=card,
                is_new=not begun and not await _has_anything(work, actor.user_id),
                is_awaited=bool(await work.roadblocks.open_for_mentor(actor.user_id)),
            )
            await work.commit()
            return heard

    async def words(self, actor: Actor, stray_id: str, *, limit: int | None = None) -> str:
        """What was typed, to start a form with. Raises ``TooLong``, with the words, beyond
        ``limit``: a form would cut them."""
        async with self.units.reading(actor.workspace_id) as work:
            words = (await _own(work, actor, stray_id)).words
        if limit is not None and len(words) > limit:
            raise TooLong(words=words, limit=f"{limit:,}")
        return words

    async def add_to_checkin(
        self, actor: Actor, stray_id: str, goal_id: str, status: str = ""
    ) -> CheckinAck | Noted | WhichStatus | StrayCard:
        """Make the words part of a check-in.

        Words that begin with a status, or a ``status`` tapped, save it with the rest as note.
        Words for an answer that stands are added to its note. Else the status is asked for. When
        nothing is open any more, the card comes back with what is left to choose.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            stray = await _own(work, actor, stray_id)
            target = await _target(work, actor.user_id, at)
            goal = _goal_in(target, goal_id)
            if target is None or goal is None:
                card = await _card(work, stray, None)
                await work.commit()
                return card
            standing = await _standing(work, actor.user_id, target, goal_id)
            said = (status, stray.words) if status else spoken_status(stray.words)
            if standing is not None and (said is None or not target.prompt_id):
                return await _attach(work, stray, standing, goal, at)
            if said is None:
                return WhichStatus(goal_id, goal.title)
            answers = _answers(standing, *said)
        submitted = await self._checkins.submit(
            actor, target.prompt_id, {goal_id: answers}, came_by="words"
        )
        await self._place(actor, stray_id, Place.CHECKIN, submitted[0].checkin_id)
        return submitted[0]

    async def save_as_win(self, actor: Actor, stray_id: str) -> WinAck:
        """Into the jar, whole. Tapping twice keeps one."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            stray = await _own(work, actor, stray_id)
            win = await work.wins.get(stray.place_id, visible_to=actor.user_id)
            if stray.place != Place.WIN or win is None:
                form = WinForm(*titled(stray.words), source=WinSource.WORDS)
                win = await keep_win(work, actor.user_id, form, at)
                stray.put(Place.WIN, at, win.id)
            ack = await acknowledged(work, win)
            await work.commit()
            return ack

    async def leave(self, actor: Actor, stray_id: str) -> None:
        """They stay in the conversation, and nowhere else: the copy kept here is emptied."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            stray = await _own(work, actor, stray_id)
            if stray.place == Place.NONE:
                stray.put(Place.LEFT, at)
            await work.commit()

    # --- private ---------------------------------------------------------------------------------

    async def _place(self, actor: Actor, stray_id: str, place: Place, place_id: str) -> None:
        async with self.units(actor.workspace_id) as work:
            (await _own(work, actor, stray_id)).put(place, self.clock.now(), place_id)
            await work.commit()


# --- private -------------------------------------------------------------------------------------


async def _own(work: UnitOfWork, actor: Actor, stray_id: str) -> StrayWords:
    stray = await work.replies.get(stray_id, owner_id=actor.user_id)
    if stray is None:
        raise NotYours
    return stray


async def _target(work: UnitOfWork, owner_id: str, at: datetime) -> _Target | None:
    """The open check-in; without one, the goal answered within the last day."""
    prompt = await work.checkins.open_prompt(owner_id, at)
    if prompt is not None:
        return _Target(prompt.id, await _asked(work, owner_id, prompt.subjects))
    latest = await work.checkins.recent(owner_id, 1)
    if latest and at - latest[0].at <= STILL_FRESH:
        goals = await _asked(work, owner_id, [latest[0].goal_id])
        return _Target(latest[0].prompt_id, goals)
    return None


async def _asked(work: UnitOfWork, owner_id: str, goal_ids: list[str]) -> tuple[AskedGoal, ...]:
    asked = []
    for goal_id in goal_ids:
        goal = await work.goals.get(goal_id, visible_to=owner_id) if goal_id else None
        if goal is not None and goal.owner_id == owner_id:
            asked.append(AskedGoal(goal_id=goal.id, title=goal.title))
    return tuple(asked) or (AskedGoal(goal_id="", title=GENERAL_TITLE),)


def _goal_in(target: _Target | None, goal_id: str) -> AskedGoal | None:
    goals = target.goals if target else ()
    return next((goal for goal in goals if goal.goal_id == goal_id), None)


async def _standing(
    work: UnitOfWork, owner_id: str, target: _Target, goal_id: str
) -> Checkin | None:
    if target.prompt_id:
        return (await work.checkins.answers_to(target.prompt_id)).get(goal_id)
    latest = await work.checkins.recent(owner_id, 1)
    return latest[0] if latest and latest[0].goal_id == goal_id else None


async def _card(work: UnitOfWork, stray: StrayWords, target: _Target | None) -> StrayCard:
    goals = target.goals if target else ()
    said = spoken_status(stray.words) if target and target.prompt_id else None
    return StrayCard(
        turn=await work.people.next_turn(stray.owner_id, StrayCard.kind),
        subject_id=stray.id,
        goal_title=goals[0].title if len(goals) == 1 and goals[0].goal_id else "",
        open_prompt=bool(goals),
        goals=goals,
        counts_as=said[0] if said else "",
    )


async def _attach(
    work: UnitOfWork, stray: StrayWords, standing: Checkin, goal: AskedGoal, at: datetime
) -> Noted:
    """Added words are the owner's only, whatever the note was: nothing rises by itself (0.3)."""
    if stray.place != Place.CHECKIN or stray.place_id != standing.id:
        standing.note = joined(standing.note, stray.words)
        standing.note_visibility = Visibility.PRIVATE
        stray.put(Place.CHECKIN, at, standing.id)
    await work.commit()
    return Noted(goal.title, standing.status)


def _answers(standing: Checkin | None, status: str, note: str) -> Answers:
    """A status with a note, and everything the answer already held."""
    if standing is None:
        return Answers(status, note=note)
    kept = Answers(
        status,
        did_step=standing.did_step,
        measure_value=standing.measure_value,
        learned=standing.learned,
        next_step=standing.next_step,
        next_step_on=standing.next_step_on,
    )
    return replace(kept, note=joined(standing.note, note))


async def _has_anything(work: UnitOfWork, user_id: str) -> bool:
    return bool(await work.pairings.of(user_id) or await work.goals.active_of(user_id))
