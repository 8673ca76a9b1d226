"""`waymark doctor`: what is wrong with this installation, one sentence a line, and what to do.

It changes nothing, neither in the database nor in anybody's Slack.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import SystemClock
from bot.doctor.abroad import Abroad
from bot.doctor.stored import Question, Stored
from bot.doctor.wordings import Wordings
from bot.ports import Clock
from bot.settings import Settings

_SIGNS = {"ok": "ok  ", "look": "LOOK", "note": "note"}


async def examine(
    settings: Settings, say: Callable[[str], None] = print, clock: Clock | None = None
) -> int:
    """Check everything, say what was found; returns 0 when nothing is wrong, else 1.

    A ``note`` is what nobody can look up from here; it is no reason for a 1.
    """
    clock = clock or SystemClock()
    wordings = Wordings(settings.prompts_folder)
    stored = Stored(settings, clock)
    abroad = Abroad(settings, clock, stored, wordings.book)
    questions: tuple[tuple[str, Question], ...] = (
        ("database", stored.database),
        ("keys", stored.keys),
        ("messages", stored.messages),
        ("worker", stored.worker),
        ("Slack token", abroad.token),
        ("installing", abroad.installing),
        ("scopes", abroad.scopes),
        ("app", abroad.app),
        ("Messages tab", stored.tab),
        ("clock", abroad.clock),
        ("Socket Mode", abroad.sockets),
        ("wordings", wordings.own),
        ("screens", abroad.screens),
    )
    well = True
    await abroad.open()
    try:
        for name, question in questions:
            found = await question()
            well = well and found.level != "look"
            say(f"{_SIGNS[found.level]} {name}: {found.words}")
    finally:
        await abroad.close()
        await stored.close()
    return 0 if well else 1
