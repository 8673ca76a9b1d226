"""Four questions to oneself, tips for others, the line for the next talk, a mentor's season."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.people import Actor
from bot.domain.roadblocks import Draft
from bot.domain.self_help import Stage
from tests.factories import TEAM, paired
from tests.pacing import agenda_of
from tests.scenarios.test_roadblocks_ladder import (
    about,
    answer,
    answered,
    ask,
    quiet_rhythm,
    solved,
    unanswered,
)
from tests.stage import Conversation

WORDS = "Two teams own the same file, and neither will merge."
OPTIONS = {
    "option_1": "Ask both leads",
    "option_2": "Split the file",
    "option_3": "Sing it at stand-up",
}


async def private(waymark: Conversation) -> None:
    """Maya keeps one to herself."""
    await quiet_rhythm(waymark)
    await waymark.maya.slash(f"/mentor roadblock {WORDS}")
    result = await waymark.maya.submit(audience="Only you")
    assert result.ok, result


async def shown_to_theo(waymark: Conversation, words: str) -> None:
    """Maya asks him, past the form."""
    async with waymark.waymark.units.reading(TEAM) as work:
        (pairing,) = await work.pairings.active_of_mentee(waymark.maya.id)
    draft = Draft(words, audience=f"mentor:{pairing.id}")
    await waymark.waymark.services.roadblocks.record(Actor(TEAM, waymark.maya.id), draft)


async def to_the_options(waymark: Conversation) -> None:
    """The first two answers."""
    await waymark.maya.click("Four questions")
    for answers in ({"wanted": "One owner is named"}, {"facts": "Two merges failed"}):
        result = await waymark.maya.submit(**answers)
        assert result.ok, result


async def plan(waymark: Conversation) -> None:
    """All four answers."""
    await to_the_options(waymark)
    await waymark.maya.submit(**OPTIONS)
    result = await waymark.maya.submit(step="Split the file", cue="it is Friday at nine")
    assert result.ok, result


async def given(waymark: Conversation, many: int) -> None:
    """So many people more give a tip about something else."""
    roadblocks = waymark.waymark.services.roadblocks
    for number in range(many):
        giver = waymark.sandbox.join(f"Giver{number} Example")
        actor = Actor(TEAM, giver.id)
        await waymark.waymark.services.people.meet(actor)
        saved = await roadblocks.record(actor, Draft("Budget", help_wanted="time"))
        await roadblocks.endings.solve(actor, saved.subject_id)
        await roadblocks.endings.what_helped(
            actor, saved.subject_id, tip="Ask finance in May.", pass_tip_on=True
        )


# --- four questions ----------------------------------------------------------------------------


async def test_row_7_1_four_questions_make_a_plan_that_is_followed_up(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await private(waymark)
    await to_the_options(waymark)
    assert "odd" in str(waymark.maya.modal)
    result = await waymark.maya.submit(option_1="Ask both leads", option_2="Split the file")
    assert "One more, please" in str(result), "three at least, and nothing typed is lost"
    await waymark.maya.submit(**OPTIONS)
    result = await waymark.maya.submit(step="Split the file")
    assert "When or where" in str(result)
    await waymark.maya.submit(step="Split the file", cue="it is Friday at nine")
    assert "I'll ask whether it moved" in str(waymark.maya.modal)
    await waymark.maya.click("Read my plan")
    assert "If it is Friday at nine, then I will Split the file." in str(waymark.maya.modal)
    await waymark.maya.close_modal()
    await waymark.until("2026-03-10 12:00")
    assert "Solved" in about(waymark.maya)[-1].buttons, "three working days after the plan"
    everything = " ".join(one.all_text for one in waymark.maya.dms)
    assert "Split the file" not in everything, "views, not messages"
    for other in (waymark.theo, waymark.noor, waymark.ari):
        assert not any("Split the file" in seen for seen in other.seen)
    assert waymark.maya.errors == []


async def test_an_answer_is_kept_the_moment_it_is_given(waymark: Conversation) -> None:
    await paired(waymark)
    await private(waymark)
    await to_the_options(waymark)
    await waymark.maya.close_modal()
    await waymark.maya.click("Four questions")
    assert "One owner is named" in str(waymark.maya.modal)
    await waymark.maya.submit(wanted="One owner is named today")
    assert "Two merges failed" in str(waymark.maya.modal)


async def test_someone_can_be_asked_after_all(waymark: Conversation) -> None:
    await paired(waymark)
    await private(waymark)
    await plan(waymark)
    await waymark.maya.click("Ask someone after all")
    result = await waymark.maya.submit(audience="You and Theo")
    assert result.ok, result
    await waymark.settle()
    assert WORDS in waymark.theo.last_dm.all_text
    assert "Split the file" not in waymark.theo.last_dm.all_text


async def test_nobody_opens_somebody_elses_questions(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark)
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    for other in (waymark.theo, waymark.ari):
        await other.say("hello")
        for action in ("self_help_open", "self_help_read"):
            await other.press({"type": "button", "action_id": action, "value": held.id})
            assert "By the end of" not in str(other.modal)
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.self_help.plan_of(held.id, owner_id=waymark.theo.id) is None


# --- what helped others ------------------------------------------------------------------------


async def test_row_7_8_a_tip_is_passed_on_without_a_name_and_only_if_ticked(
    waymark: Conversation,
) -> None:
    await solved(waymark)
    result = await waymark.maya.submit(
        helped_by=["advice"], tip="Name one owner for each file first.", pass_on=["yes"]
    )
    assert result.ok, result
    actor = Actor(TEAM, waymark.noor.id)
    services = waymark.waymark.services
    await services.people.meet(actor)
    saved = await services.roadblocks.record(actor, Draft("Our file has three owners."))
    await waymark.noor.say("hello")
    await waymark.noor.press(
        {"type": "button", "action_id": "self_help_open", "value": saved.subject_id}
    )
    await waymark.noor.submit(wanted="Clarity")
    await waymark.noor.submit(facts="Three names in the header")
    window = str(waymark.noor.modal)
    assert "Name one owner" not in window, "one person behind all tips would be pointed to"
    await waymark.noor.close_modal()
    await given(waymark, 4)
    await waymark.noor.press(
        {"type": "button", "action_id": "self_help_open", "value": saved.subject_id}
    )
    await waymark.noor.submit(wanted="Clarity")
    await waymark.noor.submit(facts="Three names in the header")
    window = str(waymark.noor.modal)
    assert "Name one owner for each file first." in window
    assert "without names" in window
    assert "Maya" not in window
    async with waymark.waymark.units.reading(TEAM) as work:
        offered = await work.self_help.tips_for(waymark.maya.id, 10)
        assert waymark.maya.id not in {one.owner_id for one in offered}, "not one's own"


async def test_a_tip_without_the_tick_stays_with_its_owner(waymark: Conversation) -> None:
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"], tip="Name one owner.")
    async with waymark.waymark.units.reading(TEAM) as work:
        assert await work.self_help.tips_for(waymark.noor.id, 10) == []


async def test_a_tip_is_taken_back_by_saving_without_the_tick(waymark: Conversation) -> None:
    await solved(waymark)
    await waymark.maya.submit(helped_by=["advice"], tip="Name one owner.", pass_on=["yes"])
    actor, endings = Actor(TEAM, waymark.maya.id), waymark.waymark.services.roadblocks.endings
    async with waymark.waymark.units.reading(TEAM) as work:
        (tip,) = await work.self_help.tips_for(waymark.noor.id, 10)
    for words, ticked, stands in (
        ("Name two owners.", True, ["Name two owners."]),
        ("Name two owners.", False, []),
        ("Name two owners.", False, []),
    ):
        await endings.what_helped(actor, tip.id, tip=words, pass_tip_on=ticked)
        async with waymark.waymark.units.reading(TEAM) as work:
            found = await work.self_help.tips_for(waymark.noor.id, 10)
            assert [one.words for one in found] == stands


# --- nobody answers ----------------------------------------------------------------------------


async def test_row_5_7_after_five_reply_times_it_waits_on_the_owners_own_list(
    waymark: Conversation,
) -> None:
    await unanswered(waymark)  # Thursday 5 March; two working days are agreed
    await waymark.until("2026-03-19 09:00")
    assert await agenda_of(waymark, waymark.maya) == []
    await waymark.until("2026-03-19 11:00")
    (line,) = await agenda_of(waymark, waymark.maya)
    assert (line.text, line.source) == (WORDS, "roadblock")
    assert await agenda_of(waymark, waymark.theo) == [], "shown by a tap only"
    assert len(about(waymark.theo)) == 2, "the ping and one reminder"
    assert len(about(waymark.maya)) == 1, "one message, and a quiet line"


async def test_row_5_7_a_line_goes_with_the_roadblock_it_came_from(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-19 11:00")
    services, actor = waymark.waymark.services, Actor(TEAM, waymark.maya.id)
    (line,) = await agenda_of(waymark, waymark.maya)
    await services.agenda.show(actor, line.id, shown=True)
    await services.roadblocks.ask(actor, line.about_id, Draft("Said anew, with more words"))
    (line,) = await agenda_of(waymark, waymark.theo)
    assert line.text == WORDS, "what somebody else reads is not rewritten"
    await services.agenda.show(actor, line.id, shown=False)
    await services.roadblocks.ask(actor, line.about_id, Draft(WORDS))
    await services.roadblocks.ask(actor, line.about_id, Draft("Said anew"))
    (line,) = await agenda_of(waymark, waymark.maya)
    await services.roadblocks.endings.solve(actor, line.about_id)
    assert await agenda_of(waymark, waymark.maya) == []


async def test_a_line_in_words_of_ones_own_stays(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-19 11:00")
    async with waymark.waymark.units(TEAM) as work:
        (line,) = await work.agenda.waiting(waymark.maya.id)
        line.text = "Who owns what, in general?"
        await work.commit()
    actor = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.roadblocks.endings.let_go(actor, line.about_id)
    assert len(await agenda_of(waymark, waymark.maya)) == 1


async def test_one_answered_late_is_no_line_for_the_talk(waymark: Conversation) -> None:
    """The day before it would have become one."""
    await unanswered(waymark)
    await waymark.until("2026-03-18 10:00")
    await answer(waymark)
    await waymark.until("2026-03-20 12:00")
    assert await agenda_of(waymark, waymark.maya) == []


async def test_a_closed_one_is_no_line_for_the_talk(waymark: Conversation) -> None:
    await answered(waymark)
    await waymark.maya.click("Thanks")
    await waymark.until("2026-03-10 12:00")
    await waymark.maya.click("No longer matters")
    await waymark.advance(timedelta(weeks=8))
    assert await agenda_of(waymark, waymark.maya) == []


async def test_row_5_7_four_questions_are_offered_when_nobody_answers(
    waymark: Conversation,
) -> None:
    await unanswered(waymark)
    await waymark.until("2026-03-11 10:00")
    card = about(waymark.maya)[-1]
    assert card.buttons[:4] == ["Ask once more", "Four questions", "Wait", "Let it go"]
    await plan(waymark)
    await waymark.maya.close_modal()
    assert "Read my plan" in about(waymark.maya)[-1].buttons
    assert len(about(waymark.theo)) == 2, "the mentor hears nothing of it"


async def test_row_5_7_three_silences_in_a_month_ask_the_mentor_in_private(
    waymark: Conversation,
) -> None:
    await paired(waymark)
    await quiet_rhythm(waymark)
    for words in ("One.", "Two.", "Three."):
        assert "season" not in str([one.all_text for one in waymark.theo.dms])
        await shown_to_theo(waymark, words)
        await waymark.advance(timedelta(days=8))
    await waymark.advance(timedelta(days=7))
    (question,) = [one for one in waymark.theo.dms if "Fewer people" in one.buttons]
    assert "Only you see this" in question.all_text
    assert "Maya" not in question.all_text
    assert not any(sign.isdigit() for sign in question.all_text.split("Only you")[0])
    assert not any("Fewer people" in one.buttons for one in waymark.maya.dms)
    await waymark.advance(timedelta(weeks=8))
    again = [one for one in waymark.theo.dms if "Fewer people" in one.buttons]
    assert len(again) == 1, "not again within two months"
    await waymark.theo.click("It is")
    assert "Nothing changes" in str([one.all_text for one in waymark.theo.dms])
    assert waymark.theo.errors == []


async def test_two_silences_ask_nothing(waymark: Conversation) -> None:
    await unanswered(waymark)
    await waymark.advance(timedelta(days=10))
    await ask(waymark, severity="blocking")
    await waymark.advance(timedelta(weeks=8))
    assert not any("Fewer people" in one.buttons for one in waymark.theo.dms)


async def test_row_7_6_after_three_follow_ups_it_is_a_line_for_the_talk(
    waymark: Conversation,
) -> None:
    await answered(waymark)
    await waymark.advance(timedelta(weeks=3))
    assert await agenda_of(waymark, waymark.maya) == []
    await waymark.advance(timedelta(weeks=9))
    assert len([one for one in waymark.maya.dms if "Still stuck" in one.buttons]) == 3
    (line,) = await agenda_of(waymark, waymark.maya)
    assert line.text == WORDS
    assert await agenda_of(waymark, waymark.theo) == []


async def test_two_forms_at_once_are_one_plan(waymark: Conversation) -> None:
    await paired(waymark)
    await ask(waymark)
    actor, service = Actor(TEAM, waymark.maya.id), waymark.waymark.services.self_help
    async with waymark.waymark.units.reading(TEAM) as work:
        (held,) = await work.roadblocks.open_of(waymark.maya.id)
    first = service.keep(actor, held.id, Stage.REALITY, wanted="One owner")
    second = service.keep(actor, held.id, Stage.REALITY, wanted="One owner")
    for asked in await asyncio.gather(first, second):
        assert asked.plan.wanted == "One owner"
    async with waymark.waymark.units.reading(TEAM) as work:
        kept = await work.self_help.plan_of(held.id, owner_id=waymark.maya.id)
        assert kept is not None
        assert kept.wanted == "One owner"


async def test_row_5_2_a_question_that_still_waits_is_not_written_a_second_time(
    waymark: Conversation,
) -> None:
    """Three silences of one night wait for one slot: one line, not three."""
    await paired(waymark)
    await quiet_rhythm(waymark)
    for number in range(1, 5):
        await shown_to_theo(waymark, f"Trouble {number}.")
        await waymark.advance(timedelta(hours=20))
    await waymark.advance(timedelta(weeks=3))
    async with waymark.waymark.units.reading(TEAM) as work:
        rows = await work.outbox.about(f"season-{waymark.theo.id}", "capacity_check")
        assert [one.state for one in rows] in (["sent"], ["merged"])
