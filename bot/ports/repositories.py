"""Questions the core asks of its store. Every answer is from one workspace only (design D6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.checkins import Checkin, Prompt
from bot.domain.installations import Installation
from bot.domain.nudges import CheckinSchedule, DueNudge, LessOf, NudgeRecord
from bot.domain.outbox import Delivery, Standing
from bot.domain.pairings import Agreement, Pairing, Request
from bot.domain.people import Person
from bot.domain.replies import StrayWords
from bot.domain.rhythm import Past
from bot.domain.roadblocks import Ask, HelpReply, Roadblock
from bot.domain.wins import Praise, Win


class People(Protocol):
    """Members and their settings."""

    async def get(self, user_id: str) -> Person | None:
        """The person, if Waymark ever met them."""
        ...

    async def several(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """People by user id, for those known."""
        ...

    async def named(self, user_ids: Sequence[str]) -> dict[str, str]:
        """Display names by user id, for those known."""
        ...

    def add(self, person: Person) -> None:
        """A new acquaintance."""
        ...

    async def less_of(self, user_id: str, kind: str) -> int:
        """How often they said "less of this" to this kind of message."""
        ...

    async def say_less(self, user_id: str, kind: str, key: str = "") -> int:
        """Count one more "less of this"; returns the new count. On the same message, whose
        delivery has this ``key``, it counts once."""
        ...

    async def quieted(self, user_id: str) -> list[LessOf]:
        """Everything they asked to hear less of."""
        ...

    async def restore(self, user_id: str, kind: str) -> None:
        """Forget that they asked for less of this."""
        ...

    async def next_turn(self, user_id: str, kind: str) -> int:
        """Counts from 0: which time this is that they are told something of this kind."""
        ...


class Pairings(Protocol):
    """Requests, pairings, agreements."""

    def add(self, row: Request | Pairing | Agreement) -> None:
        """Keep a new one."""
        ...

    async def get(self, pairing_id: str, *, visible_to: str) -> Pairing | None:
        """The pairing, if this person is one of the two."""
        ...

    async def active_of_mentee(self, user_id: str) -> list[Pairing]:
        """Active pairings in which this person is the mentee, oldest first."""
        ...

    async def of(self, user_id: str) -> list[Pairing]:
        """Every pairing of this person that has not ended, either side, oldest first."""
        ...

    async def between(self, one: str, other: str) -> Pairing | None:
        """The pairing of these two that has not ended, whichever way round."""
        ...

    async def request(self, request_id: str, *, visible_to: str) -> Request | None:
        """A request, if this person sent or received it."""
        ...

    async def open_requests_by(self, mentee_id: str) -> list[Request]:
        """Requests of this mentee that wait for somebody."""
        ...

    async def open_requests_of(self, user_id: str) -> list[Request]:
        """Open requests this person sent or received, oldest first."""
        ...

    async def open_requests_to(self, user_id: str) -> list[Request]:
        """Requests that this mentor has not closed yet."""
        ...

    async def draft(self, mentee_id: str, mentor_id: str) -> Request | None:
        """What this mentee wrote to this mentor and has not sent."""
        ...

    async def open_request_between(self, one: str, other: str) -> Request | None:
        """The request of these two that waits for somebody, whichever way round."""
        ...

    async def accepted_request(self, mentee_id: str, mentor_id: str) -> Request | None:
        """The latest request of these two that both said yes to."""
        ...

    async def mentors_with_room(self, except_for: Sequence[str], limit: int) -> list[Person]:
        """People who offer to mentor, are here and have room for one more."""
        ...

    async def roadblocks_solved_in(self, pairing_id: str) -> int:
        """Roadblocks shared within a pairing that were solved (a fact for its anniversary)."""
        ...

    async def latest_agreement(self, pairing_id: str) -> Agreement | None:
        """The newest version of the pair's agreement, agreed or proposed."""
        ...

    async def agreement(self, agreement_id: str, pairing_id: str) -> Agreement | None:
        """One version of the pair's agreement."""
        ...


