"""When nobody answers, did it move, and how it ends: content.md 7.5 to 7.8 and 5.7."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest

from bot.sandbox import Persona
from bot.sandbox.workspace import Message
from tests.factories import TEAM, paired
from tests.stage import Conversation

WORDS = "Two teams own the same file, and neither will merge."
MENTOR = "You and Theo"


async def ask(waymark: Conversation, **fields: object) -> None:
    """Maya asks Theo, who may or may not answer."""
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    result = await waymark.maya.submit(**{"audience": MENTOR, **fields})
    assert result.ok, result
    await waymark.maya.close_modal()
    await waymark.settle()


async def answer(waymark: Conversation) -> None:
    """Theo writes one line."""
    await waymark.theo.click("Reply with a tip")
    await waymark.theo.submit(words="Ask both leads.")
    await waymark.theo.close_modal()
    await waymark.settle()


def about(person: Persona) -> list[Message]:
    """Messages of this flow, without check-ins."""
    return [one for one in person.dms if "On track" not in one.buttons]


async def quiet_rhythm(waymark: Conversation) -> None:
    """No check-ins, so that only this flow speaks."""
    async with waymark.waymark.units(TEAM) as work:
        schedule = await work.checkins.schedule_of(waymark.maya.id)
        assert schedule is not None
        await work.nudges.cancel(schedule.id)
        await work.commit()


async def unanswered(waymark: Conversation, **fields: object) -> None:
    """Theo was asked, and nothing but this flow speaks."""
    await paired(waymark)
    await quiet_rhythm(waymark)
    await ask(waymark, **fields)


async def answered(waymark: Conversation, **fields: object) -> None:
    """He was asked, and wrote back."""
    await unanswered(waymark, **fields)
    await answer(waymark)


async def asked_whether_it_moved(waymark: Conversation) -> None:
    """The first follow-up stands before Maya."""
    await answered(waymark)
    await waymark.until("2026-03-10 10:00")


async def sent(waymark: Conversation) -> Counter[str]:
    """What went out about the one roadblock there is, by kind."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        rows = await work.outbox.about(held.id)
        return Counter(one.kind for one in rows if one.state in ("sent", "merged"))


