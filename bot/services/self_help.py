"""Four questions to oneself, and tips from one person to the next (content.md 7.1, 7.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.checkins import GENERAL_TITLE
from bot.domain.goals import Goal
from bot.domain.messages.self_help import RoadblockSelfHelp
from bot.domain.people import Actor
from bot.domain.roadblocks import FORM_LENGTH, Roadblock, excerpt
from bot.domain.self_help import TIPS_READ, SelfPlan, Stage, Tip, closest
from bot.ports import Clock, UnitOfWork, Units
from bot.services import roadblock_asking as asking
from bot.services.met import met


@dataclass(frozen=True)
class Question:
    """One of the four, with what was answered so far. ``tips`` are others' words, no names."""

    ask: RoadblockSelfHelp
    plan: SelfPlan
    what: str
    today: date
    tips: tuple[str, ...] = ()


class SelfHelpService:
    """Use cases of the owner of a roadblock; each is one transaction, and nobody else hears."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def question(self, actor: Actor, roadblock_id: str, stage: Stage) -> Question:
        """The question of this stage, about a roadblock or a check-in of one's own.

        Opened from a check-in nothing is kept before the first answer. Raises ``NotYours``.
        """
        async with self.units.reading(actor.workspace_id) as work:
            roadblock, _ = await _held(work, roadblock_id, actor, self.clock.now())
            plan = await _plan(work, roadblock, self.clock.now())
            return await self._question(work, roadblock, plan, stage)

    async def keep(
        self,
        actor: Actor,
        roadblock_id: str,
        stage: Stage,
        *,
        wanted: str | None = None,
        facts: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Question:
        """Keep an answer the moment it is given, and ask the question of ``stage``.

        None leaves an answer as it stands. With the first answer about a check-in a roadblock
        begins, its owner's alone, in the words of the check-in.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock, is_new = await _held(work, roadblock_id, actor, at)
            if is_new:
                work.roadblocks.add(roadblock)
                await work.flush()
                owner = await met(work, actor.user_id)
                await asking.follow_up_later(work, roadblock, owner, at)
            plan = await _plan(work, roadblock, at, keep=True)
            plan.wanted = plan.wanted if wanted is None else wanted
            plan.facts = plan.facts if facts is None else facts
            plan.options = plan.options if options is None else list(options)
            asked = await self._question(work, roadblock, plan, stage)
            await work.commit()
            return asked

    async def choose(
        self, actor: Actor, roadblock_id: str, step: str, cue: str, step_on: date | None
    ) -> RoadblockSelfHelp:
        """The plan is made: did it move is asked three working days on (blocking: two)."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            plan = await _plan(work, roadblock, at, keep=True)
            plan.step, plan.cue, plan.step_on, plan.saved_at = step, cue, step_on, at
            next_at = None
            if roadblock.is_open:
                next_at = await asking.follow_up_later(work, roadblock, owner, at)
            saved = await _said(work, roadblock, Stage.SAVED, next_at=next_at)
            await work.commit()
            return saved

    async def read(self, actor: Actor, roadblock_id: str) -> SelfPlan:
        """One's own plan, for a window."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            return await _plan(work, roadblock, self.clock.now())

    # --- private ---------------------------------------------------------------------------------

    async def _question(
        self, work: UnitOfWork, roadblock: Roadblock, plan: SelfPlan, stage: Stage
    ) -> Question:
        owner = await met(work, roadblock.owner_id)
        tips: list[Tip] = []
        if stage == Stage.OPTIONS:
            others = await work.self_help.tips_for(owner.user_id, TIPS_READ)
            tips = closest(f"{roadblock.what} {plan.facts}", roadblock.help_wanted, others)
        today = owner.week.local(self.clock.now()).date()
        ask = await _said(work, roadblock, stage, has_tips=bool(tips))
        return Question(ask, plan, roadblock.what, today, tuple(one.words for one in tips))


async def pass_on(work: UnitOfWork, roadblock: Roadblock, at: datetime, *, shared: bool) -> None:
    """What the owner would tell the next person, for others only where they ticked it.

    Ticked again it is the newest wording; saved without the tick it is taken back.
    """
    standing = await work.self_help.tip_of(roadblock.id, owner_id=roadblock.owner_id)
    if not (shared and roadblock.tip):
        if standing is not None:
            await work.self_help.take_back(standing)
        return
    if standing is None:
        tip = Tip(work.workspace_id, roadblock.id, roadblock.owner_id, "", "", at)
        work.self_help.add(tip)
        standing = tip
    standing.words, standing.tag = roadblock.tip, roadblock.help_wanted


# --- private -------------------------------------------------------------------------------------


async def _held(
    work: UnitOfWork, roadblock_id: str, actor: Actor, at: datetime
) -> tuple[Roadblock, bool]:
    """One's own roadblock, or what it would be out of the check-in of that id, and whether it is
    new. It has the check-in's id: two forms at once are one roadblock. Raises ``NotYours``."""
    if await work.roadblocks.get(roadblock_id, visible_to=actor.user_id) is None:
        checkin = await work.checkins.checkin(roadblock_id, owner_id=actor.user_id)
        if checkin is not None:
            goal = None
            if checkin.goal_id:
                goal = await work.goals.get(checkin.goal_id, visible_to=actor.user_id)
            words = checkin.note or (goal.title if goal else GENERAL_TITLE)
            what, goal_id = excerpt(words, FORM_LENGTH), goal.id if goal else ""
            new = Roadblock(work.workspace_id, actor.user_id, what, at)
            new.goal_id, new.id = goal_id, checkin.id
            return new, True
    return await asking.own(work, roadblock_id, actor.user_id), False


async def _plan(
    work: UnitOfWork, roadblock: Roadblock, at: datetime, *, keep: bool = False
) -> SelfPlan:
    """What was answered before, or an empty one."""
    plan = await work.self_help.plan_of(roadblock.id, owner_id=roadblock.owner_id)
    if plan is None:
        plan = SelfPlan(work.workspace_id, roadblock.id, roadblock.owner_id, at)
        if keep:
            work.self_help.add(plan)
    return plan


async def _said(
    work: UnitOfWork,
    roadblock: Roadblock,
    stage: Stage,
    *,
    has_tips: bool = False,
    next_at: datetime | None = None,
) -> RoadblockSelfHelp:
    goal = None
    if roadblock.goal_id:
        goal = await work.goals.get(roadblock.goal_id, visible_to=roadblock.owner_id)
    mentors = await work.pairings.active_of_mentee(roadblock.owner_id)
    return RoadblockSelfHelp(
        subject_id=roadblock.id,
        stage=stage,
        goal_title=goal.title if goal and _is_news(goal, roadblock, stage) else "",
        has_tips=has_tips,
        next_at=next_at,
        has_mentor=bool(mentors),
    )


def _is_news(goal: Goal, roadblock: Roadblock, stage: Stage) -> bool:
    """Not where the title stands above already, nor in what may be a message."""
    return stage != Stage.SAVED and goal.title != roadblock.what
