"""A database from a backup sends nothing twice and loses nothing (reliability.md R21, rule B)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.outbox import DeliveryState
from storage.backup import back_up
from storage.private_text import KeyRing
from storage.restore import restore
from tests.conftest import KEY, TEAM
from tests.delivery.test_courier import row, say_something
from tests.factories import paired, with_goal
from tests.stage import Conversation

RING = KeyRing([KEY])


pytestmark = pytest.mark.usefixtures("postgres_programs")


class Vault:
    """Takes a backup, and puts it back while the bot is stopped and Slack goes on."""

    def __init__(self, stage: Conversation, folder: Path) -> None:
        self.stage = stage
        self.file = folder / "waymark.backup"

    def keep(self) -> None:
        back_up(self.stage._database_url, self.file)

    async def put_back(self) -> None:
        await self.stage.stop_bot()
        at = self.stage.clock.now()
        await restore(self.stage._database_url, self.file, RING, at, force=True)
        await self.stage.start_bot()


@pytest.fixture
def vault(staged: Conversation, tmp_path: Path) -> Vault:
    return Vault(staged, tmp_path)


async def a_week_with(stage: Conversation) -> None:
    """Maya has a mentor, a goal and a first message; it is Monday, two hours before the slot."""
    await paired(stage)
    await with_goal(stage, "maya", "Lead the migration", shared=True)
    await say_something(stage, "First words")
    await stage.settle()
    await stage.until("2026-03-09 08:00")


async def monday_asked(stage: Conversation) -> int:
    """Maya was asked on Monday; returns how many messages she has."""
    await stage.until("2026-03-09 10:30")
    await stage.settle()
    assert any("Lead the migration" in one for one in stage.maya.seen)
    return len(stage.maya.dm)


async def test_a_question_asked_after_the_backup_is_not_asked_again(
    staged: Conversation, vault: Vault
) -> None:
    await a_week_with(staged)
    vault.keep()
    asked = await monday_asked(staged)
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert len(staged.maya.dm) == asked
    async with staged.waymark.units.reading(TEAM) as work:
        newest = await work.outbox.newest(1)
    assert (newest[0].kind, newest[0].state) == ("checkin_due", DeliveryState.SENT)


async def test_without_the_second_look_it_would_be_asked_again(
    staged: Conversation, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard taken away: this is what it guards against."""
    monkeypatch.setattr("storage.restore.statements", lambda *_, **__: [])
    await a_week_with(staged)
    vault.keep()
    asked = await monday_asked(staged)
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert len(staged.maya.dm) == asked + 1


async def test_the_very_first_word_to_somebody_is_found_too(
    staged: Conversation, vault: Vault
) -> None:
    """The backup does not know their conversation yet: it is opened to be looked into."""
    await paired(staged)
    await with_goal(staged, "maya", "Lead the migration", shared=True)
    await staged.until("2026-03-09 08:00")
    vault.keep()
    asked = await monday_asked(staged)
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert len(staged.maya.dm) == asked == 1


async def test_a_question_nobody_asked_after_the_backup_is_asked(
    staged: Conversation, vault: Vault
) -> None:
    await a_week_with(staged)
    had = len(staged.maya.dm)
    vault.keep()
    await staged.stop_bot()
    staged.clock.advance(timedelta(hours=2, minutes=30))
    await staged.start_bot()
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert len(staged.maya.dm) == had + 1
    await staged.until("2026-03-16 10:30")
    assert len(staged.maya.dm) > had + 1, "the week after is as usual"


async def test_what_was_waiting_in_the_backup_and_went_since_is_found(
    staged: Conversation, vault: Vault
) -> None:
    await say_something(staged, "First words")
    await staged.settle()
    delivery_id = await say_something(staged)
    vault.keep()
    assert (await row(staged, delivery_id)).state == DeliveryState.PENDING
    await staged.settle()
    assert len(staged.maya.dm) == 2
    await staged.advance(timedelta(hours=2))
    await vault.put_back()
    assert (await row(staged, delivery_id)).state == DeliveryState.UNKNOWN
    await staged.advance(timedelta(minutes=10))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 2


async def test_what_was_waiting_and_never_went_is_sent(staged: Conversation, vault: Vault) -> None:
    await say_something(staged, "First words")
    await staged.settle()
    delivery_id = await say_something(staged)
    vault.keep()
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert len(staged.maya.dm) == 2


async def test_what_was_sent_before_the_backup_is_not_looked_for(
    staged: Conversation, vault: Vault
) -> None:
    """Somebody may have deleted it; sending it again would be the worse surprise."""
    delivery_id = await say_something(staged)
    await staged.settle()
    vault.keep()
    await vault.put_back()
    await staged.advance(timedelta(minutes=10))
    assert (await row(staged, delivery_id)).state == DeliveryState.SENT
    assert not [e for e in staged.sandbox.log if e.path.endswith("conversations.history")]


async def test_new_words_after_a_restore_go_at_once(staged: Conversation, vault: Vault) -> None:
    await say_something(staged, "First words")
    await staged.settle()
    vault.keep()
    await vault.put_back()
    staged.clock.advance(timedelta(seconds=1))
    await say_something(staged)
    await staged.settle()
    assert len(staged.maya.dm) == 2


async def test_a_mark_says_nothing_and_follows_from_the_meaning(staged: Conversation) -> None:
    first = await row(staged, await say_something(staged, "One"))
    assert first.key == RING.mark(f"{TEAM}\0praise:One")
    assert len(first.key) == 22
    assert first.key != RING.mark("T0OTHER\0praise:One")
    assert KeyRing([KEY]).mark("x") != KeyRing(["A" * 43 + "="]).mark("x")
    assert KeyRing(["A" * 43 + "=", KEY]).mark("x") == RING.mark("x"), "a new key changes none"
