"""Rate limits: method x workspace buckets by tier, and one message a second per channel.

Sources: slack.md 4.1. Slack publishes the rates but not the burst sizes; ours are in this
file. A refused call costs nothing, so waiting exactly ``Retry-After`` always succeeds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.sandbox.clock import SandboxClock


@dataclass(frozen=True)
class Limit:
    """``per_minute`` steady calls, and ``burst`` of them at once."""

    per_minute: float
    burst: int


TIERS: dict[str, Limit] = {
    "1": Limit(1, 2),
    "2": Limit(20, 20),
    "3": Limit(50, 50),
    "4": Limit(100, 100),
    "special": Limit(600, 600),
}
PER_CHANNEL = Limit(60, 4)
"""chat.postMessage: about one message a second in each channel, with a short burst."""
PER_TEAM_POSTS = Limit(300, 300)
"""chat.postMessage: "several hundred per minute" in each workspace."""


@dataclass(frozen=True)
class Standing:
    """A bucket as it is now. ``key``: (method, team) or ("channel", team, channel).

    ``left`` calls may be made at once; the next one may be made in ``wait`` seconds.
    """

    key: tuple[str, ...]
    left: float
    limit: Limit
    wait: int


@dataclass
class _Bucket:
    tokens: float
    at: float
    limit: Limit

    def level(self, now: float) -> float:
        gained = max(0.0, now - self.at) * self.limit.per_minute / 60
        return min(float(self.limit.burst), self.tokens + gained)


class Rates:
    """Token buckets on the sandbox clock. ``enabled = False`` switches all limits off."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self.enabled = True
        self.tiers = dict(TIERS)
        self.per_channel = PER_CHANNEL
        self.per_team_posts = PER_TEAM_POSTS

    def call(self, method: str, tier: str, team_id: str) -> int:
        """Seconds to wait before this call may be made; 0 means it was counted and may go."""
        limit = self.per_team_posts if method == "chat.postMessage" else self.tiers[tier]
        return self._take((method, team_id), limit)

    def post(self, team_id: str, channel: str) -> int:
        """The same for one message into one channel."""
        return self._take(("channel", team_id, channel), self.per_channel)

    def standing(self) -> list[Standing]:
        """Every bucket in use, the emptiest first. Looking takes nothing out."""
        now = self._clock.now().timestamp()
        found = [(key, bucket.limit, bucket.level(now)) for key, bucket in self._buckets.items()]
        standings = [Standing(key, left, limit, _wait(left, limit)) for key, limit, left in found]
        return sorted(standings, key=lambda one: (one.left / one.limit.burst, one.key))

    def reset(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()

    # --- private -----------------------------------------------------------------

    def _take(self, key: tuple[str, ...], limit: Limit) -> int:
        if not self.enabled:
            return 0
        now = self._clock.now().timestamp()
        bucket = self._buckets.setdefault(key, _Bucket(float(limit.burst), now, limit))
        bucket.limit = limit
        bucket.tokens = bucket.level(now)
        bucket.at = now
        wait = _wait(bucket.tokens, limit)
        if not wait:
            bucket.tokens -= 1
        return wait


def _wait(tokens: float, limit: Limit) -> int:
    if tokens >= 1 - 1e-9:
        return 0
    return max(1, math.ceil((1 - tokens) * 60 / limit.per_minute - 1e-9))
