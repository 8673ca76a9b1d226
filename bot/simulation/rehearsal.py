"""The coming days played forward over a copy, on a clock of its own, with nobody listening."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.clock import ManualClock
from bot.domain.installations import Installation
from bot.domain.messages import Message
from bot.domain.nudges import CheckinSchedule, NudgeRecord
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.people import Person
from bot.domain.rhythm import CHECKIN_DUE
from bot.domain.wording import Wording
from bot.ports import History, Phrasebook, Sent
from bot.ports import Outcome as WireOutcome
from bot.scheduling.courier import Courier
from bot.scheduling.healer import Healer
from bot.scheduling.heartbeat import Heartbeat
from bot.scheduling.lookout import Lookout
from bot.scheduling.planner import Planner
from bot.scheduling.reconciler import Reconciler
from bot.scheduling.winding import wind
from bot.services.nudges import NUDGES
from bot.services.rhythm import left_out
from bot.simulation.entries import Entry, Outcome, Outlook
from storage.copying import Change, Copy, copy_of
from storage.database import Database
from storage.unit_of_work import SqlUnits

#: Moments at which something is due, before a run is cut short: a month of a large company has
#: a few thousand. A mistake that plans for ever must not keep the process busy for ever.
MOST_STEPS = 20_000


async def simulate(
    source: Database, phrasebook: Phrasebook, start: datetime, span: timedelta
) -> Outlook:
    """What would be said to whom from ``start`` on, what not, and why; if nobody does anything.

    Works on a copy, posts nothing and changes nothing. A message whose fate is unknown at the
    start counts as arrived.
    """
    async with copy_of(source) as copy:
        return await _Rehearsal(copy, phrasebook, start).run(start + span)


# --- private -------------------------------------------------------------------------------------

#: Reasons of records for "not now": the nudge is planned again.
_AGAIN = ("not-asked-yet", "not-yet")
_WAITING = (DeliveryState.HELD, DeliveryState.PENDING, DeliveryState.SENDING)
_CLOSED = (DeliveryState.CANCELLED, DeliveryState.DEAD)

#: A person by workspace and id (design D6).
_Who = tuple[str, str]


class _Rehearsal:
    def __init__(self, copy: Copy, phrasebook: Phrasebook, start: datetime) -> None:
        self._copy = copy
        self._start = start
        self._clock = ManualClock(start)
        self._units = SqlUnits(copy.database, self._clock)
        nobody, watch = _Nobody(self._clock), _Unwatched()
        lookout = Lookout(self._units, nobody, self._clock)
        self._heartbeat = Heartbeat(
            self._units,
            Planner(self._units, NUDGES),
            Courier(self._units, nobody, phrasebook, self._clock, watch),
            Reconciler(self._units, lookout, self._clock, watch),
            Healer(self._units, nobody, lookout, self._clock, watch),
            self._clock,
        )
        self._people: dict[_Who, Person] = {}
        self._entries: list[Entry] = []
        self._merged: dict[str, list[Change]] = {}

    async def run(self, until: datetime) -> Outlook:
        earlier = {record.id for record in await self._copy.records(self._start)}
        self._people = await self._everybody()
        rhythms = await self._rhythms()
        complete = await wind(
            self._clock,
            until,
            next_due=self._units.everywhere().next_due_at,
            settle=self._settle,
            most_steps=MOST_STEPS,
        )
        records = [one for one in await self._copy.records(self._start) if one.id not in earlier]
        self._note_records(records)
        self._note_left_out(rhythms, await self._rhythms())
        found = sorted(self._entries, key=lambda one: (one.at, one.name, one.person_id, one.kind))
        return Outlook(self._start, self._clock.now(), tuple(found), complete)

    async def _settle(self) -> None:
        """What the heart does at one moment, and what came of it."""
        await self._heartbeat.settle()
        at = self._clock.now()
        for change in await self._copy.changes():
            self._note(change, at)
        await asyncio.sleep(0)

    def _note(self, change: Change, at: datetime) -> None:
        who = (change.workspace_id, change.recipient_id)
        if change.was not in _WAITING:
            return
        if change.state == DeliveryState.MERGED:
            self._merged.setdefault(change.merged_into, []).append(change)
        elif change.state == DeliveryState.SENT:
            self._add(at, who, change.kind, Outcome.SENT)
            for part in self._merged.pop(change.delivery_id, ()):
                self._add(at, who, part.kind, Outcome.IN_DIGEST)
        elif change.state in _CLOSED:
            self._add(at, who, change.kind, Outcome.SKIPPED, change.reason)
        elif change.state in (change.was, DeliveryState.PENDING) and change.reason:
            self._add(at, who, change.kind, Outcome.WAITS, change.reason)

    def _note_records(self, records: Sequence[NudgeRecord]) -> None:
        for one in records:
            if one.outcome == "queued":
                continue
            outcome = Outcome.WAITS if one.outcome in _AGAIN else Outcome.SKIPPED
            self._add(one.at, (one.workspace_id, one.person_id), one.kind, outcome, one.outcome)

    def _note_left_out(
        self, began: dict[_Who, CheckinSchedule], ended: dict[_Who, CheckinSchedule]
    ) -> None:
        """Slots of a rhythm that does not run, which leave no record."""
        for who, schedule in began.items():
            if who not in ended:
                continue
            end = ended[who]
            now = dataclasses.replace(
                schedule,
                resting_at=end.resting_at,
                every_weeks=end.every_weeks,
                set_on=end.set_on,
            )
            for slot, reason in left_out(now, self._people[who], self._start, self._clock.now()):
                self._add(slot.at, who, CHECKIN_DUE, Outcome.SKIPPED, reason)

    def _add(self, at: datetime, who: _Who, kind: str, outcome: Outcome, reason: str = "") -> None:
        person = self._people.get(who)
        name, zone = (person.name, person.time_zone) if person else (who[1], "UTC")
        self._entries.append(Entry(at, *who, name, zone, kind, outcome, reason))

    async def _everybody(self) -> dict[_Who, Person]:
        found: dict[_Who, Person] = {}
        for team, members in (await self._teams()).items():
            async with self._units.reading(team) as work:
                known = await work.people.several(members)
            found |= {(team, user_id): person for user_id, person in known.items()}
        return found

    async def _rhythms(self) -> dict[_Who, CheckinSchedule]:
        """Everybody's rhythm in the workspaces that are alive."""
        found: dict[_Who, CheckinSchedule] = {}
        for team, members in (await self._teams()).items():
            async with self._units.reading(team) as work:
                installation = await work.installations.get(team)
                if installation is None or not installation.is_alive:
                    continue
                for user_id in members:
                    schedule = await work.checkins.schedule_of(user_id)
                    if schedule is not None:
                        found[team, user_id] = schedule
        return found

    async def _teams(self) -> dict[str, list[str]]:
        teams: dict[str, list[str]] = {}
        for team, user_id in await self._copy.everybody():
            teams.setdefault(team, []).append(user_id)
        return teams


