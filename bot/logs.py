"""How a line of the log looks: a sentence, then what a machine looks for, as `name=value`.

Plain text and not JSON: every platform's log search reads `action=…`, a person reads the sentence,
and one more format would be one more setting. Only the fields named here are written; whatever
else hangs on a record stays out (reliability.md T15).
"""

from __future__ import annotations

import logging

#: Ids, kinds and codes. Never a text, never a token, never a person's name.
FIELDS = ("action", "kind", "delivery_id", "nudge_id", "reference", "reason")
#: Libraries that log bodies, texts or parameters below WARNING (reliability.md T15).
LOUD = ("slack_sdk", "slack_bolt", "aiosqlite", "apscheduler", "alembic", "sqlalchemy")


def set_up(level: str) -> None:
    """Lines to standard error; libraries that log bodies stay quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithFields("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


class WithFields(logging.Formatter):
    """The sentence, then the fields there are."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        told = [f"{name}={vars(record)[name]}" for name in FIELDS if name in vars(record)]
        return " ".join([super().formatMessage(record), *told])
