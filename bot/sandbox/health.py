"""Whether Slack keeps sending: volume per hour, and the failure rate that switches events off.

Sources: slack.md 1 (30,000 events an hour per workspace; disabled above 95 % failures in
60 minutes once there are 1,000 of them).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from bot.sandbox.journal import INSIDE
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Team
from bot.sandbox.world import World

HOUR = 3600
ENOUGH = 1_000
WORST = 0.95


@dataclass(frozen=True)
class Health:
    """The last hour: ``attempts`` to deliver and how many failed, ``events`` by workspace."""

    enabled: bool
    attempts: int
    failures: int
    events: dict[str, int]


class Subscription:
    """The event subscription as Slack's delivery system sees it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._outcomes: deque[tuple[int, bool]] = deque()
        self._failures = 0
        self._volume: dict[str, deque[int]] = {}
        self._told: dict[str, int] = {}
        self.enabled = True

    def health(self) -> Health:
        """How it stands now; looking changes nothing."""
        hour_ago = self._world.seconds() - HOUR
        recent = [ok for at, ok in self._outcomes if at > hour_ago]
        events = {
            team: sum(at > hour_ago for at in moments) for team, moments in self._volume.items()
        }
        return Health(self.enabled, len(recent), recent.count(False), events)

    def enable(self) -> None:
        """What the owner does by hand after the e-mail."""
        self.enabled = True
        self._outcomes.clear()
        self._failures = 0

    def record(self, ok: bool) -> None:
        """Count an attempt; may disable the subscription."""
        now = self._world.seconds()
        self._outcomes.append((now, ok))
        self._failures += not ok
        while self._outcomes and self._outcomes[0][0] <= now - HOUR:
            self._failures -= not self._outcomes.popleft()[1]
        total = len(self._outcomes)
        if self.enabled and total >= ENOUGH and self._failures > WORST * total:
            self.enabled = False
            self._world.journal.add(INSIDE, "events_disabled", note=f"{self._failures}/{total}")

    def admit(self, team: Team) -> Json | None:
        """None when one more event may go; else the ``app_rate_limited`` notice, or ``{}``.

        The notice is due once a minute; in between, surplus events simply vanish.
        """
        now = self._world.seconds()
        sent = self._volume.setdefault(team.id, deque())
        while sent and sent[0] <= now - HOUR:
            sent.popleft()
        if len(sent) < self._world.config.events_per_hour:
            sent.append(now)
            return None
        minute = now - now % 60
        if self._told.get(team.id) == minute:
            return {}
        self._told[team.id] = minute
        return {
            "token": self._world.config.verification_token,
            "type": "app_rate_limited",
            "team_id": team.id,
            "minute_rate_limited": minute,
            "api_app_id": self._world.config.app_id,
        }