class Checkins(Protocol):
    """Prompts, answers and rhythms."""

    def add(self, row: Prompt | Checkin | CheckinSchedule) -> None:
        """Keep a new one."""
        ...

    async def prompt(self, prompt_id: str, *, owner_id: str) -> Prompt | None:
        """A prompt, to its owner only."""
        ...

    async def open_prompt(self, owner_id: str, at: datetime) -> Prompt | None:
        """The newest prompt that still waits for an answer."""
        ...

    async def checkin(self, checkin_id: str, *, owner_id: str) -> Checkin | None:
        """One answer, to its owner only."""
        ...

    async def answers_to(self, prompt_id: str) -> dict[str, Checkin]:
        """The standing answer for each goal of a prompt; undone ones are left out."""
        ...

    async def recent(self, owner_id: str, limit: int = 10) -> list[Checkin]:
        """The owner's latest standing answers, newest first."""
        ...

    async def since(self, owner_id: str, moment: datetime) -> list[Checkin]:
        """Standing answers after ``moment``, newest first."""
        ...

    async def recent_prompts(self, owner_id: str, limit: int = 10) -> list[Prompt]:
        """The latest scheduled prompts, newest first."""
        ...

    async def schedule_of(self, owner_id: str) -> CheckinSchedule | None:
        """The person's rhythm, once they have one."""
        ...

    async def schedule(self, schedule_id: str) -> CheckinSchedule | None:
        """A rhythm by its id."""
        ...


class Roadblocks(Protocol):
    """Roadblocks and replies, read only by those who may (design D8)."""

    def add(self, row: Roadblock | HelpReply | Ask) -> None:
        """Keep a new one."""
        ...

    async def get(self, roadblock_id: str, *, visible_to: str) -> Roadblock | None:
        """The roadblock, if this viewer owns it or it was sent to them."""
        ...

    async def open_of(self, owner_id: str) -> list[Roadblock]:
        """The owner's open roadblocks, oldest first."""
        ...

    async def open_seen_by(self, viewer: str) -> list[Roadblock]:
        """Open roadblocks this viewer raised or was sent, oldest first."""
        ...

    async def open_for_mentor(self, mentor_id: str) -> list[Roadblock]:
        """Open roadblocks sent to this mentor, oldest first."""
        ...

    async def reply(self, reply_id: str, *, visible_to: str) -> HelpReply | None:
        """One answer, if this viewer wrote it or owns the roadblock."""
        ...

    async def replies_to(self, roadblock_id: str) -> list[HelpReply]:
        """The mentor's answers, oldest first."""
        ...

    async def asks_about(self, roadblock_id: str) -> list[Ask]:
        """Every ping about it, oldest first."""
        ...

    async def asks_to(self, mentor_id: str, since: datetime) -> list[Ask]:
        """Every ping to this mentor after a moment, oldest first."""
        ...

    async def asked_since(self, owner_id: str, moment: datetime) -> int:
        """How many pings this person caused after ``moment`` (flood gate, reliability.md T19)."""
        ...


class Wins(Protocol):
    """Wins and praise, read only by those who may (design D8)."""

    def add(self, row: Win | Praise) -> None:
        """Keep a new one."""
        ...

    async def get(self, win_id: str, *, visible_to: str) -> Win | None:
        """The win, if this viewer owns it or it was shared with them."""
        ...

    async def of(self, owner_id: str, *, visible_to: str, limit: int = 50) -> list[Win]:
        """The jar, newest first."""
        ...

    async def jar(self, owner_id: str) -> list[Win]:
        """Every win of one's own, hidden ones too, newest first."""
        ...

    async def praise(self, praise_id: str, *, visible_to: str) -> Praise | None:
        """One praise, if this viewer wrote it or it was written to them."""
        ...

    async def praise_by(
        self, by_id: str, *, win_id: str = "", goal_id: str = "", checkin_id: str = ""
    ) -> list[Praise]:
        """What this mentor wrote about one win, goal or check-in, oldest first."""
        ...

    async def kept(self, owner_id: str) -> list[Praise]:
        """Words the owner kept, newest first."""
        ...

    async def count_in(self, pairing_id: str) -> int:
        """Wins shared within a pairing."""
        ...


