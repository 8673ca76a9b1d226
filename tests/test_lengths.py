"""What would be too long for PostgreSQL is found in a SQLite file."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from storage.tables.people import people
from tests.factories import paired
from tests.lengths import too_long
from tests.stage import Conversation


@pytest.mark.one_process
async def test_a_text_longer_than_its_column_is_named(waymark: Conversation) -> None:
    await paired(waymark)
    path = waymark.file
    assert path
    assert too_long(path) == []
    for zone, found in (("x" * 64, []), ("x" * 65, ["people.time_zone"]), ("UTC", [])):
        async with waymark.waymark.database.writing() as session, session.begin():
            await session.execute(update(people).values(time_zone=zone))
        assert too_long(path) == found
