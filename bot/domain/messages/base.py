"""What a message is: facts for one reader, phrased later by a template of the same name."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, Self

from bot.domain.outbox import Priority


@dataclass(frozen=True, kw_only=True)
class Message:
    """Facts only. Fields are the variables of ``prompts/<locale>/<kind>.j2``.

    A field ``something_at`` (aware datetime) or ``something_on`` (date) reaches the template as
    ``something_label``, written out in the reader's zone and language. Fields are add-only with
    defaults, so that rows written before an upgrade can still be read.
    """

    kind: ClassVar[str]
    priority: ClassVar[Priority] = Priority.P0
    #: Waits for the reader's weekly slot instead of the next daily one (the mentor's digest).
    weekly: ClassVar[bool] = False
    #: Answers something the reader did: of the caps only the day's ceiling holds it back (5.2).
    answers_you: ClassVar[bool] = False
    #: Part of an exchange both sides have open now: not even that does.
    live: ClassVar[bool] = False
    #: Goes into a channel, not to a person; no menu and no button of its own.
    posted: ClassVar[bool] = False
    #: The record the buttons act on; opaque.
    subject_id: str = ""
    #: How often the reader was told something of this kind before; draws the variant (3.9).
    turn: int = 0

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values; ``from_payload`` gives them back."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Read a stored payload; fields unknown to this version are left out."""
        hints = _hints(cls)  # type: ignore[arg-type]
        known = {name: value for name, value in payload.items() if name in hints}
        return cls(**{name: _rich(value, hints[name]) for name, value in known.items()})


# --- private -------------------------------------------------------------------------------------


@cache
def _hints(cls: type[Message]) -> dict[str, Any]:
    names = {f.name for f in dataclasses.fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value


def _rich(value: Any, hint: Any) -> Any:
    options = typing.get_args(hint) if typing.get_origin(hint) is not tuple else ()
    for option in (hint, *options):
        if option is datetime and isinstance(value, str):
            return datetime.fromisoformat(value)
        if option is date and isinstance(value, str):
            return date.fromisoformat(value)
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        inner = typing.get_args(hint)[0]
        if dataclasses.is_dataclass(inner) and isinstance(inner, type):
            fields = typing.get_type_hints(inner)
            return tuple(
                inner(**{k: _rich(v, fields[k]) for k, v in one.items() if k in fields})
                for one in value
            )
        return tuple(_rich(one, inner) for one in value)
    return value
