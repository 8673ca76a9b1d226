"""The JSON in which the control API shows people, messages and the log."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox import conversations
from bot.sandbox.conversations import Conversation
from bot.sandbox.payloads import message_state
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Message, Team, User
from bot.sandbox.world import World

HIDDEN = ("USLACKBOT",)


def people(world: World, team: Team) -> list[Json]:
    """Everyone who can be looked at."""
    return [person(world, team, user) for user in team.users.values() if user.id not in HIDDEN]


def person(world: World, team: Team, user: User) -> Json:
    now = world.clock.now()
    return {
        "id": user.id,
        "key": user.key,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "local_time": now.astimezone(ZoneInfo(user.tz)).isoformat() if user.tz else None,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_guest": user.is_restricted or user.is_ultra_restricted,
        "unread": conversations.unread_everywhere(world, team, user),
    }


def screen(
    world: World, team: Team, user: User, reference: str | None = None, *, read: bool = False
) -> Json:
    """All that is in front of one person who looks at one conversation (default: the app's).

    ``read``: looking counts as having read that conversation. Raises LookupError for one the
    person is not part of.
    """
    world.open_dm(team, user.id)
    conversation = conversations.find(world, team, user, reference)
    if read and conversations.mark_read(team, conversation.channel, user):
        world.changed(user.id)
    home = team.surfaces.homes.get(user.id)
    return {
        "person": person(world, team, user),
        "channel": conversation.id,
        "channels": [
            _conversation(team, user, one) for one in conversations.listed(world, team, user)
        ],
        "messages": [
            _message(world, team, user, message)
            for message in conversations.shown(conversation.channel, user)
        ],
        "home": home.to_api() if home is not None else None,
        "modals": [view.to_api() for view in team.surfaces.stack(user.id)],
        "errors": [
            {"at": at.isoformat(), "text": text} for at, text in team.errors.get(user.id, [])
        ],
    }


# --- private ---------------------------------------------------------------------


def _conversation(team: Team, viewer: User, one: Conversation) -> Json:
    messages = conversations.shown(one.channel, viewer)
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "user": one.user if one.kind == "person" else None,
        "unread": conversations.unread(team, one.channel, viewer),
        "last_ts": messages[-1].ts if messages else None,
    }


def _message(world: World, team: Team, viewer: User, message: Message) -> Json:
    sender = team.users.get(message.user)
    name = sender.real_name if sender is not None else world.config.name
    shown: dict[str, Any] = {
        "ts": message.ts,
        "channel": message.channel,
        "from": message.user,
        "from_name": name,
        "text": message.text,
        "blocks": message.blocks,
        "edited": message.edited,
        "ephemeral": message.ephemeral,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "files": message.files,
        "state": {"values": message_state(message, viewer.id)},
    }
    return shown
