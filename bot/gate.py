"""The gate in front of everything that reads a request from Slack (reliability.md T1).

Pure: bytes and a moment in, a verdict out. It never logs, raises or repeats what it was sent, so
nobody without the signing secret can fill a log or reach a parser. Bolt's own check stays off: it
answers 500 to odd headers and logs the body of a request it refuses (slack.md 1).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl

MAX_BODY_BYTES = 1024 * 1024  # Slack's largest payloads are far below
MAX_SKEW_SECONDS = 300  # slack.md 1, Window
MAX_DEPTH = 64  # levels of JSON; a rich text message of Slack's needs about fifteen

Headers = Mapping[str, str] | Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Refusal:
    """Not let in. `reason` is one of a fixed set of words, fit for a log or a metric's label."""

    status: int
    reason: str


@dataclass(frozen=True)
class Passed:
    """Signed by Slack and well formed. `kind` is one of KINDS, for metrics."""

    kind: str


KINDS = frozenset(
    {
        "app_rate_limited",
        "block_actions",
        "block_suggestion",
        "command",
        "event_callback",
        "message_action",
        "shortcut",
        "ssl_check",
        "url_verification",
        "view_closed",
        "view_submission",
    }
)


def refuse(
    method: str, headers: Headers, body: bytes, signing_secret: str, now: datetime
) -> Refusal | None:
    """Why this request stays outside, or None. See `judge`."""
    verdict = judge(method, headers, body, signing_secret, now)
    return verdict if isinstance(verdict, Refusal) else None


def judge(
    method: str, headers: Headers, body: bytes, signing_secret: str, now: datetime
) -> Refusal | Passed:
    """Judge one request; give the raw header list where there is one, so that doubles show.

    1. Method (405) and size (413).
    2. The two signature headers: once each, ASCII, in shape, at most 300 s from `now` (401).
    3. The signature over the raw bytes, compared in constant time (401).
    4. Only then the content type and the body: UTF-8, a JSON object no deeper than MAX_DEPTH, or
       a form with such an object as `payload`, or a command, or Slack's `ssl_check`; each with the
       parts its kind always has (400).
    """
    if method != "POST":
        return Refusal(405, "method")
    if len(body) > MAX_BODY_BYTES:
        return Refusal(413, "size")
    named = _by_name(headers)
    if refusal := _check_signature(named, body, signing_secret, now):
        return refusal
    try:
        return Passed(_kind_of(_content_type(named), body))
    except _Malformed as problem:
        return Refusal(400, problem.reason)


# --- who sent it ---------------------------------------------------------------------------------


def _by_name(headers: Headers) -> dict[str, list[bytes]]:
    pairs = (
        # "?" never passes the shapes below, so what is not ASCII is refused, not guessed at.
        [(n.encode("ascii", "replace"), v.encode("ascii", "replace")) for n, v in headers.items()]
        if isinstance(headers, Mapping)
        else headers
    )
    named: dict[str, list[bytes]] = {}
    for name, value in pairs:
        named.setdefault(name.decode("latin-1").lower(), []).append(value)
    return named


def _check_signature(
    named: Mapping[str, list[bytes]], body: bytes, signing_secret: str, now: datetime
) -> Refusal | None:
    timestamps = named.get("x-slack-request-timestamp", [])
    signatures = named.get("x-slack-signature", [])
    if not timestamps or not signatures:
        return Refusal(401, "unsigned")
    if len(timestamps) > 1 or len(signatures) > 1:
        return Refusal(401, "doubled_header")
    timestamp, signature = timestamps[0], signatures[0]
    if not re.fullmatch(rb"[0-9]{1,12}", timestamp):
        return Refusal(401, "timestamp")
    if not re.fullmatch(rb"v0=[0-9a-f]{64}", signature):
        return Refusal(401, "signature_shape")
    if abs(now.timestamp() - int(timestamp)) > MAX_SKEW_SECONDS:
        return Refusal(401, "stale")
    signed = hmac.new(signing_secret.encode(), b"v0:%s:" % timestamp, hashlib.sha256)
    signed.update(body)
    if not hmac.compare_digest(b"v0=" + signed.hexdigest().encode(), signature):
        return Refusal(401, "signature")
    return None


