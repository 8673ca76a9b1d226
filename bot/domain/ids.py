"""Identities: opaque, random, safe to hand to Slack as a button's value."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """128 random bits in 32 hex digits: says nothing, cannot be guessed (reliability.md T6)."""
    return secrets.token_hex(16)
