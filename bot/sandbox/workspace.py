"""The state of a workspace: people, conversations, messages and who installed the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.surfaces import Surfaces
from bot.sandbox.text import pings, visible_strings
from bot.sandbox.wire import Json


@dataclass
class User:
    """A member (or former member, guest, bot) of one workspace. ``tz`` may be missing."""

    id: str
    key: str
    name: str
    real_name: str
    tz: str | None = "Europe/London"
    deleted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    visible: bool = True
    """False: ``user_not_visible``, as for people of another organisation."""
    email: str = ""
    locale: str = "en-GB"
    updated: int = 0

    def to_api(self, team_id: str, now: datetime, *, locale: bool = False) -> Json:
        """The user object of ``users.info`` and ``user_change``."""
        shown: Json = {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": "9f69e7",
            "real_name": self.real_name,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.real_name.split(" ")[0],
                "real_name_normalized": self.real_name,
                "display_name_normalized": self.name,
                "first_name": self.real_name.split(" ")[0],
                "status_text": "",
                "status_emoji": "",
                "team": team_id,
            },
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:
            return shown
        shown |= {
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        if self.is_stranger:
            shown["is_stranger"] = True
        if self.tz is not None:
            local = now.astimezone(ZoneInfo(self.tz))
            offset = local.utcoffset()
            shown |= {
                "tz": self.tz,
                "tz_label": local.tzname() or self.tz,
                "tz_offset": int(offset.total_seconds()) if offset else 0,
            }
        if locale:
            shown["locale"] = self.locale
        return shown


@dataclass(eq=False)
class Message:
    """One message, as stored. ``ephemeral_to``: the only person who sees it, if any."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    team: str = ""
    metadata: Json | None = None
    edited: Json | None = None
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    deleted: bool = False
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    client_msg_id: str | None = None
    states: dict[str, Json] = field(default_factory=dict)
    """What each person has selected in this message: user id to ``state.values``."""

    @property
    def ephemeral(self) -> bool:
        return self.ephemeral_to is not None

    @property
    def bot(self) -> str | None:
        return self.bot_id

    @property
    def all_text(self) -> str:
        """The text and every visible block text, as stored (entities not resolved)."""
        return "\n".join([self.text, *visible_strings(self.blocks)])

    @property
    def pings(self) -> list[str]:
        """Whom an app's message notifies: ``@U…``, ``!channel`` and so on."""
        return pings(self.text, self.blocks) if self.bot_id else []

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, top to bottom."""
        return [
            element["text"]["text"] for element in _elements(self.blocks) if _is_button(element)
        ]

    @property
    def action_ids(self) -> list[str]:
        return [e["action_id"] for e in _elements(self.blocks) if e.get("action_id")]

    def to_api(self, *, metadata: bool = False) -> Json:
        """The message object of the Web API, events and payloads."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.files:
            shown |= {"subtype": "file_share", "files": self.files, "upload": False}
        if self.bot_id is not None:
            shown |= {"bot_id": self.bot_id}
            if self.app_id is not None:
                shown["app_id"] = self.app_id
        if self.client_msg_id is not None:
            shown["client_msg_id"] = self.client_msg_id
        shown["team"] = self.team
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.attachments:
            shown["attachments"] = self.attachments
        if self.edited is not None:
            shown["edited"] = self.edited
        if self.thread_ts is not None:
            shown["thread_ts"] = self.thread_ts
        if metadata and self.metadata is not None:
            shown["metadata"] = self.metadata
        return shown


@dataclass
class Channel:
    """A conversation; ``kind`` is ``im``, ``channel`` or ``private``."""

    id: str
    name: str
    kind: str
    members: set[str]
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    last_moment: int = 0
    """The newest ts in microseconds; ts never repeats within a channel."""

    def visible(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]

    def find(self, ts: str) -> Message | None:
        for message in reversed(self.messages):
            if message.ts == ts and not message.deleted:
                return message
        return None

    def other(self, user: str) -> str:
        """The other end of a direct message."""
        return next((member for member in sorted(self.members) if member != user), user)


@dataclass
class Installation:
    """The app in one workspace; ``state`` is ``active``, ``revoked`` or ``uninstalled``."""

    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: tuple[str, ...]
    state: str = "active"


@dataclass
class Team:
    """One workspace."""

    id: str
    name: str
    domain: str
    installation: Installation
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    surfaces: Surfaces = field(default_factory=Surfaces)
    scheduled: list[Json] = field(default_factory=list)
    seen: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    read_up_to: dict[tuple[str, str], str] = field(default_factory=dict)
    """How far each person has read each conversation: (user id, channel id) to ts."""

    @property
    def bot_user_id(self) -> str:
        return self.installation.bot_user_id

    def add(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def find_user(self, name: str) -> User | None:
        """By id, key, handle, full name or first name; case does not matter."""
        wanted = name.lower().lstrip("@")
        for user in self.users.values():
            if wanted in (user.id.lower(), user.key, user.name.lower(), user.real_name.lower()):
                return user
        for user in self.users.values():
            if wanted == user.real_name.split(" ")[0].lower():
                return user
        return None

    def find_channel(self, reference: str) -> Channel | None:
        """By id, ``#name`` or name."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.lstrip("#")
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == name:
                return channel
        return None

    def dm_between(self, one: str, other: str) -> Channel | None:
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {one, other}:
                return channel
        return None

    def show(self, user: str, *texts: str) -> None:
        """Note that these words were put before this person's eyes."""
        self.seen.setdefault(user, []).extend(text for text in texts if text)

    def complain(self, user: str, at: datetime, text: str) -> None:
        """Note an error Slack itself showed to this person."""
        self.errors.setdefault(user, []).append((at, text))


def next_ts(channel: Channel, now: datetime) -> str:
    """A new message id: the clock's moment, or just after the newest one in the channel."""
    moment = max(int(now.timestamp() * 1_000_000), channel.last_moment + 1)
    channel.last_moment = moment
    return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"


# --- private ---------------------------------------------------------------------


def _is_button(element: Json) -> bool:
    return element.get("type") == "button" and isinstance(element.get("text"), dict)


def _elements(node: Any) -> Iterator[Json]:
    if isinstance(node, list):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, dict):
        if "action_id" in node:
            yield node
        else:
            for child in node.values():
                yield from _elements(child)
