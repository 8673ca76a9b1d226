"""Trouble of the database that passes is nobody's trouble, and applies nothing twice (R18)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.outbox import DM_PACE
from bot.scheduling.courier import BACK_OFF
from storage.retrying import TRIES, is_passing, over_again
from tests.conftest import TEAM
from tests.delivery.promises import promise, standing
from tests.stage import Conversation


class Broken(Exception):
    """What a driver raises, with PostgreSQL's name for it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


class Trouble:
    """Breaks one statement, or one commit, of those that follow."""

    def __init__(self, stage: Conversation) -> None:
        self.count = 0
        self.target = 0
        self.kind = ""
        self.in_commit = False
        self._engine = stage.waymark.database.engine.sync_engine
        self._is_on = False

    def begin(self, kind: str, target: int) -> None:
        """Break the step with this number, counted from now."""
        self.end()
        event.listen(self._engine, "before_cursor_execute", self._statement)
        event.listen(self._engine, "commit", self._commit)
        self._is_on = True
        self.count, self.kind, self.target = 0, kind, target

    def end(self) -> None:
        if self._is_on:
            event.remove(self._engine, "before_cursor_execute", self._statement)
            event.remove(self._engine, "commit", self._commit)
            self._is_on = False

    @property
    def has_struck(self) -> bool:
        return self.count >= self.target

    def _statement(self, _connection: Any, _cursor: Any, words: str, *_: Any) -> None:
        self._step(words)

    def _commit(self, _connection: Any) -> None:
        self._step("COMMIT")

    def _step(self, words: str) -> None:
        self.count += 1
        if self.count == self.target:
            raise trouble(self.kind, words)


def trouble(kind: str, words: str = "") -> DBAPIError:
    """The exception SQLAlchemy makes of it."""
    if kind == "busy":
        return OperationalError(words, None, sqlite3.OperationalError("database is locked"))
    if kind == "lost":
        return DBAPIError(words, None, Broken(""), connection_invalidated=True)
    return DBAPIError(words, None, Broken(kind))


KINDS = ["40001", "40P01", "08006", "57P01", "busy", "lost"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_passes_is_known(kind: str) -> None:
    assert is_passing(trouble(kind))


@pytest.mark.parametrize("problem", [trouble("23505"), trouble("42P01"), ValueError("locked")])
def test_what_stays_is_known_too(problem: Exception) -> None:
    assert not is_passing(problem)


async def test_a_transaction_is_tried_five_times_and_no_more() -> None:
    tried = 0

    async def work() -> None:
        nonlocal tried
        tried += 1
        raise trouble("40001")

    with pytest.raises(DBAPIError):
        await over_again(work)
    assert tried == TRIES


@pytest.fixture
def broken(staged: Conversation) -> Iterator[Trouble]:
    found = Trouble(staged)
    yield found
    found.end()


async def stored(stage: Conversation) -> list[str]:
    """Maya's check-ins."""
    async with stage.waymark.units.reading(TEAM) as work:
        return [one.status for one in await work.checkins.recent(stage.maya.id, 100)]


@pytest.mark.parametrize("kind", ["40001", "lost"])
async def test_a_request_whose_transaction_breaks_anywhere_is_applied_once(
    staged: Conversation, broken: Trouble, kind: str
) -> None:
    await staged.maya.slash("/mentor checkin on track")
    expected, step = 1, 1
    while True:
        broken.begin(kind, step)
        result = await staged.maya.slash("/mentor checkin on track")
        assert result.ok
        if not broken.has_struck:
            break
        expected += 1
        assert len(await stored(staged)) == expected, step
        step += 1
    assert step > 5
    assert staged.maya.errors == []


@pytest.mark.parametrize("kind", ["40P01", "lost"])
async def test_a_message_whose_claim_or_outcome_breaks_anywhere_arrives_once(
    staged: Conversation, broken: Trouble, kind: str
) -> None:
    await promise(staged, "first")
    await staged.settle()
    step = 0
    while step == 0 or broken.has_struck:
        step += 1
        said = await promise(staged, f"step {step}")
        broken.begin(kind, step)
        await staged.advance(DM_PACE + BACK_OFF[0])
        broken.end()
        assert (await standing(staged, said)).state == "sent", step
    assert step > 7  # the claim's statements, the outcome's, and their commits
    assert len(staged.maya.dm) == step + 1


async def test_a_commit_whose_answer_got_lost_is_not_applied_again(
    staged: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request's identity in the inbox tells that it was stored."""
    await staged.maya.slash("/mentor settings")
    dialect = staged.waymark.database.engine.sync_engine.dialect
    commit, lost = dialect.do_commit, 0

    def commit_and_lose(connection: Any) -> None:
        nonlocal lost
        commit(connection)
        lost += 1
        monkeypatch.undo()
        raise trouble("lost", "COMMIT")

    monkeypatch.setattr(dialect, "do_commit", commit_and_lose)
    result = await staged.maya.slash("/mentor checkin on track")
    assert (lost, result.ok) == (1, True)
    assert await stored(staged) == ["on_track"]


async def test_after_five_times_the_person_hears_that_it_did_not_work(
    staged: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def remember(*_: Any) -> None:
        nonlocal tried
        tried += 1
        raise trouble("40001")

    await staged.maya.slash("/mentor settings")
    monkeypatch.setattr("storage.unit_of_work.SqlUnitOfWork._remember", remember)
    result = await staged.maya.slash("/mentor checkin on track")
    assert (tried, result.ok) == (5, True)
    assert "didn't save" in "".join(one.all_text for one in staged.maya.ephemerals)
    assert await stored(staged) == []
