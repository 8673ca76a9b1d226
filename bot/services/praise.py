"""What a mentor says about a win, in their own words, and what comes back (content.md 8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.checkins import Checkin, Status
from bot.domain.errors import Empty, NobodyHome, NotYours
from bot.domain.goals import Goal, GoalState
from bot.domain.messages.wins import CelebrateGoal, PraiseReceived, PraiseThanks, WinShared
from bot.domain.people import Actor
from bot.domain.wins import Praise, PraiseKind, Win, says_enough
from bot.ports import Clock, UnitOfWork, Units
from bot.services.outbox import tell


@dataclass(frozen=True)
class Praised:
    """What a mentor is about to write on. ``about`` is ``win``, ``goal`` or ``checkin``; a
    check-in in general has no title."""

    about: str
    subject_id: str
    owner_id: str
    owner_name: str
    title: str
    impact: str = ""


class PraiseDesk:
    """Use cases; each is one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock

    # --- the mentor ------------------------------------------------------------------------------

    async def about(self, actor: Actor, about: str, subject_id: str) -> Praised:
        """The win or goal, if it was shared with this mentor and they may still see it."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _praised(work, actor, about, subject_id)

    async def card(self, actor: Actor, about: str, subject_id: str) -> WinShared | CelebrateGoal:
        """The mentor's card as it stands now."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _card(work, actor, await _praised(work, actor, about, subject_id))

    async def write(
        self, actor: Actor, about: str, subject_id: str, kind: str, words: str
    ) -> WinShared | CelebrateGoal:
        """Send the mentor's own words to the person whose win it is.

        The same words twice change nothing; other words replace what was not delivered yet, and
        follow what was. Raises, with the words, ``Empty`` when they say too little and
        ``NobodyHome`` when the other cannot be reached. Returns the mentor's card.
        """
        if not says_enough(kind, words):
            raise Empty(words=words)
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            praised = await _praised(work, actor, about, subject_id)
            await _send(work, actor, praised, PraiseKind(kind), words, at)
            card = await _card(work, actor, praised)
            await work.commit()
            return card

    async def write_about_checkin(self, actor: Actor, checkin_id: str, words: str) -> str:
        """As ``write``, about a check-in in the mentor's digest (content.md 5.3): three words or
        more. Returns the other's name."""
        if not says_enough(PraiseKind.CONGRATULATE, words):
            raise Empty(words=words)
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            praised = await _praised(work, actor, "checkin", checkin_id)
            await _send(work, actor, praised, PraiseKind.CONGRATULATE, words, at)
            await work.commit()
            return praised.owner_name

    # --- the mentee ------------------------------------------------------------------------------

    async def keep(self, actor: Actor, praise_id: str) -> PraiseReceived:
        """Keep these words for a harder day."""
        async with self.units(actor.workspace_id) as work:
            praise = await _mine(work, actor, praise_id)
            praise.kept_at = praise.kept_at or self.clock.now()
            return await _finished(work, actor, praise)

    async def thank(self, actor: Actor, praise_id: str) -> PraiseReceived:
        """One thank-you to the mentor, in their digest; tapping again says it once."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            praise = await _mine(work, actor, praise_id)
            praise.thanked_at = praise.thanked_at or at
            owner = await work.people.get(actor.user_id)
            thanks = PraiseThanks(
                subject_id=praise.id,
                mentee_name=owner.name if owner else "",
                win_title=await _title(work, praise.by_id, praise),
            )
            if await _still_mentors(work, praise):
                await tell(work, thanks, to=praise.by_id, at=at, key=f"{thanks.kind}:{praise.id}")
            return await _finished(work, actor, praise)

    async def read(self, actor: Actor, praise_id: str) -> tuple[PraiseReceived, str]:
        """The words as they stand, and what was already said about *how*."""
        async with self.units.reading(actor.workspace_id) as work:
            praise = await _mine(work, actor, praise_id)
            win = await _own_win(work, actor, praise)
            message = await _received(work, praise, await _title(work, actor.user_id, praise))
            return message, win.how if win else ""

    async def tell_how(self, actor: Actor, praise_id: str, how: str) -> PraiseReceived:
        """Answer the mentor's question: kept with the win, and sent to the one who asked.

        The form says who will read it. Answering again before it went out replaces it.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            praise = await _mine(work, actor, praise_id)
            win = await _own_win(work, actor, praise)
            if win is None:
                raise NotYours
            win.how, praise.answered_at = how, at
            told = [
                one
                for one in await work.outbox.about(win.id, WinShared.kind)
                if one.recipient_id == praise.by_id and one.payload.get("how")
            ]
            if how not in [one.payload["how"] for one in told]:
                await _send_how(work, praise, win, at, len(told))
            return await _finished(work, actor, praise)


