"""Text as it travels: Slack escapes three characters on the way in, and we on the way out."""

from __future__ import annotations

import re

#: Markup of Slack's around an address, a channel or a group; a person's name is not in it.
_WRAPPED = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def escape(words: str) -> str:
    """Exactly Slack's three characters, once (slack.md 5.1)."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(words: str) -> str:
    """What the person typed: Slack's three entities turned back, once."""
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_words(text: str) -> str:
    """A message's text as its reader sees it: links and names without Slack's markup.

    A member stays ``<@U…>`` unless Slack sent the name along.
    """
    return unescape(_WRAPPED.sub(_bare, text))


def mentioned(words: str) -> str:
    """The first member mentioned in a command ("<@U123|maya>"); empty when there is none."""
    found = _PERSON.search(words)
    return found.group(1) if found else ""


def quoted(words: str) -> str:
    """Somebody's words as a quote: escaped, with the mark on every line."""
    return "\n".join(f"> {escape(line)}" for line in words.splitlines() or [""])


# --- private -------------------------------------------------------------------------------------


def _bare(found: re.Match[str]) -> str:
    target, label = found.group(1), found.group(2)
    if target.startswith("@"):
        return f"@{label}" if label else found.group(0)
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!date"):
        return label or ""
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    return label or target.removeprefix("mailto:")
