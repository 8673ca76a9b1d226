"""The digest: several small things, one message, each answered in its place (content.md 5.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.pairings import PartnerAway
from bot.domain.messages.people import PartnerPaused
from bot.domain.messages.roadblocks import RoadblockThanks
from bot.sandbox import Persona
from bot.sandbox.workspace import Message
from bot.services.outbox import tell
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation


async def told(waymark: Conversation, who: Persona, message: Any, key: str, **how: Any) -> None:
    async with waymark.waymark.units(TEAM) as work:
        await tell(work, message, to=who.id, at=waymark.clock.now(), key=key, **how)
        await work.commit()


def block_ids(message: Message) -> list[str]:
    return [str(block.get("block_id")) for block in message.blocks]


async def test_two_messages_become_one_and_both_are_answered_in_it(waymark: Conversation) -> None:
    """A mentor who is also a mentee: the shared goal of one, the own check-in of the other."""
    theo = waymark.theo
    await paired(waymark)
    await paired(waymark, mentee="theo", mentor="noor")
    await with_goal(waymark, "theo", "Speak at the summit", shared=False)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 10:00")
    assert len(theo.dms) == 1
    digest = theo.last_dm
    assert digest.text == "A few small things for you"
    assert "Speak at the summit" in digest.all_text
    assert "Lead the migration" in digest.all_text
    assert "Speak" not in digest.text
    await theo.click("A bit behind")
    assert "behind" in theo.last_dm.all_text
    assert "Looks right" in theo.last_dm.buttons, "the other line stays as it was"
    await theo.click("Looks right", message=theo.last_dm)
    assert "Looks right" not in theo.last_dm.buttons
    assert "Undo" in theo.last_dm.buttons, "and so does the answered one"
    assert len(theo.dms) == 1
    async with waymark.waymark.units.reading(TEAM) as work:
        answers = await work.checkins.recent(theo.id)
        goal = await work.goals.get(goal_id, visible_to=theo.id)
    assert [one.status for one in answers] == ["behind"]
    assert goal is not None
    assert goal.looked_at is not None
    assert theo.errors == []
    assert waymark.ari.seen == []


async def test_a_mentors_news_of_the_week_comes_in_one_message(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.maya.slash("/mentor checkin stuck")
    await waymark.until("2026-03-09 09:59")
    assert waymark.theo.dms == []
    await waymark.until("2026-03-09 10:00")
    assert [one.text for one in waymark.theo.dms] == ["News from the people you mentor"]
    assert "stuck" in waymark.theo.last_dm.all_text
    assert "Looks right" in waymark.theo.last_dm.buttons


async def test_beyond_five_lines_the_rest_is_one_press_away(waymark: Conversation) -> None:
    theo = waymark.theo
    await paired(waymark)
    for number in range(7):
        line = CheckinShared(
            subject_id=f"c{number}", mentee_name=f"Mentee{number}", goal_title="", status="stuck"
        )
        await told(waymark, theo, line, f"line:{number}")
    await waymark.until("2026-03-09 10:00")
    assert len(theo.dms) == 1
    shown = [n for n in range(7) if f"Mentee{n}" in theo.last_dm.all_text]
    assert len(shown) == 5
    assert "2 more are in your Home" in theo.last_dm.all_text
    await theo.click("Show the rest")
    rest = [n for n in range(7) if f"Mentee{n}" in str(theo.modal)]
    assert sorted(shown + rest) == list(range(7))
    key = theo.last_dm.blocks[0]["block_id"].rpartition("|")[2]
    await waymark.ari.press({"action_id": "care_more", "value": key}, message=theo.last_dm)
    assert "isn't yours" in str(waymark.ari.modal)
    assert not any("Mentee" in text for text in waymark.ari.seen)
    assert theo.errors == []


async def test_two_lines_about_one_record_do_not_collide(waymark: Conversation) -> None:
    """Slack refuses a message in which a block id stands twice; it would lose its buttons."""
    await paired(waymark)
    await told(waymark, waymark.theo, PartnerAway(subject_id="s", partner_name="Sam"), "one")
    await told(waymark, waymark.theo, PartnerPaused(subject_id="s", partner_name="Ana"), "two")
    await waymark.until("2026-03-06 10:00")
    assert len(waymark.theo.dms) == 1
    assert "Sam" in waymark.theo.last_dm.all_text
    assert "Ana" in waymark.theo.last_dm.all_text
    ids = block_ids(waymark.theo.last_dm)
    assert len(ids) == len(set(ids))


async def test_less_of_a_digest_asks_which_kind(waymark: Conversation) -> None:
    theo = waymark.theo
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead it", shared=True)
    news = CheckinShared(subject_id="c", mentee_name="Maya", goal_title="", status="stuck")
    await told(waymark, theo, news, "news")
    await waymark.until("2026-03-09 10:00")
    await theo.choose("Less of this")
    assert "Check-ins shared with you" in str(theo.modal)
    await theo.click("Less of this", within="modal", row="A goal shared with you")
    assert "A goal shared with you*: half as often" in str(theo.modal)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert [one.kind for one in await work.people.quieted(theo.id)] == ["goal_shared"]
    while theo.modal:
        await theo.close_modal()
    await theo.choose("Why am I seeing this?")
    assert "More than one small thing" in str(theo.modal) or "come together" in str(theo.modal)
    assert "check-ins are shared with you" in str(theo.modal)
    assert theo.errors == []


async def test_a_digest_spends_the_budget_of_everything_in_it(waymark: Conversation) -> None:
    """Merged lines count as what they are, each class once, so that no cap is evaded."""
    await paired(waymark)
    news = CheckinShared(subject_id="c", mentee_name="Maya", goal_title="", status="stuck")
    thanks = RoadblockThanks(subject_id="r", mentee_name="Maya", helped_label="advice")
    await told(waymark, waymark.theo, news, "news")
    await waymark.advance(timedelta(days=3))
    await told(waymark, waymark.theo, thanks, "thanks")
    await waymark.until("2026-03-09 12:00")
    async with waymark.waymark.units.reading(TEAM) as work:
        spent = await work.outbox.spent(waymark.theo.id, waymark.clock.now() - timedelta(days=9))
    assert sorted(sorted(classes) for classes, _ in spent) == [[2, 3]]
