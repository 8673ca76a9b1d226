"""The mentor answers, the mentee goes on: content.md 7.2 and 7.4, as conversations."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.sandbox.workspace import Message
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

WORDS = "Two teams own the same file, and neither will merge."
MENTOR = "You and Theo"
TIP = "Ask both leads\nto name one owner."


async def asked(waymark: Conversation, **fields: object) -> Message:
    """Maya asked Theo; returns the ping he sees."""
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    result = await waymark.maya.submit(**{"audience": MENTOR, **fields})
    assert result.ok, result
    await waymark.maya.close_modal()
    await waymark.settle()
    return waymark.theo.last_dm


async def tipped(waymark: Conversation) -> None:
    """Theo writes two lines."""
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.submit(words=TIP)
    await waymark.theo.close_modal()
    await waymark.settle()


async def test_a_tip_arrives_in_the_mentors_own_words(waymark: Conversation) -> None:
    await paired(waymark)
    ping = await asked(waymark)
    await waymark.theo.click("Reply with a tip")
    assert WORDS in str(waymark.theo.modal)
    result = await waymark.theo.submit(words=TIP)
    assert result.ok, result
    await waymark.settle()
    reply = waymark.maya.last_dm
    assert "> Ask both leads\n> to name one owner." in _mrkdwn(reply)
    assert "Theo" in reply.all_text
    assert "Ask both leads" not in reply.text
    assert reply.buttons[:4] == ["Thanks", "Do it", "Not quite", "Talk"]
    (card,) = [one for one in waymark.theo.dms if one.ts == ping.ts]
    assert "Reply with a tip" not in card.buttons
    assert WORDS in card.all_text
    assert waymark.theo.errors == waymark.maya.errors == []
    assert waymark.ari.seen == waymark.noor.seen == []


@pytest.mark.parametrize("choice", ["Can't this week", "Not my area"])
async def test_a_no_arrives_with_other_ways(waymark: Conversation, choice: str) -> None:
    await paired(waymark)
    await paired(waymark, mentor="noor")
    await asked(waymark)
    await waymark.theo.click(choice)
    await waymark.settle()
    assert "Theo" in waymark.maya.last_dm.all_text
    ways = ["Ask someone else", "Four questions", "Wait", "Let it go"]
    assert waymark.maya.last_dm.buttons[:4] == ways
    await waymark.maya.click("Ask someone else")
    result = await waymark.maya.submit()  # the other mentor is chosen already
    assert result.ok, result
    await waymark.settle()
    await waymark.until("2026-03-05 15:30")
    assert any(WORDS in one.all_text for one in waymark.noor.dms)
    assert "Ask someone else" not in waymark.maya.last_dm.buttons
    assert waymark.maya.errors == []


async def test_to_be_heard_listening_comes_first(waymark: Conversation) -> None:
    await paired(waymark)
    ping = await asked(waymark, help_wanted="listen")
    assert ping.buttons[:3] == ["I hear you", "Been there too", "Let's talk"]
    assert "someone to listen" in ping.all_text
    await waymark.theo.click("Been there too")
    await waymark.settle()
    assert "Been there too." in waymark.maya.last_dm.all_text
    assert "Thanks" in waymark.maya.last_dm.buttons
    assert "Do it" not in waymark.maya.last_dm.buttons
    # A kind word may be followed by more.
    await tipped(waymark)
    assert "Ask both leads" in waymark.maya.last_dm.all_text


@pytest.mark.parametrize(
    ("choice", "arrives"),
    [
        ("I know someone", "someone"),
        ("Try this", "try"),
        ("Need one more detail", "one more detail"),
    ],
)
async def test_the_menu_opens_a_box_and_relays_it(
    waymark: Conversation, choice: str, arrives: str
) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.theo.choose(choice)
    await waymark.theo.submit(words="Noor wrote about this.")
    await waymark.settle()
    said = waymark.maya.last_dm.all_text
    assert "Noor wrote about this." in said
    assert arrives in said


async def test_one_more_detail_goes_back_and_forth(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.theo.choose("Need one more detail")
    await waymark.theo.submit(words="Which file?")
    await waymark.settle()
    assert waymark.maya.last_dm.buttons[:3] == ["Answer", "Talk", "Leave it"]
    await waymark.maya.click("Answer")
    await waymark.maya.submit(words="The build file.")
    await waymark.theo.close_modal()
    await waymark.settle()
    assert "The build file." in waymark.theo.last_dm.all_text
    assert "Answer" not in waymark.maya.last_dm.buttons
    await tipped(waymark)
    assert "Ask both leads" in waymark.maya.last_dm.all_text


async def test_leaving_a_line_back_keeps_its_words(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    await waymark.maya.click("Not quite")
    await waymark.maya.submit(words="Both leads left.")
    await waymark.settle()
    assert "Both leads left." in waymark.theo.last_dm.all_text
    sent = len(waymark.maya.dms)
    await waymark.theo.click("Leave it")
    assert "Both leads left." in waymark.theo.last_dm.all_text
    assert "Let's talk" not in waymark.theo.last_dm.buttons
    await waymark.settle()
    assert len(waymark.maya.dms) == sent


async def test_times_for_a_talk_are_read_in_each_ones_own_zone(waymark: Conversation) -> None:
    await paired(waymark, mentor="noor")
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(audience="You and Noor", severity="blocking")
    await waymark.maya.close_modal()
    await waymark.until("2026-03-05 15:00")
    await waymark.noor.click("Let's talk")
    wrong = await waymark.noor.submit(day_1=date(2026, 3, 4), time_1=time(9, 0))
    assert "gone by" in wrong.errors["day_1"]
    result = await waymark.noor.submit(
        words="Ten minutes?", day_1=date(2026, 3, 6), time_1=time(9, 0), day_2=date(2026, 3, 9)
    )
    assert result.ok, result
    await waymark.settle()
    said = waymark.maya.last_dm.all_text
    assert "Fri 6 Mar, 14:00" in said  # 09:00 in New York is 14:00 in London
    assert "Mon 9 Mar, 14:00" in said  # 10:00 there is 14:00 here once New York has changed
    await waymark.maya.click("Talk")
    await waymark.maya.submit(slot="Fri 06 Mar, 14:00", words="Perfect.")
    await waymark.noor.close_modal()
    await waymark.settle()
    back = waymark.noor.last_dm.all_text
    assert "Perfect." in back
    assert "Fri 6 Mar, 09:00" in back


async def test_an_offer_to_talk_needs_no_words(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.theo.click("Let's talk")
    assert (await waymark.theo.submit()).ok
    await waymark.settle()
    assert "talk" in waymark.maya.last_dm.all_text.lower()


async def test_thanks_is_one_line_in_the_digest(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    await waymark.maya.click("Thanks")
    assert "Thanks" not in waymark.maya.last_dm.buttons
    assert "Do it" in waymark.maya.last_dm.buttons
    assert "Ask both leads" in waymark.maya.last_dm.all_text
    sent = len(waymark.theo.dms)
    await waymark.settle()
    assert len(waymark.theo.dms) == sent, "not a message of its own"
    await waymark.until("2026-03-09 10:00")
    assert "thanks" in waymark.theo.last_dm.all_text.lower()


async def test_do_it_becomes_the_goals_next_step(waymark: Conversation) -> None:
    await paired(waymark)
    goal_id = await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await asked(waymark, goal="Lead the migration")
    await tipped(waymark)
    await waymark.maya.click("Do it")
    wrong = await waymark.maya.submit(step_on=date(2026, 3, 4))
    assert "gone by" in wrong.errors["step_on"]
    await waymark.maya.submit(step="Write to both leads", step_on=date(2026, 3, 6))
    async with waymark.waymark.units.reading(TEAM) as work:
        goal = await work.goals.get(goal_id, visible_to=waymark.maya.id)
        assert goal is not None
        assert (goal.next_step, goal.next_step_on) == ("Write to both leads", date(2026, 3, 6))
    await waymark.maya.close_modal()
    assert "Do it" not in waymark.maya.last_dm.buttons
    assert "Ask both leads" in waymark.maya.last_dm.all_text


async def test_do_it_without_a_goal_is_kept_with_the_roadblock(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    await waymark.maya.click("Do it")
    await waymark.maya.submit()
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        assert held.next_step == TIP


async def test_an_answer_out_of_the_mentees_hours_waits_and_says_so(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    await waymark.maya.submit(audience=MENTOR)
    await waymark.settle()
    await waymark.until("2026-03-05 19:00")
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.submit(words=TIP)
    assert "Fri 6 Mar, 09:30" in str(waymark.theo.modal)
    await waymark.settle()
    assert not waymark.maya.dms
    await waymark.until("2026-03-06 09:30")
    assert "Ask both leads" in waymark.maya.last_dm.all_text


# --- private -------------------------------------------------------------------------------------


def _mrkdwn(message: Message) -> str:
    return "\n".join(str(one.get("text", {}).get("text", "")) for one in message.blocks)
