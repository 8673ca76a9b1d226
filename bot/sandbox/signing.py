"""Request signatures, version 0 (slack.md 1, checked against Slack's published example)."""

from __future__ import annotations

import hashlib
import hmac


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """``v0=`` and the HMAC-SHA256 of ``v0:timestamp:body`` over the exact bytes sent."""
    base = b"v0:" + timestamp.encode("ascii") + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed_headers(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The two headers Slack puts on every request it sends."""
    moment = str(timestamp)
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": sign(secret, moment, body)}
