"""Two things in one moment: both are kept or one replaces the other, and nothing is doubled
(reliability.md R3, R18)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.bootstrap import Waymark, build
from bot.domain.checkins import Checkin, PromptState
from bot.domain.people import Actor
from bot.domain.roadblocks import RoadblockState
from tests.conftest import TEAM
from tests.factories import paired, with_goal
from tests.payload_lint import complaints
from tests.stage import Conversation

MONDAY = "2026-03-09 10:00"
MONDAY_SLOT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
WORDS = "Two teams own the same file, and neither will merge."
#: What the row says of a stored answer.
SAYS = {"on_track": "on track", "behind": "a bit behind", "stuck": "stuck", "skipped": "skip"}
STATUSES = {"On track": "on_track", "A bit behind": "behind", "Stuck": "stuck"}


@pytest.fixture
async def asked(staged: Conversation) -> Conversation:
    """Maya is mentored by Theo, and Monday's question about one goal stands before her."""
    await paired(staged)
    await with_goal(staged, "maya", "Lead the migration", shared=True)
    await staged.until(MONDAY)
    assert staged.maya.last_dm.buttons[:3] == list(STATUSES)
    return staged


@pytest.fixture
async def second(staged: Conversation) -> AsyncIterator[Waymark]:
    """Another bot process on the same database and the same Slack."""
    waymark = build(staged.settings(), staged.clock)
    await waymark.start(heart=False, sockets=False, migrated=True)
    yield waymark
    await waymark.stop()


async def answers(stage: Conversation) -> list[Checkin]:
    """Maya's standing check-ins."""
    async with stage.waymark.units.reading(TEAM) as work:
        return await work.checkins.recent(stage.maya.id, 100)


@pytest.mark.parametrize("both", [("On track", "Stuck"), ("Stuck", "A bit behind")])
async def test_two_answers_in_one_row_leave_one_and_the_message_says_which(
    asked: Conversation, both: tuple[str, str]
) -> None:
    results = await asyncio.gather(*(asked.maya.click(answer) for answer in both))
    assert all(result.ok for result in results)
    (kept,) = await answers(asked)
    assert kept.status in {STATUSES[answer] for answer in both}
    shown = asked.maya.last_dm.all_text.lower()
    assert SAYS[kept.status] in shown, (kept.status, shown)
    assert not set(STATUSES) & set(asked.maya.last_dm.buttons)
    await asked.settle()
    assert asked.maya.errors == []
    assert complaints(asked.sandbox) == []


async def test_answers_in_two_rows_at_once_are_both_kept_and_both_shown(
    staged: Conversation,
) -> None:
    await paired(staged)
    for title in ("Lead the migration", "Write the guide"):
        await with_goal(staged, "maya", title, shared=True)
    await staged.until(MONDAY)
    await asyncio.gather(staged.maya.click("Stuck", row=0), staged.maya.click("Stuck", row=1))
    assert [one.status for one in await answers(staged)] == ["stuck", "stuck"]
    assert not set(STATUSES) & set(staged.maya.last_dm.buttons), staged.maya.last_dm.all_text
    await asyncio.gather(*(staged.maya.click("Just noting", row=row) for row in (0, 1)))
    assert "Just noting" not in staged.maya.last_dm.buttons


async def test_a_row_is_rewritten_also_when_slack_does_not_say_how_it_stands(
    staged: Conversation,
) -> None:
    await paired(staged)
    for title in ("Lead the migration", "Write the guide"):
        await with_goal(staged, "maya", title)
    await staged.until(MONDAY)
    staged.sandbox.faults.add("conversations.history", "error_500")
    await staged.maya.click("Stuck", row=0)
    assert staged.sandbox.faults.pending == []
    assert staged.maya.last_dm.buttons.count("Stuck") == 1


