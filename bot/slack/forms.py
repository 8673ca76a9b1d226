"""Reading what a form or a menu holds, by name, never by position (style.md S8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any


class Form:
    """The values of a submitted view, by block id. Everything is stripped; absent is empty."""

    def __init__(self, values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A text field, or the plain value of a menu."""
        held = self._held(name)
        value = held.get("value")
        return str(value).strip() if value else ""

    def choice(self, name: str) -> str:
        """The value of the chosen option; empty when nothing is chosen."""
        option = self._held(name).get("selected_option")
        return str(option["value"]) if option else ""

    def choices(self, name: str) -> list[str]:
        """The values of all chosen options."""
        return [str(one["value"]) for one in self._held(name).get("selected_options") or ()]

    def day(self, name: str) -> date | None:
        """A chosen date."""
        chosen = self._held(name).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def clock(self, name: str) -> time | None:
        """A chosen time of day."""
        chosen = self._held(name).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def person(self, name: str) -> str:
        """A chosen member's id."""
        return str(self._held(name).get("selected_user") or "")

    def people(self, name: str) -> list[str]:
        """The ids of all chosen members."""
        return [str(one) for one in self._held(name).get("selected_users") or ()]

    def channel(self, name: str) -> str:
        """A chosen channel's id."""
        return str(self._held(name).get("selected_channel") or "")

    def names(self) -> list[str]:
        """Every block id that was sent."""
        return list(self._values)

    def _held(self, name: str) -> Mapping[str, Any]:
        block = self._values.get(name) or {}
        return next(iter(block.values()), {}) or {}
