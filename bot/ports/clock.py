"""Time is an argument (style.md 0.7)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one source of now; injected by ``bootstrap``."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...
