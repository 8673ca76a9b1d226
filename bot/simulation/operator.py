"""A dry run for an operator: on the database of the settings, from now on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.ports import Clock
from bot.settings import BadSettings, Settings
from bot.simulation.entries import Outlook
from bot.simulation.rehearsal import simulate
from prompts.preview import book_with
from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import schema_problem
from storage.unit_of_work import SqlUnits


async def foresee(settings: Settings, span: timedelta, clock: Clock | None = None) -> Outlook:
    """What is planned; also beside a running bot, which never waits for it.

    Raises ``BadSettings`` or ``CannotUse`` with one sentence when the database cannot be read.
    """
    clock = clock or SystemClock()
    ring = KeyRing(settings.secret_keys)
    if not _is_there(settings.database_url):
        raise BadSettings("There is no database yet: run `waymark migrate`.")
    database = Database(settings.database_url, ring)
    try:
        await _check(database, clock)
        return await simulate(database, book_with(settings.prompts_folder), clock.now(), span)
    finally:
        await database.close()


# --- private -------------------------------------------------------------------------------------


def _is_there(url: str) -> bool:
    """SQLite would make an empty file where there is none, and this command makes nothing."""
    scheme, _, path = url.partition(":///")
    return not scheme.startswith("sqlite") or Path(path).is_file()


async def _check(database: Database, clock: Clock) -> None:
    try:
        problem = await schema_problem(database)
    except Exception as failure:  # noqa: BLE001  any failure means: not reachable
        problem = f"The database cannot be reached ({type(failure).__name__})."
    if problem:
        raise BadSettings(problem)
    await SqlUnits(database, clock).everywhere().installations()  # with these keys?
