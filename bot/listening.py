"""The listening socket, shared by the old and the new process of a rolling restart.

Both listen on one port at once (SO_REUSEPORT); the kernel deals connections out among them.
Closing such a socket resets what waits in its queue. So the one that leaves first drops new
handshakes without a word, then takes what waits, and only then closes. A client that met silence
asks again within a second, and meets the other process (RFC 6298; Linux 3.9 or newer).
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import socket
import struct
import sys

BACKLOG = 2048
#: Answered by ``GET /health/live``; two processes share a port only when theirs are equal.
HOUSE_HEADER = "waymark-house"
#: Seconds the one that listens already may take to say who it is.
ASK_SECONDS = 3.0
#: Handshakes that had begun get this long to come to an end.
HANDSHAKE_SECONDS = 0.25
#: And this is the most a leaving process waits for its queue to empty.
DRAIN_SECONDS = 2.0

_SO_ATTACH_FILTER = 26  # asm-generic/socket.h; not in Python's socket module
_WHO_ARE_YOU = b"GET /health/live HTTP/1.1\r\nhost: waymark\r\nconnection: close\r\n\r\n"
# Classic BPF over the TCP header: drop what has SYN set (byte 13, bit 2), pass everything else.
_NO_HANDSHAKES = ((0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))


async def listen(host: str, port: int, house: str = "") -> socket.socket:
    """A socket that listens; port 0 takes any free one.

    With ``house`` a port may be taken over from a process of the same house. Raises OSError when
    somebody else has it, or when the address is not this machine's.
    """
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    family, _, _, _, address = found[0]
    if not house or not hasattr(socket, "SO_REUSEPORT"):
        return socket.create_server(address, family=family, backlog=BACKLOG)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
        if port and await _who_listens(listener) not in (None, house):
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


async def leave(listener: socket.socket) -> None:
    """Take no new connection and lose none: returns when the queue is empty.

    Somebody must still be accepting. Where the kernel cannot filter, nothing happens.
    """
    if not _refuse_handshakes(listener):
        return
    await asyncio.sleep(HANDSHAKE_SECONDS)
    waited = 0.0
    while _waiting(listener) and waited < DRAIN_SECONDS:
        await asyncio.sleep(0.01)
        waited += 0.01


def in_words(problem: OSError) -> str:
    """The sentence about an address that is taken or not ours; empty for any other problem."""
    no_address = problem.errno in (errno.EADDRINUSE, errno.EADDRNOTAVAIL)
    no_right = problem.errno == errno.EACCES and problem.filename is None
    if no_address or no_right or isinstance(problem, socket.gaierror):
        number = problem.errno or 0
        why = os.strerror(number) if number > 0 else problem.strerror  # a name's are negative
        return f"HOST and PORT name an address nobody can listen at: {why}."
    return ""


# --- private -------------------------------------------------------------------------------------


async def _who_listens(bound: socket.socket) -> str | None:
    """The house of whoever listens on this address already; None when nobody does."""
    host, port = bound.getsockname()[:2]
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        async with asyncio.timeout(ASK_SECONDS):
            reader, writer = await asyncio.open_connection(target, port)
            try:
                writer.write(_WHO_ARE_YOU)
                head = await reader.readuntil(b"\r\n\r\n")
            finally:
                writer.close()
    except ConnectionRefusedError:
        return None
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return ""
    for line in head.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == HOUSE_HEADER:
            return value.strip()
    return ""


def _refuse_handshakes(listener: socket.socket) -> bool:
    if sys.platform != "linux":
        return False
    code = b"".join(struct.pack("=HBBI", *step) for step in _NO_HANDSHAKES)
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(_NO_HANDSHAKES), ctypes.addressof(held))
    try:
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
    except OSError:
        return False
    return True


def _waiting(listener: socket.socket) -> int:
    """Connections nobody has accepted yet (tcpi_unacked of a listening socket)."""
    info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    return int(struct.unpack_from("=I", info, 24)[0])
