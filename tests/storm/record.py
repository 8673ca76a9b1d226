"""What the workers did, line by line, in one order for all of them (reliability.md R19).

Each line is one ``write`` to a file opened for appending: whole, in order, and there even when the
process is killed the moment after. What proves something is written before its effect can be seen.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.outbox import Delivery, Sight, judge
from bot.ports import DeliveryFailed, Outcome
from bot.scheduling import reconciler
from bot.slack.messenger import SlackMessenger
from storage.repositories.everywhere import SqlEverywhere

Method = Callable[..., Awaitable[Any]]
Judge = Callable[[Delivery, Sight, datetime], timedelta]


def record(path: Path) -> None:
    """From now on this process writes down what it claims, sends, hears, sees and settles."""
    pen = _Pen(path)
    for owner, name, wrap in (
        (SqlEverywhere, "claim_delivery", _claims),
        (SqlEverywhere, "claim_unknown", _leases),
        (SqlEverywhere, "claim_healing", _leases),
        (SqlEverywhere, "settle", _settles),
        (SlackMessenger, "send", _sends),
    ):
        setattr(owner, name, wrap(getattr(owner, name), pen))
    setattr(reconciler, "judge", _sees(judge, pen))  # noqa: B010


# --- private -------------------------------------------------------------------------------------


class _Pen:
    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, do: str, delivery: Delivery, **more: Any) -> None:
        line = {"at": time.monotonic_ns(), "by": os.getpid(), "do": do, "key": delivery.key}
        more["fence"] = delivery.fence
        os.write(self._file, json.dumps(line | more).encode() + b"\n")


def _claims(inner: Method, pen: _Pen) -> Method:
    async def claim_delivery(*args: Any, **words: Any) -> Delivery | None:
        found: Delivery | None = await inner(*args, **words)
        if found is not None:
            pen("claim", found, why=found.reason, kind=found.kind)
        return found

    return claim_delivery


def _leases(inner: Method, pen: _Pen) -> Method:
    async def claim_group(*args: Any, **words: Any) -> list[Delivery]:
        found: list[Delivery] = await inner(*args, **words)
        for one in found:
            pen("lease", one)
        return found

    return claim_group


def _sends(inner: Method, pen: _Pen) -> Method:
    async def send(self: Any, place: Any, delivery: Delivery, *rest: Any, **words: Any) -> Any:
        pen("send", delivery)
        try:
            sent = await inner(self, place, delivery, *rest, **words)
        except DeliveryFailed as failure:
            doubt = failure.outcome is Outcome.UNKNOWN
            pen("answer", delivery, says="doubt" if doubt else "not_sent", why=failure.reason)
            raise
        pen("answer", delivery, says="sent")
        return sent

    return send


def _sees(inner: Judge, pen: _Pen) -> Judge:
    def judged(delivery: Delivery, sight: Sight, at: datetime) -> timedelta:
        sees = "there" if sight.found else "absent" if sight.proves_absence else "nothing_known"
        pen("look", delivery, sees=sees)
        return inner(delivery, sight, at)

    return judged


def _settles(inner: Method, pen: _Pen) -> Method:
    async def settle(self: Any, delivery: Delivery, *rest: Any, **words: Any) -> Any:
        pen("settling", delivery, state=str(delivery.state))
        done = await inner(self, delivery, *rest, **words)
        pen("settle", delivery, state=str(delivery.state), done=bool(done))
        return done

    return settle
