"""The Home tab: one person's own view, whoever they are and however much there is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.goals import Goal
from bot.domain.pairings import Pairing, PairingState, Request
from bot.domain.people import Actor, Person
from bot.domain.roadblocks import Roadblock
from bot.slack.dispatch import Dispatch
from bot.slack.features import FEATURES
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

SECRET = "A private thing nobody else may read"


def text_of(view: Any) -> str:
    return json.dumps(view, ensure_ascii=False)


def buttons_of(view: Any) -> list[str]:
    return [
        element["action_id"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def first_of(view: Any) -> list[str]:
    """The buttons under "What to do next"."""
    places = [n for n, b in enumerate(view["blocks"]) if b["type"] == "header"]
    assert view["blocks"][places[0]]["text"]["text"] == "What to do next"
    end = places[1] if len(places) > 1 else len(view["blocks"])
    return [
        element["text"]["text"]
        for block in view["blocks"][:end]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]


def menu_of(view: Any) -> str:
    """The block id of the menu of everything."""
    return str(view["blocks"][-1]["block_id"])


async def home_of(waymark: Conversation, person: str) -> Any:
    home = await waymark.sandbox.person(person).open_home()
    await waymark.settle()
    assert home is not None
    return waymark.sandbox.person(person).home


async def test_a_strangers_home_says_hello_and_works_alone(waymark: Conversation) -> None:
    home = await home_of(waymark, "ari")
    words = text_of(home)
    assert "I'm Waymark" in words
    assert "work on your own, too" in words
    assert buttons_of(home) == [
        "home_run_start",
        "home_run_privacy",
        "home_not_now",
        "home_more",
    ]
    assert waymark.ari.dms == []
    await waymark.ari.click("Set a goal", within="home")
    await waymark.ari.submit(ambition="Learn to ask better questions")
    await waymark.ari.submit()
    assert "Learn to ask better questions" in text_of(waymark.ari.home), "painted at once"
    assert waymark.ari.errors == []


async def test_not_now_puts_the_hello_aside_and_nothing_else(waymark: Conversation) -> None:
    await home_of(waymark, "ari")
    await waymark.ari.click("home_not_now", within="home")
    assert "I'm Waymark" not in text_of(waymark.ari.home)
    assert buttons_of(waymark.ari.home) == ["home_run_start", "home_more"]
    assert "I'm Waymark" not in text_of(await home_of(waymark, "ari"))


async def test_every_command_with_a_label_is_in_the_menu(waymark: Conversation) -> None:
    home = await home_of(waymark, "maya")
    [chooser] = [
        element
        for block in home["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "home_more"
    ]
    offered = [one["value"] for group in chooser["option_groups"] for one in group["options"]]
    assert sorted(offered) == sorted(name for name, _ in Dispatch(FEATURES).menu)
    assert len(offered) >= 16


async def test_the_menu_does_what_the_word_does_and_forgets_it(waymark: Conversation) -> None:
    await home_of(waymark, "maya")
    before = menu_of(waymark.maya.home)
    await waymark.maya.choose("Wins jar", within="home")
    assert "Nothing here yet" in text_of(waymark.maya.modal)
    await waymark.maya.close_modal()
    waymark.clock.advance(timedelta(seconds=1))
    await home_of(waymark, "maya")
    assert menu_of(waymark.maya.home) != before, "Slack keeps a choice as long as the id stays"


async def test_a_menu_of_another_version_gets_the_list(waymark: Conversation) -> None:
    home = await home_of(waymark, "maya")
    option = {"text": {"type": "plain_text", "text": "Old"}, "value": "no_longer_there"}
    action = {"type": "static_select", "action_id": "home_more", "selected_option": option}
    await waymark.maya.press(action, view_id=home["id"])
    assert "/mentor checkin" in text_of(waymark.maya.modal)


async def test_the_first_thing_to_do_goes_with_a_mentee(waymark: Conversation) -> None:
    """From the first look to a pairing: one step at a time, each with its button."""
    maya, theo = waymark.maya, waymark.theo
    await home_of(waymark, "maya")
    await maya.click("home_not_now", within="home")
    assert first_of(maya.home) == ["Set up"]
    await maya.click("Set up", within="home")
    await maya.submit(role="mentee")
    await maya.submit()
    assert first_of(await home_of(waymark, "maya")) == ["Set a goal"]
    await maya.click("Set a goal", within="home")
    await maya.submit(ambition="I want to advance")
    await maya.close_modal()
    assert first_of(await home_of(waymark, "maya")) == ["Finish it"]
    assert "I want to advance" in text_of(maya.home)
    await with_goal(waymark, "maya", "Lead the migration")
    assert first_of(await home_of(waymark, "maya"))[0] == "Ask someone by name"
    await maya.click("Ask someone by name", within="home")
    await maya.submit(person=theo.id)
    await maya.submit(reason="Your talk", topic="Planning")
    await maya.submit()
    await waymark.settle()
    assert first_of(await home_of(waymark, "maya"))[0] == "Check in"
    assert "Theo" in text_of(maya.home)
    assert first_of(await home_of(waymark, "theo")) == []
    assert "I'm Waymark" not in text_of(theo.home), "the question comes before the hello"
    await theo.click("pairing_accept", within="home")
    assert first_of(await home_of(waymark, "theo")) == ["Open the agreement"]
    assert first_of(await home_of(waymark, "maya"))[0] == "Open the agreement"


async def test_a_mentors_home_speaks_of_no_rhythm(waymark: Conversation) -> None:
    await paired(waymark)
    home = await home_of(waymark, "theo")
    assert "Next check-in" not in text_of(home)
    assert "No goal here yet" not in text_of(home)
    assert first_of(home) == ["To talk about"]
    assert "Maya" in text_of(home)


async def test_a_mentees_home(waymark: Conversation) -> None:
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True, next_step="Ask Ana")
    await with_goal(waymark, "maya", SECRET)
    await roadblock(waymark, "The IAM policy is not mine")
    words = text_of(await home_of(waymark, "maya"))
    assert "*Lead the migration*\\nYou and Theo\\nNext step: Ask Ana" in words
    assert f"*{SECRET}*\\nOnly you" in words
    assert "Mon 9 Mar, 10:00" in words
    assert "Slowing me: The IAM policy is not mine" in words
    assert "*Your mentors*\\nTheo" in words
    assert waymark.maya.errors == []


async def test_a_mentors_home_shows_what_was_shared_and_what_waits(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await with_goal(waymark, "maya", SECRET)
    asked = await roadblock(waymark, "The IAM policy is not mine", pairing_id)
    own = await roadblock(waymark, "Kept to myself")
    home = await home_of(waymark, "theo")
    words = text_of(home)
    assert "*People you mentor*\\nMaya" in words
    assert "*Lead the migration*" in words
    assert "*Maya* · Slowing me: The IAM policy is not mine" in words
    assert SECRET not in words
    assert "Kept to myself" not in words
    answers = [
        block["accessory"]["value"]
        for block in home["blocks"]
        if (block.get("accessory") or {}).get("action_id") == "roadblock_open"
    ]
    assert answers == [asked]
    assert own not in words


async def test_a_third_person_sees_nothing(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await roadblock(waymark, "The IAM policy is not mine", pairing_id)
    for person in ("ari", "noor"):
        words = text_of(await home_of(waymark, person))
        assert "migration" not in words
        assert "IAM" not in words
        assert "Maya" not in words
        assert "Theo" not in words


async def test_a_request_waits_in_both_homes(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor pair @theo")
    await waymark.maya.submit(reason="Your talk on planning changed my work", topic="Planning")
    await waymark.maya.submit()
    await waymark.settle()
    assert "Theo was asked" in text_of(await home_of(waymark, "maya"))
    assert "*Maya* asks you to be their mentor: Planning" in text_of(
        await home_of(waymark, "theo")
    )
    await waymark.theo.click("pairing_accept", within="home")
    assert "asks you to be their mentor" not in text_of(waymark.theo.home)


async def test_a_goal_closed_in_the_home_is_gone_from_it(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    await home_of(waymark, "maya")
    await waymark.maya.choose("Done", within="home")
    assert "Would you like to keep it as a win?" in text_of(waymark.maya.modal)
    assert "*Lead the migration*" not in text_of(waymark.maya.home)
    await waymark.maya.click("Take it back", within="modal")
    assert "*Lead the migration*" in text_of(waymark.maya.home)


async def test_a_pause_is_said_and_a_missing_rhythm_is_left_out(waymark: Conversation) -> None:
    await waymark.maya.slash("/mentor goal")
    await waymark.maya.submit(ambition="A draft")
    assert "Next check-in" not in text_of(await home_of(waymark, "maya"))
    await with_goal(waymark, "maya", "Lead the migration")
    async with waymark.waymark.units(TEAM) as work:
        maya = await work.people.get(waymark.maya.id)
        assert maya is not None
        maya.paused_until = waymark.clock.now() + timedelta(days=14)
        await work.commit()
    words = text_of(await home_of(waymark, "maya"))
    assert "Thu 19 Mar" in words


async def test_the_messages_tab_is_answered_with_nothing(waymark: Conversation) -> None:
    await waymark.maya.open_messages_tab()
    await waymark.settle()
    assert waymark.maya.dms == []
    assert waymark.maya.home is None
    assert waymark.maya.errors == []


async def test_a_newer_home_is_painted_over_with_fresh_facts(waymark: Conversation) -> None:
    await with_goal(waymark, "maya", "Lead the migration")
    old = await home_of(waymark, "maya")
    waymark.sandbox.post.hold()
    await waymark.maya.open_home()
    client = waymark.waymark.clients.with_token(waymark.settings().slack_bot_token or "")
    await client.views_publish(user_id=waymark.maya.id, view={"type": "home", "blocks": []})
    await waymark.sandbox.post.release()
    await waymark.settle()
    assert "Lead the migration" in text_of(waymark.maya.home)
    assert waymark.maya.home is not None
    assert waymark.maya.home["hash"] != old["hash"]
    assert waymark.maya.errors == []


@pytest.mark.parametrize("kind", ["error_500", "drop_before", "rate_limited", "invalid_blocks"])
async def test_a_home_that_cannot_be_painted_is_nobodys_problem(
    waymark: Conversation, kind: str
) -> None:
    waymark.sandbox.faults.add("views.publish", kind)
    await waymark.maya.open_home()
    await waymark.settle()
    assert waymark.maya.errors == []
    assert waymark.maya.dms == []
    assert "I'm Waymark" in text_of(await home_of(waymark, "maya"))


async def test_a_hundred_goals_and_forty_mentees_fit(waymark: Conversation) -> None:
    await crowd(waymark, goals=130, mentees=40)
    home = await home_of(waymark, "maya")
    words = text_of(home)
    assert len(home["blocks"]) <= 100
    assert len(json.dumps(home).encode()) < 250_000
    assert "and 112 more" in words
    assert "and 10 more" in words
    assert buttons_of(home)[-1] == "home_more"
    assert waymark.maya.errors == []
    await waymark.maya.click("Show all", within="home")
    assert "and 77 more" in text_of(waymark.maya.modal)


async def test_the_number_of_statements_does_not_grow(waymark: Conversation) -> None:
    await home_of(waymark, "maya")
    few = await statements(waymark)
    await crowd(waymark, goals=40, mentees=10)
    assert await statements(waymark) == few
    assert few <= 7  # the last is about circles


# --- private -------------------------------------------------------------------------------------


async def statements(waymark: Conversation) -> int:
    """What one Home asks of the database."""
    services = waymark.waymark.services
    actor = Actor(TEAM, waymark.maya.id)
    asked: list[str] = []
    engine = waymark.waymark.database.reading_engine.sync_engine

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        await services.home.page(actor)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len([one for one in asked if one.startswith("SELECT")])


async def roadblock(waymark: Conversation, what: str, pairing_id: str = "") -> str:
    """One of Maya's, sent to the mentor of a pairing or kept to herself."""
    async with waymark.waymark.units(TEAM) as work:
        row = Roadblock(TEAM, waymark.maya.id, what, waymark.clock.now())
        row.visibility, row.pairing_id = ("mentor" if pairing_id else "private"), pairing_id
        work.roadblocks.add(row)
        await work.commit()
        return row.id


