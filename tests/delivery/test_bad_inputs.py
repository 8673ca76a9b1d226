"""Any body ends in a defined answer, and none of it in a log (reliability.md R25, T1, T15).

What Slack really sends is taken apart and put together wrongly, signed with the right secret, and
sent to the whole bot over HTTP. Hypothesis looks for the smallest body that breaks something.
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.logs import LOUD
from tests.factories import paired, with_goal
from tests.stage import Conversation
from tests.wire import served

CANARY = "canary-ari-must-not-read-this"
#: What stands where something else is expected.
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", CANARY, "<!channel>", "0", "T0OTHER", "\u202e", "x" * 5000, "👋" * 99]),
    st.sampled_from([[], {}, [CANARY], {"text": CANARY}, [[]], [{}], {"id": CANARY}, {"": None}]),
)
#: Seconds for one answer.
PATIENCE = 50
Wire = tuple[bytes, str]


async def test_a_hundred_wrong_bodies_are_answered(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    await _answered(waymark, caplog, 100)


async def test_a_stranger_is_answered_with_nothing(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody Slack does not show us: no traceback, no 500, no second delivery."""
    await waymark.maya.slash("/mentor help")
    body, content_type, _headers = waymark.sandbox.post._requests[-1]
    strange = body.replace(waymark.maya.id.encode(), b"U0NOBODY").replace(b"trigger_id=", b"t=")
    assert (await waymark.sandbox.post.raw(strange, content_type)).status == 200
    assert not [record for record in caplog.records if record.exc_info]


async def test_where_nothing_is_installed_no_address_is_written_to(waymark: Conversation) -> None:
    """Bolt answers by itself there, to any `response_url` it is given: this one is not Slack's."""
    asked: list[str] = []

    async def listen(request: Request) -> Response:
        asked.append(request.url.path)
        return Response()

    await waymark.maya.slash("/mentor help")
    body, content_type, _headers = waymark.sandbox.post._requests[-1]
    fields = dict(parse_qsl(body.decode()))
    async with served(Starlette(routes=[Route("/inside", listen, methods=["POST"])])) as (
        port,
        *_,
    ):
        fields |= {"team_id": "T0NOWHERE", "response_url": f"http://127.0.0.1:{port}/inside"}
        answer = await waymark.sandbox.post.raw(urlencode(fields).encode(), content_type)
    assert answer.status == 200
    assert asked == []


@pytest.mark.soak
async def test_five_thousand_wrong_bodies_are_answered(
    waymark: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    await _answered(waymark, caplog, 5000)


async def test_the_same_signed_request_eight_times_at_once_is_applied_once(
    staged: Conversation,
) -> None:
    await staged.maya.slash(f"/mentor win {CANARY}")
    answers = await asyncio.gather(*(staged.sandbox.post.replay() for _ in range(8)))
    assert all(answer.status == 200 for answer in answers)
    async with staged.waymark.units.reading(staged.sandbox.team.id) as work:
        assert len(await work.wins.of(staged.maya.id, visible_to=staged.maya.id)) == 1


# --- private -------------------------------------------------------------------------------------


async def _answered(stage: Conversation, caplog: pytest.LogCaptureFixture, examples: int) -> None:
    bases = await _what_slack_sends(stage)
    _listen_to_everything(caplog)
    loop, statuses = asyncio.get_running_loop(), set[int]()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples < 1000,
        suppress_health_check=list(HealthCheck),
    )
    @given(body=_bodies(bases))
    def every_body(body: Wire) -> None:
        sending = _status_of(web, stage, *body)
        status = asyncio.run_coroutine_threadsafe(sending, loop).result(PATIENCE)
        statuses.add(status)
        assert status in (200, 400), body

    async with aiohttp.ClientSession() as web:
        await asyncio.to_thread(every_body)
    await stage.settle()
    assert statuses == {200, 400}, "some were taken, some refused"
    told = "\n".join(
        f"{record.getMessage()} {record.args} {record.exc_text or ''} {record.exc_info or ''}"
        for record in caplog.records
    )
    assert caplog.records, "something was logged at all"
    assert CANARY not in told
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


async def _status_of(
    web: aiohttp.ClientSession, stage: Conversation, body: bytes, content_type: str
) -> int:
    """Signed as Slack signs, but without its three seconds: the machine may be busy."""
    stage.clock.advance(timedelta(seconds=2))  # inside the limits of Slack's methods
    signed = stage.sandbox.post._signature(body)
    headers = {**signed, "Content-Type": content_type}
    async with web.post(f"{stage.url}/slack/events", data=body, headers=headers) as answer:
        await answer.read()
        return answer.status


def _listen_to_everything(caplog: pytest.LogCaptureFixture) -> None:
    """Every logger at DEBUG, but for those the product itself holds at WARNING."""
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    for name in LOUD:
        caplog.set_level(logging.WARNING, logger=name)


async def _what_slack_sends(stage: Conversation) -> list[tuple[dict[str, Any], str]]:
    """(payload, how it travels) of a command, an event, clicks, forms and shortcuts."""
    await paired(stage)
    await with_goal(stage, "maya", CANARY, shared=True)
    await stage.maya.slash(f"/mentor checkin stuck: {CANARY}")
    await stage.maya.slash(f"/mentor roadblock {CANARY}")
    await stage.maya.submit(severity="blocking")
    await stage.settle()
    await stage.maya.say(CANARY)
    await stage.settle()
    await stage.theo.open_home()
    await stage.maya.click("Save as a win")
    await stage.maya.close_modal()
    await stage.maya.shortcut("Check in")
    await stage.maya.close_modal()
    await stage.maya.shortcut("Keep as a win", stage.maya.last_dm)
    found: dict[str, tuple[dict[str, Any], str]] = {}
    for body, content_type, _headers in stage.sandbox.post._requests:
        payload, how = _read(body, content_type)
        found.setdefault(f"{how} {payload.get('type')}", (payload, how))
    assert len(found) >= 6, sorted(found)
    return list(found.values())


def _read(body: bytes, content_type: str) -> tuple[dict[str, Any], str]:
    if "json" in content_type:
        return json.loads(body), "json"
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" in fields:
        return json.loads(fields["payload"]), "payload"
    return fields, "form"


@st.composite
def _bodies(draw: st.DrawFn, bases: list[tuple[dict[str, Any], str]]) -> Wire:
    payload, how = draw(st.sampled_from(bases))
    payload = json.loads(json.dumps(payload))
    for name in ("event_id", "trigger_id"):  # else all but the first are recognised as repeated
        if name in payload:
            payload[name] = f"{payload[name]}{draw(st.integers(0, 10**9))}"
    for _ in range(draw(st.integers(0, 4))):
        _spoil(draw, payload)
    if how == "json":
        return json.dumps(payload).encode(), "application/json"
    form = {"payload": json.dumps(payload)} if how == "payload" else payload
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _spoil(draw: st.DrawFn, payload: dict[str, Any]) -> None:
    """Take something away somewhere, or put something odd in its place."""
    holder: Any = payload
    while True:
        if not holder:
            return
        keys = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = draw(st.sampled_from(list(keys)))
        below = holder[key]
        if isinstance(below, dict | list) and below and draw(st.integers(0, 3)):
            holder = below
            continue
        if draw(st.integers(0, 3)):
            holder[key] = json.loads(json.dumps(draw(ODD)))  # a copy: it may be spoilt as well
        else:
            del holder[key]
        return
