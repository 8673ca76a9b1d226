"""Interaction payloads in Slack's shape (slack.md 3; keys compared with Bolt's own tests)."""

from __future__ import annotations

from bot.sandbox.fields import initial_state
from bot.sandbox.surfaces import View
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Message, Team, User
from bot.sandbox.world import World


def command(
    world: World, team: Team, user: User, name: str, text: str, channel_id: str, hook: str
) -> dict[str, str]:
    """The form fields of a slash command."""
    channel = team.channels[channel_id]
    return {
        "token": world.config.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": world.config.app_id,
        "is_enterprise_install": "false",
        "response_url": world.url + hook,
        "trigger_id": world.triggers.issue(team.id, user.id),
    }


def message_action(
    world: World, team: Team, user: User, message: Message, action: Json, hook: str
) -> Json:
    """``block_actions`` in a message. An ephemeral message is not part of the payload."""
    channel = team.channels[message.channel]
    payload = _common(world, team, user, "block_actions") | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral,
        },
        "trigger_id": world.triggers.issue(team.id, user.id),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": message_state(message, user.id)},
        "response_url": world.url + hook,
        "actions": [action],
    }
    if not message.ephemeral:
        payload["message"] = message.to_api(metadata=True)
    return payload


def view_action(world: World, team: Team, user: User, view: View, action: Json) -> Json:
    """``block_actions`` in a modal or Home tab; there is no response URL."""
    return _common(world, team, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.triggers.issue(team.id, user.id, view.id),
        "view": view.to_api(),
        "actions": [action],
    }


def submission(world: World, team: Team, user: User, view: View) -> Json:
    return _common(world, team, user, "view_submission") | {
        "trigger_id": world.triggers.issue(team.id, user.id, view.id),
        "view": view.to_api(),
        "response_urls": [],
    }


def closing(world: World, team: Team, user: User, view: View, is_cleared: bool) -> Json:
    return _common(world, team, user, "view_closed") | {
        "view": view.to_api(),
        "is_cleared": is_cleared,
    }


def suggestion(
    world: World, team: Team, user: User, place: Message | View, ids: tuple[str, str], typed: str
) -> Json:
    """``block_suggestion``: an external select asks for options; ``ids`` are block, action."""
    payload = _common(world, team, user, "block_suggestion") | {
        "block_id": ids[0],
        "action_id": ids[1],
        "value": typed,
    }
    if isinstance(place, View):
        return payload | {
            "container": {"type": "view", "view_id": place.id},
            "view": place.to_api(),
        }
    return payload | {
        "container": {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": place.channel,
            "is_ephemeral": place.ephemeral,
        },
        "channel": {"id": place.channel, "name": team.channels[place.channel].name},
        "message": place.to_api(),
    }


def global_shortcut(world: World, team: Team, user: User, callback_id: str) -> Json:
    """``shortcut``: it knows the person and nothing of where they are."""
    return _shortcut(world, team, user, "shortcut", callback_id)


def message_shortcut(
    world: World, team: Team, user: User, callback_id: str, message: Message, hook: str
) -> Json:
    """``message_action``: with the message, and a response URL into its conversation."""
    channel = team.channels[message.channel]
    payload = _shortcut(world, team, user, "message_action", callback_id)
    payload["user"]["name"] = user.name
    return payload | {
        "channel": {"id": channel.id, "name": channel.name},
        "message_ts": message.ts,
        "message": message.to_api(),
        "response_url": world.url + hook,
    }


def message_state(message: Message, user: str) -> Json:
    """``state.values`` of a message for one person, made on first use."""
    if user not in message.states:
        message.states[user] = initial_state(message.blocks)
    return message.states[user]


# --- private ---------------------------------------------------------------------


def _common(world: World, team: Team, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "api_app_id": world.config.app_id,
        "token": world.config.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shortcut(world: World, team: Team, user: User, kind: str, callback_id: str) -> Json:
    """What both kinds carry; unlike other interactions there is no ``api_app_id`` (S)."""
    return {
        "type": kind,
        "token": world.config.verification_token,
        "action_ts": f"{world.clock.now().timestamp():.6f}",
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "team_id": team.id},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": world.triggers.issue(team.id, user.id),
    }
