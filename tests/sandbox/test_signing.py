from __future__ import annotations

from slack_sdk.signature import SignatureVerifier

from bot.sandbox.signing import sign, signed_headers

ROADRUNNER = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def test_slacks_published_example() -> None:
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", ROADRUNNER) == expected


def test_the_sdk_accepts_our_signature_and_no_other_body() -> None:
    class Then:
        def now(self) -> float:
            return 1531420618.0

    verifier = SignatureVerifier("s3cret", clock=Then())  # type: ignore[arg-type]
    headers = signed_headers("s3cret", 1531420618, "café & co".encode())
    assert verifier.is_valid_request("café & co".encode(), headers)
    assert not verifier.is_valid_request(b"cafe & co", headers)
