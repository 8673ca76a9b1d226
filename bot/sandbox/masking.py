"""What must not be read by looking at the traffic: tokens, secrets, one-use tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

GONE = "…"
_SECRET_NAMES = {
    "token",
    "access_token",
    "refresh_token",
    "bot_token",
    "client_secret",
    "signing_secret",
    "code",
}
_TOKEN = re.compile(r"(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+")
_TICKET = re.compile(r"(\bticket=)[\w-]+")
_WORTH_SEEING = {"authorization", "content-length", "content-type", "retry-after", "user-agent"}


def masked(value: Any) -> Any:
    """The same JSON with every token as its kind and ``…`` (``xoxb-…``)."""
    if isinstance(value, str):
        return _TICKET.sub(rf"\1{GONE}", _TOKEN.sub(rf"\1-{GONE}", value))
    if isinstance(value, Mapping):
        return {masked(str(name)): _named(str(name), held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return value


def headers_to_show(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that say something about the exchange, masked."""
    return {
        name: _credentials(value) if name.lower() == "authorization" else masked(value)
        for name, value in headers.items()
        if name.lower() in _WORTH_SEEING or name.lower().startswith("x-")
    }


# --- private ---------------------------------------------------------------------


def _credentials(value: str) -> str:
    """Of an Authorization header only its scheme, and which kind of token it was."""
    hidden: str = masked(value)
    return hidden if hidden != value else f"{value.partition(' ')[0]} {GONE}"


def _named(name: str, value: Any) -> Any:
    hidden = masked(value)
    if name.lower() in _SECRET_NAMES and isinstance(hidden, str) and hidden == value and value:
        return GONE
    return hidden
