"""Who makes promises: members with a rhythm, pairs, and mentees who are stuck.

Everything goes through the real services of a program of its own. What was committed is written to
the ledger afterwards: a line there is a promise that must be kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.bootstrap import Waymark, build
from bot.domain.pairings import Ask, Terms
from bot.domain.people import Actor, Preferences
from bot.domain.roadblocks import Draft, Severity
from bot.services.rhythm import ensure_schedule
from tests.storm.place import TEAM, Place
from tests.storm.slack import person_id
from tests.storm.timing import SharedClock, real_time

LONDON = ZoneInfo("Europe/London")
#: The first prompt is due so long after the people are there.
LEAD = timedelta(minutes=1)
#: What one mentee runs into, in this order: the first goes at once, the next two wait for the
#: mentor's slot and merge into a digest, the last overtakes.
ROUNDS = (Severity.SLOWING, Severity.SLOWING, Severity.SLOWING, Severity.BLOCKING)
#: Tries of one promise while the database comes and goes, and real seconds between them.
TRIES, PAUSE = 400, 0.25


async def prepare(place: Place, *, prompts: int, pairs: int, hours: float) -> None:
    """``prompts`` members, each asked once within ``hours`` of the storm's clock; then pairs."""
    async with _program(place) as waymark:
        ledger = _Ledger(place)
        first = waymark.clock.now() + LEAD
        for number in range(prompts):
            due = first + timedelta(hours=hours) * number / prompts
            local = due.astimezone(LONDON)
            await _settled(waymark, number, local.weekday(), time(local.hour, local.minute))
            await _with_rhythm(waymark, number, ledger)
        for pair in range(pairs):
            mentee, mentor = _pair(prompts, pair)
            local = (first + timedelta(hours=hours * 0.6)).astimezone(LONDON)
            for number in (mentee, mentor):
                weekday = (local.weekday() + 3) % 7
                await _settled(waymark, number, weekday, time(local.hour, local.minute))
            pairing = await _paired(waymark, actor(mentee), actor(mentor))
            ledger.note("pair", pairing=pairing, mentee=mentee, mentor=mentor)


async def feed(place: Place, *, prompts: int, pairs: int, hours: float) -> None:
    """Roadblocks of every pair, spread over ``hours`` of the storm's clock."""
    async with _program(place) as waymark:
        ledger = _Ledger(place)
        known = [one for one in read_ledger(place) if one["what"] == "pair"]
        began = waymark.clock.now()
        turns = [(severity, one) for severity in ROUNDS for one in known]
        for number, (severity, one) in enumerate(turns):
            due = began + timedelta(hours=hours) * number / len(turns)
            await _reached(waymark, due)
            await _stuck(waymark, ledger, number, severity, one)


def actor(number: int) -> Actor:
    """The storm's nth member, acting."""
    return Actor(TEAM, person_id(number))


def read_ledger(place: Place) -> list[dict[str, Any]]:
    """Every promise so far."""
    if not place.ledger.exists():
        return []
    return [json.loads(line) for line in place.ledger.read_text().splitlines()]


# --- private -------------------------------------------------------------------------------------


@dataclass
class _program:
    """The whole program without a heart, as a web process has it."""

    place: Place

    async def __aenter__(self) -> Waymark:
        self.waymark = build(self.place.settings(), self.place.clock)
        await self.waymark.start(heart=False, sockets=False, migrated=True)
        return self.waymark

    async def __aexit__(self, *_: object) -> None:
        await self.waymark.stop()


class _Ledger:
    def __init__(self, place: Place) -> None:
        self._file = os.open(place.ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, what: str, **words: Any) -> None:
        os.write(self._file, json.dumps({"what": what, **words}).encode() + b"\n")


def _pair(prompts: int, pair: int) -> tuple[int, int]:
    return prompts + 2 * pair, prompts + 2 * pair + 1


async def _settled(waymark: Waymark, number: int, weekday: int, slot: time) -> None:
    """A member who may be spoken to all day, every day, and whose slot is known."""
    await waymark.services.people.meet(actor(number))
    async with waymark.units(TEAM) as work:
        person = await work.people.get(person_id(number))
        assert person is not None
        person.prefer(
            Preferences(
                weekday=weekday,
                slot=slot,
                zone="Europe/London",
                window_start=time(0, 0),
                window_end=time(23, 59),
                working_days="0123456",
            )
        )
        person.set_up_at = waymark.clock.now()
        await work.commit()


async def _with_rhythm(waymark: Waymark, number: int, ledger: _Ledger) -> None:
    async with waymark.units(TEAM) as work:
        person = await work.people.get(person_id(number))
        assert person is not None
        schedule = await ensure_schedule(work, person, waymark.clock.now())
        planned = await work.nudges.planned_for(person.user_id)
        day = planned[0].due_at.astimezone(LONDON).date().isoformat()
        key, to = f"checkin_due:{schedule.id}:{day}", person.user_id
        await work.commit()
    ledger.note("promise", key=key, to=to, kind="checkin_due", marker="")


async def _paired(waymark: Waymark, asks: Actor, answers: Actor) -> str:
    """Asked, accepted, agreed by both."""
    pairings = waymark.services.pairings
    ask = Ask("Your talk on planning changed how I work.", "Leading a migration", Terms())
    draft = await pairings.draft(asks, answers.user_id, ask)
    await pairings.send(asks, draft.request.id)
    standing = await pairings.accept(answers, draft.request.id)
    assert standing.pairing is not None
    page = await pairings.agreements.page(asks, standing.pairing.id)
    proposed = await pairings.agreements.propose(
        asks, standing.pairing.id, page.clauses, based_on=""
    )
    await pairings.agreements.agree(answers, standing.pairing.id, proposed.agreement_id)
    async with waymark.units(TEAM) as work:
        for person in (asks, answers):
            await work.outbox.cancel_for(person.user_id, reason="set-up", budgeted_only=False)
        await work.commit()
    return standing.pairing.id


async def _stuck(
    waymark: Waymark, ledger: _Ledger, number: int, severity: Severity, pair: dict[str, Any]
) -> None:
    """One roadblock, told to the mentor; the words name it, so that it is known again."""
    marker = f"RB{number:05d}"
    words = f"{marker}: two teams own the same file, and neither will merge."
    draft = Draft(what=words, severity=severity, audience=f"mentor:{pair['pairing']}")
    mentee, mentor = actor(pair["mentee"]), person_id(pair["mentor"])

    async def record() -> None:
        # The same words within a minute are the same roadblock: trying again doubles nothing.
        saved = await waymark.services.roadblocks.record(mentee, replace(draft))
        if not saved.mentor_name:
            ledger.note("not asked", marker=marker)
            return
        key = f"roadblock_mentor_ping:{saved.subject_id}:1"
        ledger.note("promise", key=key, to=mentor, kind="roadblock_mentor_ping", marker=marker)

    await _persistently(record)


async def _persistently(work: Callable[[], Awaitable[None]]) -> None:
    """Again while the database is away."""
    for tries_left in reversed(range(TRIES)):
        try:
            await work()
        except Exception:
            if not tries_left:
                raise
            await real_time(PAUSE)
        else:
            return


async def _reached(waymark: Waymark, moment: datetime) -> None:
    """Wait, in real time, for a moment of the storm's clock."""
    clock = waymark.clock
    assert isinstance(clock, SharedClock)
    left = (moment - clock.now()).total_seconds() / clock.scale
    await real_time(max(0.0, left))
