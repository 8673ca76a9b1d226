"""The JSON in which the control API shows people, messages and the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.finding import messages_for
from bot.sandbox.journal import LogEntry
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
        "unread": len(_unread(team, user)),
    }


def screen(world: World, team: Team, user: User) -> Json:
    """All that is in front of one person. Looking at it counts as reading the messages."""
    channel = world.open_dm(team, user.id)
    shown = [
        message
        for message in messages_for(team, user.id)
        if message.channel == channel.id or message.ephemeral
    ]
    if shown:
        team.read_up_to[user.id] = shown[-1].ts
    home = team.surfaces.homes.get(user.id)
    return {
        "person": person(world, team, user),
        "channel": channel.id,
        "messages": [_message(world, team, user, message) for message in shown],
        "home": home.to_api() if home is not None else None,
        "modals": [view.to_api() for view in team.surfaces.stack(user.id)],
        "errors": [
            {"at": at.isoformat(), "text": text} for at, text in team.errors.get(user.id, [])
        ],
    }


def log_entry(entry: LogEntry) -> Json:
    return {
        "number": entry.number,
        "direction": entry.direction,
        "path": entry.path,
        "request": entry.request,
        "response": entry.response,
        "status": entry.status,
        "at": _moment(entry.at),
        "seconds": round(entry.seconds, 4),
        "note": entry.note,
    }


# --- private ---------------------------------------------------------------------


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


def _unread(team: Team, user: User) -> list[Message]:
    known = team.dm_between(user.id, team.bot_user_id)
    read = float(team.read_up_to.get(user.id, "0"))
    messages = known.visible() if known is not None else []
    return [
        message
        for message in messages
        if message.user == team.bot_user_id
        and message.ephemeral_to in (None, user.id)
        and float(message.ts) > read
    ]


def _moment(moment: datetime) -> str:
    return moment.isoformat()
