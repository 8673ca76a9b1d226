"""Zones under old names, and names of no zone at all (reliability.md R12)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.domain.cadence import is_zone, zone_named
from bot.domain.people import Actor
from storage.tables.people import people
from tests.conftest import TEAM
from tests.time.house import House

#: The hours around which a renamed zone must tell the same time as its successor.
MOMENTS = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
BAD = [
    None, "", " ", ".", "..", "/", "Europe", "Europe/", "/Europe/London", "Europe/London ",
    " Europe/London", "Europe/London\n", "Europe//London", "europe/london/", "Europe\\London",
    "../etc/passwd", "/etc/passwd", "../../../../etc/localtime", "Europe/../../etc/passwd",
    "a\0b", "\ud800", "x" * 300, "Europe/" + "x" * 300, "Mars/Base", "GMT+5", "UTC+3", "+02:00",
    "US/Pacific-New", "Europe/Lond\u043en", "\u202eEurope/London", "tzdata.zi", "zone.tab",
    "__init__.py", "leapseconds", "localtime", "posixrules", "Factory", "None", "null",
    "{}", "%s", "🕰",
]  # fmt: skip


def links() -> list[tuple[str, str]]:
    """(successor, old name) of every rename the zone database knows."""
    source = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8")
    lines = [line.split() for line in source.splitlines() if line.startswith("L ")]
    return [(target, name) for _, target, name in lines]


def test_every_old_name_still_works() -> None:
    found = links()
    assert len(found) >= 200
    for target, name in found:
        assert is_zone(name), name
        offsets = [moment.astimezone(zone_named(name)).utcoffset() for moment in MOMENTS]
        assert offsets == [moment.astimezone(ZoneInfo(target)).utcoffset() for moment in MOMENTS]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_name_is_utc_and_no_error(bad: str | None) -> None:
    assert zone_named(bad).key == "UTC"
    assert not is_zone(bad)


async def test_a_zone_that_went_away_is_utc_and_said(house: House) -> None:
    """The name was known when it was stored; it is not any more: asked at ten UTC, and told."""
    await house.arrives("maya", "America/New_York")
    async with house.database.writing() as session:
        await session.execute(update(people).values(time_zone="America/Old_York"))
        await session.commit()
    person = await house.person("maya")
    assert not person.zone_is_known
    assert person.zone_name == "UTC"
    outlook = await house.settings.outlook(Actor(TEAM, "maya"), ())
    assert outlook.next.zone_unknown
    await house.wind(house.clock.now() + timedelta(days=14))
    assert await house.outcomes("maya") == [("2026-03-09", "queued"), ("2026-03-16", "queued")]


async def test_a_bad_name_from_slack_changes_nothing(small_house: House) -> None:
    house = small_house
    await house.arrives("maya", "America/New_York")
    planned = await house.planned("maya")
    for bad in BAD:
        await house.moves("maya", (bad or "").replace("\ud800", "?").replace("\0", "?"))
    assert await house.planned("maya") == planned
    assert (await house.person("maya")).time_zone == "America/New_York"
