from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import ManualClock, Persona, Sandbox
from tests.sandbox.example_app import actions, button, home, modal, section, text_input


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


def trigger(slack: Sandbox, maya: Persona, view_id: str | None = None) -> str:
    return slack.world.triggers.issue(slack.team.id, maya.id, view_id)


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: Sandbox, client: AsyncWebClient, clock: ManualClock, maya: Persona
) -> None:
    fresh, old = trigger(slack, maya), trigger(slack, maya)
    opened = await client.views_open(trigger_id=fresh, view=modal())
    assert maya.modal == opened["view"].copy() | {"state": maya.modal["state"]}  # type: ignore[index]
    assert await refusal(client.views_open(trigger_id=fresh, view=modal())) == (
        "exchanged_trigger_id"
    )
    clock.advance(timedelta(seconds=3))
    edge = trigger(slack, maya)
    clock.advance(timedelta(seconds=3))
    assert (await client.views_open(trigger_id=edge, view=modal()))["ok"]
    assert await refusal(client.views_open(trigger_id=old, view=modal())) == "expired_trigger_id"


async def test_a_refused_view_does_not_use_up_the_trigger(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    ticket = trigger(slack, maya)
    await refusal(client.views_open(trigger_id=ticket, view=modal(section(""))))
    assert (await client.views_open(trigger_id=ticket, view=modal()))["ok"]


async def test_three_modals_and_no_more(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    first = await client.views_open(trigger_id=trigger(slack, maya), view=modal())
    root = first["view"]["id"]
    assert await refusal(client.views_push(trigger_id=trigger(slack, maya), view=modal())) == (
        "not_found"
    )
    second = await client.views_push(trigger_id=trigger(slack, maya, root), view=modal())
    assert second["view"]["previous_view_id"] == root
    assert second["view"]["root_view_id"] == root
    await client.views_push(trigger_id=trigger(slack, maya, root), view=modal())
    assert len(maya.modals) == 3
    assert await refusal(
        client.views_push(trigger_id=trigger(slack, maya, root), view=modal())
    ) == ("push_limit_reached")


async def test_update_needs_the_latest_hash_when_one_is_given(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    opened = (await client.views_open(trigger_id=trigger(slack, maya), view=modal()))["view"]
    updated = await client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())
    assert updated["view"]["hash"] != opened["hash"]
    stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())
    assert await refusal(stale) == "hash_conflict"


async def test_what_was_typed_survives_an_update_under_the_same_ids(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    form = modal(text_input("what", "What"), text_input("why", "Why"), external_id="one")
    await client.views_open(trigger_id=trigger(slack, maya), view=form)
    await maya.fill(what="typed", why="reason")
    form = modal(
        text_input("what", "What now"),
        text_input("other", "Why", element={"initial_value": "given"}),
    )
    await client.views_update(external_id="one", view=form)
    assert maya.modal is not None
    values = maya.modal["state"]["values"]
    assert values["what"]["value"] == {"type": "plain_text_input", "value": "typed"}
    assert values["other"]["value"]["value"] == "given"
    assert "why" not in values


async def test_external_ids_are_unique_in_the_workspace(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    theo = slack.person("theo")
    named = modal(external_id="only-one")
    opened = await client.views_open(trigger_id=trigger(slack, maya), view=named)
    assert await refusal(client.views_open(trigger_id=trigger(slack, theo), view=named)) == (
        "duplicate_external_id"
    )
    again = await client.views_update(view_id=opened["view"]["id"], view=named)
    assert again["ok"]


async def test_a_published_home_has_a_hash_too(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    first = (await client.views_publish(user_id=maya.id, view=home("One")))["view"]
    second = (await client.views_publish(user_id=maya.id, view=home("Two"), hash=first["hash"]))[
        "view"
    ]
    assert second["id"] == first["id"]
    stale = client.views_publish(user_id=maya.id, view=home("Three"), hash=first["hash"])
    assert await refusal(stale) == "hash_conflict"
    assert "Two" in maya.seen
    assert "Three" not in maya.seen
    assert slack.person("theo").home is None


async def test_blocks_and_elements_without_ids_get_some(
    client: AsyncWebClient, maya: Persona
) -> None:
    bare = {k: v for k, v in button("Go", "go").items() if k != "action_id"}
    await client.views_publish(
        user_id=maya.id, view={"type": "home", "blocks": [{"type": "actions", "elements": [bare]}]}
    )
    assert maya.home is not None
    block = maya.home["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_a_trigger_of_another_workspace_is_worthless(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    other = slack.add_team("T0OTHER", "Other")
    ticket = slack.world.triggers.issue(other.id, "U0MAYA")
    assert await refusal(client.views_open(trigger_id=ticket, view=modal())) == (
        "invalid_trigger_id"
    )


async def test_a_home_button_is_no_place_to_push_from(
    slack: Sandbox, client: AsyncWebClient, maya: Persona
) -> None:
    view = {"type": "home", "blocks": [actions(button("Go", "go"))]}
    published = (await client.views_publish(user_id=maya.id, view=view))["view"]
    ticket = trigger(slack, maya, published["id"])
    assert await refusal(client.views_push(trigger_id=ticket, view=modal())) == "not_found"