async def rows(waymark: Conversation, kind: str) -> list[str]:
    """The states of what was written about the one roadblock there is."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
        return [one.state for one in await work.outbox.about(held.id, kind)]


# --- nobody answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("severity", ["slowing", "blocking"])
async def test_silence_on_both_sides_is_one_ping_one_reminder_one_message(
    waymark: Conversation, severity: str
) -> None:
    """Content.md 7.6, 8: and after twelve weeks still nothing more."""
    await unanswered(waymark, severity=severity)
    await waymark.advance(timedelta(weeks=12))
    assert await sent(waymark) == {
        "roadblock_mentor_ping": 1,
        "roadblock_mentor_reminder": 1,
        "roadblock_no_answer": 1,
    }
    assert len(about(waymark.theo)) == 2
    assert len(about(waymark.maya)) == 1
    assert waymark.noor.seen == waymark.ari.seen == []


async def test_the_reminder_and_the_options_come_when_they_were_agreed(
    waymark: Conversation,
) -> None:
    await unanswered(waymark)  # Thursday; two working days are agreed
    await waymark.until("2026-03-09 09:59")
    assert len(about(waymark.theo)) == 1
    await waymark.until("2026-03-09 10:00")
    reminder = about(waymark.theo)[-1]
    assert len(about(waymark.theo)) == 2
    assert WORDS not in reminder.all_text
    assert reminder.buttons[:3] == ["Reply with a tip", "Let's talk", "Can't this week"]
    await waymark.theo.click("Read all of it")
    assert WORDS in str(waymark.theo.modal)
    await waymark.until("2026-03-11 09:59")
    assert about(waymark.maya) == []
    await waymark.until("2026-03-11 10:00")
    ways = ["Ask once more", "Four questions", "Wait", "Let it go"]
    assert about(waymark.maya)[-1].buttons[:4] == ways


async def test_a_blocking_one_is_reminded_after_one_working_day(waymark: Conversation) -> None:
    await unanswered(waymark, severity="blocking")
    await waymark.until("2026-03-06 10:00")
    assert len(about(waymark.theo)) == 2
    await waymark.until("2026-03-09 10:00")
    assert len(about(waymark.maya)) == 1


async def test_an_answer_cancels_reminder_and_options(waymark: Conversation) -> None:
    await answered(waymark)
    await waymark.until("2026-03-09 11:00")
    assert len(about(waymark.theo)) == 1
    await waymark.advance(timedelta(weeks=6))
    assert "roadblock_no_answer" not in await sent(waymark)
    assert "roadblock_mentor_reminder" not in await sent(waymark)


async def test_an_answer_also_takes_back_a_reminder_that_waits(waymark: Conversation) -> None:
    await unanswered(waymark)
    async with waymark.waymark.units(TEAM) as work:
        theo = await work.people.get(waymark.theo.id)
        assert theo is not None
        theo.slot = time(8, 0)  # before the window: nothing of the rhythm finds room
        await work.commit()
    await waymark.until("2026-03-09 12:00")
    assert (await rows(waymark, "roadblock_mentor_reminder")) == ["held"]
    await answer(waymark)
    assert (await rows(waymark, "roadblock_mentor_reminder")) == ["cancelled"]


async def test_the_reply_time_begins_when_the_mentor_hears(waymark: Conversation) -> None:
    await paired(waymark)
    await quiet_rhythm(waymark)
    await waymark.until("2026-03-05 20:00")
    await ask(waymark)  # heard on Friday: two working days are Tuesday, twice that is Thursday
    await waymark.until("2026-03-10 09:59")
    assert len(about(waymark.theo)) == 1
    await waymark.until("2026-03-10 10:00")
    assert len(about(waymark.theo)) == 2
    await waymark.until("2026-03-12 09:59")
    assert about(waymark.maya) == []
    await waymark.until("2026-03-12 10:00")
    assert "Ask once more" in about(waymark.maya)[-1].buttons


async def test_asked_once_more_is_the_last_one(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-11 10:00")
    options = about(waymark.maya)[-1]
    await waymark.maya.click("Ask once more")
    await waymark.settle()
    assert len(about(waymark.theo)) == 3
    assert "last one from me" in about(waymark.theo)[-1].all_text.lower()
    assert "Ask once more" not in about(waymark.maya)[-1].buttons
    # The old button again, as from another device: nothing more goes out.
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    press = {"type": "button", "action_id": "roadblock_ask_again", "value": held.id}
    await waymark.maya.press(press, message=options)
    await waymark.advance(timedelta(weeks=8))
    assert (await sent(waymark))["roadblock_mentor_ping"] == 2
    assert (await sent(waymark))["roadblock_mentor_reminder"] == 1
    assert len(about(waymark.theo)) == 3, "ping, reminder, one more: never a fourth"
    assert waymark.maya.errors == []


async def test_the_form_does_not_ask_a_silent_mentor_a_third_time(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-11 10:00")
    await waymark.maya.click("Ask once more")
    await waymark.until("2026-03-18 10:00")
    assert "Still stuck" in about(waymark.maya)[-1].buttons
    await waymark.maya.click("Still stuck")
    result = await waymark.maya.submit(what="Still the same file.", audience=MENTOR)
    assert "Theo has this twice" in result.errors["audience"]
    assert "Still the same file." in str(waymark.maya.modal)
    result = await waymark.maya.submit(audience="Only you")
    assert result.ok, result


async def test_waiting_asks_later_whether_it_moved(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-11 10:00")
    await waymark.maya.click("Wait")
    assert "Mon 16 Mar" in about(waymark.maya)[-1].all_text
    assert "Wait" not in about(waymark.maya)[-1].buttons
    await waymark.until("2026-03-16 10:00")
    assert about(waymark.maya)[-1].buttons[:4] == [
        "Solved",
        "Moving",
        "Still stuck",
        "No longer matters",
    ]


async def test_letting_go_ends_it(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-11 10:00")
    await waymark.maya.click("Let it go")
    theirs, hers = len(about(waymark.theo)), len(about(waymark.maya))
    await waymark.advance(timedelta(weeks=6))
    assert (len(about(waymark.theo)), len(about(waymark.maya))) == (theirs, hers)


async def test_a_mentor_who_leaves_is_not_reminded(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.theo.deactivate()
    await waymark.settle()
    await waymark.advance(timedelta(weeks=4))
    assert "roadblock_mentor_reminder" not in await sent(waymark)
    assert waymark.maya.errors == []


# --- did it move -------------------------------------------------------------------------------


async def test_three_follow_ups_further_and_further_apart(waymark: Conversation) -> None:
    await answered(waymark)
    days = []
    for _ in range(90):
        before = len(about(waymark.maya))
        await waymark.advance(timedelta(days=1))
        if len(about(waymark.maya)) > before:
            days.append(waymark.clock.now().date().isoformat())
    assert days == ["2026-03-10", "2026-03-17", "2026-03-31"]


async def test_a_blocking_one_is_followed_up_after_two_working_days(
    waymark: Conversation,
) -> None:
    await answered(waymark, severity="blocking")
    await waymark.until("2026-03-09 09:59")
    assert "Solved" not in about(waymark.maya)[-1].buttons
    await waymark.until("2026-03-09 10:00")
    assert "Solved" in about(waymark.maya)[-1].buttons


async def test_moving_asks_again_and_still_stuck_asks_for_other_help(
    waymark: Conversation,
) -> None:
    await asked_whether_it_moved(waymark)
    await waymark.maya.click("Moving")
    assert "Tue 17 Mar" in about(waymark.maya)[-1].all_text
    await waymark.until("2026-03-17 10:00")
    await waymark.maya.click("Still stuck")
    assert WORDS in str(waymark.maya.modal)
    result = await waymark.maya.submit(help_wanted="introduction", audience=MENTOR)
    assert result.ok, result
    await waymark.maya.close_modal()
    await waymark.settle()
    assert "an introduction" in about(waymark.theo)[-1].all_text
    assert "last one" not in about(waymark.theo)[-1].all_text, "they did answer before"
    assert "Still stuck" not in about(waymark.maya)[-1].buttons


async def test_no_longer_matters_closes_it(waymark: Conversation) -> None:
    await asked_whether_it_moved(waymark)
    await waymark.maya.click("No longer matters")
    seen = len(about(waymark.maya))
    await waymark.advance(timedelta(weeks=6))
    assert len(about(waymark.maya)) == seen


# --- solved ------------------------------------------------------------------------------------


async def solved(waymark: Conversation) -> None:
    """Answered on Thursday, solved on Tuesday."""
    await asked_whether_it_moved(waymark)
    await waymark.maya.click("Solved")


async def test_solved_asks_what_helped_and_tells_the_mentor_if_ticked(
    waymark: Conversation,
) -> None:
    await solved(waymark)
    assert waymark.maya.modal is not None
    result = await waymark.maya.submit(
        helped_by=["advice", "smaller_step"],
        words="one owner",
        tip="Name an owner first.",
        tell=["yes"],
    )
    assert result.ok, result
    await waymark.maya.close_modal()
    card = about(waymark.maya)[-1]
    assert "advice, a smaller step, one owner" in card.all_text
    assert "Save it as a win" in card.buttons
    sent_now = len(about(waymark.theo))
    await waymark.settle()
    assert len(about(waymark.theo)) == sent_now, "with the digest, not at once"
    await waymark.until("2026-03-16 10:00")
    thanks = about(waymark.theo)[-1].all_text
    assert "advice, a smaller step, one owner" in thanks
    assert "Name an owner first." not in thanks
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.roadblocks.open_of(waymark.maya.id) == []
    assert waymark.maya.errors == waymark.theo.errors == []


async def test_the_mentor_is_not_told_without_the_tick(waymark: Conversation) -> None:
    await solved(waymark)
    await waymark.maya.submit(helped_by=["passed"])
    seen = len(about(waymark.theo))
    await waymark.advance(timedelta(weeks=3))
    assert len(about(waymark.theo)) == seen


async def test_what_helped_may_be_closed_or_skipped_and_it_is_solved(
    waymark: Conversation,
) -> None:
    await solved(waymark)
    await waymark.maya.close_modal()
    card = about(waymark.maya)[-1]
    assert card.buttons[:2] == ["Say what helped", "Skip"]
    await waymark.maya.click("Skip")
    assert "Say what helped" not in about(waymark.maya)[-1].buttons
    seen = len(about(waymark.maya))
    await waymark.advance(timedelta(weeks=6))
    assert len(about(waymark.maya)) == seen


async def test_is_this_a_win(waymark: Conversation) -> None:
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"])
    await waymark.maya.close_modal()
    await waymark.maya.click("Save it as a win")
    assert waymark.maya.modal is not None
    assert WORDS in str(waymark.maya.modal)


@pytest.mark.parametrize("action", ["solved", "moving", "still_stuck", "let_go", "ask_again"])
@pytest.mark.parametrize("who", ["ari", "theo"])
async def test_only_the_owner_says_what_becomes_of_it(
    waymark: Conversation, action: str, who: str
) -> None:
    await unanswered(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    other = waymark.sandbox.person(who)
    await other.say("hello")
    known = list(other.seen)
    await other.press({"type": "button", "action_id": f"roadblock_{action}", "value": held.id})
    await waymark.settle()
    assert not any(WORDS in seen for seen in other.seen if seen not in known)
    async with waymark.waymark.units.reading(TEAM) as work:
        (now,) = await work.roadblocks.open_of(waymark.maya.id)
        assert (now.state, now.asks) == ("open", 1)
