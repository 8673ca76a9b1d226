"""What the socket does when its process leaves; the kernel's own behaviour is the other half."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.listening import leave, listen

MANY = 60


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(address: tuple[str, int]) -> Line:
    return await asyncio.open_connection(*address)


async def ask(line: Line) -> str:
    """Say something, read the answer."""
    reader, writer = line
    try:
        writer.write(b"?")
        return (await reader.read(10)).decode()
    except OSError as problem:
        return type(problem).__name__
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"heard")
    writer.close()


async def queued(listener: socket.socket) -> list[Line]:
    """Many clients, every one connected before anybody accepts."""
    return [await connect(listener.getsockname()) for _ in range(MANY)]


async def test_who_leaves_first_takes_what_waits_in_its_queue() -> None:
    old = await listen("127.0.0.1", 0, "ours")
    clients = await queued(old)
    server = await asyncio.start_server(answer, sock=old)
    await leave(old)
    server.close()
    assert [await ask(client) for client in clients] == ["heard"] * MANY


async def test_closing_at_once_resets_what_waits() -> None:
    """The guard left out: this is why ``leave`` exists."""
    old = await listen("127.0.0.1", 0, "ours")
    clients = await queued(old)
    old.close()
    assert {await ask(client) for client in clients} == {"ConnectionResetError"}


async def test_new_handshakes_meet_the_other_one_only() -> None:
    old = await listen("127.0.0.1", 0, "ours")
    address = old.getsockname()
    first = await asyncio.start_server(answer, sock=old)
    new = socket.socket()
    new.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    new.bind(address)
    new.listen(128)
    second = await asyncio.start_server(answer, sock=new)

    async def go() -> None:
        await leave(old)
        first.close()

    _, *told = await asyncio.gather(go(), *(_visit(address) for _ in range(MANY)))
    assert told == ["heard"] * MANY
    assert await _visit(address) == "heard"
    second.close()


async def _visit(address: tuple[str, int]) -> str:
    return await ask(await connect(address))


async def test_a_port_of_somebody_elses_is_not_taken() -> None:
    """Not even when they would share it: who does not say that it is ours is not."""
    other = await listen("127.0.0.1", 0, "theirs")
    server = await asyncio.start_server(answer, sock=other)
    with pytest.raises(OSError, match="in use"):
        await listen("127.0.0.1", other.getsockname()[1], "ours")
    server.close()
