"""Wins: saved at once, one question, shared by a tap, kept in a jar (content.md F8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.checkins import Status
from bot.domain.errors import Empty, NotYours
from bot.domain.goals import Goal
from bot.domain.messages.wins import WinAck, WinShared, WinsJarResurface
from bot.domain.outbox import DeliveryState
from bot.domain.people import Actor
from bot.domain.roadblocks import HELPED
from bot.domain.visibility import in_words
from bot.domain.wins import Win, WinSource, titled
from bot.ports import Clock, UnitOfWork, Units
from bot.services.audience import Audience, audiences, chosen_widely, has_anybody, with_circles
from bot.services.circle_posting import set_win
from bot.services.outbox import tell
from bot.services.praise import PraiseDesk
from bot.services.resurfacing import ResurfaceDesk, arm_resurfacing

#: Wins on one page of the jar: rows, months and buttons stay well inside Slack's 100 blocks.
PAGE = 25


@dataclass(frozen=True)
class WinForm:
    """What the form starts with. ``goals`` are (id, title) of the goals it may support."""

    title: str = ""
    how: str = ""
    goal_id: str = ""
    goals: tuple[tuple[str, str], ...] = ()
    source: str = WinSource.COMMAND


@dataclass(frozen=True)
class Detail:
    """What a win is about, beyond its first line (content.md 8.2). None: leave it as it is."""

    impact: str = ""
    proof: str = ""
    skill: str = ""
    helpers: str = ""
    goal_id: str = ""
    title: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class Standing:
    """One own win, and what may be done with it now."""

    win: Win
    can_share: bool
    audience: str
    goals: tuple[tuple[str, str], ...] = ()
    choices: tuple[Audience, ...] = ()


@dataclass(frozen=True)
class Kept:
    """Words of a mentor the owner kept."""

    words: str
    by: str


@dataclass(frozen=True)
class JarLine:
    """One win as the jar shows it."""

    win: Win
    on: date
    audience: str
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Jar:
    """One page, newest first. ``skills`` are (id of a win that has it, skill), for the filter."""

    lines: tuple[JarLine, ...]
    total: int
    page: int = 0
    more: bool = False
    hidden: int = 0
    filter: str = ""
    skills: tuple[tuple[str, str], ...] = ()
    can_share: bool = False


class WinService:
    """Use cases of wins; each is one transaction. ``praise`` is the mentor's side."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self.praise = PraiseDesk(units, clock)
        self.resurfacing = ResurfaceDesk(units)

    # --- saving ----------------------------------------------------------------------------------

    async def log(self, actor: Actor, words: str, source: str = WinSource.COMMAND) -> WinAck:
        """The fast path: saved as typed. Words longer than a title go on in *how*."""
        title, how = titled(words)
        return await self.save(actor, WinForm(title, how, source=source))

    async def save(self, actor: Actor, form: WinForm) -> WinAck:
        """Save it, for its owner only. Raises ``Empty`` without a word."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            win = await keep_win(work, actor.user_id, form, at)
            ack = await acknowledged(work, win)
            await work.commit()
            return ack

    async def form(self, actor: Actor) -> WinForm:
        """An empty form."""
        async with self.units.reading(actor.workspace_id) as work:
            return WinForm(goals=await _goals(work, actor.user_id))

    async def form_with(self, actor: Actor, words: str, room: int) -> WinForm:
        """A form that starts with words standing elsewhere; beyond ``room`` they are cut there."""
        title, how = titled(words)
        how = how if len(how) <= room else f"{how[: room - 1]}…"
        async with self.units.reading(actor.workspace_id) as work:
            goals = await _goals(work, actor.user_id)
            return WinForm(title, how, goals=goals, source=WinSource.WORDS)

    async def form_from_checkin(self, actor: Actor, checkin_id: str) -> WinForm:
        """A form about an answer of one's own; a goal that is done gives its name."""
        async with self.units.reading(actor.workspace_id) as work:
            checkin = await work.checkins.checkin(checkin_id, owner_id=actor.user_id)
            if checkin is None:
                raise NotYours
            goal = await _own_goal(work, actor.user_id, checkin.goal_id)
            return WinForm(
                title=goal.title if goal and checkin.status == Status.DONE else "",
                goal_id=goal.id if goal else "",
                goals=await _goals(work, actor.user_id, goal),
                source=WinSource.CHECKIN,
            )

    async def form_from_roadblock(self, actor: Actor, roadblock_id: str) -> WinForm:
        """A form about a roadblock of one's own: what was in the way, and what helped."""
        async with self.units.reading(actor.workspace_id) as work:
            roadblock = await work.roadblocks.get(roadblock_id, visible_to=actor.user_id)
            if roadblock is None or roadblock.owner_id != actor.user_id:
                raise NotYours
            helped = [label for value, label in HELPED if value in roadblock.helped_by]
            goal = await _own_goal(work, actor.user_id, roadblock.goal_id)
            return WinForm(
                title=titled(roadblock.what)[0],
                how="\n".join([*helped, *([roadblock.helped_words or roadblock.tip])]).strip(),
                goal_id=goal.id if goal else "",
                goals=await _goals(work, actor.user_id, goal),
                source=WinSource.ROADBLOCK,
            )

    async def form_from_goal(self, actor: Actor, goal_id: str) -> WinForm:
        """A form about a goal of one's own."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await _own_goal(work, actor.user_id, goal_id)
            if goal is None:
                raise NotYours
            goals = await _goals(work, actor.user_id, goal)
            return WinForm(goal.title, "", goal.id, goals, WinSource.GOAL)

    # --- adding, sharing, hiding -----------------------------------------------------------------

    async def read(self, actor: Actor, win_id: str) -> Standing:
        """A win of one's own, with the goals and audiences to choose from."""
        async with self.units.reading(actor.workspace_id) as work:
            return await _standing(work, await _own_win(work, actor.user_id, win_id))

    async def answer(self, actor: Actor, win_id: str, how: str) -> Standing:
        """What the person did that made it work; replaces what stood there."""
        async with self.units(actor.workspace_id) as work:
            win = await _own_win(work, actor.user_id, win_id)
            win.how = how
            await work.commit()
            return await _standing(work, win)

    async def enrich(self, actor: Actor, win_id: str, detail: Detail) -> Standing:
        """Take over the details; a ``goal_id`` must be one's own."""
        async with self.units(actor.workspace_id) as work:
            win = await _own_win(work, actor.user_id, win_id)
            if detail.goal_id and not await _own_goal(work, actor.user_id, detail.goal_id):
                raise NotYours
            win.impact, win.proof, win.skill = detail.impact, detail.proof, detail.skill
            win.helpers, win.goal_id = detail.helpers, detail.goal_id
            win.title = detail.title or win.title
            win.how = win.how if detail.how is None else detail.how
            await work.commit()
            return await _standing(work, win)

    async def share(self, actor: Actor, win_id: str, audience: str) -> Standing:
        """Show it to one mentor, or to nobody any more. Each mentor is told once about a win."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            win = await _own_win(work, actor.user_id, win_id)
            choice = await chosen_widely(work, actor.user_id, audience)
            if choice.pairing_id != win.pairing_id:
                await work.outbox.cancel(win.id, WinShared.kind, reason="withdrawn")
            await set_win(work, win, choice, at)
            if choice.mentor_id:
                await _tell_mentor(work, win, choice.mentor_id, at)
            await work.commit()
            return await _standing(work, win)

    async def hide(self, actor: Actor, win_id: str, *, hidden: bool) -> None:
        """Set it aside, or bring it back; what nobody read yet is not sent any more."""
        async with self.units(actor.workspace_id) as work:
            win = await _own_win(work, actor.user_id, win_id)
            win.hidden_at = (win.hidden_at or self.clock.now()) if hidden else None
            if hidden:
                choices = await with_circles(work, actor.user_id)
                await set_win(work, win, choices[0], self.clock.now())
                kinds = (WinShared.kind, WinsJarResurface.kind)
                await work.outbox.cancel(win.id, *kinds, reason="withdrawn")
            await work.commit()

    # --- the jar ---------------------------------------------------------------------------------

    async def jar(self, actor: Actor, chosen_filter: str = "", page: int = 0) -> Jar:
        """One's own wins. The filter is empty, ``hidden``, or the id of a win with the skill."""
        async with self.units.reading(actor.workspace_id) as work:
            person = await work.people.get(actor.user_id)
            everything = await work.wins.jar(actor.user_id)
            shown = [win for win in everything if win.hidden_at is None]
            among = _filtered(everything, shown, chosen_filter)
            page = max(0, min(page, (len(among) - 1) // PAGE))
            names = await _mentor_names(work, actor.user_id)
            kept = await _kept_words(work, actor.user_id)
            lines = [
                JarLine(
                    win=win,
                    on=(person.week.local(win.at) if person else win.at).date(),
                    audience=in_words(win.visibility, names.get(win.pairing_id, "")),
                    kept=kept.get(win.id, ()),
                )
                for win in among[page * PAGE : (page + 1) * PAGE]
            ]
            return Jar(
                lines=tuple(lines),
                total=len(among),
                page=page,
                more=len(among) > (page + 1) * PAGE,
                hidden=len(everything) - len(shown),
                filter=chosen_filter,
                skills=_skills(shown),
                can_share=await has_anybody(work, actor.user_id),
            )


async def keep_win(work: UnitOfWork, owner_id: str, form: WinForm, at: datetime) -> Win:
    """Keep a win inside somebody else's transaction: stray words become one, too."""
    if not form.title:
        raise Empty(words=form.how)
    if form.goal_id and not await _own_goal(work, owner_id, form.goal_id):
        raise NotYours
    win = Win(
        work.workspace_id,
        owner_id,
        form.title,
        at,
        how=form.how,
        goal_id=form.goal_id,
        source=WinSource(form.source),
    )
    work.wins.add(win)
    await work.flush()
    await arm_resurfacing(work, owner_id, at)
    return win


async def acknowledged(work: UnitOfWork, win: Win) -> WinAck:
    """What the owner is told, with the one question where it is still open."""
    return WinAck(
        turn=await work.people.next_turn(win.owner_id, WinAck.kind),
        subject_id=win.id,
        win_title=win.title,
        skill=win.skill,
        asks=not win.how,
        can_share=await has_anybody(work, win.owner_id),
    )


# --- private -------------------------------------------------------------------------------------


async def _own_win(work: UnitOfWork, owner_id: str, win_id: str) -> Win:
    win = await work.wins.get(win_id, visible_to=owner_id)
    if win is None or win.owner_id != owner_id:
        raise NotYours
    return win


async def _own_goal(work: UnitOfWork, owner_id: str, goal_id: str) -> Goal | None:
    goal = await work.goals.get(goal_id, visible_to=owner_id) if goal_id else None
    return goal if goal is not None and goal.owner_id == owner_id else None


async def _goals(
    work: UnitOfWork, owner_id: str, chosen_goal: Goal | None = None
) -> tuple[tuple[str, str], ...]:
    goals = await work.goals.active_of(owner_id)
    if chosen_goal is not None and all(goal.id != chosen_goal.id for goal in goals):
        goals = [chosen_goal, *goals]
    return tuple((goal.id, goal.title) for goal in goals)


async def _standing(work: UnitOfWork, win: Win) -> Standing:
    choices = await with_circles(work, win.owner_id)
    now = (win.pairing_id, win.circle_id)
    mine = next((one for one in choices if (one.pairing_id, one.circle_id) == now), choices[0])
    goal = await _own_goal(work, win.owner_id, win.goal_id)
    return Standing(
        win=win,
        can_share=len(choices) > 1,
        audience=mine.label,
        goals=await _goals(work, win.owner_id, goal),
        choices=tuple(choices),
    )


async def _tell_mentor(work: UnitOfWork, win: Win, mentor_id: str, at: datetime) -> None:
    """A mentor hears of a win once; only one that was withdrawn unread is told again."""
    told = [
        one
        for one in await work.outbox.about(win.id, WinShared.kind)
        if one.recipient_id == mentor_id and not one.payload.get("how")
    ]
    if any(one.state != DeliveryState.CANCELLED for one in told):
        return
    owner = await work.people.get(win.owner_id)
    message = WinShared(
        subject_id=win.id,
        mentee_name=owner.name if owner else "",
        win_title=win.title,
        impact=win.impact,
    )
    key = f"win_shared:{win.id}:{mentor_id}:{len(told)}"
    await tell(work, message, to=mentor_id, at=at, key=key)


async def _mentor_names(work: UnitOfWork, owner_id: str) -> dict[str, str]:
    """The mentor's name by pairing."""
    return {one.pairing_id: one.mentor_name for one in await audiences(work, owner_id)}


async def _kept_words(work: UnitOfWork, owner_id: str) -> dict[str, tuple[Kept, ...]]:
    praises = await work.wins.kept(owner_id)
    names = await work.people.named([one.by_id for one in praises])
    by_win: dict[str, tuple[Kept, ...]] = {}
    for one in praises:
        said = Kept(one.words, names.get(one.by_id, ""))
        by_win[one.win_id] = (*by_win.get(one.win_id, ()), said)
    return by_win


def _filtered(everything: Sequence[Win], shown: Sequence[Win], wanted: str) -> list[Win]:
    if wanted == "hidden":
        return [win for win in everything if win.hidden_at is not None]
    skill = next((_plain(win.skill) for win in everything if win.id == wanted), "")
    return [win for win in shown if not skill or _plain(win.skill) == skill]


def _skills(shown: Sequence[Win]) -> tuple[tuple[str, str], ...]:
    """Each skill once, the most frequent first."""
    first: dict[str, Win] = {}
    counts: dict[str, int] = {}
    for win in shown:
        if skill := _plain(win.skill):
            first.setdefault(skill, win)
            counts[skill] = counts.get(skill, 0) + 1
    ranked = sorted(counts, key=lambda skill: -counts[skill])
    return tuple((first[skill].id, first[skill].skill) for skill in ranked)


def _plain(skill: str) -> str:
    return " ".join(skill.split()).casefold()
