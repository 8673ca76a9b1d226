"""Set-up, settings, what comes next: as conversations (content.md F1, F23)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.pairings import PartnerAway
from bot.domain.people import Actor, Person
from bot.sandbox import Persona
from bot.services.outbox import tell
from tests.factories import TEAM, paired
from tests.stage import Conversation


async def person(waymark: Conversation, who: Persona) -> Person:
    async with waymark.waymark.units.reading(TEAM) as work:
        found = await work.people.get(who.id)
    assert found is not None
    return found


def fields(view: dict[str, Any] | None) -> list[str]:
    assert view is not None
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def shown(view: dict[str, Any] | None) -> str:
    return str(view)


async def set_up(who: Persona, role: str = "mentee", **about: Any) -> None:
    await who.slash("/mentor start")
    first = await who.submit(role=role)
    assert first.updated, first
    second = await who.submit(**about)
    assert second.updated, second


async def test_a_mentee_is_set_up_in_two_small_forms_with_one_next_step(
    waymark: Conversation,
) -> None:
    maya = waymark.maya
    await maya.slash("/mentor start")
    assert len(fields(maya.modal)) <= 5
    assert "10:05 there now" in shown(maya.modal)
    assert "Europe/London" in shown(maya.modal)
    await maya.submit(role="mentee")
    assert len(fields(maya.modal)) <= 5
    words = "Lead the <!channel> migration"
    await maya.submit(words=words, weekday="1", slot="11:00", tone="direct")
    recap = shown(maya.modal)
    assert "Tuesday at 11:00, London time; next: Tue 10 Mar, 11:00" in recap
    assert recap.count("'primary'") == 1
    assert "Set a goal" in recap
    assert "Ask someone by name" not in recap
    await waymark.until("2026-03-10 10:59")
    assert maya.dms == []
    await waymark.until("2026-03-10 11:00")
    assert len(maya.dms) == 1
    await maya.click("Set a goal", within="modal")
    assert "Lead the" in shown(maya.modal)
    assert maya.errors == []
    assert waymark.ari.seen == []


@pytest.mark.parametrize("role", ["mentee", "paired"])
async def test_without_words_the_next_step_is_asking_somebody(
    waymark: Conversation, role: str
) -> None:
    await set_up(waymark.maya, role, words="")
    recap = shown(waymark.maya.modal)
    assert recap.count("'primary'") == 1
    assert "Ask someone by name" in recap
    await waymark.maya.click("Ask someone by name", within="modal")
    assert waymark.maya.errors == []


async def test_a_mentor_says_what_they_offer_and_is_asked_nothing_weekly(
    waymark: Conversation,
) -> None:
    noor = waymark.noor
    await noor.slash("/mentor start")
    await noor.submit(role="mentor", window_start="11:00", window_end="18:00")
    assert len(fields(noor.modal)) <= 5
    await noor.submit(
        topics="Leading a team", type="leader", capacity="3", helps_me="Questions", feedback=True
    )
    held = await person(waymark, noor)
    assert (held.offers_mentoring, held.mentor_capacity, held.mentor_type) == (True, 3, "leader")
    assert held.mentor_topics == "Leading a team"
    assert held.feedback_welcome
    assert (held.slot.hour, held.slot.minute) == (11, 30)
    assert "Mon to Fri, 11:00 to 18:00" in shown(noor.modal)
    await waymark.advance(timedelta(days=15))
    assert noor.dms == []


async def test_both_roles_fit_into_five_fields(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor start")
    await waymark.maya.submit(role="both")
    assert len(fields(waymark.maya.modal)) <= 5
    await waymark.maya.submit(topics="SQL", capacity="1")
    held = await person(waymark, waymark.maya)
    assert held.offers_mentoring
    assert held.seeks_mentor
    assert held.mentor_capacity == 1
    await waymark.maya.slash("/mentor start")
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Both'" in shown(
        waymark.maya.modal
    )


async def test_an_unknown_zone_is_asked_and_never_assumed(waymark: Conversation) -> None:
    ari = waymark.ari
    ari.user.tz = None
    await ari.slash("/mentor start")
    zone = next(b for b in (ari.modal or {})["blocks"] if b["block_id"] == "zone")
    assert "initial_value" not in zone["element"]
    empty = await ari.submit(role="mentee")
    assert "zone" in empty.errors
    nonsense = await ari.submit(zone="Middle <!here> Earth")
    assert nonsense.errors == {
        "zone": "I don't know the time zone “Middle <!here> Earth”. "
        "Names look like `Europe/London` or `Asia/Manila`."
    }
    assert (await ari.submit(zone="manila")).updated
    assert (await person(waymark, ari)).time_zone == "Asia/Manila"


async def test_settings_move_the_next_prompt_and_say_when_it_comes(waymark: Conversation) -> None:
    maya = waymark.maya
    await set_up(maya)
    await maya.close_modal()
    await maya.slash("/mentor settings")
    assert "Thursday, 10:05 there now" in shown(maya.modal)
    await maya.submit(
        weekday="2", slot="08:00", zone="new york", window_start="07:30", window_end="12:00",
        working_days=["1", "2", "6"], tone="playful", emoji=False,
    )  # fmt: skip
    assert "Wednesday at 08:00, New York time; next: Wed 11 Mar, 08:00" in shown(maya.modal)
    assert "Tue, Wed, Sun, 07:30 to 12:00" in shown(maya.modal)
    assert ":compass:" not in shown(maya.modal)
    held = await person(waymark, maya)
    assert (held.time_zone, held.tone, held.emoji) == ("America/New_York", "playful", False)
    await waymark.until("2026-03-11 07:59", "America/New_York")
    assert maya.dms == []
    await waymark.until("2026-03-11 08:00", "America/New_York")
    assert len(maya.dms) == 1


async def test_what_waits_moves_with_the_settings(waymark: Conversation) -> None:
    theo = waymark.theo
    await paired(waymark)
    news = CheckinShared(subject_id="c", mentee_name="Maya", goal_title="", status="stuck")
    away = PartnerAway(subject_id="x", partner_name="Sam")
    async with waymark.waymark.units(TEAM) as work:
        for key, message in (("news", news), ("away", away)):
            await tell(work, message, to=theo.id, at=waymark.clock.now(), key=key)
        await work.commit()
    await theo.slash("/mentor settings")
    await theo.submit(weekday="1", slot="14:00")
    await waymark.until("2026-03-05 14:00")
    assert [one.text for one in theo.dms] == ["A change in your mentoring"]
    await waymark.until("2026-03-10 13:59")
    assert len(theo.dms) == 1
    await waymark.until("2026-03-10 14:00")
    assert "stuck" in theo.last_dm.all_text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"zone": "GMT+25"}, "zone"),
        ({"slot": "07:00"}, "slot"),
        ({"slot": "16:30"}, "slot"),
        ({"window_start": "12:00", "window_end": "12:15", "slot": "12:00"}, "window_end"),
        ({"window_start": "17:00", "window_end": "09:00"}, "window_end"),
        ({"weekday": "6"}, "weekday"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(
    waymark: Conversation, given: dict[str, str], field: str
) -> None:
    await waymark.maya.slash("/mentor settings")
    answer = await waymark.maya.submit(**given)
    assert list(answer.errors) == [field]
    assert "{" not in answer.errors[field]
    held = await person(waymark, waymark.maya)
    assert (held.slot.hour, held.checkin_weekday, held.time_zone) == (10, 0, "Europe/London")
    assert not held.zone_confirmed


async def test_a_zone_that_was_typed_outlives_slacks_small_talk(waymark: Conversation) -> None:
    """`user_change` comes for a new name too; only another zone of Slack's is a journey."""
    maya = waymark.maya
    await maya.slash("/mentor settings")
    await maya.submit(zone="Asia/Manila")
    people = waymark.waymark.services.people
    profile = await people.directory.profile(TEAM, maya.id)
    assert profile is not None
    await people.changed(TEAM, profile)
    assert (await person(waymark, maya)).time_zone == "Asia/Manila"
    maya.user.tz = "America/Chicago"
    moved = await people.directory.profile(TEAM, maya.id)
    assert moved is not None
    await people.changed(TEAM, moved)
    assert (await person(waymark, maya)).time_zone == "America/Chicago"


