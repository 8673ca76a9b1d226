"""External selects: what is typed goes to the app, and only good answers are offered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Persona, Sandbox
from tests.sandbox.example_app import ExampleApp, actions, modal, plain
from tests.sandbox.remote import Remote

SELECT = {"type": "external_select", "action_id": "who"}
NAMED = {"block_id": "row", "action_id": "who"}


def option(words: str) -> dict[str, Any]:
    return {"text": plain(words), "value": words.lower()}


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


@pytest.fixture
async def remote(slack: Sandbox) -> AsyncIterator[Remote]:
    async with aiohttp.ClientSession() as session:
        yield Remote(slack, session)


async def ask(remote: Remote, typed: str, **where: Any) -> dict[str, Any]:
    return await remote("POST", "people/U0MAYA/options", {**NAMED, **where, "typed": typed})


async def in_a_message(app: ExampleApp, **more: Any) -> dict[str, Any]:
    sent = await app.client.chat_postMessage(
        channel="U0MAYA", text="Who?", blocks=[actions({**SELECT, **more})]
    )
    return {"where": "message", "ts": sent["ts"], "channel": sent["channel"]}


async def test_options_in_a_message(app: ExampleApp, remote: Remote, maya: Persona) -> None:
    @app.bolt.options("who")
    async def offer(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[option(f"Found {body['value']}")])

    where = await in_a_message(app)
    answer = await ask(remote, "the", **where)
    assert answer["ok"]
    assert answer["options"] == [option("Found the")]
    assert answer["option_groups"] == []
    chosen = {**NAMED, **where, "selected_option": answer["options"][0]}
    assert (await remote("POST", "people/U0MAYA/click", chosen))["ok"] is False
    assert app.heard[-1]["actions"][0]["selected_option"] == option("Found the")
    payload = app.heard[0]
    assert payload["type"] == "block_suggestion"
    assert payload["container"]["message_ts"] == where["ts"]


async def test_groups_in_a_modal_and_nothing_found(
    app: ExampleApp, remote: Remote, maya: Persona
) -> None:
    groups = [{"label": plain("Mentors"), "options": [option("Theo"), option("Noor")]}]

    @app.bolt.options("who")
    async def offer(ack: Any, body: dict[str, Any]) -> None:
        await (ack(options=[]) if body["value"] == "zzz" else ack(option_groups=groups))

    block = {"type": "input", "block_id": "row", "label": plain("Who?"), "element": SELECT}
    ticket = app.slack.world.triggers.issue(app.slack.team.id, maya.id)
    await app.client.views_open(trigger_id=ticket, view=modal(block))
    assert maya.modal is not None
    where = {"where": "modal", "view_id": maya.modal["id"]}
    assert (await ask(remote, "the", **where))["option_groups"] == groups
    nothing = await ask(remote, "zzz", **where)
    assert (nothing["ok"], nothing["options"], nothing["option_groups"]) == (True, [], [])
    assert [one["value"] for one in await maya.suggestions("who", "the")] == ["theo", "noor"]


async def test_too_few_letters_are_not_sent(app: ExampleApp, remote: Remote) -> None:
    where = await in_a_message(app)
    assert (await ask(remote, "th", **where))["options"] == []
    assert app.heard == []
    where = await in_a_message(app, min_query_length=0)
    await ask(remote, "", **where)
    assert [body["value"] for body in app.heard] == [""]


WRONG: dict[str, tuple[Any, str]] = {
    "no options at all": ({}, "needs_one /answer"),
    "both kinds": ({"options": [], "option_groups": []}, "only_one /answer"),
    "an option without a value": (
        {"options": [{"text": plain("x")}]},
        "missing_field /answer/options/0",
    ),
    "mrkdwn": (
        {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}]},
        "wrong_place /answer/options/0/text/type",
    ),
    "101 options": ({"options": [option(f"{n}") for n in range(101)]}, "too_many"),
    "words": ("sorry", "no_options"),
}


@pytest.mark.parametrize("name", list(WRONG))
async def test_a_wrong_answer_offers_nothing_and_says_so(
    http_app: ExampleApp, remote: Remote, maya: Persona, name: str
) -> None:
    body, problem = WRONG[name]

    @http_app.bolt.options("who")
    async def offer(ack: Any) -> Any:
        await ack(body)

    answer = await ask(remote, "the", **await in_a_message(http_app))
    assert answer["ok"] is False
    assert answer["error"].startswith(f"The results could not be loaded ({problem}")
    assert (answer["options"], answer["option_groups"]) == ([], [])
    assert maya.errors == [answer["error"]]


async def test_a_late_answer_offers_nothing_and_says_so(
    app: ExampleApp, remote: Remote, slack: Sandbox
) -> None:
    slack.post.ack_seconds = 0.05
    over = asyncio.Event()

    @app.bolt.options("who")
    async def offer(ack: Any) -> None:
        await over.wait()
        await ack(options=[option("Too late")])

    answer = await ask(remote, "the", **await in_a_message(app))
    over.set()
    assert answer["error"] == "The results could not be loaded (operation_timeout)"
    assert answer["options"] == []


async def test_only_an_external_select_asks(app: ExampleApp, remote: Remote) -> None:
    where = await in_a_message(app)
    assert (await ask(remote, "the", **{**where, "action_id": "no"}))["status"] == 404
    assert (await ask(remote, "the", **{**where, "ts": "1.0"}))["status"] == 404
    await app.client.chat_update(
        channel=where["channel"],
        ts=where["ts"],
        text="Who?",
        blocks=[actions({"type": "users_select", "action_id": "who"})],
    )
    assert (await ask(remote, "the", **where))["status"] == 400
