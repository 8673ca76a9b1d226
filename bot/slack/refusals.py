"""What Slack's refusals say, read with care: a broken answer may hold no JSON at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError


@dataclass(frozen=True)
class Refused:
    """``status`` of HTTP, Slack's error ``code`` (empty when the answer had none), headers."""

    status: int
    code: str
    headers: Mapping[str, Any]


def refused(problem: SlackApiError) -> Refused:
    """The facts of a failed call. The response may be slack_sdk's own, with JSON or with text in
    it, or a bare HTTP response when its JSON was broken (reliability.md exp 3)."""
    response: Any = problem.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    data = getattr(response, "data", response)
    code = data.get("error") if isinstance(data, Mapping) else None
    headers = getattr(response, "headers", None)
    return Refused(int(status), str(code or ""), headers if isinstance(headers, Mapping) else {})
