"""Guards whose absence shows in one place: no storm is needed to see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.domain.outbox import LEASE, Delivery, DeliveryState, Priority
from storage.repositories.deliveries import SqlDeliveries
from storage.unit_of_work import SqlUnits
from tests.conftest import TEAM
from tests.storm.guards import without


@pytest.mark.parametrize("guard", ["", "fence"])
async def test_who_lost_the_lease_writes_no_outcome(
    units: SqlUnits, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """One worker freezes on the wire; another has the row when it wakes up."""
    monkeypatch.setattr(SqlDeliveries, "settle", SqlDeliveries.settle)  # put back afterwards
    without(guard)
    now, everywhere = clock.now(), units.everywhere()
    async with units(TEAM) as work:
        promised = Delivery(TEAM, "U1", "checkin_due", {}, "one", Priority.P2, now, now, now)
        await work.outbox.add(promised)
        await work.commit()
    frozen = await everywhere.claim_delivery(now, "frozen")
    assert frozen is not None
    later = now + LEASE + timedelta(seconds=1)
    assert await everywhere.expired_leases(later) == 1
    (looked_for,) = await everywhere.claim_unknown(later, "looking")
    frozen.state, frozen.next_at = DeliveryState.PENDING, later
    assert await everywhere.settle(frozen, "frozen") == (guard == "fence")
    looked_for.state, looked_for.sent_at = DeliveryState.SENT, later
    owned = await everywhere.settle(looked_for, "looking", DeliveryState.UNKNOWN)
    assert owned or guard == "fence"
