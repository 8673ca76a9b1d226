"""One Web API call: its arguments, however they were sent, and who makes it.

Slack takes arguments from the query, a form or JSON, and JSON values inside strings; the
SDK uses all of these (slack.md 4.2 T19, 7.3).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Channel, Installation, Team
from bot.sandbox.world import World

_TRUE = ("1", "true", "True")


@dataclass
class Call:
    """What a handler gets. ``warnings`` end up in the answer.

    ``app_level``: the call came with the app-level token.
    """

    world: World
    method: str
    args: Json
    installation: Installation
    team: Team
    app_level: bool = False
    warnings: list[str] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """A required argument. Raises ``invalid_arguments`` when it is missing."""
        value = self.text(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name)
        return default if value is None else value is True or str(value) in _TRUE

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise invalid(f"must be a valid number [json-pointer:/{name}]") from None

    def structure(self, name: str, error: str) -> Any:
        """A JSON argument, parsed if it came as a string; ``error`` when it does not parse."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """A conversation of this workspace by id. Raises ``channel_not_found``."""
        found = self.team.channels.get(self.need(name))
        if found is None:
            raise ApiError("channel_not_found")
        if found.kind == "im" and self.installation.bot_user_id not in found.members:
            raise ApiError("channel_not_found")
        return found


def missing(name: str) -> ApiError:
    return ApiError("invalid_arguments", f"[ERROR] missing required field: {name}")


def invalid(words: str) -> ApiError:
    return ApiError("invalid_arguments", f"[ERROR] {words}")