async def test_next_says_when_and_why_not(waymark: Conversation) -> None:
    maya = waymark.maya
    answer = await maya.slash("/mentor next")
    assert "no check-in rhythm yet" in str(answer.blocks)
    await paired(waymark)
    answer = await maya.slash("/mentor next")
    assert "Mon 9 Mar, 10:00" in str(answer.blocks)
    assert "Not sent" not in str(answer.blocks)
    await waymark.until("2026-03-09 10:00")
    answer = await maya.slash("/mentor next")
    assert "Mon 16 Mar, 10:00" in str(answer.blocks)
    assert "A second question about an open check-in: Tue 10 Mar, 10:00" in str(answer.blocks)
    await waymark.until("2026-03-11 12:00")
    await maya.click("On track")
    await maya.slash("/mentor checkin on track")
    await waymark.until("2026-03-16 12:00")
    answer = await maya.slash("/mentor next")
    assert "Not sent: your check-in, Mon 16 Mar, 10:00. Why: you had checked in already." in str(
        answer.blocks
    )
    await waymark.until("2026-03-23 12:00")
    assert [message.text for message in maya.dms].count("Your check-in is ready") == 2
    await maya.slash("/mentor pause 2 weeks")
    answer = await maya.slash("/mentor next")
    assert "Mon 6 Apr" in str(answer.blocks)
    assert waymark.ari.seen == []


async def test_a_mentor_only_can_return_to_being_asked(waymark: Conversation) -> None:
    maya = waymark.maya
    await set_up(maya)
    await set_up(maya, "mentor")
    await waymark.advance(timedelta(days=8))
    assert maya.dms == []
    await set_up(maya, "mentee")
    await waymark.advance(timedelta(days=8))
    assert len(maya.dms) >= 1


async def test_the_same_form_twice_changes_nothing_twice(waymark: Conversation) -> None:
    services = waymark.waymark.services
    actor = Actor(TEAM, waymark.maya.id)
    held = await services.people.meet(actor)
    for _ in range(2):
        await set_up(waymark.maya, words="Speak up")
    async with waymark.waymark.units.reading(TEAM) as work:
        goals = await work.goals.of(held.user_id, visible_to=held.user_id)
        planned = await work.nudges.planned_for(held.user_id)
    assert [goal.raw_ambition for goal in goals] == ["Speak up"]
    assert [one.kind for one in planned] == ["checkin_due", "goal_draft"]
