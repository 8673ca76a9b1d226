"""Help beyond mentoring, within reach where something may be too heavy for it (content.md F23)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.tables import metadata
from tests.factories import paired
from tests.scenarios.test_questions import pool
from tests.scenarios.test_wins import shown
from tests.stage import Conversation

LINES = "Nobody is told that you opened this."
DOOR = "Find other help"


async def rows(waymark: Conversation) -> dict[str, list[object]]:
    """Every row of every table."""
    held: dict[str, list[object]] = {}
    async with waymark.waymark.database.reading() as session:
        for table in metadata.tables:
            found = await session.execute(text(f"SELECT * FROM {table}"))
            held[table] = [tuple(row) for row in found]
    return held


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("/mentor roadblock", "what"),
        ("/mentor setback", "words"),
        ("/mentor ask", "question"),
    ],
)
async def test_the_door_stands_below_the_form_and_the_words_stay(
    waymark: Conversation, line: str, field: str
) -> None:
    await paired(waymark)
    await pool(waymark, 5)
    await waymark.maya.slash(line)
    await waymark.maya.fill(**{field: "Somebody shouts at me every day."})
    before = await rows(waymark)
    await waymark.maya.click(DOOR)
    assert LINES in shown(waymark.maya.modal)
    assert "emergency number" in shown(waymark.maya.modal)
    assert "shouts" not in shown(waymark.maya.modal)
    after = await rows(waymark)
    assert {name for name in before if before[name] != after[name]} == set(), "kept nowhere"
    await waymark.maya.close_modal()
    result = await waymark.maya.submit()
    assert result.ok, "the words were in the field still"
    assert waymark.maya.errors == []
    assert all(LINES not in "".join(one.seen) for one in (waymark.theo, waymark.ari))


async def test_after_a_setback_said_in_one_line_it_is_there_too(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor setback They chose the other team")
    await waymark.maya.click(DOOR)
    assert LINES in shown(waymark.maya.modal)
    await waymark.settle()
    assert waymark.theo.dm == waymark.maya.dm == []
