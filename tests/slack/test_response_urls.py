"""A response URL is written to only where Slack's are (reliability.md T14)."""

from __future__ import annotations

import pytest

from bot.slack.turn import is_slacks

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.slack.com/actions/T1/2/3", True),
        ("https://hooks.slack-gov.com/actions/T1/2/3", True),
        ("http://hooks.slack.com/actions/T1/2/3", False),
        ("https://hooks.slack.com.example.org/x", False),
        ("https://hooks.slack.com@example.org/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://127.0.0.1/latest/meta-data", False),
        ("http://[::1]/x", False),
        ("https://2130706433/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_slacks_own_addresses(url: str, allowed: bool) -> None:
    assert is_slacks(url, SLACK) is allowed


def test_the_local_slacks_own_address_while_it_is_the_api() -> None:
    local = "http://127.0.0.1:4000/api/"
    assert is_slacks("http://127.0.0.1:4000/hooks/1", local)
    assert not is_slacks("http://127.0.0.1:4001/hooks/1", local)
