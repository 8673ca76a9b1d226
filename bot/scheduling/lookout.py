"""Reading a DM's history for our own marks, inside Slack's reading budget (reliability.md e.7)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.installations import Installation
from bot.domain.messages import BY_KIND
from bot.domain.outbox import Delivery
from bot.ports import Clock, DeliveryFailed, History, Messenger, Outcome, Units

logger = logging.getLogger(__name__)

#: Slack's clock and ours so far apart is worth a line (reliability.md R16).
SKEW_WORTH_SAYING = timedelta(seconds=60)
#: A whole look; shorter than a lease.
MOST = 40
_HISTORY = "conversations.history"


@dataclass(frozen=True)
class Look:
    """What was read for the messages of one person. ``at``: our clock at that moment."""

    installation: Installation
    channel: str
    history: History
    at: datetime

    @property
    def skew(self) -> timedelta:
        """How far our clock, which wrote down when we sent, is ahead of Slack's."""
        slack_time = self.history.slack_time
        return self.at - slack_time if slack_time is not None else timedelta()


class Lookout:
    """One reading serves every message that was leased together."""

    def __init__(self, units: Units, messenger: Messenger, clock: Clock) -> None:
        self._units = units
        self._messenger = messenger
        self._clock = clock

    async def try_look(self, deliveries: Sequence[Delivery]) -> tuple[Look | None, str]:
        """The look, or nothing and the reason why nothing could be read; one line in the log."""
        try:
            async with asyncio.timeout(MOST):
                return await self.look(deliveries), ""
        except DeliveryFailed as failure:
            reason = failure.reason
        except Exception as problem:  # noqa: BLE001  an odd answer is no evidence
            reason = type(problem).__name__
        logger.warning(
            "A history could not be read: %s", reason, extra={"action": "reading_failed"}
        )
        return None, reason

    async def look(self, deliveries: Sequence[Delivery]) -> Look:
        """Read the DM all these messages were meant for, from the first attempt on.

        Raises ``DeliveryFailed`` when nothing could be read. A limit of Slack's stops all reading
        in the workspace until it ends.
        """
        one = deliveries[0]
        if BY_KIND[one.kind].posted:
            # Channels are read by another scope, which Waymark never asks for.
            raise DeliveryFailed("channel", Outcome.PLACE_CLOSED)
        async with self._units.reading(one.workspace_id) as work:
            installation = await work.installations.get(one.workspace_id)
            person = await work.people.get(one.recipient_id)
        if installation is None or not installation.is_alive:
            raise DeliveryFailed("uninstalled", Outcome.INSTALLATION_DEAD)
        channel = next((row.channel for row in deliveries if row.channel), "")
        channel = channel or (person.dm_channel if person is not None else "")
        try:
            if not channel:
                channel = await self._messenger.open_dm(installation, one.recipient_id)
            since = min(row.read_from for row in deliveries)
            history = await self._messenger.read(installation, channel, since)
        except DeliveryFailed as failure:
            await self._heed(one.workspace_id, failure.paused, failure.retry_after)
            raise
        await self._heed(one.workspace_id, _HISTORY, history.retry_after)
        at = await self._units.everywhere().moment(self._clock.now())
        look = Look(installation, channel, history, at)
        if abs(look.skew) > SKEW_WORTH_SAYING:
            logger.warning(
                "This machine's clock is %d seconds ahead of Slack's",
                look.skew.total_seconds(),
                extra={"action": "clock_skew"},
            )
        return look

    async def _heed(self, workspace_id: str, method: str, pause: timedelta | None) -> None:
        if method and pause is not None:
            everywhere = self._units.everywhere()
            now = await everywhere.moment(self._clock.now())
            await everywhere.hold(workspace_id, method, now + pause)
