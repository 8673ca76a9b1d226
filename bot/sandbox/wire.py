"""Shapes that travel, and the one exception that becomes an answer."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A Web API call that Slack answers with ``ok: false``.

    ``code`` is Slack's own word for it; ``extra`` is merged into the answer
    (``needed``, ``provided``, ``errors`` …); ``messages`` become ``response_metadata.messages``.
    """

    def __init__(self, code: str, *messages: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.extra = extra

    def body(self) -> Json:
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class RateLimited(Exception):
    """Too many calls; Slack answers 429 with ``Retry-After: seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class ConnectionCut(Exception):
    """The connection is to be torn down without an answer (a fault asked for it)."""
