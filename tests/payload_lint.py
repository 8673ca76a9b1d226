"""What leaves the bot, checked in every conversation (slack.md 7.1, content.md 3.3).

The local Slack refuses what Slack refuses. This adds what Waymark promises on top: short labels, a
preview that holds nothing private, no ping anybody typed, nothing but opaque ids in values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox import Sandbox

PREVIEW = 60
BUTTON = 24
LABEL = 48
HINT = 120
TITLE = 24
#: Ids, words from fixed lists, dates: joined by ":" or ",". Never a sentence.
OPAQUE = re.compile(r"[A-Za-z0-9_.:,+/-]*")
PING = re.compile(r"<(!|@|#|https?:)")
POSTS = ("chat.postMessage", "chat.update")
VIEWS = ("views.open", "views.push", "views.update", "views.publish")


def complaints(sandbox: Sandbox) -> list[str]:
    """Everything sent in this conversation that breaks a promise; empty when all is well."""
    found: list[str] = []
    for entry in sandbox.log:
        request = entry.request if isinstance(entry.request, Mapping) else {}
        if entry.path in POSTS and request:  # a call a fault refused was never read
            found += [f"{entry.path}: {problem}" for problem in _message(request)]
        if entry.path in VIEWS and "view" in request:
            found += [f"{entry.path}: {problem}" for problem in _view(_parsed(request["view"]))]
        if isinstance(entry.response, Mapping) and "view" in entry.response:
            view = _parsed(entry.response["view"])
            if isinstance(view, Mapping) and "state" not in view:
                found += [f"answer: {problem}" for problem in _view(view)]
    return sorted(set(found))


# --- private -------------------------------------------------------------------------------------


def _message(request: Mapping[str, Any]) -> Iterator[str]:
    text = str(request.get("text") or "")
    blocks = _parsed(request.get("blocks") or [])
    if not text.strip():
        yield "no text for screen readers and previews"
    if blocks and len(text) > PREVIEW:
        yield f"a preview of {len(text)} characters: {text[:40]}"
    if PING.search(text):
        yield f"a mention in the preview: {text[:40]}"
    yield from _blocks(blocks)


def _view(view: Any) -> Iterator[str]:
    if not isinstance(view, Mapping):
        yield "a view that is no object"
        return
    for part in ("title", "submit", "close"):
        words = str((view.get(part) or {}).get("text", ""))
        if len(words) > TITLE:
            yield f"{part} too long: {words}"
    held = view.get("private_metadata")
    if held:
        for name, value in json.loads(held).items():
            if not OPAQUE.fullmatch(str(value)):
                yield f"words in the metadata: {name}"
    yield from _blocks(view.get("blocks") or [])


def _blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in _walk(list(blocks)):
        kind = one.get("type")
        if kind == "button":
            yield from _button(one)
        elif kind == "input":
            yield from _input(one)
        elif kind == "mrkdwn":
            if PING.search(str(one["text"]).replace("<https://api.slack.com", "")):
                yield f"an unescaped mark: {str(one['text'])[:60]}"
            if one.get("verbatim") is not True:
                yield f"mrkdwn that Slack may parse: {str(one['text'])[:40]}"
        if "value" in one and isinstance(one["value"], str) and not OPAQUE.fullmatch(one["value"]):
            yield f"words in a value: {one.get('action_id') or kind}"


def _button(one: Mapping[str, Any]) -> Iterator[str]:
    label = str(one["text"]["text"])
    if len(label) > BUTTON:
        yield f"a button too long: {label}"
    if not one.get("action_id"):
        yield f"a button without an id: {label}"


def _input(one: Mapping[str, Any]) -> Iterator[str]:
    if len(one["label"]["text"]) > LABEL:
        yield f"a label too long: {one['label']['text']}"
    if len((one.get("hint") or {}).get("text", "")) > HINT:
        yield f"a hint too long: {one['hint']['text']}"


def _walk(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
