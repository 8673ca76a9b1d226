"""Slack's side of a request over HTTP: signed, kept alive, one connection a sender."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from secrets import token_hex
from urllib.parse import urlencode

from bot.clock import SystemClock
from tests.bench.children import SECRET, TEAM
from tests.odd_requests import FORM_TYPE, signature
from tests.wire import Line

Body = bytes


def command(user_id: str, text: str) -> Body:
    """`/mentor <text>`, typed by somebody."""
    return urlencode(
        {
            "command": "/mentor",
            "text": text,
            "team_id": TEAM,
            "user_id": user_id,
            "channel_id": "D1",
            "trigger_id": token_hex(12),
            "response_url": "https://hooks.slack.com/commands/T1/1/x",
        }
    ).encode()


def press(user_id: str, action_id: str, value: str, blocks: Sequence[object]) -> Body:
    """A press on a button of a message in the DM."""
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user_id, "team_id": TEAM},
        "trigger_id": token_hex(12),
        "container": {"type": "message", "channel_id": "D1", "message_ts": "1.1"},
        "channel": {"id": "D1"},
        "message": {"ts": "1.1", "blocks": list(blocks), "text": "x"},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


async def sent(port: int, bodies: Sequence[Body], at_once: int = 1) -> tuple[list[float], float]:
    """Send them all; how long each took, and all of them together, in seconds.

    ``at_once`` senders take the next one as soon as they are free. Raises on anything but 200.
    """
    lines = [Line(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(at_once)]
    ready = [_signed(body) for body in bodies]
    ready.reverse()
    took: list[float] = []

    async def send_on(line: Line) -> None:
        while ready:
            headers, body = ready.pop()
            began = time.perf_counter()
            reply = await line.post(headers, body)
            took.append(time.perf_counter() - began)
            assert reply.status == 200, (reply.status, reply.body)

    began = time.perf_counter()
    await asyncio.gather(*(send_on(line) for line in lines))
    whole = time.perf_counter() - began
    for line in lines:
        await line.hang_up()
    return took, whole


# --- private -------------------------------------------------------------------------------------


def _signed(body: Body) -> tuple[list[tuple[bytes, bytes]], Body]:
    stamp = str(int(SystemClock().now().timestamp()))
    return [
        (b"content-type", FORM_TYPE.encode()),
        (b"x-slack-request-timestamp", stamp.encode()),
        (b"x-slack-signature", signature(body, stamp, SECRET).encode()),
    ], body
