"""What the app is told: Events API payloads, built from changes and handed to the post office.

Only subscribed events whose scope was granted leave here (slack.md 4.8, 7.3).
"""

from __future__ import annotations

import asyncio

from bot.sandbox.surfaces import View
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Channel, Message, Team, User
from bot.sandbox.world import World

_SCOPES = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "team_join": "users:read",
}
#: Of a public channel, of a private one.
_SEES = {"channel": "channels:read", "private": "groups:read"}
_FAREWELLS = ("app_uninstalled", "tokens_revoked")
_CHANNEL_EVENTS = {"im": "message.im", "channel": "message.channels", "private": "message.groups"}
_CHANNEL_TYPES = {"im": "im", "channel": "channel", "private": "group"}


def posted(
    world: World, team: Team, channel: Channel, message: Message
) -> asyncio.Task[None] | None:
    """A message appeared for everyone in the channel."""
    return _message(world, team, channel, message.to_api(metadata=False), message.ts)


def changed(
    world: World, team: Team, channel: Channel, message: Message, before: Json
) -> asyncio.Task[None] | None:
    """A message was edited; ``before`` is how it looked."""
    event: Json = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message.to_api() | {"source_team": team.id, "user_team": team.id},
        "previous_message": before,
        "ts": world.ts(channel),
    }
    return _message(world, team, channel, event, event["ts"])


def deleted(
    world: World, team: Team, channel: Channel, message: Message
) -> asyncio.Task[None] | None:
    """A message was deleted."""
    event: Json = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": message.ts,
        "previous_message": message.to_api(),
        "ts": world.ts(channel),
    }
    return _message(world, team, channel, event, event["ts"])


def home_opened(
    world: World, team: Team, channel: Channel, user: str, tab: str, view: View | None
) -> asyncio.Task[None] | None:
    """A person looked at the app's Home or Messages tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": _event_ts(world),
    }
    if tab == "home" and view is not None:
        event["view"] = view.to_api()
    return send(world, team, "app_home_opened", event)


def user_changed(world: World, team: Team, user: User) -> asyncio.Task[None] | None:
    """A profile changed: zone, name, status, deactivation."""
    user.updated = world.seconds()
    event = {
        "type": "user_change",
        "user": user.to_api(team.id, world.clock.now(), locale=True),
        "cache_ts": world.seconds(),
        "event_ts": _event_ts(world),
    }
    return send(world, team, "user_change", event)


def joined(world: World, team: Team, user: User) -> asyncio.Task[None] | None:
    event = {
        "type": "team_join",
        "user": user.to_api(team.id, world.clock.now()),
        "event_ts": _event_ts(world),
    }
    return send(world, team, "team_join", event)


def moved(
    world: World, team: Team, channel: Channel, user: str, *, joined: bool, inviter: str = ""
) -> asyncio.Task[None] | None:
    """Somebody joined or left a channel the app is in (``member_joined_channel``)."""
    if team.bot_user_id not in channel.members:
        return None
    if _SEES.get(channel.kind, "") not in team.installation.scopes:
        return None
    event: Json = {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "channel" else "G",
        "team": team.id,
        "event_ts": _event_ts(world),
    }
    if joined and inviter:
        event["inviter"] = inviter
    return send(world, team, str(event["type"]), event)


def uninstalled(world: World, team: Team) -> asyncio.Task[None] | None:
    event = {"type": "app_uninstalled", "event_ts": _event_ts(world)}
    return send(world, team, "app_uninstalled", event)


def tokens_revoked(world: World, team: Team) -> asyncio.Task[None] | None:
    event = {
        "type": "tokens_revoked",
        "tokens": {"oauth": [], "bot": [team.bot_user_id]},
        "event_ts": _event_ts(world),
    }
    return send(world, team, "tokens_revoked", event)


def send(world: World, team: Team, name: str, event: Json) -> asyncio.Task[None] | None:
    """Deliver any event the app subscribed to; None when it may not have it."""
    needed = _SCOPES.get(name)
    if name not in world.config.events:
        return None
    if needed is not None and needed not in team.installation.scopes:
        return None
    if team.installation.state != "active" and name not in _FAREWELLS:
        return None
    return world.post.event(team, event)


# --- private ---------------------------------------------------------------------


def _message(
    world: World, team: Team, channel: Channel, event: Json, event_ts: str
) -> asyncio.Task[None] | None:
    if team.bot_user_id not in channel.members:
        return None
    full = event | {
        "channel": channel.id,
        "event_ts": event_ts,
        "channel_type": _CHANNEL_TYPES[channel.kind],
    }
    return send(world, team, _CHANNEL_EVENTS[channel.kind], full)


def _event_ts(world: World) -> str:
    return f"{world.clock.now().timestamp():.6f}"
