"""Workspaces that installed Waymark. A single token from the environment is one row (D6).

An installation in a browser is held together by two secrets of 256 bits: the browser's own, in its
cookie, and a state that travels through Slack. The state ends in a seal only that browser's secret
makes, so that nobody can be led into finishing what somebody else began (reliability.md T3).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

#: How long the way to Slack and back may take.
STATE_LIFE = timedelta(minutes=10)
#: 256 bits in URL-safe base64, and a state made of two such.
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = re.compile(r"([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})")


@dataclass
class Installation:
    """One workspace. ``dead_reason`` is Slack's word for why the token stopped working."""

    workspace_id: str
    team_name: str
    bot_token: str
    bot_user_id: str
    installed_at: datetime
    bot_id: str = ""
    enterprise_id: str = ""
    dead_reason: str = ""
    dead_at: datetime | None = None

    @property
    def is_alive(self) -> bool:
        """Whether anything may be sent for this workspace."""
        return self.dead_at is None


def new_secret() -> str:
    """For a browser's cookie."""
    return secrets.token_urlsafe(32)


def is_secret(text: str) -> bool:
    """Whether this could be one of ours."""
    return _SECRET.fullmatch(text) is not None


def new_state(browser: str) -> str:
    """A fresh state for the browser with this secret."""
    nonce = new_secret()
    return f"{nonce}.{_seal(nonce, browser)}"


def is_sealed(state: str, browser: str) -> bool:
    """Whether this state was made, unchanged, for the browser with this secret."""
    parts = _STATE.fullmatch(state)
    if parts is None or not is_secret(browser):
        return False
    return hmac.compare_digest(_seal(parts[1], browser), parts[2])


def hash_of(state: str) -> str:
    """What the store keeps of a state: whoever reads it there cannot use it."""
    return hashlib.sha256(state.encode()).hexdigest()


# --- private -------------------------------------------------------------------------------------


def _seal(nonce: str, browser: str) -> str:
    digest = hmac.new(browser.encode(), nonce.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