class _Nobody:
    """A ``Messenger`` that takes every message and hands it to nobody."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    async def open_dm(self, installation: Installation, user_id: str) -> str:
        return f"D{user_id}"[:40]

    async def send(
        self,
        installation: Installation,
        delivery: Delivery,
        message: Message,
        wording: Wording,
        parts: Sequence[tuple[Message, Wording]] = (),
        *,
        may_go: Callable[[], bool],
    ) -> Sent:
        return Sent(delivery.channel, f"{self._clock.now().timestamp():.6f}")

    async def edit(
        self, installation: Installation, delivery: Delivery, message: Message, wording: Wording
    ) -> Sent:
        return Sent(delivery.channel, delivery.message_ts)

    async def read(self, installation: Installation, channel: str, since: datetime) -> History:
        return History(_Everything(), complete=True)

    async def delete(self, installation: Installation, channel: str, ts: str) -> None:
        """There is nothing to take away."""


class _Everything(Mapping[str, Sequence[str]]):
    """Whatever one looks for, it arrived."""

    def __getitem__(self, mark: str) -> Sequence[str]:
        return ("0",)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Unwatched:
    """A ``Watch`` that counts nothing."""

    def delivered(self, delivery: Delivery) -> None:
        """A dry run has no metrics."""

    def not_delivered(self, delivery: Delivery, outcome: WireOutcome) -> None:
        """A dry run has no metrics."""

    def healed(self, copies: int) -> None:
        """A dry run has no metrics."""
