"""A pause wins over every message that is not on the wire yet (reliability.md R14)."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.domain.installations import Installation
from bot.domain.outbox import Delivery
from bot.ports import Everywhere, Sent, Units
from bot.scheduling.courier import Courier
from prompts.phrasebook import Phrasebook
from tests.time.house import House

SLOT = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
#: Enough for two hundred messages to one workspace, so many at each moment.
ROUNDS, APART = 24, timedelta(seconds=15)
#: When somebody pauses: each moment is another state of their message.
MOMENTS = ("before the slot", "planned", "released", "claimed", "sent", "never")


@pytest.mark.parametrize("crowd", [24, pytest.param(200, marks=pytest.mark.soak)])
async def test_pause_race(house: House, crowd: int) -> None:
    """Whoever paused before the wire hears nothing; whoever did not, hears it once."""
    chance = random.Random(crowd)
    people = {f"u{number}": chance.choice(MOMENTS) for number in range(crowd)}
    assert set(people.values()) == set(MOMENTS)
    for name in people:
        await house.arrives(name)

    async def pause(moment: str) -> None:
        for name, chosen in people.items():
            if chosen == moment:
                await house.pauses(name)

    async def pause_claimed(delivery: Delivery) -> None:
        if people[delivery.recipient_id] == "claimed":
            await house.pauses(delivery.recipient_id)

    house.clock.move_to(SLOT - timedelta(minutes=1))
    await pause("before the slot")
    house.clock.move_to(SLOT)
    planner = house.planner()
    await planner.plan_due(SLOT)
    await pause("planned")
    await planner.gather_held(SLOT)
    await pause("released")
    wire = _Wire(house)
    units = cast(Units, _Between(house.units, pause_claimed))
    courier = Courier(units, cast(Any, wire), Phrasebook(), house.clock, cast(Any, _Unwatched()))
    await _drained(courier, house)
    await pause("sent")
    for name in people:
        await house.resumes(name)
    await planner.plan_due(SLOT)
    await planner.gather_held(SLOT)
    await _drained(courier, house)
    heard = sorted(name for name, moment in people.items() if moment in ("sent", "never"))
    assert sorted(wire.heard) == heard
    for name, moment in people.items():
        states = [(one.state, one.reason) for one in await house.questions(name)]
        if moment in ("planned", "released", "claimed"):
            assert states == [("cancelled", "paused")], name
        elif moment == "before the slot":
            assert states == []
            assert await house.outcomes(name) == [("2026-03-09", "paused")]


# --- private -------------------------------------------------------------------------------------


async def _drained(courier: Courier, house: House) -> None:
    """Everything that is due goes out; a workspace gets so many at once, so that time passes."""
    for _ in range(ROUNDS):
        while await courier.deliver_due():
            pass
        house.clock.move_to(house.clock.now() + APART)


class _Wire:
    """A ``Messenger`` that writes down who heard something."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.heard: list[str] = []

    async def open_dm(self, installation: Installation, user_id: str) -> str:
        return f"D{user_id}"

    async def send(
        self, installation: Installation, delivery: Delivery, *_: Any, **__: Any
    ) -> Sent:
        assert not (await self._house.person(delivery.recipient_id)).is_paused(SLOT)
        self.heard.append(delivery.recipient_id)
        return Sent(delivery.channel, f"{len(self.heard)}.000100")


class _Between:
    """``Units`` in which something happens right after each claim."""

    def __init__(self, units: Units, then: Callable[[Delivery], Awaitable[None]]) -> None:
        self._units, self._then = units, then
        self.reading = units.reading

    def __call__(self, workspace_id: str) -> Any:
        return self._units(workspace_id)

    def everywhere(self) -> Everywhere:
        return cast(Everywhere, _Claiming(self._units.everywhere(), self._then))


class _Claiming:
    def __init__(self, real: Everywhere, then: Callable[[Delivery], Awaitable[None]]) -> None:
        self._real, self._then = real, then

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def claim_delivery(self, *how: Any, **more: Any) -> Delivery | None:
        delivery = await self._real.claim_delivery(*how, **more)
        if delivery is not None:
            await self._then(delivery)
        return delivery


class _Unwatched:
    """A ``Watch`` that counts nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None
