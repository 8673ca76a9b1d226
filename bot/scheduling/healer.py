"""What was sent again is looked at again, and surplus copies are taken away (reliability.md e.1).

Slack may take a message long after it cut the line; then two stand there. The oldest stays.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.domain.ids import new_id
from bot.domain.outbox import Delivery, DeliveryState, healed
from bot.ports import Clock, DeliveryFailed, Messenger, Points, Units, Unwatched
from bot.scheduling.lookout import Look, Lookout
from bot.services.watch import Watch

logger = logging.getLogger(__name__)


class Healer:
    """Takes duplicates away; any number may run at once."""

    def __init__(
        self,
        units: Units,
        messenger: Messenger,
        lookout: Lookout,
        clock: Clock,
        watch: Watch,
        points: Points | None = None,
    ) -> None:
        self._units = units
        self._messenger = messenger
        self._lookout = lookout
        self._clock = clock
        self._watch = watch
        self._points = points or Unwatched()
        self._name = new_id()
        #: Set when the process ends: nothing more is claimed.
        self.stopping = False

    async def heal_due(self) -> int:
        """Look at one person's messages that are due for it; returns how many there were."""
        if self.stopping:
            return 0
        leased = await self._units.everywhere().claim_healing(self._clock.now(), self._name)
        if leased:
            await self._heal_all(leased)
        return len(leased)

    # --- private ---------------------------------------------------------------------------------

    async def _heal_all(self, leased: Sequence[Delivery]) -> None:
        look, _ = await self._lookout.try_look(leased)
        everywhere = self._units.everywhere()
        for delivery in leased:
            complete = look is not None and await self._heal(delivery, look)
            at = await everywhere.moment(self._clock.now())
            healed(delivery, complete=complete, at=at)
            await everywhere.settle(delivery, self._name, DeliveryState.SENT)

    async def _heal(self, delivery: Delivery, look: Look) -> bool:
        """Delete all copies but the oldest; False when somebody has to look again.

        What was not read to the end may hold an older copy, so nothing is deleted then.
        """
        if not look.history.complete:
            return False
        oldest, *surplus = look.history.marks.get(delivery.key) or [delivery.message_ts]
        delivery.message_ts = oldest
        for ts in surplus:
            if not await self._delete(delivery, look, ts):
                return False
        return True

    async def _delete(self, delivery: Delivery, look: Look, ts: str) -> bool:
        try:
            await self._messenger.delete(look.installation, look.channel, ts)
        except DeliveryFailed as failure:
            logger.warning(
                "A surplus copy could not be taken away: %s",
                failure.reason,
                extra={"action": "heal_failed", "delivery_id": delivery.id},
            )
            return False
        self._points.reach("H1")
        self._watch.healed(1)
        logger.warning(
            "A message stood twice in Slack; the later one was taken away",
            extra={"action": "healed", "delivery_id": delivery.id},
        )
        return True
