"""A shared win, what the mentor says about it, and what comes back (content.md 8.3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.domain.errors import NobodyHome
from bot.domain.people import Actor
from bot.domain.wins import Praise, Win
from bot.sandbox import Persona
from tests.factories import TEAM, paired
from tests.stage import Conversation

STRENGTH = "You cut it small enough to finish."


async def the_win(waymark: Conversation) -> Win:
    """Maya's newest win, as stored."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return (await work.wins.jar(waymark.maya.id))[0]


async def praises(waymark: Conversation, win: Win) -> list[Praise]:
    """What Theo wrote about it."""
    async with waymark.waymark.units.reading(TEAM) as work:
        return await work.wins.praise_by(waymark.theo.id, win_id=win.id)


async def shared(waymark: Conversation, words: str = "Demo went live") -> Win:
    """Maya shares a win with Theo, who has it in his messages."""
    await paired(waymark)
    await waymark.maya.slash(f"/mentor win {words}")
    await waymark.maya.click("Share")
    await waymark.maya.submit()
    await waymark.maya.close_modal()
    await waymark.until("2026-03-06 10:00")
    assert waymark.theo.dms, "the mentor has the win"
    return await the_win(waymark)


def modal(persona: Persona) -> str:
    """What the open window says."""
    assert persona.modal is not None
    return json.dumps(persona.modal, ensure_ascii=False)


# --- sharing -------------------------------------------------------------------------------------


