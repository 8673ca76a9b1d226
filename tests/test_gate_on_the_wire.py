from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request

from bot.gate import Refusal
from bot.serving import read_body
from tests.odd_requests import (
    COMMAND,
    headers_of,
    malformed,
    unsigned,
)
from tests.wire import House, assert_nothing_told, opened, request_bytes


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


async def test_no_odd_request_gets_through_or_leaves_a_word_behind(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    odd_requests = [*unsigned(), *malformed()]
    for odd in odd_requests:
        reply = await house.post(odd.headers, odd.body)
        assert (reply.status, reply.body) == (odd.status, b""), odd.name
    assert house.listener.bodies == []
    assert_nothing_told(caplog)
    assert house.count("waymark_gate_refusals_total", reason="unsigned") >= 8
    assert (await house.post(headers_of(COMMAND), COMMAND)).status == 200


BROKEN = {
    "a length that is a word": b"content-length: canary\r\n\r\n",
    "a negative length": b"content-length: -1\r\n\r\n",
    "a length of 400 digits": b"content-length: " + b"9" * 400 + b"\r\n\r\n",
    "a declared 3 MiB that never comes": b"content-length: 3145728\r\n\r\n",
    "length and chunks at once": b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n",
    "a chunk size that is a word": b"transfer-encoding: chunked\r\n\r\ncanary\r\n",
    "a header without a name": b": canary\r\n\r\n",
    "a NUL in a header": b"x-canary: \0\r\n\r\n",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
async def test_broken_http_is_the_clients_fault(
    house: House, caplog: pytest.LogCaptureFixture, raw: bytes
) -> None:
    caplog.set_level(logging.DEBUG)
    async with house.line() as line:
        reply = await line.send(b"POST /slack/events HTTP/1.1\r\nhost: waymark\r\n" + raw)
    assert reply.status in {400, 401, 413}
    assert_nothing_told(caplog)
    assert (await house.get("/health/live")).status == 200


async def test_chunks_are_judged_by_what_they_add_up_to(house: House) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nhost: waymark\r\ntransfer-encoding: chunked\r\n"
    head += b"".join(name + b": " + value + b"\r\n" for name, value in headers_of(COMMAND))
    half = len(COMMAND) // 2
    good = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (COMMAND[:half], COMMAND[half:]))
    async with house.line() as line:
        assert (await line.send(head + b"\r\n" + good + b"0\r\n\r\n")).status == 200
    assert house.listener.bodies == [COMMAND]
    mebibyte = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    async with house.line() as line:
        assert (await line.send(head + b"\r\n" + mebibyte * 3 + b"0\r\n\r\n")).status == 413
    assert len(house.listener.bodies) == 1


async def test_a_length_shorter_than_the_body_is_refused(house: House) -> None:
    raw = request_bytes("POST", "/slack/events", headers_of(COMMAND), COMMAND)
    short = raw.replace(b"content-length: %d" % len(COMMAND), b"content-length: 10")
    async with house.line() as line:
        assert (await line.send(short)).status in {400, 401}
    assert house.listener.bodies == []


async def test_a_body_that_is_cut_off_is_dropped_without_a_word(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    raw = request_bytes("POST", "/slack/events", headers_of(COMMAND), COMMAND)
    async with house.line() as line:
        await line.hang_up(raw[:-5])
    async with asyncio.timeout(5):
        while not house.count("waymark_gate_refusals_total", reason="cut_off"):
            await house.get("/health/live")
    assert house.listener.bodies == []
    assert_nothing_told(caplog)


async def test_a_connection_outlives_a_refusal_even_of_three_mebibytes(house: House) -> None:
    large = b"x" * (3 * 1024 * 1024)
    async with house.line() as line:
        assert (await line.post(headers_of(large), large)).status == 413
        assert (await line.post(headers_of(COMMAND), COMMAND)).status == 200


async def test_a_body_that_dawdles_is_given_up() -> None:
    async def never() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    request = Request({"type": "http", "method": "POST", "headers": []}, never)
    assert await read_body(request, seconds=0.01) == Refusal(400, "slow")


async def test_the_clock_that_is_injected_decides_what_is_stale(house: House) -> None:
    """The machine's clock is not asked: these requests are signed for a fixed Monday."""
    assert (await house.post(headers_of(COMMAND), COMMAND)).status == 200
    assert house.listener.bodies == [COMMAND]
