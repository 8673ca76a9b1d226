"""Text as Slack keeps it (slack.md 5.1).

What a person types is escaped and linked before the app sees it. What the app sends is
kept as it came, but cut at 40,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

POST_LIMIT = 40_000
UPDATE_LIMIT = 4_000

_EMOJI = {
    "😀": "grinning", "😂": "joy", "😍": "heart_eyes", "😊": "blush", "😢": "cry",
    "😅": "sweat_smile",
    "🙂": "slightly_smiling_face", "🙁": "slightly_frowning_face", "😐": "neutral_face",
    "👍": "+1", "👎": "-1", "👏": "clap", "🙏": "pray", "💪": "muscle", "👋": "wave",
    "🙌": "raised_hands",
    "🎉": "tada", "🔥": "fire", "✅": "white_check_mark", "❌": "x", "⭐": "star", "🚀": "rocket",
    "❤️": "heart", "💡": "bulb", "🌱": "seedling", "🏆": "trophy", "👀": "eyes",
    "🤔": "thinking_face",
}  # fmt: skip
_WORD_MENTION = re.compile(r"(?<![\w<])@([\w.\-]+)")
_URL = re.compile(r"https?://[^\s<>|]+")
_PING = re.compile(r"<(@[UW][A-Z0-9]+|![a-z]+|!subteam\^S[A-Z0-9]+)(?:\|[^>]*)?>")

NameLookup = Callable[[str], tuple[str, str] | None]
"""A typed name to ``(user id, name)``, or None when nobody is called that."""


def escape(text: str) -> str:
    """The three replacements, once, in Slack's order."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person reads where the stored text has entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed_in_message(words: str, find: NameLookup, emoji_as_names: bool = True) -> str:
    """Typed words as they arrive in a message event: escaped, linked, ``<@U…>`` mentions."""

    def mention(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in ("channel", "here", "everyone"):
            return f"<!{name}>"
        found = find(name)
        return f"<@{found[0]}>" if found else match.group(0)

    return _typed(words, mention, emoji_as_names)


def typed_in_command(
    words: str, find: NameLookup, should_escape: bool, emoji_as_names: bool = True
) -> str:
    """Typed words as they arrive in a slash command.

    With ``should_escape`` a mention carries the name too: ``<@U…|name>``. Without it
    mentions and links stay as typed.
    """
    if not should_escape:
        return _as_names(escape(words)) if emoji_as_names else escape(words)

    def mention(match: re.Match[str]) -> str:
        found = find(match.group(1))
        return f"<@{found[0]}|{found[1]}>" if found else match.group(0)

    return _typed(words, mention, emoji_as_names)


def cut(text: str) -> tuple[str, bool]:
    """The text as stored on posting, and whether it had to be shortened."""
    return text[:POST_LIMIT], len(text) > POST_LIMIT


def pings(text: str, blocks: list[Any]) -> list[str]:
    """Who an app's message would notify: ``@U…``, ``!channel``, ``!subteam^S…``.

    plain_text never notifies.
    """
    parts = [text, *_parsed_texts(blocks)]
    return sorted({match.group(1) for part in parts for match in _PING.finditer(part)})


def visible_strings(node: Any) -> list[str]:
    """Every piece of text a person could read in blocks or a view, in document order."""
    found: list[str] = []
    _gather(node, found)
    return found


# --- private ---------------------------------------------------------------------

_SPOKEN = ("text", "alt_text", "title", "fallback", "initial_value", "caption", "label")
_SILENT = (
    "type", "block_id", "action_id", "value", "url", "style", "image_url",
)  # fmt: skip


def _typed(words: str, mention: Callable[[re.Match[str]], str], emoji_as_names: bool) -> str:
    text = _WORD_MENTION.sub(mention, _link(escape(words)))
    return _as_names(text) if emoji_as_names else text


def _link(escaped: str) -> str:
    return _URL.sub(lambda match: f"<{match.group(0)}>", escaped)


def _as_names(text: str) -> str:
    for sign, name in _EMOJI.items():
        text = text.replace(sign, f":{name}:")
    return text


def _gather(node: Any, found: list[str], chart: bool = False) -> None:
    if isinstance(node, list):
        for child in node:
            if chart and isinstance(child, str):
                found.append(child)
            _gather(child, found, chart)
    elif isinstance(node, dict):
        chart = chart or node.get("type") == "data_visualization"
        for key, child in node.items():
            if isinstance(child, str):
                if child and (key in _SPOKEN or (chart and key not in _SILENT)):
                    found.append(child)
            elif key not in ("state", "metadata"):
                _gather(child, found, chart)


def _parsed_texts(node: Any) -> list[str]:
    """The texts in which Slack looks for mentions: not plain_text."""
    if isinstance(node, list):
        return [text for child in node for text in _parsed_texts(child)]
    if not isinstance(node, dict):
        return []
    if isinstance(node.get("text"), str):
        return [node["text"]] if node.get("type") in ("mrkdwn", "markdown") else []
    if node.get("type") == "user":
        return [f"<@{node.get('user_id')}>"]
    if node.get("type") == "broadcast":
        return [f"<!{node.get('range')}>"]
    return [text for child in node.values() for text in _parsed_texts(child)]
