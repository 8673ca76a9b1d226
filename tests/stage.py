"""The stage tests play on: the cast by name, time by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.launcher import Stage
from bot.sandbox import Persona


class Conversation(Stage):
    """The real bot and the local Slack, with the cast at hand."""

    @property
    def disturbed(self) -> str:
        """What was taken from the eyes of a person from outside; one process has nothing."""
        return ""

    @property
    def file(self) -> str | None:
        """The database, where it is a file nobody else has open."""
        scheme, _, path = self._database_url.partition(":///")
        return path if scheme.startswith("sqlite") else None

    @property
    def secret(self) -> str:
        """The key that seals private texts."""
        return self._key

    @property
    def maya(self) -> Persona:
        """The mentee."""
        return self.sandbox.person("maya")

    @property
    def theo(self) -> Persona:
        """The mentor."""
        return self.sandbox.person("theo")

    @property
    def noor(self) -> Persona:
        """Another mentor, in New York."""
        return self.sandbox.person("noor")

    @property
    def ari(self) -> Persona:
        """Belongs to no pair, and must never see anything of one."""
        return self.sandbox.person("ari")

    async def until(self, local: str, zone: str = "Europe/London") -> None:
        """Wind to a local wall time, "2026-03-09 10:00"."""
        moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
        await self.advance(moment - self.clock.now() + timedelta())