async def crowd(waymark: Conversation, *, goals: int, mentees: int) -> None:
    """Maya with many goals, and as the mentor of many who each share two goals and need help."""
    at, maya = waymark.clock.now(), waymark.maya.id
    long = "להוביל 🚀 the migration & <!channel> " * 10
    async with waymark.waymark.units(TEAM) as work:
        for number in range(goals):
            state = "draft" if number % 10 == 9 else "active"
            work.goals.add(Goal(TEAM, maya, f"{number} {long}", at, state=state, statement=""))
            work.roadblocks.add(Roadblock(TEAM, maya, f"{number} {long}", at))
        for number in range(mentees):
            who = f"U9{number:03}"
            work.people.add(Person(TEAM, who, f"Person {number} with a long name", "UTC", at))
            pair = Pairing(TEAM, who, maya, at, state=PairingState.ACTIVE)
            work.pairings.add(pair)
            work.pairings.add(Request(TEAM, who, maya, long, long, at))
            for _ in range(2):
                shared = Goal(TEAM, who, long, at, state="active", statement=long)
                shared.visibility, shared.pairing_id = "mentor", pair.id
                work.goals.add(shared)
            asked = Roadblock(TEAM, who, long, at)
            asked.visibility, asked.pairing_id = "mentor", pair.id
            work.roadblocks.add(asked)
        await work.commit()
