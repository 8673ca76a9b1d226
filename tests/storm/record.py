"""What the workers did, line by line, in one order for all of them (reliability.md R19).

Each line is one ``write`` to a file opened for appending: whole, in order, and there even when the
process is killed the moment after. What proves something is written before its effect can be seen.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.domain.outbox import Delivery
from bot.ports import DeliveryFailed, Outcome, Sent
from bot.slack.messenger import SlackMessenger
from storage.repositories.everywhere import SqlEverywhere

Method = Callable[..., Awaitable[Any]]


def record(path: Path) -> None:
    """From now on this process writes down what it claims, sends, hears, looks for and settles."""
    pen = _Pen(path)
    for owner, name, wrap in (
        (SqlEverywhere, "claim_delivery", _claims),
        (SqlEverywhere, "settle", _settles),
        (SlackMessenger, "send", _sends),
        (SlackMessenger, "find", _looks),
    ):
        setattr(owner, name, wrap(getattr(owner, name), pen))


# --- private -------------------------------------------------------------------------------------


class _Pen:
    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, do: str, delivery: Delivery, **more: Any) -> None:
        line = {"at": time.monotonic_ns(), "by": os.getpid(), "do": do, "key": delivery.key}
        os.write(self._file, json.dumps(line | more).encode() + b"\n")


def _claims(inner: Method, pen: _Pen) -> Method:
    async def claim_delivery(*args: Any, **words: Any) -> Delivery | None:
        found: Delivery | None = await inner(*args, **words)
        if found is not None:
            pen("claim", found, owner=found.owner, kind=found.kind)
        return found

    return claim_delivery


def _sends(inner: Method, pen: _Pen) -> Method:
    async def send(
        self: Any, installation: Any, delivery: Delivery, *rest: Any, **words: Any
    ) -> Any:
        pen("send", delivery, owner=delivery.owner)
        try:
            sent = await inner(self, installation, delivery, *rest, **words)
        except DeliveryFailed as failure:
            doubt = failure.outcome is Outcome.UNKNOWN
            pen("answer", delivery, says="doubt" if doubt else "not_sent", why=failure.reason)
            raise
        pen("answer", delivery, says="sent")
        return sent

    return send


def _looks(inner: Method, pen: _Pen) -> Method:
    async def find(self: Any, installation: Any, delivery: Delivery, *rest: Any) -> Sent | None:
        try:
            found: Sent | None = await inner(self, installation, delivery, *rest)
        except DeliveryFailed:
            pen("look", delivery, sees="nothing_known")
            raise
        pen("look", delivery, sees="absent" if found is None else "there")
        return found

    return find


def _settles(inner: Method, pen: _Pen) -> Method:
    async def settle(self: Any, delivery: Delivery, owner: str, *rest: Any, **words: Any) -> Any:
        done = await inner(self, delivery, owner, *rest, **words)
        pen("settle", delivery, owner=owner, state=str(delivery.state), done=bool(done))
        return done

    return settle
