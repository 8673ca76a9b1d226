"""The dry run: what is planned for whom, what would be skipped and why; nothing is touched."""

from __future__ import annotations

import asyncio
import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Text, select, type_coerce

from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.pairings import PartnerAway, RequestReceived
from bot.domain.nudges import NudgeRecord
from bot.domain.outbox import Delivery
from bot.sandbox import Persona
from bot.services.outbox import tell
from bot.settings import Settings
from bot.simulation import Entry, Outcome, Outlook, foresee, rehearsal, simulate
from bot.simulation.table import as_text
from storage.copying import copy_of
from storage.private_text import PrivateJson, PrivateText
from storage.refusals import CannotUse
from storage.tables import metadata
from storage.tables.nudges import nudge_records
from storage.tables.outbox import outbox
from tests.conftest import KEY
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

THEO = "U0THEO"


async def outlook(stage: Conversation, days: int = 30) -> Outlook:
    """What the stage foresees from its own now on."""
    bot = stage.waymark
    return await simulate(bot.database, bot.book, stage.clock.now(), timedelta(days=days))


async def told(stage: Conversation, who: Persona, message: Any, key: str, **how: Any) -> None:
    async with stage.waymark.units(TEAM) as work:
        await tell(work, message, to=who.id, at=stage.clock.now(), key=key, **how)
        await work.commit()


def told_of(found: Outlook, who: Persona) -> list[str]:
    """ "Mon 09 Mar 10:00 GMT checkin_due sent", as this person's clock has it."""
    return [
        f"{one.local:%a %d %b %H:%M %Z} {one.kind} {one.words}"
        for one in found.entries
        if one.person_id == who.id
    ]


async def everything(stage: Conversation) -> dict[str, list[str]]:
    """Every row of every table, private columns as they lie there."""
    rows = {}
    async with stage.waymark.database.reading() as session:
        for table in metadata.sorted_tables:
            columns = [
                type_coerce(c, Text) if isinstance(c.type, PrivateText | PrivateJson) else c
                for c in table.columns
            ]
            rows[table.name] = sorted(str(row) for row in await session.execute(select(*columns)))
    return rows


# --- what is foreseen ----------------------------------------------------------------------------


async def test_a_month_of_silence_is_foreseen(staged: Conversation) -> None:
    """From Thursday, 5 March. Summer time comes to London on the 29th: ten stays ten."""
    await paired(staged)
    await with_goal(staged, "maya", "Lead the migration")
    found = await outlook(staged)
    assert told_of(found, staged.maya) == [
        "Mon 09 Mar 10:00 GMT checkin_due sent",
        "Tue 10 Mar 10:00 GMT checkin_nudge sent",
        "Mon 16 Mar 10:00 GMT checkin_due sent",
        "Mon 23 Mar 10:00 GMT checkin_fresh_start sent",
        "Mon 30 Mar 10:00 BST checkin_cadence_ask sent",
    ]
    assert found.entries[-1].at == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    assert told_of(found, staged.theo) == []
    assert found.complete
    assert found.until == found.start + timedelta(days=30)


