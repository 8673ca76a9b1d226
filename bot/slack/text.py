"""Text as it travels: Slack escapes three characters on the way in, and we on the way out."""

from __future__ import annotations

import re

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def escape(words: str) -> str:
    """Exactly Slack's three characters, once (slack.md 5.1)."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(words: str) -> str:
    """What the person typed: Slack's three entities turned back, once."""
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentioned(words: str) -> str:
    """The first member mentioned in a command ("<@U123|maya>"); empty when there is none."""
    found = _PERSON.search(words)
    return found.group(1) if found else ""


def quoted(words: str) -> str:
    """Somebody's words as a quote: escaped, with the mark on every line."""
    return "\n".join(f"> {escape(line)}" for line in words.splitlines() or [""])
