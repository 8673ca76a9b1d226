"""Messages nobody knows the fate of are looked for in Slack's own history (reliability.md e.4).

Evidence decides: our mark in the history, or its absence after the settle time. The domain judges.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import new_id
from bot.domain.messages import BY_KIND
from bot.domain.outbox import Delivery, DeliveryState, HealState, Sight, judge, plan_heal
from bot.ports import Clock, Points, Units, Unwatched
from bot.scheduling.lookout import Look, Lookout
from bot.scheduling.posts import in_doubt
from bot.services.watch import Watch

logger = logging.getLogger(__name__)


class Reconciler:
    """Settles what is unknown; any number may run at once."""

    def __init__(
        self,
        units: Units,
        lookout: Lookout,
        clock: Clock,
        watch: Watch,
        points: Points | None = None,
    ) -> None:
        self._units = units
        self._lookout = lookout
        self._clock = clock
        self._watch = watch
        self._points = points or Unwatched()
        self._name = new_id()
        #: Set when the process ends: nothing more is claimed.
        self.stopping = False

    async def settle_unknown(self) -> int:
        """Look for the messages of one person whose fate is unknown; returns how many there were.

        One at a time, so that the heart can tell that it lives.
        """
        everywhere = self._units.everywhere()
        await everywhere.expired_leases(self._clock.now())
        if self.stopping:
            return 0
        leased = await everywhere.claim_unknown(self._clock.now(), self._name)
        if leased:
            self._points.reach("R0")
            await self._settle_all(leased)
        return len(leased)

    # --- private ---------------------------------------------------------------------------------

    async def _settle_all(self, leased: Sequence[Delivery]) -> None:
        look, reason = await self._lookout.try_look(leased)
        self._points.reach("R1")
        for delivery in leased:
            delivery.reason = reason or delivery.reason
            await self._settle(delivery, look)

    async def _settle(self, delivery: Delivery, look: Look | None) -> None:
        everywhere = self._units.everywhere()
        at = await everywhere.moment(self._clock.now())
        if BY_KIND[delivery.kind].posted:
            delivery.expires_at = at  # nobody can look into a channel
        delivery.next_at = at + judge(delivery, self._sight_of(delivery, look), at)
        if delivery.state == DeliveryState.SENT and look is not None:
            _found(delivery, look, at)
        written = await everywhere.settle(delivery, self._name, DeliveryState.UNKNOWN)
        if delivery.state == DeliveryState.PENDING:
            self._points.reach("R2")
        if not written:
            logger.warning(
                "A lease was lost before its outcome was written",
                extra={"action": "lease_lost", "delivery_id": delivery.id},
            )
        elif delivery.state == DeliveryState.SENT:
            self._watch.delivered(delivery)
        elif delivery.state == DeliveryState.UNRESOLVED:
            logger.error(
                "Nobody knows whether a %s arrived; it is not sent again",
                delivery.kind,
                extra={"action": "unresolved", "delivery_id": delivery.id},
            )
            await in_doubt(self._units, delivery, at)

    def _sight_of(self, delivery: Delivery, look: Look | None) -> Sight:
        """What a look told about one message; nothing when there was none."""
        if look is None:
            return Sight(found=False, complete=False)
        found = bool(look.history.marks.get(delivery.key))
        return Sight(found, look.history.complete, look.skew)


# --- private -------------------------------------------------------------------------------------


def _found(delivery: Delivery, look: Look, at: datetime) -> None:
    """It stands in Slack; of several copies the oldest stays, and the heal look comes at once."""
    delivery.channel, delivery.sent_at = look.channel, delivery.sent_at or at
    copies = look.history.marks.get(delivery.key, ())
    if copies:
        delivery.message_ts = copies[0]
    plan_heal(delivery, at)
    if len(copies) > 1:
        delivery.heal_state, delivery.heal_at = HealState.FIRST, at
