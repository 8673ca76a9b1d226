"""Identifiers that look like Slack's and are the same on every run with the same seed."""

from __future__ import annotations

import random
import string
import uuid

_ALPHABET = string.ascii_uppercase + string.digits
_HEX = "0123456789abcdef"


class Ids:
    """A seeded source of every id the local Slack hands out."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)  # not for secrets

    def make(self, prefix: str, length: int = 9) -> str:
        """``make("D")`` gives for instance ``D0J3K9QWRT``."""
        return prefix + "0" + "".join(self._random.choices(_ALPHABET, k=length))

    def short(self, length: int = 5) -> str:
        """The kind of id Slack gives to a block or element that came without one."""
        letters = string.ascii_letters + string.digits
        return "".join(self._random.choices(letters, k=length))

    def digits(self, length: int = 12) -> str:
        return str(self._random.randint(10 ** (length - 1), 10**length - 1))

    def hexes(self, length: int = 32) -> str:
        return "".join(self._random.choices(_HEX, k=length))

    def uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def pick(self, count: int) -> int:
        """Any index below ``count``; Socket Mode promises no pattern (slack.md 2)."""
        return self._random.randrange(count)
