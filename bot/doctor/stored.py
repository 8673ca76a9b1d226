"""The database's side: reachable, migrated, writable, readable with these keys, nothing stuck."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.doctor.findings import Finding, age, look, note, ok
from bot.domain.installations import Installation
from bot.domain.outbox import DeliveryState
from bot.ports import Clock
from bot.settings import Settings
from storage.database import Database
from storage.inspection import Stuck, free_space, read_sample, stuck, writable
from storage.private_text import CannotRead, KeyRing
from storage.repositories.everywhere import SqlEverywhere
from storage.schema import schema_problem
from storage.tables import map_entities

#: Less free space than this and the next backup or migration may not fit.
LITTLE_SPACE = 200 * 1024 * 1024
#: Texts of each private column the keys are tried on.
SAMPLE = 50
#: Passing states are worth a line only after this.
PATIENCE = timedelta(minutes=10)
#: A heart looks every five seconds; when something waits this long, none beats.
NOBODY_WORKS = timedelta(minutes=2)
NOT_CHECKED = "not checked: the database cannot be used."

#: What it means when messages stay in a state, and what to do.
_MEANINGS = {
    DeliveryState.SENDING: "a worker died with them in hand; any running worker takes them up.",
    DeliveryState.UNKNOWN: "nobody knows yet whether Slack took them; any worker looks.",
    DeliveryState.BLOCKED: "their workspace's token is dead: install the app there again.",
    DeliveryState.DEAD: "they are not sent any more; tell people by hand if it matters.",
    DeliveryState.UNRESOLVED: "they may or may not have arrived, and are not sent again: ask.",
}
_REASONS = {
    "messages_tab_disabled": (
        "the Messages tab is off: switch it on under App Home in the app's settings."
    ),
    "missing_scope": "a scope is missing: install the app again with the present manifest.",
}


class Stored:
    """Opens nothing before the first question; ``close`` at the end."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        map_entities()
        self._clock = clock
        self._database = Database(settings.database_url, KeyRing(settings.secret_keys))
        self._everywhere = SqlEverywhere(self._database)

    async def close(self) -> None:
        await self._database.close()

    async def installed(self) -> list[Installation]:
        """The workspaces that are alive."""
        return [one for one in await self._everywhere.installations() if one.is_alive]

    async def database(self) -> Finding:
        """Reachable, migrated, writable, with room to grow."""
        try:
            problem = await schema_problem(self._database)
            if problem:
                return look(problem)
            await writable(self._database)
        except Exception as failure:  # noqa: BLE001  any failure means: not usable
            kind = type(getattr(failure, "orig", None) or failure).__name__
            return look(f"cannot be reached or written ({kind}): see DATABASE_URL and its rights.")
        free = free_space(self._database)
        if free is not None and free < LITTLE_SPACE:
            return look(f"only {free // 1024 // 1024} MB are free on its disk: make room.")
        room = "" if free is None else f", {free // 1024**3} GB free"
        return ok(f"reachable, migrated, writable{room}.")

    async def keys(self) -> Finding:
        """The keys read what is stored: a sample of everything private."""
        try:
            read = await read_sample(self._database, SAMPLE)
            count = len(await self._everywhere.installations())
        except CannotRead:
            return look(
                "WAYMARK_SECRET_KEYS does not hold the key some of it was written with: "
                "add that key behind the others."
            )
        except Exception:  # noqa: BLE001  the line about the database says it
            return look(NOT_CHECKED)
        return ok(f"read all of {read} texts; {count} workspace(s) installed.")

    async def messages(self) -> Finding:
        """Nothing is stuck in the outbox."""
        try:
            found = await stuck(self._database)
        except Exception:  # noqa: BLE001  the line about the database says it
            return look(NOT_CHECKED)
        now = self._clock.now()
        told = [self._told(one, now) for one in found if _is_worth_it(one, now)]
        return look(" ".join(told)) if told else ok("none is stuck.")

    async def tab(self) -> Finding:
        """Whether people can be written to; a message nobody asked for would be the only test."""
        try:
            found = await stuck(self._database)
        except Exception:  # noqa: BLE001  the line about the database says it
            return look(NOT_CHECKED)
        closed = [one for one in found if one.reason == "messages_tab_disabled"]
        if closed:
            return look(_REASONS["messages_tab_disabled"])
        return note(
            "Slack tells only those who post, so not checked: under App Home it must be on, "
            "with “Allow users to send … messages”."
        )

    async def worker(self) -> Finding:
        """Somebody does what is due."""
        try:
            due = await self._everywhere.next_due_at()
        except Exception:  # noqa: BLE001  the line about the database says it
            return look(NOT_CHECKED)
        late = self._clock.now() - due if due is not None else timedelta()
        if late > NOBODY_WORKS:
            return look(
                f"something has been due for {age(late)}: no worker seems to run; "
                "start `waymark worker` or `waymark run`."
            )
        return ok("nothing is overdue.")

    def _told(self, one: Stuck, now: datetime) -> str:
        reason = f" ({one.reason})" if one.reason else ""
        meaning = _REASONS.get(one.reason) or _MEANINGS[DeliveryState(one.state)]
        return f"{one.count} {one.state}{reason} for {age(now - one.since)}: {meaning}"


Question = Callable[[], Awaitable[Finding]]

# --- private -------------------------------------------------------------------------------------


def _is_worth_it(one: Stuck, now: datetime) -> bool:
    passing = one.state in (DeliveryState.SENDING, DeliveryState.UNKNOWN)
    return not passing or now - one.since > PATIENCE