class Replies(Protocol):
    """Words typed in the DM, to nobody but their owner."""

    def add(self, row: StrayWords) -> None:
        """Keep new ones."""
        ...

    async def get(self, stray_id: str, *, owner_id: str) -> StrayWords | None:
        """What was typed, to the one who typed it."""
        ...


class Nudges(Protocol):
    """What is due, and what became of it."""

    async def set(self, kind: str, subject_id: str, person_id: str, due_at: datetime) -> None:
        """Plan it, or move it: there is one row for a kind and subject."""
        ...

    async def cancel(self, subject_id: str, *kinds: str) -> None:
        """Take planned ones back; without kinds, all about this subject."""
        ...

    async def cancel_for(self, person_id: str) -> None:
        """Take back everything planned for a person."""
        ...

    async def claim(self, due: Sequence[DueNudge], at: datetime) -> list[DueNudge]:
        """Take due rows off the list; without those somebody else already took or moved."""
        ...

    async def planned_for(self, person_id: str) -> list[DueNudge]:
        """What is planned for a person, soonest first."""
        ...

    async def past(self, kind: str, subject_id: str) -> Past:
        """What a rhythm has behind it, and the moment of the row that waits."""
        ...

    async def rhythm_of(self, owner_id: str, kind: str) -> tuple[CheckinSchedule | None, Past]:
        """A person's rhythm and what it has behind it, in one question."""
        ...

    def record(self, record: NudgeRecord) -> None:
        """Write down what became of an occurrence; the first word about it stands."""
        ...

    async def last_skipped(self, person_id: str, kinds: Sequence[str]) -> NudgeRecord | None:
        """The latest occurrence for a person, of these kinds, that was not sent."""
        ...


class Outbox(Protocol):
    """Messages as promises."""

    async def add(self, delivery: Delivery, *, fresh: bool = False) -> bool:
        """Keep it; False when a row with its ``dedupe_key`` is there already. ``fresh``: there
        cannot be one, so among many rows at once nobody need look."""
        ...

    async def get(self, delivery_id: str) -> Delivery | None:
        """One row."""
        ...

    async def about(self, subject_id: str, *kinds: str) -> list[Delivery]:
        """Rows about a subject, newest first."""
        ...

    async def cancel(self, subject_id: str, *kinds: str, reason: str) -> int:
        """Withdraw what was not sent yet; returns how many."""
        ...

    async def cancel_for(self, recipient_id: str, *, reason: str, budgeted_only: bool) -> int:
        """Withdraw everything not sent yet for a person."""
        ...

    async def unblock(self, at: datetime) -> int:
        """The workspace is back: what was blocked may go; returns how many."""
        ...

    async def held_for(self, recipient_id: str, at: datetime) -> list[Delivery]:
        """Held rows whose time has come, most important first."""
        ...

    async def spent(
        self, recipient_id: str, since: datetime
    ) -> list[tuple[frozenset[int], datetime]]:
        """(classes, when) of messages sent or on their way since a moment, for budgets; a digest
        has the classes of everything merged into it."""
        ...

    async def by_key(self, key: str, *, recipient_id: str) -> Delivery | None:
        """The row with this mark, to the person it was written for only."""
        ...

    async def merged_in(self, delivery_id: str) -> list[Delivery]:
        """What a digest was made of, in its order."""
        ...

    async def waiting_for(self, recipient_id: str) -> list[Delivery]:
        """Everything not sent yet for a person, whenever it may go."""
        ...

    async def last_sent(self, recipient_id: str, kind: str, before: datetime) -> datetime | None:
        """When a person last got something of this kind before a moment, alone or in a digest."""
        ...

    async def newest(self, limit: int) -> list[Standing]:
        """How the workspace's latest promises stand, newest first; their words stay unread."""
        ...


class Installations(Protocol):
    """Installed workspaces."""

    async def get(self, workspace_id: str) -> Installation | None:
        """The installation, dead or alive."""
        ...

    def add(self, installation: Installation) -> None:
        """A new workspace."""
        ...