async def test_a_tap_and_a_form_at_once_leave_one_answer_with_the_words(
    asked: Conversation,
) -> None:
    await asked.maya.choose("Say more")
    await asked.maya.fill(status_0="behind", note="The review moved", next_step="Ask Ana")
    tapped, sent = await asyncio.gather(
        asked.maya.click("Stuck", within="message"), asked.maya.submit()
    )
    assert (tapped.ok, sent.ok) == (True, True)
    (kept,) = await answers(asked)
    assert kept.note == "The review moved"
    assert kept.status in ("stuck", "behind")
    assert SAYS[kept.status] in asked.maya.last_dm.all_text.lower()
    assert not set(STATUSES) & set(asked.maya.last_dm.buttons)
    assert asked.maya.errors == []


@pytest.mark.parametrize("answers_first", [True, False])
@pytest.mark.parametrize("answer", ["Reply with a tip", "Can't this week"])
async def test_an_answer_and_the_end_of_a_roadblock_at_once_are_both_kept(
    staged: Conversation, answer: str, answers_first: bool
) -> None:
    await paired(staged)
    await staged.maya.slash(f"/mentor roadblock {WORDS}")
    assert (await staged.maya.submit(audience="You and Theo", severity="slowing")).ok
    await staged.maya.close_modal()
    await staged.settle()
    async with staged.waymark.units.reading(TEAM) as work:
        (roadblock,) = await work.roadblocks.open_of(staged.maya.id)
    written = answer == "Reply with a tip"
    if written:
        await staged.theo.click(answer)
        await staged.theo.fill(words="Ask both leads.")
    await staged.maya.say("hello")  # something to press on
    solve = {"action_id": "roadblock_solved", "value": roadblock.id}
    replies = staged.theo.submit() if written else staged.theo.click(answer)
    both = [replies, staged.maya.press(solve)]
    results = await asyncio.gather(*(both if answers_first else reversed(both)))
    assert all(result.ok for result in results)
    await staged.settle()
    async with staged.waymark.units.reading(TEAM) as work:
        held = await work.roadblocks.get(roadblock.id, visible_to=staged.maya.id)
        told = await work.roadblocks.replies_to(roadblock.id)
        planned = await work.nudges.planned_for(staged.maya.id)
    assert held is not None
    assert held.state == RoadblockState.SOLVED
    if written:  # one tap on something solved already says nothing more
        assert [one.words for one in told] == ["Ask both leads."]
    assert len(told) <= 1
    assert any("Ask both leads." in one.all_text for one in staged.maya.dms) == written
    assert [one for one in planned if one.subject_id == roadblock.id] == []
    assert staged.maya.errors == staged.theo.errors == []


async def test_two_processes_at_mondays_slot_ask_once(
    staged: Conversation, second: Waymark
) -> None:
    await paired(staged)
    await paired(staged, mentee="theo", mentor="noor")
    for who in ("maya", "theo"):
        await with_goal(staged, who, "Lead the migration", shared=True)
    await staged.settle()
    staged.clock.advance(MONDAY_SLOT - staged.clock.now())
    await asyncio.gather(staged.waymark.heartbeat.settle(), second.heartbeat.settle())
    await staged.settle()
    for person in (staged.maya, staged.theo):
        assert [one.buttons[:3] for one in person.dms] == [list(STATUSES)]
        async with second.units.reading(TEAM) as work:
            prompts = await work.checkins.recent_prompts(person.id)
        assert [one.state for one in prompts] == [PromptState.OPEN]


async def test_two_processes_answer_two_taps_on_one_row_with_one_checkin(
    asked: Conversation, second: Waymark
) -> None:
    services = asked.waymark.services, second.services
    maya = Actor(TEAM, asked.maya.id)
    form = await services[0].checkins.form_for(maya)
    await asyncio.gather(
        *(
            one.checkins.tap(maya, form.prompt_id, form.goals[0].goal_id, status)
            for one, status in zip(services, ("behind", "stuck"), strict=True)
        )
    )
    assert len(await answers(asked)) == 1