async def test_after_a_long_silence_the_rest_is_foreseen(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    found = told_of(await outlook(waymark, days=70), waymark.maya)
    assert found[5:] == [
        "Mon 06 Apr 10:00 BST checkin_due skipped: a question about the pace waited",
        "Mon 06 Apr 10:00 BST checkin_slower skipped: asks half as often from then on",
        "Mon 13 Apr 10:00 BST checkin_due sent",
        "Mon 27 Apr 10:00 BST checkin_rest sent",
        "Mon 11 May 10:00 BST checkin_due skipped: check-ins rest after a long silence",
    ]
    assert sum("checkin_due sent" in one for one in found) == 3


async def test_what_a_pause_leaves_out_is_named(staged: Conversation) -> None:
    await paired(staged)
    await with_goal(staged, "maya", "Lead the migration")
    await staged.maya.slash("/mentor pause until 23 March")
    found = told_of(await outlook(staged), staged.maya)
    assert found == [
        "Mon 09 Mar 10:00 GMT checkin_due skipped: paused",
        "Mon 16 Mar 10:00 GMT checkin_due skipped: paused",
        "Mon 23 Mar 10:00 GMT checkin_due skipped: first day back",
        "Mon 23 Mar 10:00 GMT pause_return sent",
        "Tue 24 Mar 10:00 GMT checkin_due sent",
        "Wed 25 Mar 10:00 GMT checkin_nudge sent",
        "Mon 30 Mar 10:00 BST checkin_due sent",
    ]


async def test_an_own_check_in_spares_the_next_question(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-06 12:00")
    await waymark.maya.slash("/mentor checkin on track")
    found = told_of(await outlook(waymark), waymark.maya)
    assert found[:2] == [
        "Mon 09 Mar 10:00 GMT checkin_due skipped: checked in already",
        "Mon 16 Mar 10:00 GMT checkin_due sent",
    ]


async def test_a_digest_is_shown_with_its_parts(waymark: Conversation) -> None:
    """The words of a goal are nowhere in what is foreseen."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor checkin stuck")
    found = await outlook(waymark)
    assert told_of(found, waymark.theo) == [
        "Mon 09 Mar 10:00 GMT checkin_shared in a digest",
        "Mon 09 Mar 10:00 GMT digest_mentor sent",
        "Mon 09 Mar 10:00 GMT goal_shared in a digest",
    ]
    assert "migration" not in str([one.as_json() for one in found.entries])
    assert "migration" not in as_text(found)


async def test_what_has_no_room_waits_with_a_reason(waymark: Conversation) -> None:
    """Two a week go to a mentor; the third message waits for the week to move on."""
    await paired(waymark)
    for number, noon in enumerate(("2026-03-05 12:00", "2026-03-06 12:00", "2026-03-09 12:00")):
        await waymark.until(noon)
        away = PartnerAway(subject_id=f"a{number}", partner_name="Sam")
        await told(waymark, waymark.theo, away, f"away:{number}")
    found = told_of(await outlook(waymark), waymark.theo)
    assert found == [
        "Tue 10 Mar 10:00 GMT partner_away waits: enough for one week",
        "Wed 11 Mar 10:00 GMT partner_away waits: enough for one week",
        "Thu 12 Mar 10:00 GMT partner_away waits: enough for one week",
        "Fri 13 Mar 10:00 GMT partner_away sent",
    ]


async def test_each_persons_own_hours_count(waymark: Conversation) -> None:
    """Noor in New York changes her clocks on 8 March, three weeks before London."""
    await waymark.noor.slash("/mentor help")
    ask = RequestReceived(subject_id="r", mentee_name="Maya", topic="pricing", reason="Your talk.")
    await told(waymark, waymark.noor, ask, "ask")
    away = PartnerAway(subject_id="a", partner_name="Sam")
    await waymark.until("2026-03-07 12:00")
    await told(waymark, waymark.noor, away, "away")
    assert told_of(await outlook(waymark), waymark.noor) == [
        "Mon 09 Mar 10:00 EDT partner_away sent"
    ]


# --- nothing is touched, and it comes true -------------------------------------------------------


async def test_looking_ahead_touches_nothing(staged: Conversation) -> None:
    await paired(staged, quiet=False)
    await with_goal(staged, "maya", "Lead the migration", shared=True)
    before, posted = await everything(staged), len(staged.sandbox.log.entries)
    assert (await outlook(staged)).entries != ()
    assert await everything(staged) == before
    assert len(staged.sandbox.log.entries) == posted
    assert staged.maya.seen == staged.theo.seen == staged.ari.seen == []


async def test_what_is_foreseen_is_what_happens(staged: Conversation) -> None:
    """The strongest promise: the same moments, kinds and reasons as 45 days without a word."""
    await _a_busy_house(staged)
    found, start = await outlook(staged, days=45), staged.clock.now()
    gone = await _cancelled(staged)
    heard = {who.id: len(who.dms) for who in (staged.maya, staged.theo, staged.noor)}
    async with staged.waymark.database.reading() as session:
        old = set(await session.scalars(select(nudge_records.c.id)))
    await staged.advance(timedelta(days=45))
    foreseen = Counter(
        (one.person_id, round(one.at.timestamp()))
        for one in found.entries
        if one.outcome is Outcome.SENT
    )
    posted = Counter(
        (who.id, round(float(message.ts)))
        for who in (staged.maya, staged.theo, staged.noor)
        for message in who.dms[heard[who.id] :]
    )
    assert foreseen == posted
    assert sum(posted.values()) >= 10
    assert told_ahead(found, "sent", "in-digest") == await _sent(staged, start)
    skipped, dropped = await _skipped(staged, old), await _cancelled(staged) - gone
    ahead = told_ahead(found, "skipped", "waits")
    assert skipped - ahead == Counter(), "every reason in a record was foreseen"
    beside = Counter(key[:3] for key in (ahead - skipped).elements())
    assert dropped - beside == Counter(), "and every message that is withdrawn"
    assert beside - dropped == Counter(), "and nothing else: a slot in a pause has its record"
    assert (THEO, "checkin_due", "paused") in {key[:3] for key in skipped}


def told_ahead(found: Outlook, *outcomes: str) -> Counter[tuple[str, str, str, datetime]]:
    """(person, kind, reason, moment) of these outcomes."""
    return Counter(
        (one.person_id, one.kind, one.reason, one.at)
        for one in found.entries
        if one.outcome in outcomes
    )


async def _sent(stage: Conversation, since: datetime) -> Counter[tuple[str, str, str, datetime]]:
    """What really went out, and in which digest."""
    async with stage.waymark.database.reading() as session:
        rows = list(await session.scalars(select(Delivery)))
    sent = {one.id: one.sent_at for one in rows if one.sent_at and one.sent_at > since}
    whole = [(one, sent[one.id]) for one in rows if one.id in sent]
    parts = [(one, sent[one.merged_into]) for one in rows if one.merged_into in sent]
    return Counter((one.recipient_id, one.kind, "", at) for one, at in whole + parts)


async def _skipped(stage: Conversation, old: set[str]) -> Counter[tuple[str, str, str, datetime]]:
    """Occurrences that really led to nothing, by their records."""
    async with stage.waymark.database.reading() as session:
        rows = [one for one in await session.scalars(select(NudgeRecord)) if one.id not in old]
    return Counter(
        (one.person_id, one.kind, one.outcome, one.at) for one in rows if one.outcome != "queued"
    )


async def _cancelled(stage: Conversation) -> Counter[tuple[str, str, str]]:
    """(person, kind, reason) of messages that were withdrawn so far."""
    async with stage.waymark.database.reading() as session:
        rows = await session.scalars(select(Delivery).where(outbox.c.state == "cancelled"))
        return Counter((one.recipient_id, one.kind, one.reason) for one in rows)


async def _a_busy_house(stage: Conversation) -> None:
    """Two pairs, a request, a roadblock, a pause, a digest, more than there is room for."""
    await paired(stage)
    await paired(stage, mentee="theo", mentor="noor")
    await with_goal(stage, "maya", "Lead the migration", shared=True)
    await with_goal(stage, "theo", "Speak at the summit", every_weeks=2)
    await stage.maya.slash("/mentor roadblock")
    await stage.maya.submit(what="The IAM policy")
    await stage.maya.slash("/mentor checkin behind")
    while stage.maya.modal:
        await stage.maya.close_modal()
    for number in range(4):
        line = CheckinShared(
            subject_id=f"c{number}", mentee_name="Sam", goal_title="", status="stuck"
        )
        await told(stage, stage.noor, line, f"line:{number}")
        away = PartnerAway(subject_id=f"a{number}", partner_name="Sam")
        await told(stage, stage.theo, away, f"away:{number}")
        await stage.advance(timedelta(days=1, hours=3))
    await stage.theo.slash("/mentor pause 2 weeks")
    await stage.settle()


async def test_a_dry_run_under_way_ends_before_the_bot_stops(waymark: Conversation) -> None:
    """It reads the bot's database; a stopped bot plans nothing."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    under_way = asyncio.create_task(waymark.timeline(30))
    await asyncio.gather(waymark.stop_bot(), under_way)
    assert len(under_way.result()) == 5
    assert await waymark.timeline(30) == []
    await waymark.start_bot()
    assert len(await waymark.timeline(30)) == 5


# --- for the operator ----------------------------------------------------------------------------


async def test_the_operators_table(staged: Conversation, any_database_url: str) -> None:
    await paired(staged)
    await with_goal(staged, "maya", "Lead the migration")
    await staged.maya.slash("/mentor pause until 16 March")
    settings = Settings(database_url=any_database_url, secret_keys=(KEY,))
    found = await foresee(settings, timedelta(days=14), staged.clock)
    assert as_text(found) == (
        "From Thu 5 Mar 2026, 10:05 to Thu 19 Mar 2026, 10:05 (UTC), if nobody does anything:\n"
        "\n"
        "Maya (U0MAYA in T0WAYMARK), Europe/London, 10:05 now\n"
        "  Mon 9 Mar 2026\n"
        "    10:00 GMT  Check-in question                           skipped: paused\n"
        "  Mon 16 Mar 2026\n"
        "    10:00 GMT  Check-in question                           skipped: first day back\n"
        "    10:00 GMT  End of a pause                              sent\n"
        "  Tue 17 Mar 2026\n"
        "    10:00 GMT  Check-in question                           sent\n"
        "  Wed 18 Mar 2026\n"
        "    10:00 GMT  Second question about an open check-in      sent\n"
    )
    assert as_text(found, people=["U0THEO"]).endswith("\nNothing is planned.\n")


async def test_another_key_is_one_sentence(database_url: str, waymark: Conversation) -> None:
    await paired(waymark)
    settings = Settings(database_url=database_url, secret_keys=(Fernet.generate_key().decode(),))
    with pytest.raises(CannotUse, match="WAYMARK_SECRET_KEYS does not hold the key"):
        await foresee(settings, timedelta(days=14), waymark.clock)


async def test_a_plan_without_end_is_cut_short(
    waymark: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake that plans for ever must not keep the process busy for ever."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    monkeypatch.setattr(rehearsal, "MOST_STEPS", 2)
    found = await outlook(waymark)
    assert not found.complete
    assert found.until == datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert len(found.entries) == 2


async def test_the_copy_is_private_and_gone_afterwards(waymark: Conversation) -> None:
    """Words stay sealed on the way; only the owner of the process may read the file."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration")
    async with copy_of(waymark.waymark.database) as copy:
        path = Path(str(copy.database.url.database))
        modes, held = _modes_and_bytes(path)
    assert modes == (0o700, 0o600)
    assert b"goals" in held
    assert b"migration" not in held
    with pytest.raises(FileNotFoundError):
        _modes_and_bytes(path)


def _modes_and_bytes(path: Path) -> tuple[tuple[int, int], bytes]:
    modes = stat.S_IMODE(path.parent.stat().st_mode), stat.S_IMODE(path.stat().st_mode)
    return modes, b"".join(one.read_bytes() for one in path.parent.iterdir())


def test_an_unfinished_run_says_so() -> None:
    start = datetime(2026, 3, 5, tzinfo=UTC)
    entry = Entry(start, "T", "U", "Maya", "Asia/Tokyo", "checkin_due", Outcome.SENT)
    text = as_text(Outlook(start, start, (entry,), complete=False))
    assert "09:00 JST  Check-in question" in text
    assert text.endswith("the run ended here: ask for fewer days.\n")
