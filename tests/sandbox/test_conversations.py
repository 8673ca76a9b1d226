"""Whole exchanges between people and an unchanged Bolt app, by HTTP and by Socket Mode."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Persona, Sandbox
from bot.sandbox.modals import TROUBLE
from tests.sandbox.example_app import (
    ExampleApp,
    actions,
    button,
    home,
    modal,
    plain,
    section,
    text_input,
)


@pytest.fixture
def maya(slack: Sandbox) -> Persona:
    return slack.person("maya")


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def menu(action_id: str, *texts: str, kind: str = "static_select") -> dict[str, Any]:
    return {
        "type": kind,
        "action_id": action_id,
        "options": [option(text, text.lower()) for text in texts],
    }


async def test_a_command_is_answered_for_its_author_only(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.command("/mentor")
    async def answer(ack: Any, body: dict[str, Any]) -> None:
        await ack(f"{body['user_name']} said {body['text']}")

    result = await maya.slash("/mentor pair @theo & co", channel="#general")
    assert result.ok
    assert result.text == "maya said pair <@U0THEO|theo> &amp; co"
    assert maya.ephemerals[-1].channel == "C0GENERAL"
    assert app.slack.person("theo").seen == []
    body = app.heard[-1]
    assert body["command"] == "/mentor"
    assert body["channel_name"] == "general"
    assert body["api_app_id"] == app.slack.config.app_id


async def test_an_answer_may_come_later_by_response_url(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.command("/mentor")
    async def answer(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Later", blocks=[section("Later")])

    result = await maya.slash("/mentor")
    await app.slack.until(lambda: result.text)
    assert result.text == "Later"


async def test_a_modal_from_command_to_message(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.command("/mentor")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        form = modal(
            text_input("what", "What happened?", element={"max_length": 20}),
            {
                "type": "input",
                "block_id": "mood",
                "label": plain("Mood"),
                "element": menu("pick", "Good", "Bad", kind="radio_buttons"),
            },
            text_input("more", "More", optional=True),
            private_metadata="p-1",
        )
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.bolt.view("form")
    async def take(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        values = view["state"]["values"]
        if values["what"]["value"]["value"] == "bad":
            await ack(response_action="errors", errors={"what": "Not that word."})
            return
        await ack()
        mood = values["mood"]["pick"]["selected_option"]["value"]
        await client.chat_postMessage(
            channel=body["user"]["id"],
            text=f"{values['what']['value']['value']} {mood} {view['private_metadata']}",
        )

    await maya.slash("/mentor checkin")
    await app.slack.until(lambda: maya.modal)
    empty = await maya.submit()
    assert set(empty.errors) == {"what", "mood"}
    long = await maya.submit(what="x" * 21, mood="Good")
    assert set(long.errors) == {"what"}
    assert len(app.heard) == 1, "Slack's own checks must not reach the app."
    wrong = await maya.submit(what="bad")
    assert wrong.errors == {"what": "Not that word."}
    assert maya.modal is not None
    done = await maya.submit(what="R&D <3")
    assert (done.ok, done.closed) == (True, True)
    assert maya.modal is None
    await app.slack.until(lambda: maya.dms)
    assert maya.last_dm.text == "R&D <3 good p-1"


@pytest.mark.parametrize(
    ("answer", "left", "flag"),
    [
        ({"response_action": "clear"}, 0, "cleared"),
        (
            {"response_action": "update", "view": modal(section("Thanks"))},
            2,
            "updated",
        ),
        ({"response_action": "push", "view": modal(section("Next"))}, 3, "pushed"),
        ({}, 1, "closed"),
    ],
)
async def test_what_may_follow_a_submission(
    app: ExampleApp, maya: Persona, answer: dict[str, Any], left: int, flag: str
) -> None:
    @app.bolt.view("form")
    async def take(ack: Any) -> None:
        await ack(**answer)

    tickets = app.slack.world.triggers
    first = await app.client.views_open(
        trigger_id=tickets.issue(app.slack.team.id, maya.id), view=modal()
    )
    await app.client.views_push(
        trigger_id=tickets.issue(app.slack.team.id, maya.id, first["view"]["id"]), view=modal()
    )
    result = await maya.submit(what="x")
    assert result.ok
    assert getattr(result, flag)
    assert len(maya.modals) == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "Wrong."}},
        {"response_action": "errors", "errors": {"note": "Not an input."}},
        {"response_action": "errors", "errors": {"what": ""}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal(section(""))},
        {"response_action": "update", "view": home()},
        {"response_action": "vanish"},
    ],
)
async def test_a_wrong_answer_to_a_submission_is_shown_as_trouble(
    app: ExampleApp, maya: Persona, answer: dict[str, Any]
) -> None:
    @app.bolt.view("form")
    async def take(ack: Any) -> None:
        await ack(**answer)

    # Bolt refuses to build some of these answers, and then says nothing.
    app.slack.post.ack_seconds = 0.3
    form = modal(text_input("what", "What"), section("x") | {"block_id": "note"})
    ticket = app.slack.world.triggers.issue(app.slack.team.id, maya.id)
    await app.client.views_open(trigger_id=ticket, view=form)
    result = await maya.submit(what="x")
    assert result.error == TROUBLE
    assert maya.errors == [TROUBLE]
    assert maya.modal is not None


async def test_buttons_menus_and_real_state(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.action({"block_id": "row"})
    async def pressed(ack: Any) -> None:
        await ack()

    blocks = [
        actions(
            menu("when", "Monday", "Friday"),
            button("Save", "save", "v-1", confirm={
                "title": plain("Sure?"), "text": plain("Really?"),
                "confirm": plain("Yes"), "deny": plain("No"),
            }),
            menu("more", "Say more", "Skip", kind="overflow"),
        )
    ]  # fmt: skip
    await app.client.chat_postMessage(channel=maya.id, text="Pick", blocks=blocks)
    assert maya.last_dm.buttons == ["Save"]
    assert maya.last_dm.action_ids == ["when", "save", "more"]
    assert (await maya.choose("Friday")).ok
    assert (await maya.click("Save")).ok
    chosen, saved = app.heard[-2:]
    assert chosen["actions"][0]["selected_option"]["value"] == "friday"
    assert saved["actions"][0]["value"] == "v-1"
    picked = saved["state"]["values"]["row"]["when"]["selected_option"]
    assert picked["value"] == "friday"
    assert saved["container"]["is_ephemeral"] is False
    assert saved["message"]["ts"] == maya.last_dm.ts
    await maya.choose("Say more")
    assert app.heard[-1]["actions"][0]["selected_option"]["text"]["text"] == "Say more"
    with pytest.raises(LookupError, match="Save"):
        await maya.click("Delete everything")


async def test_a_message_can_be_replaced_and_deleted_by_response_url(
    app: ExampleApp, maya: Persona
) -> None:
    @app.bolt.action("keep")
    async def keep(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Kept", replace_original=True)

    @app.bolt.action("drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    row = [actions(button("Keep", "keep"), button("Drop", "drop"))]
    await app.client.chat_postMessage(channel=maya.id, text="First", blocks=row)
    await maya.click("Keep")
    await app.slack.until(lambda: maya.last_dm.text == "Kept")
    assert maya.last_dm.blocks == []
    await app.client.chat_postEphemeral(
        channel=maya.channel.id, user=maya.id, text="Second", blocks=row
    )
    await maya.click("Keep")
    await app.slack.until(lambda: maya.ephemerals[-1].text == "Kept")
    assert "message" not in app.heard[-1]
    assert maya.ephemerals[-1].edited is None
    changes = [
        e for e in app.slack.log.deliveries("events_api") if "subtype" in e.request["event"]
    ]
    assert len(changes) == 1, "Only the first, visible message makes message_changed."
    await app.client.chat_postEphemeral(
        channel=maya.channel.id, user=maya.id, text="Third", blocks=row
    )
    await maya.click("Drop")
    await app.slack.until(lambda: [m.text for m in maya.ephemerals] == ["Kept"])


async def test_home_and_its_buttons(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.event("app_home_opened")
    async def draw(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [actions(button("More", "more"))]}
            await client.views_publish(user_id=event["user"], view=view)

    @app.bolt.action("more")
    async def more(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_update(
            view_id=body["view"]["id"], hash=body["view"]["hash"], view=home("More of it")
        )

    await maya.open_home()
    await app.slack.until(lambda: maya.home)
    first = app.heard[-1]["event"]
    assert "view" not in first
    await maya.open_home()
    assert app.heard[-1]["event"]["view"]["id"] == first_id(maya)
    shown = app.slack.log.calls
    await app.slack.until(lambda: [e.status for e in shown("views.publish")] == [200, 200])
    clicked = await maya.click("More", within="home")
    assert clicked.ok
    assert "response_url" not in app.heard[-1]
    assert app.heard[-1]["container"] == {"type": "view", "view_id": first_id(maya)}
    await app.slack.until(lambda: "More of it" in maya.seen)
    await maya.open_messages_tab()
    assert app.heard[-1]["event"]["tab"] == "messages"


def first_id(maya: Persona) -> str:
    assert maya.home is not None
    return str(maya.home["id"])


async def test_view_closed_comes_when_asked_for(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.view_closed("form")
    async def closed(ack: Any) -> None:
        await ack()

    ticket = app.slack.world.triggers.issue(app.slack.team.id, maya.id)
    await app.client.views_open(trigger_id=ticket, view=modal(notify_on_close=True))
    await maya.close_modal(clear=True)
    assert app.heard[-1]["type"] == "view_closed"
    assert app.heard[-1]["is_cleared"] is True
    ticket = app.slack.world.triggers.issue(app.slack.team.id, maya.id)
    await app.client.views_open(trigger_id=ticket, view=modal())
    await maya.close_modal()
    assert len(app.heard) == 1
    assert maya.modal is None


async def test_messages_edits_deletions_and_files(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    said = await maya.say("hello <world> & @theo see https://example.com/a?b=1&c=2 🎉")
    assert said is not None
    event = app.heard[-1]["event"]
    assert event["text"] == (
        "hello &lt;world&gt; &amp; <@U0THEO> see <https://example.com/a?b=1&amp;c=2> :tada:"
    )
    assert (event["channel_type"], event["user"]) == ("im", maya.id)
    await maya.edit(said, "better")
    event = app.heard[-1]["event"]
    assert (event["subtype"], event["message"]["text"]) == ("message_changed", "better")
    assert event["previous_message"]["text"].startswith("hello")
    await maya.delete(said)
    event = app.heard[-1]["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said.ts)
    await maya.say("", files=["photo.png"])
    event = app.heard[-1]["event"]
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "photo.png")
    await app.slack.person("otherbot").say("I am a bot")
    assert app.heard[-1]["event"]["bot_id"] == "B0OTHERBOT"


async def test_the_apps_own_changes_are_delivered_and_ignored_by_bolt(
    app: ExampleApp, maya: Persona
) -> None:
    calls = []

    @app.bolt.event("message")
    async def heard(event: dict[str, Any]) -> None:
        calls.append(event)

    sent = await app.client.chat_postMessage(channel=maya.id, text="one")
    await app.client.chat_update(channel=sent["channel"], ts=sent["ts"], text="two")
    await app.client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    await app.slack.quiet()
    kinds = [e.request["event"].get("subtype") for e in app.slack.log.deliveries("events_api")]
    assert kinds == [None, "message_changed", "message_deleted"]
    assert all(e.status == 200 for e in app.slack.log.deliveries("events_api"))
    assert calls == []


async def test_an_external_select_asks_the_app(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.options("who")
    async def offer(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[option(f"Found {body['value']}", "1")])

    blocks = [actions({"type": "external_select", "action_id": "who", "min_query_length": 1})]
    await app.client.chat_postMessage(channel=maya.id, text="Who?", blocks=blocks)
    found = await maya.suggestions("who", "th")
    assert found[0]["text"]["text"] == "Found th"


async def test_a_profile_change_is_told(app: ExampleApp, maya: Persona) -> None:
    @app.bolt.event("user_change")
    async def changed(event: dict[str, Any]) -> None:
        """Only to be acknowledged."""

    await maya.move_to("Asia/Manila")
    assert app.heard[-1]["event"]["user"]["tz"] == "Asia/Manila"
    await maya.deactivate()
    assert app.heard[-1]["event"]["user"]["deleted"] is True
    assert not (await maya.slash("/mentor")).ok
    assert await maya.say("hello?") is None
