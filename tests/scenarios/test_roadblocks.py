"""A roadblock from the first word to the mentor's answer, as conversations (content.md F7)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.roadblocks import Draft
from bot.sandbox.results import SubmitResult
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

WORDS = "Two teams own the same file, and neither will merge."
MENTOR = "You and Theo"


async def record(waymark: Conversation, words: str = WORDS, **fields: object) -> SubmitResult:
    """Maya says what is in the way; Theo may see it unless told otherwise."""
    await waymark.maya.slash(f"/mentor roadblock {words}")
    result = await waymark.maya.submit(**{"audience": MENTOR, **fields})
    if result.ok and waymark.maya.modal:
        await waymark.maya.close_modal()
    await waymark.settle()
    return result


def window_text(waymark: Conversation) -> str:
    """All the words of the mentee's open window."""
    return str(waymark.maya.modal)


async def test_the_mentor_is_pinged_the_moment_it_is_recorded(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    assert waymark.maya.modal is not None
    form = str(waymark.maya.modal)
    assert WORDS in form
    assert MENTOR in form
    before = waymark.clock.now()
    result = await waymark.maya.submit()  # the mentor is suggested when there is exactly one
    assert result.updated
    assert "Theo" in window_text(waymark)
    assert "2 working days" in window_text(waymark)
    await waymark.settle()
    assert waymark.clock.now() == before
    ping = waymark.theo.last_dm
    assert WORDS in ping.all_text
    assert "Maya" in ping.all_text
    assert ping.buttons[:3] == ["Reply with a tip", "Let's talk", "Can't this week"]
    assert WORDS not in ping.text
    assert waymark.maya.errors == waymark.theo.errors == []
    assert waymark.ari.seen == waymark.noor.seen == []


async def test_aliases_open_the_same_form_with_the_words(waymark: Conversation) -> None:
    await paired(waymark)
    for word in ("stuck", "blocked", "ROADBLOCK"):
        await waymark.maya.slash(f"/mentor {word} {WORDS}")
        assert WORDS in window_text(waymark)
        await waymark.maya.close_modal()


async def test_everything_the_form_holds_reaches_the_mentor(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await record(
        waymark,
        severity="deadline",
        deadline_on=date(2026, 3, 12),
        tried=["searched", "colleague"],
        tried_words="a whiteboard",
        help_wanted="second_opinion",
        goal="Lead the migration",
    )
    said = waymark.theo.last_dm.all_text
    for fact in (
        "Lead the migration",
        "a second opinion",
        "searched, asked a colleague, a whiteboard",
        "Thu 12 Mar",
        "deadline",
    ):
        assert fact in said


async def test_a_private_goal_is_not_named_to_the_mentor(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Leave this team", shared=False)
    await record(waymark, goal="Leave this team")
    assert WORDS in waymark.theo.last_dm.all_text
    assert not any("Leave this team" in seen for seen in waymark.theo.seen)


async def test_another_persons_goal_cannot_be_slipped_in(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "ari", "Change teams")
    draft = Draft(WORDS, goal_id=goal_id)
    actor = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.roadblocks.record(actor, draft)
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        assert held.goal_id == ""


async def test_a_private_roadblock_pings_nobody(waymark: Conversation) -> None:
    await paired(waymark)
    await record(waymark, audience="Only you")
    await waymark.advance(timedelta(days=40))
    for other in (waymark.theo, waymark.noor, waymark.ari):
        assert not any(WORDS in seen for seen in other.seen)
    assert not any("roadblock" in one.all_text.lower() for one in waymark.theo.dms)
    asked = [one for one in waymark.maya.dms if "Solved" in one.buttons]
    assert len(asked) == 3, "did it move: 3, 5 and 10 working days, then quiet"
    assert not any(WORDS in one.all_text for one in waymark.maya.dms), "views, not messages"


async def test_a_private_one_can_be_sent_after_all(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(audience="Only you")
    await waymark.maya.click("Ask my mentor")
    assert WORDS in window_text(waymark)
    result = await waymark.maya.submit(audience=MENTOR)
    assert result.ok, result
    await waymark.settle()
    assert WORDS in waymark.theo.last_dm.all_text
    assert waymark.maya.errors == []


async def test_two_mentors_and_only_the_chosen_one_hears(waymark: Conversation) -> None:
    await paired(waymark, mentor="theo")
    await paired(waymark, mentor="noor")
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    assert "initial_option" not in str(_block(waymark, "audience")), "no suggestion between two"
    result = await waymark.maya.submit(audience="You and Noor")
    assert result.ok, result
    await waymark.settle()
    await waymark.until("2026-03-05 16:00")
    assert any(WORDS in one.all_text for one in waymark.noor.dms)
    assert not any(WORDS in seen for seen in waymark.theo.seen)


async def test_a_mentor_out_of_hours_hears_at_the_next_opening(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.until("2026-03-05 20:00")
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(severity="blocking")
    assert "Fri 6 Mar, 09:30" in window_text(waymark)
    assert "1 working day" in window_text(waymark)
    await waymark.until("2026-03-06 09:29")
    assert not waymark.theo.dms
    await waymark.until("2026-03-06 09:30")
    assert WORDS in waymark.theo.last_dm.all_text


async def test_a_second_slowing_one_waits_for_the_next_slot(waymark: Conversation) -> None:
    await paired(waymark)
    await record(waymark, "First.")
    await waymark.maya.slash("/mentor roadblock Second.")
    await waymark.maya.submit(audience=MENTOR)
    assert "Thu 5 Mar, 13:00" in window_text(waymark)
    await waymark.settle()
    assert len(waymark.theo.dms) == 1
    await waymark.until("2026-03-05 13:00")
    assert "Second" in waymark.theo.last_dm.all_text


async def test_a_blocking_one_waits_for_no_cap(waymark: Conversation) -> None:
    await paired(waymark)
    await record(waymark, "First.")
    for number, severity in enumerate(("blocking", "deadline", "blocking"), start=2):
        await record(waymark, f"Number {number}.", severity=severity, deadline_on=date(2026, 3, 6))
        assert f"Number {number}." in waymark.theo.last_dm.all_text
        await waymark.advance(timedelta(seconds=5))


async def test_the_sixth_ping_in_an_hour_is_kept_and_said(waymark: Conversation) -> None:
    await paired(waymark)
    for number in range(5):
        await record(waymark, f"Trouble {number}.", severity="blocking")
        await waymark.advance(timedelta(seconds=5))
    await waymark.maya.slash("/mentor roadblock One more.")
    await waymark.maya.submit(severity="blocking", audience=MENTOR)
    assert "one hour" in window_text(waymark)
    assert "Ask my mentor" in window_text(waymark)
    await waymark.settle()
    assert len(waymark.theo.dms) == 5
    assert not any("One more" in seen for seen in waymark.theo.seen)
    await waymark.advance(timedelta(hours=1))
    await waymark.maya.click("Ask my mentor")
    await waymark.maya.submit(audience=MENTOR)
    await waymark.settle()
    assert "One more" in waymark.theo.last_dm.all_text


async def test_a_break_is_kept_and_told_only_by_who_takes_it(waymark: Conversation) -> None:
    await paired(waymark)
    for shared in (False, True):
        async with waymark.waymark.units(TEAM) as work:
            theo = await work.people.get(waymark.theo.id)
            assert theo is not None
            theo.paused_until = waymark.clock.now() + timedelta(days=4)
            theo.pause_shared = shared
            await work.commit()
        await waymark.maya.slash(f"/mentor roadblock {WORDS} {shared}")
        await waymark.maya.submit(audience=MENTOR)
        assert ("hears of it" in window_text(waymark)) is shared
        await waymark.maya.close_modal()
        await waymark.settle()
    await waymark.until("2026-03-09 09:00")
    assert not waymark.theo.dms
    await waymark.until("2026-03-10 16:00")
    assert any(WORDS in one.all_text for one in waymark.theo.dms)


async def test_a_pair_that_ended_meanwhile_keeps_it_private(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await _end(waymark, pairing_id)
    result = await waymark.maya.submit(audience=MENTOR)
    assert result.updated
    assert "is over" in window_text(waymark)
    await waymark.settle()
    assert not any(WORDS in seen for seen in waymark.theo.seen)


async def test_a_mentor_who_is_gone_is_not_promised(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.theo.deactivate()
    await waymark.settle()
    await waymark.maya.submit(audience=MENTOR)
    assert "reached on Slack" in window_text(waymark)
    await waymark.settle()
    assert not waymark.theo.dms


async def test_without_a_mentor_it_is_for_oneself(waymark: Conversation) -> None:
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    assert "You and" not in window_text(waymark)
    result = await waymark.maya.submit()
    assert result.ok, result
    assert "Ask my mentor" not in window_text(waymark)


async def test_from_a_check_in_with_its_goal(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor checkin stuck")
    await waymark.maya.click("Ask my mentor")
    assert "Lead the migration" in str(_block(waymark, "goal")["element"]["initial_option"])
    await waymark.maya.submit(what=WORDS)
    await waymark.settle()
    assert "Lead the migration" in waymark.theo.last_dm.all_text
    assert waymark.maya.errors == []


async def test_long_words_are_kept_whole_and_read_with_one_tap(waymark: Conversation) -> None:
    await paired(waymark)
    long = "Nobody owns the build. " * 30 + "The very end."
    await record(waymark, long.strip())
    ping = waymark.theo.last_dm
    assert "The very end." not in ping.all_text
    assert "…" in ping.all_text
    await waymark.theo.click("Read all of it")
    assert "The very end." in str(waymark.theo.modal)


async def test_too_long_is_said_beside_the_field_and_nothing_is_lost(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    long = "Nobody owns the build. " * 60 + "The very end."
    await waymark.maya.slash(f"/mentor roadblock {long}")
    assert "The very end." in window_text(waymark)
    result = await waymark.maya.submit(audience=MENTOR)
    assert "1,000" in result.errors["what"]
    assert "The very end." in window_text(waymark)
    await waymark.settle()
    assert not waymark.theo.dms


async def test_more_than_a_form_can_hold_comes_back(waymark: Conversation) -> None:
    await paired(waymark)
    long = "Nobody owns the build. " * 170 + "The very end."
    answer = await waymark.maya.slash(f"/mentor roadblock {long}")
    assert waymark.maya.modal is None
    assert any("The very end." in one.all_text for one in answer.shown)
    assert waymark.maya.errors == []


async def test_odd_words_are_shown_as_they_are_and_ping_nobody(waymark: Conversation) -> None:
    await paired(waymark)
    odd = [
        "<!channel> <@U0ARI> *bold* `x`",
        "🧗🏽‍♀️",
        "אני תקועה, مرحبا",
        "“smart” ‘quotes’ &amp; {{ 7 * 7 }}",
    ]
    for words in odd:
        await waymark.maya.slash("/mentor roadblock")
        result = await waymark.maya.submit(what=words, severity="blocking", audience=MENTOR)
        assert result.ok, result
        await waymark.maya.close_modal()
        await waymark.settle()
        await waymark.advance(timedelta(seconds=3))
    sent = [one.all_text for one in waymark.theo.dms]
    assert len(sent) == len(odd)
    assert "&lt;!channel&gt;" in str(waymark.theo.dms[0].blocks)
    assert "🧗🏽‍♀️" in sent[1]
    assert waymark.ari.dms == []


async def test_a_deadline_wants_a_day_that_is_still_to_come(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    result = await waymark.maya.submit(severity="deadline")
    assert "Which day" in result.errors["deadline_on"]
    result = await waymark.maya.submit(deadline_on=date(2026, 3, 4))
    assert "gone by" in result.errors["deadline_on"]
    result = await waymark.maya.submit(deadline_on=date(2026, 3, 5))
    assert result.ok, result


async def test_the_same_form_sent_twice_is_one_roadblock(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    view = waymark.maya.modal
    assert view is not None
    await asyncio.gather(
        waymark.maya.submit_view(view["id"]),
        waymark.maya.submit_view(view["id"]),
        return_exceptions=True,
    )
    await waymark.advance(timedelta(hours=4))
    assert len(waymark.theo.dms) == 1
    assert await _open(waymark) == 1


async def test_the_same_words_within_a_minute_are_one_roadblock(waymark: Conversation) -> None:
    await paired(waymark)
    await record(waymark, severity="blocking")
    await record(waymark, severity="blocking")
    assert len(waymark.theo.dms) == 1
    await waymark.advance(timedelta(minutes=2))
    await record(waymark, severity="blocking")
    assert len(waymark.theo.dms) == 2


# --- private -------------------------------------------------------------------------------------


def _block(waymark: Conversation, block_id: str) -> dict[str, Any]:
    assert waymark.maya.modal is not None
    found = [one for one in waymark.maya.modal["blocks"] if one.get("block_id") == block_id]
    return dict(found[0])


async def _open(waymark: Conversation) -> int:
    async with waymark.waymark.units.reading(TEAM) as work:
        return len(await work.roadblocks.open_of(waymark.maya.id))


async def _end(waymark: Conversation, pairing_id: str) -> None:
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()
