"""What the operator's Prometheus sees. Numbers by kind and outcome only: no person, no workspace,
no text ever becomes a label (reliability.md T15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

# Slack gives up after 3 s (slack.md 1), so the buckets crowd below that.
ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
# From "at once" (a roadblock's ping) to "a day late" (a worker that was down overnight).
LAG_SECONDS = (0.25, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)


class Metrics:
    """One process's measurements, in their own registry: two bots in a process never mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "waymark_requests",
            "Requests from Slack by kind and outcome.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self._acks = Histogram(
            "waymark_ack_seconds",
            "Seconds from a request's last byte to the answer; Slack allows 3.",
            ["kind"],
            buckets=ACK_SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "waymark_gate_refusals",
            "Requests the gate turned away before anything read them.",
            ["reason"],
            registry=self.registry,
        )
        self._deliveries = Counter(
            "waymark_deliveries",
            "Attempts to deliver an outbox message, by message kind and outcome.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self._lag = Histogram(
            "waymark_delivery_lag_seconds",
            "Seconds between the moment a message was due and the moment Slack took it.",
            ["lane"],
            buckets=LAG_SECONDS,
            registry=self.registry,
        )
        self._open_roadblocks = Gauge(
            "waymark_open_roadblocks",
            "Roadblocks nobody has resolved yet.",
            registry=self.registry,
        )
        self._sockets = Gauge(
            "waymark_socket_connections",
            "Open Socket Mode connections of this process; 0 all along when it listens for HTTP.",
            registry=self.registry,
        )
        self._replays = Counter(
            "waymark_inbox_replays",
            "Requests of Slack's that came again and changed nothing.",
            registry=self.registry,
        )
        self._outbox = Gauge(
            "waymark_outbox",
            "Messages in the outbox by state.",
            ["state"],
            registry=self.registry,
        )

        self._healed = Counter(
            "waymark_duplicates_healed",
            "Surplus copies of messages that were taken away; any at all is worth a look.",
            registry=self.registry,
        )
        self._oldest_due = Gauge(
            "waymark_oldest_due_seconds",
            "Age of the longest waiting message that may go.",
            ["lane"],
            registry=self.registry,
        )

    def request(self, kind: str, outcome: str, seconds: float) -> None:
        """One request from Slack that passed the gate; `seconds` until it was answered."""
        self._requests.labels(kind, outcome).inc()
        self._acks.labels(kind).observe(seconds)
        if outcome == "repeated":
            self._replays.inc()

    def refusal(self, reason: str) -> None:
        """One request the gate turned away; `reason` is `Refusal.reason`."""
        self._refusals.labels(reason).inc()

    def delivery(self, kind: str, outcome: str) -> None:
        """One attempt to deliver: sent, retried, dead, expired or uncertain."""
        self._deliveries.labels(kind, outcome).inc()

    def lag(self, lane: str, seconds: float) -> None:
        """Due to sent. A clock set back can make it negative; that counts as none."""
        self._lag.labels(lane).observe(max(seconds, 0.0))

    def healed(self, copies: int) -> None:
        """Surplus copies that were taken away."""
        self._healed.inc(copies)

    def oldest_due(self, ages: Mapping[str, timedelta]) -> None:
        """How long the oldest message of each lane waits; a lane not named waits for none."""
        for lane in ("urgent", "normal"):
            age = ages.get(lane, timedelta())
            self._oldest_due.labels(lane).set(max(age.total_seconds(), 0.0))

    def roadblocks_open(self, count: int) -> None:
        self._open_roadblocks.set(count)

    def socket_connections(self, count: int) -> None:
        """How many are open now."""
        self._sockets.set(count)

    def outbox(self, by_state: Mapping[str, int]) -> None:
        """The outbox as it stands now; a state that is not named has emptied and disappears."""
        self._outbox.clear()
        for state, count in by_state.items():
            self._outbox.labels(state).set(count)

    def render(self) -> tuple[bytes, str]:
        """The exposition text and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
