"""The lint of what leaves the bot sees each broken promise."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import LogEntry, Sandbox
from tests.payload_lint import complaints

GOOD = {"type": "section", "text": {"type": "mrkdwn", "text": "All well", "verbatim": True}}


def button(**fields: Any) -> dict[str, Any]:
    """A row with one button."""
    one = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    return {"type": "actions", "elements": [{**one, **fields}]}


def said(**request: Any) -> list[str]:
    """What the lint says of one posted message."""
    sandbox = Sandbox()
    now = sandbox.clock.now()
    entry = LogEntry(1, "to_slack", "chat.postMessage", request, {}, 200, now, 0.0)
    sandbox.log.entries.append(entry)
    return complaints(sandbox)


def test_a_good_message_passes() -> None:
    assert said(text="Your check-in is ready", blocks=[GOOD, button(value="a1:b2")]) == []


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        ({"text": "", "blocks": [GOOD]}, "no text"),
        ({"text": "x" * 61, "blocks": [GOOD]}, "preview"),
        ({"text": "Hello <!channel>", "blocks": [GOOD]}, "mention"),
        ({"text": "Hi", "blocks": [button(value="two words")]}, "value"),
        (
            {"text": "Hi", "blocks": [button(text={"type": "plain_text", "text": "x" * 25})]},
            "long",
        ),
        (
            {"text": "Hi", "blocks": [{**GOOD, "text": {**GOOD["text"], "text": "<@U1>"}}]},  # type: ignore[dict-item]
            "unescaped",
        ),
        (
            {"text": "Hi", "blocks": [{**GOOD, "text": {"type": "mrkdwn", "text": "hi"}}]},
            "parse",
        ),
        (
            {
                "text": "Hi",
                "blocks": [
                    {
                        "type": "input",
                        "label": {"type": "plain_text", "text": "x" * 49},
                        "element": {"type": "plain_text_input", "action_id": "a"},
                    }
                ],
            },
            "label",
        ),
    ],
)
def test_each_broken_promise_is_seen(request_: dict[str, Any], word: str) -> None:
    assert any(word in complaint for complaint in said(**request_)), said(**request_)
