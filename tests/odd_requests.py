"""What the gate must withstand (reliability.md T1): a table shared by the pure tests and the wire.

Every body and many headers hold CANARY, which must never turn up in a log.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SECRET = "a signing secret for tests"
CANARY = "canary-my-mentor-must-not-read-this"

Pairs = list[tuple[bytes, bytes]]

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
COMMAND = urlencode({"command": "/mentor", "text": CANARY, "team_id": "T1"}).encode()
EVENT = json.dumps(
    {"type": "event_callback", "event": {"type": "message", "text": CANARY}}
).encode()
CLICK = {"type": "block_actions", "actions": [{"action_id": "mood", "value": CANARY}]}


@dataclass(frozen=True)
class Odd:
    name: str
    headers: Pairs
    body: bytes
    status: int
    reason: str
    method: str = "POST"


def signature(body: bytes, stamp: str | bytes = STAMP, secret: str = SECRET) -> str:
    stamp = stamp.encode() if isinstance(stamp, str) else stamp
    return "v0=" + hmac.new(secret.encode(), b"v0:%s:%s" % (stamp, body), "sha256").hexdigest()


def headers_of(
    body: bytes,
    content_type: str = FORM_TYPE,
    *,
    stamp: str | bytes | None = STAMP,
    mark: str | bytes | None = "the right one",
) -> Pairs:
    """What Slack sends; another timestamp or signature (`mark`) if given, left out if None."""
    if mark == "the right one":
        mark = signature(body)
    named: Mapping[str, str | bytes | None] = {
        "content-type": content_type,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": mark,
    }
    return [
        (name.encode(), value.encode() if isinstance(value, str) else value)
        for name, value in named.items()
        if value is not None
    ]


def unsigned() -> list[Odd]:
    """Nobody without the secret gets past 401, whatever the headers or the body look like."""
    stamps: dict[str, str | bytes | None] = {
        "missing": None,
        "empty": "",
        "letters": "abc",
        "exponent": "1e9",
        "nan": "nan",
        "infinity": "inf",
        "decimal": STAMP + ".0",
        "minus": "-" + STAMP,
        "plus": "+" + STAMP,
        "underscore": "1_795_424_400",
        "hexadecimal": "0x6b04",
        "400 digits": "9" * 400,
        "13 digits": "9" * 13,
        "12 digits": "9" * 12,
        "zero": "0",
        "inner space": STAMP[:5] + " " + STAMP[5:],
        "full-width digits": STAMP.translate({48 + n: 0xFF10 + n for n in range(10)}),
        "Arabic digits": STAMP.translate({48 + n: 0x0660 + n for n in range(10)}),
        "superscript": b"\xb2" * 10,
        "301 s old": str(int(STAMP) - 301),
        "301 s ahead": str(int(STAMP) + 301),
        "milliseconds": STAMP + "000",
        "comma": f"{STAMP}, {STAMP}",
        "words": CANARY,
    }
    signed = {"301 s old", "301 s ahead", "12 digits", "zero"}  # right but for their age
    odd = []
    for name, stamp in stamps.items():
        aged = name in signed
        mark = signature(COMMAND, stamp or "") if aged else signature(COMMAND)
        reason = "stale" if aged else "unsigned" if stamp is None else "timestamp"
        headers = headers_of(COMMAND, stamp=stamp, mark=mark)
        odd.append(Odd(f"timestamp {name}", headers, COMMAND, 401, reason))
    right = signature(COMMAND)
    signatures: dict[str, tuple[str | bytes | None, str]] = {
        "missing": (None, "unsigned"),
        "empty": ("", "signature_shape"),
        "v0= alone": ("v0=", "signature_shape"),
        "other version": ("v1" + right[2:], "signature_shape"),
        "no version": (right[3:], "signature_shape"),
        "one digit short": (right[:-1], "signature_shape"),
        "one digit long": (right + "0", "signature_shape"),
        "upper case": (right.upper(), "signature_shape"),
        "not hexadecimal": ("v0=" + "g" * 64, "signature_shape"),
        "non-ASCII": ("v0=" + "é" * 64, "signature_shape"),
        "full-width": ("v0=" + "\uff11" * 64, "signature_shape"),
        "bytes above 127": (b"v0=" + b"\xff" * 64, "signature_shape"),
        "1,000 digits": ("v0=" + "a" * 1000, "signature_shape"),
        "two in one": (f"{right}, {right}", "signature_shape"),
        "words": (CANARY, "signature_shape"),
        "zeroes": ("v0=" + "0" * 64, "signature"),
        "another secret": (signature(COMMAND, secret="another"), "signature"),
        "empty secret": (signature(COMMAND, secret=""), "signature"),
        "another body": (signature(COMMAND + b" "), "signature"),
        "another moment": (signature(COMMAND, str(int(STAMP) - 1)), "signature"),
        "plain hash": ("v0=" + hashlib.sha256(COMMAND).hexdigest(), "signature"),
    }
    odd += [
        Odd(f"signature {name}", headers_of(COMMAND, mark=value), COMMAND, 401, reason)
        for name, (value, reason) in signatures.items()
    ]
    doubled = headers_of(COMMAND)
    odd += [
        Odd("no headers at all", [], COMMAND, 401, "unsigned"),
        Odd("timestamp twice", [*doubled, doubled[1]], COMMAND, 401, "doubled_header"),
        Odd("signature twice", [*doubled, doubled[2]], COMMAND, 401, "doubled_header"),
        Odd(
            "a second signature in capitals",
            [*doubled, (b"X-SLACK-SIGNATURE", b"v0=" + b"0" * 64)],
            COMMAND,
            401,
            "doubled_header",
        ),
    ]
    bodies: dict[str, tuple[bytes, str]] = {
        "JSON of 100,000 levels": (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON_TYPE),
        "not UTF-8": (b"\xff\xfe" + CANARY.encode(), FORM_TYPE),
        "not JSON": (CANARY.encode(), JSON_TYPE),
        "empty": (b"", FORM_TYPE),
        "ssl_check": (b"ssl_check=1&token=" + CANARY.encode(), FORM_TYPE),
        "url_verification": (b'{"type":"url_verification","challenge":"x"}', JSON_TYPE),
        "multipart": (b"--x\r\n" + CANARY.encode(), "multipart/form-data; boundary=x"),
        "XML": (b"<a>" + CANARY.encode() + b"</a>", "application/xml"),
    }
    odd += [
        Odd(
            f"unsigned {name}",
            headers_of(body, content_type, stamp=None, mark=None),
            body,
            401,
            "unsigned",
        )
        for name, (body, content_type) in bodies.items()
    ]
    return odd


def malformed() -> list[Odd]:
    """Signed with the right secret and still not a request of Slack's: 400, or 413 for size."""
    deep = '{"type":"event_callback","event":' + '{"a":' * 100_000 + "1" + "}" * 100_001
    wide = {"type": "event_callback", "event": {"type": "message", "text": CANARY}}
    bodies: dict[str, tuple[str | bytes, str, str]] = {
        "JSON of 100,000 levels": (deep, JSON_TYPE, "json"),
        "lists of 100,000 levels": ("[" * 100_000 + "]" * 100_000, JSON_TYPE, "json"),
        "JSON of 65 levels": (
            json.dumps({**wide, "x": json.loads("[" * 64 + "]" * 64)}),
            JSON_TYPE,
            "depth",
        ),
        "payload of 50,000 levels": (f"payload={'[' * 50_000}{']' * 50_000}", FORM_TYPE, "json"),
        "JSON cut short": (EVENT[:-1], JSON_TYPE, "json"),
        "JSON with a tail": (EVENT + b"{}", JSON_TYPE, "json"),
        "a JSON list": ("[]", JSON_TYPE, "json"),
        "a JSON string": (json.dumps(CANARY), JSON_TYPE, "json"),
        "a number of 5,000 digits": ('{"type":' + "1" * 5000 + "}", JSON_TYPE, "json"),
        "NaN": ('{"type":NaN}', JSON_TYPE, "json"),
        "nothing": ("", JSON_TYPE, "json"),
        "a byte order mark": (b"\xef\xbb\xbf" + EVENT, JSON_TYPE, "json"),
        "UTF-16": (EVENT.decode().encode("utf-16"), JSON_TYPE, "encoding"),
        "not UTF-8": (b'{"type":"\xff"}', JSON_TYPE, "encoding"),
        "half a surrogate pair": (
            '{"type":"event_callback","event":{"type":"message","text":"\\ud83d"}}',
            JSON_TYPE,
            "text",
        ),
        "a NUL": (
            '{"type":"event_callback","event":{"type":"message","text":"\\u0000"}}',
            JSON_TYPE,
            "text",
        ),
        "no type": ("{}", JSON_TYPE, "kind"),
        "a type of ours that is none": ('{"type":"canary"}', JSON_TYPE, "kind"),
        "a type that is a list": ('{"type":[]}', JSON_TYPE, "kind"),
        "an event without an event": ('{"type":"event_callback"}', JSON_TYPE, "shape"),
        "an event that is a word": (
            json.dumps({"type": "event_callback", "event": CANARY}),
            JSON_TYPE,
            "shape",
        ),
        "a user that is a number": (
            json.dumps({"type": "event_callback", "event": {"type": "message", "user": 7}}),
            JSON_TYPE,
            "shape",
        ),
        "a person without an id": (
            json.dumps({"type": "event_callback", "event": {"type": "message", "user": {}}}),
            JSON_TYPE,
            "shape",
        ),
        "a person with an id no column holds": (
            json.dumps({"type": "event_callback", "event": {"type": "x", "user": "U" * 41}}),
            JSON_TYPE,
            "shape",
        ),
        "a list of authorizations of lists": (
            json.dumps({**wide, "authorizations": [{"team_id": [CANARY]}]}),
            JSON_TYPE,
            "shape",
        ),
        "a command of nobody Slack could mean": (
            urlencode({"command": "/mentor", "user_id": "<!channel>"}),
            FORM_TYPE,
            "shape",
        ),
        "a form whose view says not what it is": (
            urlencode({"payload": '{"type":"view_submission","view":{"callback_id":"x"}}'}),
            FORM_TYPE,
            "shape",
        ),
        "no actions": (
            urlencode({"payload": '{"type":"block_actions","actions":[]}'}),
            FORM_TYPE,
            "shape",
        ),
        "an action without an id": (
            urlencode({"payload": '{"type":"block_actions","actions":[{}]}'}),
            FORM_TYPE,
            "shape",
        ),
        "a view that is null": (
            urlencode({"payload": '{"type":"view_submission","view":null}'}),
            FORM_TYPE,
            "shape",
        ),
        "a shortcut without an id": (
            urlencode({"payload": '{"type":"shortcut"}'}),
            FORM_TYPE,
            "shape",
        ),
        "a message shortcut with a number for its id": (
            urlencode({"payload": '{"type":"message_action","callback_id":7}'}),
            FORM_TYPE,
            "shape",
        ),
        "a message that is a word": (
            urlencode(
                {"payload": '{"type":"message_action","callback_id":"keep","message":"canary"}'}
            ),
            FORM_TYPE,
            "shape",
        ),
        "two payloads": (
            urlencode([("payload", json.dumps(CLICK)), ("payload", "{}")]),
            FORM_TYPE,
            "form",
        ),
        "a payload that is no JSON": (urlencode({"payload": CANARY}), FORM_TYPE, "json"),
        "an empty payload": ("payload=", FORM_TYPE, "json"),
        "an empty form": ("", FORM_TYPE, "form"),
        "a form of nothing we know": (f"text={CANARY}", FORM_TYPE, "form"),
        "a form that is JSON": (EVENT, FORM_TYPE, "form"),
        "a form of 101 fields": (
            "&".join(f"f{n}=1" for n in range(100)) + "&command=/mentor",
            FORM_TYPE,
            "form",
        ),
        "a form that decodes to no UTF-8": ("command=%2Fmentor&text=%ff", FORM_TYPE, "form"),
        "a form with a NUL": ("command=%2Fmentor&text=%00", FORM_TYPE, "text"),
        "plain text": (CANARY, "text/plain", "content_type"),
        "multipart": ("--x\r\n", "multipart/form-data; boundary=x", "content_type"),
        "an empty type": (EVENT, "", "content_type"),
        "a type that only begins like ours": (EVENT, JSON_TYPE + "5", "content_type"),
        "two types in one": (EVENT, f"{JSON_TYPE}, {JSON_TYPE}", "content_type"),
    }
    odd = []
    for name, (text, content_type, reason) in bodies.items():
        body = text.encode() if isinstance(text, str) else text
        odd.append(Odd(f"signed {name}", headers_of(body, content_type), body, 400, reason))
    untyped = headers_of(EVENT, JSON_TYPE)
    large = b"command=%2Fmentor&text=" + b"x" * (3 * 1024 * 1024)
    justover = COMMAND.ljust(1024 * 1024 + 1, b"x")
    odd += [
        Odd("signed without a type", untyped[1:], EVENT, 400, "content_type"),
        Odd("signed with the type twice", [*untyped, untyped[0]], EVENT, 400, "content_type"),
        Odd("signed 3 MiB", headers_of(large), large, 413, "size"),
        Odd("unsigned 3 MiB", headers_of(large, mark=None), large, 413, "size"),
        Odd("signed 1 MiB and a byte", headers_of(justover), justover, 413, "size"),
    ]
    return odd