async def test_the_preview_is_what_the_mentor_sees(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Add detail")
    await waymark.maya.submit(impact="Two teams use it", skill="secret skill", helpers="Sam")
    await waymark.maya.click("Answer")
    await waymark.maya.submit(how="a private how")
    await waymark.maya.click("Share")
    page = modal(waymark.maya)
    assert "Demo went live" in page
    assert "Two teams use it" in page
    assert "secret skill" not in page
    assert "Only you" not in page
    assert waymark.theo.dms == []
    await waymark.maya.submit(audience="You and Theo")
    assert "you and theo" in modal(waymark.maya).casefold()
    await waymark.until("2026-03-06 10:00")
    card = waymark.theo.last_dm
    assert card.buttons == ["Name the strength", "Ask how", "Congratulate", "Not now"]
    assert "Demo went live" in card.all_text
    assert "Two teams use it" in card.all_text
    assert "Demo" not in card.text
    everything = "".join(waymark.theo.seen)
    for private in ("secret skill", "Sam", "a private how"):
        assert private not in everything
    assert waymark.ari.dms == []


async def test_a_win_taken_back_before_it_was_sent_is_never_sent(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor win Demo went live")
    await waymark.maya.click("Share")
    await waymark.maya.submit()
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Share")
    assert "was read" in modal(waymark.maya)
    await waymark.maya.submit(audience="Only you")
    await waymark.maya.close_modal()
    assert "Only you" in modal(waymark.maya)
    await waymark.until("2026-03-06 11:00")
    assert waymark.theo.dms == []
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Share")
    await waymark.maya.submit()
    await waymark.until("2026-03-10 11:00")
    assert "Demo went live" in "".join(waymark.theo.seen)


async def test_a_mentor_hears_of_a_win_once(waymark: Conversation) -> None:
    await shared(waymark)
    before = len(waymark.theo.dms)
    for audience in ("Only you", "You and Theo"):
        await waymark.maya.slash("/mentor wins")
        await waymark.maya.choose("Share")
        await waymark.maya.submit(audience=audience)
    await waymark.advance(timedelta(days=7))
    assert len([one for one in waymark.theo.dms if "Demo went live" in one.all_text]) == before


async def test_a_hidden_win_is_not_shared_any_more(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.maya.slash("/mentor wins")
    await waymark.maya.choose("Hide")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.wins.get(win.id, visible_to=waymark.theo.id) is None
    await waymark.theo.click("Congratulate")
    assert waymark.theo.modal is None or "Demo went live" not in modal(waymark.theo)


async def test_without_a_mentor_an_old_share_button_says_so(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await waymark.maya.slash("/mentor win Demo went live")
    async with waymark.waymark.units(TEAM) as work:
        pairing = await work.pairings.get(pairing_id, visible_to=waymark.maya.id)
        assert pairing is not None
        pairing.end(waymark.clock.now())
        await work.commit()
    await waymark.maya.click("Share")
    assert "no active mentor" in "".join(waymark.maya.seen)
    assert waymark.maya.errors == []


# --- what the mentor says ------------------------------------------------------------------------


async def test_a_strength_reaches_the_mentee_in_the_mentors_words(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.theo.click("Name the strength")
    await waymark.theo.submit(words=STRENGTH)
    await waymark.settle()
    got = waymark.maya.last_dm
    assert f"> {STRENGTH}" in got.all_text
    assert STRENGTH not in got.text
    assert got.buttons == ["Keep these words", "Thanks", "Not now"]
    card = waymark.theo.last_dm
    assert "You named a strength." in card.all_text
    assert card.buttons == ["Ask how", "Congratulate"]
    assert [one.words for one in await praises(waymark, win)] == [STRENGTH]
    assert waymark.theo.errors == waymark.maya.errors == []


@pytest.mark.parametrize("words", ["Well done", ":tada: :clap: :tada:", "👏 👏 👏"])
async def test_a_congratulation_needs_three_words(waymark: Conversation, words: str) -> None:
    win = await shared(waymark)
    await waymark.theo.click("Congratulate")
    refused = await waymark.theo.submit(words=words)
    assert "3 words" in refused.errors["words"]
    assert await praises(waymark, win) == []
    assert (await waymark.theo.submit(words="Well done, you")).ok
    await waymark.settle()
    assert "Well done, you" in waymark.maya.last_dm.all_text


async def test_the_same_words_twice_arrive_once_and_others_follow(waymark: Conversation) -> None:
    win = await shared(waymark)
    card = waymark.theo.last_dm
    await waymark.theo.click("Name the strength")
    await waymark.theo.submit(words=STRENGTH)
    await waymark.settle()
    before = len(waymark.maya.dms)
    action = {"action_id": "win_strength", "value": f"win:{win.id}"}
    await waymark.theo.press(action, card)
    await waymark.theo.submit(words=STRENGTH)
    await waymark.settle()
    assert len(waymark.maya.dms) == before
    await waymark.theo.press(action, card)
    await waymark.theo.submit(words="And you said it plainly.")
    await waymark.settle()
    assert len(waymark.maya.dms) == before + 1
    assert len(await praises(waymark, win)) == 2


async def test_words_not_yet_delivered_are_replaced(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.until("2026-03-06 22:00")
    before = len(waymark.maya.dms)
    for words in ("First draft of it", "The words I meant"):
        action = {"action_id": "win_congratulate", "value": f"win:{win.id}"}
        await waymark.theo.press(action, waymark.theo.last_dm)
        await waymark.theo.submit(words=words)
    await waymark.until("2026-03-09 09:31")
    assert len(waymark.maya.dms) == before + 1
    assert "The words I meant" in waymark.maya.last_dm.all_text
    assert "First draft" not in "".join(waymark.maya.seen)


async def test_words_that_would_ping_are_only_words(waymark: Conversation) -> None:
    await shared(waymark, "<!channel> went live & <b>")
    await waymark.theo.click("Name the strength")
    await waymark.theo.submit(words="Bold, <!here> *and*\nkind")
    await waymark.settle()
    assert waymark.maya.last_dm.pings == []
    assert "&lt;!here&gt;" in waymark.maya.last_dm.all_text
    assert "> kind" in waymark.maya.last_dm.all_text


async def test_not_now_is_one_quiet_line(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.theo.click("Not now")
    assert "Set aside" in waymark.theo.last_dm.all_text
    assert "Congratulate" not in waymark.theo.last_dm.buttons
    assert await praises(waymark, win) == []


async def test_a_forwarded_card_is_no_key(waymark: Conversation) -> None:
    win = await shared(waymark)
    card = waymark.theo.last_dm
    for persona in (waymark.ari, waymark.noor, waymark.maya):
        for action in ("win_strength", "win_ask_how", "win_congratulate", "win_not_now"):
            await persona.press({"action_id": action, "value": f"win:{win.id}"}, card)
            assert "Set aside" not in waymark.theo.last_dm.all_text
    for persona in (waymark.ari, waymark.noor):
        assert "Demo went live" not in "".join(persona.seen)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.wins.praise_by(waymark.ari.id, win_id=win.id) == []


async def test_a_mentor_may_praise_a_win_and_nothing_else(waymark: Conversation) -> None:
    win = await shared(waymark)
    card = waymark.theo.last_dm
    for action in ("win_answer", "win_detail", "win_share", "win_done"):
        await waymark.theo.press({"action_id": action, "value": win.id}, card)
        page = modal(waymark.theo)
        assert "isn't yours" in page
        assert "Demo went live" not in page
        await waymark.theo.close_modal()
    assert (await the_win(waymark)).pairing_id == win.pairing_id


# --- what the mentee does with it ----------------------------------------------------------------


async def test_words_are_kept_and_thanks_are_passed_on_once(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.theo.click("Name the strength")
    await waymark.theo.submit(words=STRENGTH)
    await waymark.settle()
    got = waymark.maya.last_dm
    opening = got.blocks[0]["text"]["text"]
    (praise,) = await praises(waymark, win)
    for persona in (waymark.ari, waymark.theo):
        for action in ("win_keep_words", "win_thanks", "win_tell_how", "win_praise_later"):
            await persona.press({"action_id": action, "value": praise.id}, got)
    assert STRENGTH not in "".join(waymark.ari.seen)
    (praise,) = await praises(waymark, win)
    assert (praise.kept_at, praise.thanked_at) == (None, None)
    await waymark.maya.click("Keep these words")
    assert waymark.maya.last_dm.buttons == ["Thanks"]
    rewritten = waymark.maya.last_dm.blocks[0]["text"]["text"]
    assert rewritten == opening.rpartition("\n")[0]
    (praise,) = await praises(waymark, win)
    assert praise.kept_at is not None
    await waymark.maya.click("Thanks")
    await waymark.maya.press({"action_id": "win_thanks", "value": praise.id}, got)
    assert waymark.maya.last_dm.buttons == []
    await waymark.until("2026-03-09 10:00")
    assert len([one for one in waymark.theo.dms if "says thanks" in one.all_text]) == 1
    await waymark.maya.slash("/mentor wins")
    assert STRENGTH in modal(waymark.maya)


async def test_a_question_is_answered_to_the_one_who_asked(waymark: Conversation) -> None:
    win = await shared(waymark)
    await waymark.theo.click("Ask how")
    assert "How did you do it?" in modal(waymark.theo)
    await waymark.theo.submit()
    await waymark.settle()
    assert waymark.maya.last_dm.buttons == ["Answer", "Thanks", "Not now"]
    await waymark.maya.click("Answer")
    assert "Theo will read this" in modal(waymark.maya)
    await waymark.maya.submit(how="I rehearsed twice")
    assert "Answer" not in waymark.maya.last_dm.buttons
    assert "I rehearsed twice" not in waymark.maya.last_dm.all_text
    assert (await the_win(waymark)).how == "I rehearsed twice"
    await waymark.until("2026-03-09 10:00")
    reply = waymark.theo.last_dm
    assert "> I rehearsed twice" in reply.all_text
    assert reply.buttons[:2] == ["Name the strength", "Congratulate"]
    assert "Ask how" not in reply.buttons
    assert win.id == (await the_win(waymark)).id


async def test_a_quiet_no_to_a_question_leaves_the_words(waymark: Conversation) -> None:
    await shared(waymark)
    await waymark.theo.click("Ask how")
    await waymark.theo.submit()
    await waymark.settle()
    await waymark.maya.click("Not now")
    assert "How did you do it?" in waymark.maya.last_dm.all_text
    assert "Answer if you like" not in waymark.maya.last_dm.all_text
    assert waymark.maya.last_dm.buttons == ["Thanks"]


async def test_praise_for_a_person_who_left_is_refused(waymark: Conversation) -> None:
    win = await shared(waymark)
    theo = Actor(TEAM, waymark.theo.id)
    await waymark.maya.deactivate()
    await waymark.settle()
    before = len(waymark.maya.dms)
    with pytest.raises(NobodyHome):
        await waymark.waymark.services.wins.praise.write(theo, "win", win.id, "strength", STRENGTH)
    await waymark.settle()
    assert len(waymark.maya.dms) == before