# --- private -------------------------------------------------------------------------------------


async def _praised(work: UnitOfWork, actor: Actor, about: str, subject_id: str) -> Praised:
    """A third person, and the owner themselves, learn nothing here."""
    held: Win | Goal | None
    if about == "checkin":
        checkin, goal = await _checkin(work, actor, subject_id)
        names = await work.people.named([checkin.owner_id])
        name, title = names.get(checkin.owner_id, ""), goal.title if goal else ""
        return Praised(about, checkin.id, checkin.owner_id, name, title)
    if about == "goal":
        held = await work.goals.get(subject_id, visible_to=actor.user_id)
        held = held if held is not None and held.state == GoalState.REACHED else None
    else:
        held = await work.wins.get(subject_id, visible_to=actor.user_id)
    if held is None or held.owner_id == actor.user_id:
        raise NotYours
    owner = await work.people.get(held.owner_id)
    return Praised(
        about=about,
        subject_id=held.id,
        owner_id=held.owner_id,
        owner_name=owner.name if owner else "",
        title=held.title,
        impact=held.impact if isinstance(held, Win) else "",
    )


async def _checkin(work: UnitOfWork, actor: Actor, checkin_id: str) -> tuple[Checkin, Goal | None]:
    """A check-in that is shared with this mentor as things are now, and its goal."""
    for pairing in await work.pairings.of(actor.user_id):
        if pairing.mentor_id != actor.user_id or not pairing.is_active:
            continue
        checkin = await work.checkins.checkin(checkin_id, owner_id=pairing.mentee_id)
        if checkin is None or checkin.undone_at or checkin.status == Status.SKIPPED:
            continue
        if not checkin.goal_id and pairing.checkins_shared:
            return checkin, None
        goal = await work.goals.get(checkin.goal_id, visible_to=actor.user_id)
        if goal is not None and pairing.checkins_shared and goal.pairing_id == pairing.id:
            return checkin, goal
    raise NotYours


async def _send(
    work: UnitOfWork, actor: Actor, praised: Praised, kind: PraiseKind, words: str, at: datetime
) -> None:
    owner = await work.people.get(praised.owner_id)
    if owner is None or not owner.is_here:
        raise NobodyHome(words=words, who=praised.owner_name)
    praise = await _written(work, actor, praised, kind, words, at)
    if praise is None:
        return
    message = await _received(work, praise, praised.title)
    told = len(await work.outbox.about(praise.id))
    key = f"{message.kind}:{praise.id}:{told}"
    await tell(work, message, to=praised.owner_id, at=at, key=key)


async def _card(work: UnitOfWork, actor: Actor, praised: Praised) -> WinShared | CelebrateGoal:
    given = await _given(work, actor, praised)
    answered = tuple(dict.fromkeys(one.kind for one in given))
    kind = CelebrateGoal.kind if praised.about == "goal" else WinShared.kind
    turn = await _turn(work, praised.subject_id, kind, actor.user_id)
    if praised.about == "goal":
        return CelebrateGoal(
            turn=turn,
            subject_id=praised.subject_id,
            goal_title=praised.title,
            mentee_name=praised.owner_name,
            answered=answered,
        )
    return WinShared(
        turn=turn,
        subject_id=praised.subject_id,
        mentee_name=praised.owner_name,
        win_title=praised.title,
        impact=praised.impact,
        answered=answered,
    )


async def _given(work: UnitOfWork, actor: Actor, praised: Praised) -> list[Praise]:
    if praised.about == "checkin":
        return await work.wins.praise_by(actor.user_id, checkin_id=praised.subject_id)
    if praised.about == "goal":
        return await work.wins.praise_by(actor.user_id, goal_id=praised.subject_id)
    return await work.wins.praise_by(actor.user_id, win_id=praised.subject_id)


