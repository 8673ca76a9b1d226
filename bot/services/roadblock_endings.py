"""How a roadblock ends: solved and what helped, or it no longer matters (content.md 7.7, 7.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.circles import PostOutcome
from bot.domain.errors import NotYours
from bot.domain.messages.roadblocks import RoadblockNoted, RoadblockResolved, RoadblockThanks
from bot.domain.nudges import Skipped
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import Noted, Roadblock, RoadblockState, excerpt
from bot.ports import Clock, UnitOfWork, Units
from bot.services import roadblock_asking as asking
from bot.services.agenda import settled
from bot.services.circle_posting import became
from bot.services.met import met
from bot.services.outbox import tell
from bot.services.self_help import pass_on


@dataclass(frozen=True)
class Draft:
    """What words to a mentor begin with: who helped, and with what, as far as it was said."""

    mentor_name: str
    helped: str


class RoadblockEndings:
    """Use cases of the owner; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    async def let_go(self, actor: Actor, roadblock_id: str) -> RoadblockNoted:
        """It no longer matters: closed, and nothing more comes about it."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            if roadblock.is_open:
                roadblock.close(RoadblockState.CLOSED, at)
                await became(work, roadblock.id, roadblock.owner_id, PostOutcome.LET_GO, at)
            await asking.withdraw(work, roadblock, "closed")
            await _off_agenda(work, roadblock, at)
            solved = roadblock.state == RoadblockState.SOLVED
            noted = await noted_as(work, roadblock, Noted.SOLVED if solved else Noted.LET_GO)
            await work.commit()
            return noted

    async def solve(self, actor: Actor, roadblock_id: str) -> RoadblockResolved:
        """Solved, saved at once; what helped may be said after it, or not."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            await _solved(work, roadblock, at)
            await asking.withdraw(work, roadblock, "solved")
            await _off_agenda(work, roadblock, at)
            resolved = await _resolved(work, roadblock, is_told=bool(roadblock.helped_label))
            await work.commit()
            return resolved

    async def skip_what_helped(self, actor: Actor, roadblock_id: str) -> RoadblockResolved:
        """Nothing to say about it; fine."""
        async with self.units(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            resolved = await _resolved(work, roadblock, is_told=True)
            await work.commit()
            return resolved

    async def helped_by_whom(self, actor: Actor, roadblock_id: str) -> str:
        """The name of the mentor who answered and could be told; empty when there is none."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            helper = await _helper(work, roadblock)
            return helper.name if helper else ""

    async def draft(self, actor: Actor, roadblock_id: str) -> Draft:
        """Words to the mentor who helped, for the owner to change (content.md 7.8, 7.5)."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await asking.own(work, roadblock_id, actor.user_id)
            helper = await _helper(work, roadblock)
            if helper is None:
                raise NotYours
            return Draft(helper.name, roadblock.helped_label)

    async def tell(self, actor: Actor, roadblock_id: str, words: str) -> RoadblockResolved:
        """One line to the mentor who helped, with their digest; the same once, however often."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            told = await _tell_helper(work, roadblock, owner, at, words=words)
            resolved = await _resolved(work, roadblock, is_told=True, mentor_told=told)
            await work.commit()
            return resolved

    async def what_helped(
        self,
        actor: Actor,
        roadblock_id: str,
        *,
        helped_by: Sequence[str] = (),
        words: str = "",
        tip: str = "",
        tell_mentor: bool = False,
        pass_tip_on: bool = False,
    ) -> RoadblockResolved:
        """Keep what helped; only if ticked, tell the mentor or give others the tip (7.7, 7.8)."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            owner = await met(work, actor.user_id)
            roadblock = await asking.own(work, roadblock_id, owner.user_id)
            if await _solved(work, roadblock, at):
                await asking.withdraw(work, roadblock, "solved")
            roadblock.helped_by, roadblock.helped_words = list(helped_by), words
            roadblock.tip = tip
            await pass_on(work, roadblock, at, shared=pass_tip_on)
            told = tell_mentor and await _tell_helper(work, roadblock, owner, at)
            resolved = await _resolved(work, roadblock, is_told=True, mentor_told=told)
            await work.commit()
            return resolved


async def noted_as(
    work: UnitOfWork,
    roadblock: Roadblock,
    outcome: Noted,
    *,
    mentor_name: str = "",
    next_at: datetime | None = None,
    mentor_hears_at: datetime | None = None,
    circle_name: str = "",
) -> RoadblockNoted:
    """The line that takes the place of the buttons."""
    return RoadblockNoted(
        subject_id=roadblock.id,
        turn=await work.people.next_turn(roadblock.owner_id, RoadblockNoted.kind),
        outcome=outcome,
        mentor_name=mentor_name,
        next_at=next_at,
        mentor_hears_at=mentor_hears_at,
        circle_name=circle_name,
    )


# --- private -------------------------------------------------------------------------------------


async def _solved(work: UnitOfWork, roadblock: Roadblock, at: datetime) -> bool:
    """Solved from now on, also where it was posted; False: it was that already."""
    if roadblock.state == RoadblockState.SOLVED:
        return False
    roadblock.close(RoadblockState.SOLVED, at)
    await became(work, roadblock.id, roadblock.owner_id, PostOutcome.SOLVED, at)
    return True


async def _resolved(
    work: UnitOfWork, roadblock: Roadblock, *, is_told: bool, mentor_told: bool = False
) -> RoadblockResolved:
    helper = await _helper(work, roadblock)
    return RoadblockResolved(
        subject_id=roadblock.id,
        turn=await work.people.next_turn(roadblock.owner_id, RoadblockResolved.kind),
        roadblock=excerpt(roadblock.what) if roadblock.is_shared else "",
        mentor_name=helper.name if helper else "",
        helped_label=roadblock.helped_label if roadblock.is_shared else "",
        is_told=is_told,
        mentor_told=mentor_told,
    )


async def _helper(work: UnitOfWork, roadblock: Roadblock) -> Person | None:
    """The mentor who answered last, while their pairing is active."""
    replies = await work.roadblocks.replies_to(roadblock.id)
    active = {one.mentor_id for one in await work.pairings.active_of_mentee(roadblock.owner_id)}
    helpers = [one.mentor_id for one in replies if one.mentor_id in active]
    return await work.people.get(helpers[-1]) if helpers else None


async def _tell_helper(
    work: UnitOfWork, roadblock: Roadblock, owner: Person, at: datetime, *, words: str = ""
) -> bool:
    helper = await _helper(work, roadblock)
    if helper is None:
        return False
    message = RoadblockThanks(
        subject_id=roadblock.id,
        mentee_name=owner.name,
        helped_label="" if words else excerpt(roadblock.helped_label),
        words=words,
    )
    key = f"{message.kind}:{roadblock.id}:solved"
    told = await tell(work, message, to=helper.user_id, at=at, key=key)
    return not isinstance(told, Skipped) or told.reason == "already-said"


async def _off_agenda(work: UnitOfWork, roadblock: Roadblock, at: datetime) -> None:
    """The line it became after five reply times (content.md 5.7) has nothing to ask any more."""
    who, words = roadblock.owner_id, roadblock.what
    await settled(work, roadblock.id, owner_id=who, words=words, at=at)
