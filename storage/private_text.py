"""Words people wrote, and tokens, encrypted in their columns (design D7).

The key ring hangs on the engine's dialect, so the tables need no global: two engines in one
process may hold two rings.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from storage.refusals import CannotUse


class CannotRead(CannotUse):
    """WAYMARK_SECRET_KEYS does not hold the key this database was written with."""


class KeyRing:
    """The keys of ``WAYMARK_SECRET_KEYS``, newest first: the first one writes, every one reads."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        self._ring = MultiFernet([Fernet(key.encode()) for key in keys])
        self._oldest = base64.urlsafe_b64decode(keys[-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyRing) and self._keys == other._keys

    def __hash__(self) -> int:
        return hash(self._keys)

    def seal(self, words: str, *, dated: bool = True) -> str:
        """Encrypt with the newest key. What is sealed says to the second when, for everybody to
        read; not ``dated``, it does not."""
        plain = words.encode()
        sealed = self._ring.encrypt(plain) if dated else self._ring.encrypt_at_time(plain, 0)
        return sealed.decode("ascii")

    def open(self, sealed: str) -> str:
        """Decrypt with whichever key fits. Raises ``CannotRead``, which never quotes the text."""
        try:
            return self._ring.decrypt(sealed.encode("ascii")).decode()
        except InvalidToken:
            raise CannotRead(CannotRead.__doc__) from None

    def rotate(self, sealed: str) -> str:
        """The same words under the newest key."""
        try:
            return self._ring.rotate(sealed.encode("ascii")).decode("ascii")
        except InvalidToken:
            raise CannotRead(CannotRead.__doc__) from None

    def mark(self, meaning: str) -> str:
        """22 characters that say nothing to others, and always the same for one meaning.

        Made with the oldest key, so that a new one in front changes no mark.
        """
        made = hmac.digest(self._oldest, b"waymark mark\0" + meaning.encode(), "sha256")
        return base64.urlsafe_b64encode(made[:16]).decode("ascii").rstrip("=")


class PrivateText(TypeDecorator[str]):
    """Text that is unreadable in the file, the write-ahead log, a dump and a backup.

    Empty text stays empty: that nothing was written is no secret, and queries may ask for it.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return ring_of(dialect).seal(value) if value else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return ring_of(dialect).open(value) if value else value


class DatelessText(PrivateText):
    """Sealed words that do not say when they were: questions without a name (content.md 16.1)."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return ring_of(dialect).seal(value, dated=False) if value else value


class PrivateJson(TypeDecorator[Any]):
    """Small structures that hold people's words, such as the fields of a message."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal the JSON text."""
        if value is None:
            return None
        return ring_of(dialect).seal(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Open and read it back."""
        return None if value is None else json.loads(ring_of(dialect).open(value))


def attach(dialect: Dialect, ring: KeyRing) -> None:
    """Give an engine's dialect its key ring; done once, by ``storage.database``."""
    dialect.waymark_key_ring = ring  # type: ignore[attr-defined]


def ring_of(dialect: Dialect) -> KeyRing:
    """The ring of this engine. Raises ``CannotRead`` when the engine was built without one."""
    ring = getattr(dialect, "waymark_key_ring", None)
    if not isinstance(ring, KeyRing):
        raise CannotRead("This engine was built without a key ring.")
    return ring
