"""Trigger ids (3 seconds, once) and response URLs (5 uses, 30 minutes). Source: slack.md 3."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.clock import SandboxClock
from bot.sandbox.ids import Ids
from bot.sandbox.wire import ApiError
from bot.sandbox.workspace import Message

TRIGGER_LIFE = timedelta(seconds=3)
HOOK_LIFE = timedelta(minutes=30)
HOOK_USES = 5


@dataclass
class Trigger:
    """The right to open one view for one person. ``view_id``: the view it was pressed in."""

    id: str
    team_id: str
    user: str
    issued: datetime
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Every trigger id ever handed out."""

    def __init__(self, clock: SandboxClock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._issued: dict[str, Trigger] = {}

    def issue(self, team_id: str, user: str, view_id: str | None = None) -> str:
        name = f"{self._ids.digits(12)}.{self._ids.digits(11)}.{self._ids.hexes(32)}"
        self._issued[name] = Trigger(name, team_id, user, self._clock.now(), view_id)
        return name

    def redeem(self, trigger_id: str, team_id: str) -> Trigger:
        """Use a trigger up.

        Raises ApiError ``invalid_trigger_id``, ``exchanged_trigger_id`` or
        ``expired_trigger_id``.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._clock.now() - trigger.issued > TRIGGER_LIFE:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class Hook:
    """One response URL. ``message``: what ``replace_original`` would replace, if anything.

    ``shown`` collects what was said through it.
    """

    path: str
    team_id: str
    channel: str
    user: str
    issued: datetime
    message: Message | None = None
    uses: int = 0
    shown: list[Message] = field(default_factory=list)


class Hooks:
    """Every response URL ever handed out, by path."""

    def __init__(self, clock: SandboxClock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._issued: dict[str, Hook] = {}

    def issue(
        self, kind: str, team_id: str, channel: str, user: str, message: Message | None = None
    ) -> Hook:
        """A new URL; ``kind`` is ``commands`` or ``actions``."""
        secret = self._ids.short(24)
        path = f"/hooks/{kind}/{team_id}/{self._ids.digits(12)}/{secret}"
        hook = Hook(path, team_id, channel, user, self._clock.now(), message)
        self._issued[path] = hook
        return hook

    def use(self, path: str) -> Hook:
        """Count one use. Raises ApiError ``no_hook``, ``expired_url`` or ``used_url``."""
        hook = self._issued.get(path)
        if hook is None:
            raise ApiError("no_hook")
        if self._clock.now() - hook.issued > HOOK_LIFE:
            raise ApiError("expired_url")
        if hook.uses >= HOOK_USES:
            raise ApiError("used_url")
        hook.uses += 1
        return hook
