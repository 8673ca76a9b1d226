from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gate import KINDS, MAX_BODY_BYTES, Passed, Refusal, judge, refuse
from tests.odd_requests import (
    CLICK,
    COMMAND,
    EVENT,
    FORM_TYPE,
    JSON_TYPE,
    NOW,
    SECRET,
    STAMP,
    Odd,
    headers_of,
    malformed,
    signature,
    unsigned,
)

ODD = [*unsigned(), *malformed()]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_what_is_not_slacks_stays_outside_with_a_named_reason(odd: Odd) -> None:
    verdict = judge(odd.method, odd.headers, odd.body, SECRET, NOW)
    assert verdict == Refusal(odd.status, odd.reason)


def test_the_table_holds_the_variants_that_were_promised() -> None:
    assert len(unsigned()) >= 50
    assert len(ODD) >= 60
    assert len({odd.name for odd in ODD}) == len(ODD)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (COMMAND, FORM_TYPE, "command"),
        (EVENT, JSON_TYPE, "event_callback"),
        (EVENT, "Application/JSON; charset=utf-8", "event_callback"),
        (urlencode({"payload": json.dumps(CLICK)}).encode(), FORM_TYPE, "block_actions"),
        (
            urlencode(
                {
                    "payload": '{"type":"view_submission",'
                    '"view":{"type":"modal","callback_id":"checkin"}}'
                }
            ).encode(),
            FORM_TYPE,
            "view_submission",
        ),
        (
            urlencode({"payload": '{"type":"shortcut","callback_id":"checkin"}'}).encode(),
            FORM_TYPE,
            "shortcut",
        ),
        (
            urlencode(
                {
                    "payload": '{"type":"message_action","callback_id":"keep",'
                    '"message":{"type":"message","text":"went well","files":[]}}'
                }
            ).encode(),
            FORM_TYPE,
            "message_action",
        ),
        (b'{"type":"url_verification","challenge":"x"}', JSON_TYPE, "url_verification"),
        (b"ssl_check=1&token=x", FORM_TYPE, "ssl_check"),
        ("command=/mentor&text=señor 👋".encode(), FORM_TYPE, "command"),
        (
            b'{"type":"event_callback","event":{"type":"message","text":"\\ud83d\\ude00"}}',
            JSON_TYPE,
            "event_callback",
        ),
    ],
)
def test_what_slack_signed_passes_with_its_kind(body: bytes, content_type: str, kind: str) -> None:
    assert kind in KINDS
    assert judge("POST", headers_of(body, content_type), body, SECRET, NOW) == Passed(kind)
    assert refuse("POST", headers_of(body, content_type), body, SECRET, NOW) is None


def test_slacks_own_example_of_a_signature_is_right() -> None:
    """slack.md 1, Official test vector: no body of ours, so only the signature may pass."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "Content-Type": FORM_TYPE,
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    then = datetime.fromtimestamp(1531420618, UTC)
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    assert judge("POST", headers, body, secret, then) == Passed("command")
    assert judge("POST", headers, body + b"&", secret, then) == Refusal(401, "signature")


def test_sixty_four_levels_of_json_are_read() -> None:
    nested = json.loads("[" * 63 + "]" * 63)
    body = json.dumps({"type": "app_rate_limited", "x": nested}).encode()
    assert refuse("POST", headers_of(body, JSON_TYPE), body, SECRET, NOW) is None


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_of_skew_are_allowed(seconds: int) -> None:
    verdict = refuse(
        "POST", headers_of(COMMAND), COMMAND, SECRET, NOW + timedelta(seconds=seconds)
    )
    assert verdict is None


def test_a_body_of_exactly_one_mebibyte_is_read() -> None:
    body = (COMMAND + b"&more=").ljust(MAX_BODY_BYTES, b"x")
    assert refuse("POST", headers_of(body), body, SECRET, NOW) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "post", ""])
def test_only_post_is_answered(method: str) -> None:
    verdict = refuse(method, headers_of(COMMAND), COMMAND, SECRET, NOW)
    assert verdict == Refusal(405, "method")


def test_a_mapping_may_not_hide_a_second_signature_in_its_capitals() -> None:
    headers = {
        "Content-Type": FORM_TYPE,
        "X-Slack-Request-Timestamp": STAMP,
        "X-Slack-Signature": signature(COMMAND),
    }
    assert refuse("POST", headers, COMMAND, SECRET, NOW) is None
    both = {**headers, "x-slack-signature": signature(COMMAND)}
    assert refuse("POST", both, COMMAND, SECRET, NOW) == Refusal(401, "doubled_header")


#: On a busy machine the first bodies may take seconds to think of.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(
    headers=st.dictionaries(
        st.sampled_from(
            ["content-type", "x-slack-request-timestamp", "x-slack-signature", "X-Slack-Signature"]
        ),
        st.text() | st.just(STAMP) | st.just(FORM_TYPE),
    ),
    body=st.binary(max_size=200),
)
def test_nobody_unsigned_passes_and_nothing_raises(headers: dict[str, str], body: bytes) -> None:
    verdict = refuse("POST", headers, body, SECRET, NOW)
    assert verdict is not None
    assert verdict.status == 401


@patient
@given(body=st.binary(max_size=300), content_type=st.sampled_from([JSON_TYPE, FORM_TYPE]))
def test_a_signed_body_is_taken_or_refused_but_never_raises(
    body: bytes, content_type: str
) -> None:
    verdict = judge("POST", headers_of(body, content_type), body, SECRET, NOW)
    assert isinstance(verdict, Passed) or verdict.status == 400
