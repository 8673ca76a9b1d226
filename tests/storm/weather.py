"""Bad weather: which call goes wrong, and how. Seeded, so that a storm can be told apart."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from bot.sandbox.faults import Fault, Faults

#: Shares of ``chat.postMessage`` that misbehave: 50 % in all (reliability.md exp 6 had 48 %).
POSTS = {
    "drop_before": 0.045,
    "drop_after": 0.06,
    "late_after": 0.045,
    "error_500": 0.03,
    "error_500_after": 0.045,
    "error_503_after": 0.04,
    "internal_error": 0.03,
    "internal_error_after": 0.045,
    "cut_body_after": 0.045,
    "broken_json_after": 0.03,
    "html_after": 0.02,
    "rate_limited": 0.03,
    "slow": 0.035,
}
#: Shares of ``conversations.history``: 15 % of the readings fail.
READS = {"error_500": 0.05, "drop_before": 0.04, "cut_body_after": 0.03, "rate_limited": 0.03}
OPENS = {"error_500": 0.04, "drop_before": 0.03, "drop_after": 0.03}
#: ``chat.delete`` works: a duplicate can always be taken back.
SHARES = {
    "chat.postMessage": POSTS,
    "conversations.history": READS,
    "conversations.open": OPENS,
}
#: Seconds on the storm's clock: within the settle time of 120; longer than a lease at times.
LATE = (5.0, 45.0)
SLOW = (10.0, 100.0)
RETRY_AFTER = (2, 20)


class Weather(Faults):
    """Stands where the local Slack keeps its faults; calm until told otherwise.

    ``late`` and ``slow``: how many seconds of the storm's clock a late commit or answer takes.
    """

    def __init__(self, seed: int, scale: float) -> None:
        super().__init__()
        self._dice = random.Random(seed)
        self._scale = scale
        self.rough = False
        self.shares = {method: dict(kinds) for method, kinds in SHARES.items()}
        self.late, self.slow = LATE, SLOW
        self.seen: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._last_late_at = 0.0

    @property
    def still_late(self) -> float:
        """Real seconds until the last late commit has come."""
        return max(self._last_late_at - asyncio.get_running_loop().time(), 0.0)

    def take(self, method: str) -> Fault | None:
        """The fault of this call; None when it passes."""
        kinds = self.shares.get(method)
        if not self.rough or kinds is None:
            return super().take(method)
        self.calls[method] += 1
        kind = self._drawn(kinds)
        if not kind:
            return None
        self.seen[f"{method} {kind}"] += 1
        fault = Fault(method, kind, seconds=self._seconds(kind))
        if kind == "late_after":
            comes_at = asyncio.get_running_loop().time() + fault.seconds
            self._last_late_at = max(self._last_late_at, comes_at)
        return fault

    # --- private ---------------------------------------------------------------------------------

    def _drawn(self, kinds: dict[str, float]) -> str:
        point = self._dice.random()
        for kind, share in kinds.items():
            point -= share
            if point < 0:
                return kind
        return ""

    def _seconds(self, kind: str) -> float:
        if kind == "rate_limited":
            return self._dice.randint(*RETRY_AFTER)
        span = self.late if kind == "late_after" else self.slow
        return self._dice.uniform(*span) / self._scale
