"""Buttons pressed twice, at once, by somebody else, or too late (reliability.md T6, R7)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.workspace import Message
from tests.factories import TEAM, paired
from tests.scenarios.test_roadblocks_answers import TIP, WORDS, asked, tipped
from tests.stage import Conversation


async def test_two_clicks_at_once_are_one_answer(waymark: Conversation) -> None:
    await paired(waymark)
    ping = await asked(waymark)
    action = _action(ping, "Can't this week")
    await asyncio.gather(*(waymark.theo.press(action, message=ping) for _ in range(2)))
    await waymark.settle()
    await waymark.advance(timedelta(hours=1))
    assert len(waymark.maya.dms) == 1
    assert waymark.theo.errors == []


async def test_the_same_words_form_sent_twice_is_one_answer(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.fill(words=TIP)
    assert waymark.theo.modal is not None
    view_id = waymark.theo.modal["id"]
    await asyncio.gather(
        waymark.theo.submit_view(view_id),
        waymark.theo.submit_view(view_id),
        return_exceptions=True,
    )
    await waymark.settle()
    assert len(waymark.maya.dms) == 1


@pytest.mark.parametrize(
    "label", ["Reply with a tip", "Let's talk", "Can't this week", "Not my area"]
)
@pytest.mark.parametrize("who", ["ari", "noor", "maya"])
async def test_a_forwarded_button_tells_and_changes_nothing(
    waymark: Conversation, label: str, who: str
) -> None:
    await paired(waymark)
    ping = await asked(waymark)
    other = waymark.sandbox.person(who)
    before = list(other.seen)
    await other.press(_action(ping, label), message=ping)
    await waymark.settle()
    new = [seen for seen in other.seen if seen not in before]
    assert new, "a kind answer, the same for everybody"
    assert not any(WORDS in seen or "Theo" in seen for seen in new)
    assert other.modal is None or "words" not in str(other.modal["blocks"])
    assert "Reply with a tip" in waymark.theo.last_dm.buttons
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        assert await work.roadblocks.replies_to(held.id) == []


@pytest.mark.parametrize("label", ["Thanks", "Do it", "Not quite", "Talk"])
@pytest.mark.parametrize("who", ["ari", "theo"])
async def test_the_mentees_buttons_are_theirs_alone(
    waymark: Conversation, label: str, who: str
) -> None:
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    reply = waymark.maya.last_dm
    other = waymark.sandbox.person(who)
    await other.press(_action(reply, label), message=reply)
    await waymark.settle()
    assert "Thanks" in waymark.maya.last_dm.buttons
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        (said,) = await work.roadblocks.replies_to(held.id)
        assert (said.thanked_at, said.doing_at, said.back_at) == (None, None, None)
        assert held.next_step == ""


async def test_a_mentor_whose_pair_ended_sees_it_no_more(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    ping = await asked(waymark)
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()
    await waymark.theo.press(_action(ping, "Can't this week"), message=ping)
    await waymark.settle()
    assert waymark.maya.dms == []


async def test_who_cannot_be_reached_is_not_promised_to(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await tipped(waymark)
    await waymark.maya.click("Not quite")
    await waymark.theo.deactivate()
    await waymark.settle()
    result = await waymark.maya.submit(words="Both leads left.")
    assert "not reachable" in result.errors["words"]
    assert "Both leads left." in str(waymark.maya.modal)


async def test_a_mentee_who_left_is_not_promised_an_answer(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.maya.deactivate()
    await waymark.settle()
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.submit(words=TIP)
    assert "Slack" in str(waymark.theo.modal["blocks"] if waymark.theo.modal else "")
    await waymark.settle()
    assert waymark.maya.dms == []


async def test_an_answer_to_something_closed_says_so(waymark: Conversation) -> None:
    await paired(waymark)
    ping = await asked(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    action = {"type": "button", "action_id": "roadblock_let_go", "value": held.id}
    await waymark.maya.say("hello")
    await waymark.maya.press(action)
    sent = len(waymark.maya.dms)
    await waymark.theo.click("Reply with a tip", message=ping)
    assert waymark.theo.modal is None
    assert "Reply with a tip" not in waymark.theo.last_dm.buttons
    await waymark.settle()
    assert len(waymark.maya.dms) == sent


async def test_words_written_while_it_was_closed_still_arrive(waymark: Conversation) -> None:
    await paired(waymark)
    await asked(waymark)
    await waymark.theo.click("Reply with a tip")
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    await waymark.maya.say("hello")
    await waymark.maya.press({"type": "button", "action_id": "roadblock_let_go", "value": held.id})
    await waymark.theo.submit(words=TIP)
    await waymark.settle()
    assert "Ask both leads" in waymark.maya.last_dm.all_text
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.roadblocks.open_of(waymark.maya.id) == [], "it stays closed"


# --- private -------------------------------------------------------------------------------------


def _action(message: Message, label: str) -> dict[str, object]:
    """The press of this button or menu line, as Slack would send it."""
    for block in message.blocks:
        for element in block.get("elements", ()):
            if element.get("type") == "button" and element["text"]["text"] == label:
                return {
                    "type": "button",
                    "action_id": element["action_id"],
                    "block_id": block["block_id"],
                    "value": element["value"],
                }
            for option in element.get("options", ()):
                if option["text"]["text"] == label:
                    return {
                        "type": "overflow",
                        "action_id": element["action_id"],
                        "block_id": block["block_id"],
                        "selected_option": option,
                    }
    raise LookupError(label)


async def test_a_private_one_asked_about_again_has_no_reader_chosen(waymark: Conversation) -> None:
    """Levels rise by a tap on that very choice: a form sent as it stands shares nothing (D8)."""
    maya, theo = waymark.maya, waymark.theo
    await paired(waymark)
    await maya.slash("/mentor roadblock The plan is not mine to change")
    await maya.submit(audience="Only you")
    await maya.click("Ask my mentor")
    answer = await maya.submit()
    assert "audience" in answer.errors
    await waymark.settle()
    assert theo.dms == []
    await maya.submit(audience="You and Theo")
    await waymark.settle()
    assert "The plan is not mine to change" in theo.last_dm.all_text
