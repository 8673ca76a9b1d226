from __future__ import annotations

import logging
import re
from pathlib import Path

from bot.logs import FIELDS, WithFields

ROOT = Path(__file__).parents[1]


def line(**extra: object) -> str:
    record = logging.LogRecord("bot.courier", logging.INFO, "", 1, "Sent a %s", ("note",), None)
    vars(record).update(extra)
    return WithFields("%(levelname)s %(name)s: %(message)s").format(record)


def test_a_sentence_and_then_what_a_machine_looks_for() -> None:
    assert line(delivery_id="01", action="delivered") == (
        "INFO bot.courier: Sent a note action=delivered delivery_id=01"
    )


def test_a_field_nobody_allowed_stays_out() -> None:
    assert line(words="I feel stuck") == "INFO bot.courier: Sent a note"


def test_every_field_the_program_gives_is_allowed() -> None:
    """One that is not would silently be missing when somebody searches for it."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "storage").rglob("*.py")]
    given = {
        name
        for source in sources
        for extra in re.findall(r"extra=\{([^}]*)\}", source)
        for name in re.findall(r'"([a-z_]+)":', extra)
    }
    assert given <= set(FIELDS)
