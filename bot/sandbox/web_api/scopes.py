"""The scope check, shared by the dispatcher and the methods that look at the conversation."""

from __future__ import annotations

from bot.sandbox.wire import ApiError


def check_scope(needed: tuple[str, ...], provided: tuple[str, ...]) -> None:
    """Any one of ``needed`` will do. Raises ``missing_scope``."""
    if needed and not set(needed) & set(provided):
        raise ApiError("missing_scope", needed=",".join(needed), provided=",".join(provided))