async def _written(
    work: UnitOfWork, actor: Actor, praised: Praised, kind: PraiseKind, words: str, at: datetime
) -> Praise | None:
    """The praise to send; None when these very words were sent before."""
    same_kind = [one for one in await _given(work, actor, praised) if one.kind == kind]
    if any(one.words == words for one in same_kind):
        return None
    latest = same_kind[-1] if same_kind else None
    if latest and await work.outbox.cancel(latest.id, PraiseReceived.kind, reason="replaced"):
        latest.words, latest.at = words, at
        return latest
    praise = Praise(
        work.workspace_id,
        praised.subject_id if praised.about == "win" else "",
        actor.user_id,
        kind,
        words,
        at,
        owner_id=praised.owner_id,
        goal_id=praised.subject_id if praised.about == "goal" else "",
        checkin_id=praised.subject_id if praised.about == "checkin" else "",
    )
    work.wins.add(praise)
    await work.flush()
    return praise


async def _mine(work: UnitOfWork, actor: Actor, praise_id: str) -> Praise:
    praise = await work.wins.praise(praise_id, visible_to=actor.user_id)
    if praise is None or praise.owner_id != actor.user_id:
        raise NotYours
    return praise


async def _own_win(work: UnitOfWork, actor: Actor, praise: Praise) -> Win | None:
    if not praise.win_id:
        return None
    win = await work.wins.get(praise.win_id, visible_to=actor.user_id)
    return win if win is not None and win.owner_id == actor.user_id else None


async def _title(work: UnitOfWork, viewer: str, praise: Praise) -> str:
    """What it was about, as this viewer may read it now; empty when they may not."""
    goal_id = praise.goal_id
    if praise.checkin_id:
        checkin = await work.checkins.checkin(praise.checkin_id, owner_id=praise.owner_id)
        goal_id = checkin.goal_id if checkin else ""
    if not praise.win_id:
        goal = await work.goals.get(goal_id, visible_to=viewer)
        return goal.title if goal else ""
    win = await work.wins.get(praise.win_id, visible_to=viewer)
    return win.title if win else ""


async def _received(work: UnitOfWork, praise: Praise, title: str) -> PraiseReceived:
    names = await work.people.named([praise.by_id])
    return PraiseReceived(
        turn=await _turn(work, praise.id, PraiseReceived.kind, praise.owner_id),
        subject_id=praise.id,
        mentor_name=names.get(praise.by_id, ""),
        win_title=title,
        praise_kind=praise.kind,
        words=praise.words,
        about="win" if praise.win_id else "goal" if praise.goal_id else "checkin",
        kept=praise.kept_at is not None,
        thanked=praise.thanked_at is not None,
        answered=praise.answered_at is not None,
    )


async def _turn(work: UnitOfWork, subject_id: str, kind: str, reader_id: str) -> int:
    """The turn of the message as it was sent: rewritten, it keeps its opening sentence."""
    sent = await work.outbox.about(subject_id, kind)
    return next((one.turn for one in sent if one.recipient_id == reader_id), 0)


async def _finished(work: UnitOfWork, actor: Actor, praise: Praise) -> PraiseReceived:
    message = await _received(work, praise, await _title(work, actor.user_id, praise))
    await work.commit()
    return message


async def _still_mentors(work: UnitOfWork, praise: Praise) -> bool:
    pairing = await work.pairings.between(praise.owner_id, praise.by_id)
    return pairing is not None and pairing.is_active and pairing.mentor_id == praise.by_id


async def _send_how(work: UnitOfWork, praise: Praise, win: Win, at: datetime, told: int) -> None:
    if not await _still_mentors(work, praise):
        return
    owner = await work.people.get(win.owner_id)
    message = WinShared(
        subject_id=win.id,
        mentee_name=owner.name if owner else "",
        win_title=win.title,
        how=win.how,
        answered=(PraiseKind.QUESTION,),
    )
    key = f"win_shared:{win.id}:how:{praise.id}:{told}"
    await tell(work, message, to=praise.by_id, at=at, key=key)