# --- what it holds -------------------------------------------------------------------------------


class _Malformed(Exception):
    def __init__(self, reason: str) -> None:
        self.reason = reason


def _content_type(named: Mapping[str, list[bytes]]) -> str:
    given = named.get("content-type", [])
    if len(given) != 1:
        raise _Malformed("content_type")
    return given[0].decode("latin-1").partition(";")[0].strip().lower()


def _kind_of(content_type: str, body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Malformed("encoding") from None
    if content_type == "application/json":
        return _kind_of_payload(_read_object(text))
    if content_type == "application/x-www-form-urlencoded":
        return _kind_of_form(text)
    raise _Malformed("content_type")


def _kind_of_form(text: str) -> str:
    # Bolt reads a form that begins with a brace as JSON; Slack never sends one.
    if text.startswith("{"):
        raise _Malformed("form")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise _Malformed("form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _Malformed("form")
    _check_values([*fields, *fields.values()])
    _check_shape(fields)
    if "payload" in fields:
        return _kind_of_payload(_read_object(fields["payload"]))
    if "command" in fields:
        return "command"
    if "ssl_check" in fields:
        return "ssl_check"
    raise _Malformed("form")


def _read_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _Malformed("json") from None
    if not isinstance(value, dict):
        raise _Malformed("json")
    _check_values(value)
    return value


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _check_values(root: object) -> None:
    """Refuse what would break later: nesting, half a surrogate pair, a NUL (databases balk)."""
    level: list[object] = [root]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise _Malformed("depth")
        below: list[object] = []
        for value in level:
            if isinstance(value, str):
                if "\0" in value or not _is_whole(value):
                    raise _Malformed("text")
            elif isinstance(value, dict):
                below.extend(value)
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        level = below


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


# What Bolt reaches into without looking: a wrong type there is an exception, not an answer.
_PARTS = ("event", "view", "message", "previous_message", "item", "assistant_thread")
_OBJECTS = frozenset({*_PARTS, "container", "function_data", "inputs"})
_NAMED = frozenset({"team", "user", "channel", "enterprise"})  # an id, or an object with an id
_LISTS = frozenset({"actions", "authorizations", "response_urls"})  # of objects
_WORDS = frozenset({"type", "subtype", "callback_id", "action_id", "block_id"})
_IDS = frozenset(
    {"id", "team_id", "context_team_id", "enterprise_id", "user_id", "bot_id", "channel_id"}
)
_ID = re.compile("[A-Za-z0-9_.-]{0,40}")  # Slack's are capitals and digits; columns hold 40
_NEVER_NULL = frozenset({"event", "response_urls", "type", "callback_id", "action_id"})
# What makes each kind one: where the listeners' ids are. Slack always sends these.
_ESSENTIALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "event_callback": (("event", "type"),),
    "view_submission": (("view", "callback_id"), ("view", "type")),
    "view_closed": (("view", "callback_id"),),
    "block_actions": (("actions", "action_id"),),
    "block_suggestion": (("", "action_id"),),
    "shortcut": (("", "callback_id"),),
    "message_action": (("", "callback_id"),),
}


def _kind_of_payload(payload: Mapping[str, Any]) -> str:
    kind = payload.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise _Malformed("kind")
    _check_shape(payload)
    for part, word in _ESSENTIALS.get(kind, ()):
        inner = payload.get(part) if part else payload
        holders = inner if isinstance(inner, list) else [inner]
        if not holders or not all(isinstance((h or {}).get(word), str) for h in holders):
            raise _Malformed("shape")
    return kind


def _check_shape(part: Mapping[str, Any]) -> None:
    if not all(_fits(name, value) for name, value in part.items()):
        raise _Malformed("shape")
    for name in _PARTS:
        if part.get(name):
            _check_shape(part[name])
    for one in part.get("authorizations") or ():
        _check_shape(one)


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name not in _NEVER_NULL
    if name in _WORDS:
        return isinstance(value, str)
    if name in _OBJECTS:
        return isinstance(value, dict)
    if name in _NAMED:
        return _is_id(value.get("id") if isinstance(value, dict) else value)
    if name in _IDS:
        return _is_id(value)
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return True


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None
