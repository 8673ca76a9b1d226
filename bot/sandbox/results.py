"""What became of a delivery to the app, and of a person's action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.wire import Json
from bot.sandbox.workspace import Message


@dataclass
class Answer:
    """What became of a delivery.

    ``error`` is None when it was acknowledged in time, else Slack's retry reason
    (``http_timeout`` …). ``payload`` is parsed JSON, text, or None for an empty answer;
    ``size`` its bytes on the wire.
    """

    error: str | None
    status: int | None = None
    payload: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass
class CommandResult:
    """``shown`` fills up as answers arrive, also later ones sent to the response URL."""

    ok: bool
    error: str | None = None
    shown: list[Message] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The newest answer's text, or an empty string."""
        return self.shown[-1].text if self.shown else ""

    @property
    def blocks(self) -> list[Json]:
        return self.shown[-1].blocks if self.shown else []


@dataclass
class ClickResult:
    """``shown``: messages posted through this click's response URL, now or later."""

    ok: bool
    error: str | None = None
    shown: list[Message] = field(default_factory=list)


@dataclass
class SuggestResult:
    """What an external select offers; at most one of the lists is filled."""

    ok: bool
    error: str | None = None
    options: list[Json] = field(default_factory=list)
    option_groups: list[Json] = field(default_factory=list)


@dataclass
class SubmitResult:
    """``errors``: block_id to the text under that field; exactly one flag is set when ok."""

    ok: bool
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    cleared: bool = False
    updated: bool = False
    pushed: bool = False
    error: str | None = None
