"""What each permission of a bot means, in words a person can decide on.

``view`` and ``do`` are the two halves of Slack's install screen; ``{app}`` is the app's name. The
sentences are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ScopeWords:
    """One permission: on which half it stands, under which heading, and what it allows."""

    half: Literal["view", "do"]
    heading: str
    words: str


_TALK = "Messages and conversations"
_PEOPLE = "People and the workspace"
_ACT = "Actions in {app}'s own name"
_PLACES = "Channels and conversations"

SCOPE_WORDS: dict[str, ScopeWords] = {
    "app_mentions:read": ScopeWords("view", _TALK, "See messages that mention {app}"),
    "channels:history": ScopeWords(
        "view", _TALK, "See messages in public channels that {app} was added to"
    ),
    "groups:history": ScopeWords(
        "view", _TALK, "See messages in private channels that {app} was added to"
    ),
    "im:history": ScopeWords("view", _TALK, "See messages that people write to {app} directly"),
    "mpim:history": ScopeWords(
        "view", _TALK, "See messages in group conversations that {app} was added to"
    ),
    "channels:read": ScopeWords("view", _PLACES, "See the list of public channels"),
    "groups:read": ScopeWords("view", _PLACES, "See private channels that {app} was added to"),
    "im:read": ScopeWords("view", _PLACES, "See which people {app} has a conversation with"),
    "mpim:read": ScopeWords("view", _PLACES, "See group conversations that {app} was added to"),
    "files:read": ScopeWords("view", _TALK, "See files shared where {app} was added"),
    "reactions:read": ScopeWords("view", _TALK, "See reactions where {app} was added"),
    "team:read": ScopeWords("view", _PEOPLE, "See the name, domain and icon of the workspace"),
    "users:read": ScopeWords("view", _PEOPLE, "See people in the workspace and their time zone"),
    "users:read.email": ScopeWords("view", _PEOPLE, "See people's email addresses"),
    "users.profile:read": ScopeWords("view", _PEOPLE, "See people's profiles"),
    "chat:write": ScopeWords("do", _ACT, "Send messages as {app}"),
    "chat:write.public": ScopeWords(
        "do", _ACT, "Send messages to public channels that {app} is not a member of"
    ),
    "chat:write.customize": ScopeWords("do", _ACT, "Send messages with another name and picture"),
    "commands": ScopeWords("do", _ACT, "Add commands and shortcuts that people can use"),
    "files:write": ScopeWords("do", _ACT, "Upload, edit and delete files"),
    "im:write": ScopeWords("do", _ACT, "Start direct messages with people"),
    "mpim:write": ScopeWords("do", _ACT, "Start group conversations with people"),
    "reactions:write": ScopeWords("do", _ACT, "Add and change reactions"),
    "channels:join": ScopeWords("do", _PLACES, "Join public channels"),
    "channels:manage": ScopeWords("do", _PLACES, "Make and manage public channels"),
    "groups:write": ScopeWords("do", _PLACES, "Make and manage private channels"),
    "users:write": ScopeWords("do", _ACT, "Show whether {app} is active"),
}
