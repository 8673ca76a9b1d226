"""An operator's own wordings, as the doctor sees them (reliability.md T11, T12)."""

from __future__ import annotations

from pathlib import Path

from bot.doctor.findings import Finding, look, note, ok
from prompts.phrasebook import Phrasebook
from prompts.preview import book_with, problems


class Wordings:
    """The folder of ``WAYMARK_PROMPTS``, if any. ``book`` says what a process may say now."""

    def __init__(self, folder: Path | None) -> None:
        self._found = problems(folder) if folder is not None else None
        stopped = any(one.stops for one in self._found or ())
        self.book: Phrasebook = book_with(None if stopped else folder)

    async def own(self) -> Finding:
        """What stops a start first; then how many lines leave the copy guide."""
        if self._found is None:
            return ok("Waymark's own.")
        for one in self._found:
            if one.stops:
                return look(f"no process starts with {one}.")
        if self._found:
            count = len(self._found)
            return note(f"{count} lines leave the copy guide: `waymark prompts check` names them.")
        return ok("yours can be said, and keep to the copy guide.")
