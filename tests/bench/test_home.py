"""P8 of performance.md: a mentor's Home tab, ten mentees, forty goals."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from sqlalchemy import event

from bot.clock import SystemClock
from bot.domain.pairings import Pairing, PairingState
from bot.domain.people import Actor
from bot.domain.visibility import Visibility
from bot.services.home import HomeService
from bot.services.people import reader_of
from bot.slack.dispatch import Dispatch
from bot.slack.features import FEATURES
from bot.slack.views import home as views
from prompts.phrasebook import Phrasebook
from storage.database import Database
from storage.private_text import KeyRing
from storage.unit_of_work import SqlUnits
from tests.bench import crowd
from tests.bench.children import TEAM
from tests.bench.crowd import Hall
from tests.bench.table import Row
from tests.conftest import KEY

ROUNDS = 60
MENU = Dispatch(FEATURES).menu
MENTEES, GOALS_EACH = 10, 4


@pytest.mark.bench
async def test_a_mentors_home(
    durable_url: str, tell: Callable[[Row], None], request: pytest.FixtureRequest
) -> None:
    variant = str(request.node.callspec.params["any_database_url"])
    await _school(durable_url)
    database = Database(durable_url, KeyRing([KEY]))
    asked = _Statements(database)
    clock, book = SystemClock(), Phrasebook()
    service = HomeService(SqlUnits(database, clock), clock)
    reader = reader_of(crowd.member())
    took, spent = [], []
    for _ in range(ROUNDS):
        asked.count = 0
        began, worked = time.perf_counter(), time.process_time()
        page = await service.page(Actor(TEAM, "U0"))
        said = (page.step, page.next)
        step, then = (
            book.render(one, reader, person_id="U0", turn=0, at=clock.now()).body for one in said
        )
        drawn = views.page(
            page, views.Words("", step, then, crowd.member().week), MENU, book.button
        )
        took.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - worked) * 1000)
    assert len(page.mentees) == MENTEES
    assert sum(len(one.goals) for one in page.mentees) == MENTEES * GOALS_EACH
    assert drawn["type"] == "home"
    await database.close()
    how = f"processor: {median(spent[5:]):.1f} ms"
    tell(Row(f"P8 {variant} time", "Home of a mentor, built", took[5:], "ms", most=15, how=how))
    tell(Row(f"P8 {variant} asks", "Home of a mentor", [asked.count], "statements", most=6))


# --- private -------------------------------------------------------------------------------------


class _Statements:
    """How many statements a database was sent; opening a transaction is none."""

    def __init__(self, database: Database) -> None:
        self.count = 0

        @event.listens_for(database.reading_engine.sync_engine, "before_cursor_execute")
        def on_execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            self.count += not statement.startswith("BEGIN")


async def _school(url: str) -> None:
    """The mentor has no rhythm of their own: then there is one thing more to ask for."""
    hall = Hall(url, KEY)
    await hall.fill(crowd.workspace(), [{}])
    everybody = range(MENTEES + 1)
    await hall.fill(
        crowd.member(), ({"user_id": f"U{n}", "name": f"Person {n}"} for n in everybody)
    )
    pairing = Pairing(TEAM, "", "U0", crowd.LONG_AGO, state=PairingState.ACTIVE)
    pairs = [{"id": f"p{n}", "mentee_id": f"U{n}"} for n in range(1, MENTEES + 1)]
    await hall.fill(pairing, pairs)
    await hall.fill(
        crowd.goal(),
        (
            {
                "id": f"g{n}.{k}",
                "owner_id": f"U{n}",
                "pairing_id": f"p{n}",
                "visibility": Visibility.MENTOR,
            }
            for n in range(1, MENTEES + 1)
            for k in range(GOALS_EACH)
        ),
    )
    await hall.analyze()
