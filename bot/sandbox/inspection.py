"""Control routes for looking inside: the traffic, the rates, the outbox, and faults to switch on.

Nothing here shows a token (``masking``), and looking changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.control_kit import Routes, body_of
from bot.sandbox.faults import KINDS, RESPONSE_URL, RESPONSE_URL_KINDS, TIMED, Fault
from bot.sandbox.health import ENOUGH, WORST
from bot.sandbox.journal import INSIDE, TO_APP, TO_SLACK, LogEntry
from bot.sandbox.masking import masked
from bot.sandbox.presets import PRESETS
from bot.sandbox.rates import Standing
from bot.sandbox.web_api.methods import METHODS
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

DIRECTIONS = (TO_SLACK, TO_APP, INSIDE)
MOST_ENTRIES = 500
MOST_TIMES = 1_000
LONGEST = 3_600.0
"""Seconds; for a slow answer or a Retry-After."""


class Inspection:
    """What crossed the border, what waits, and what is allowed next."""

    def __init__(self, sandbox: Sandbox, routes: Routes) -> None:
        self._sandbox = sandbox
        routes.add("GET", "log", self._log)
        routes.add("GET", "log/{number}", self._entry)
        routes.add("GET", "rates", self._rates)
        routes.add("GET", "outbox", self._outbox)
        routes.add("GET", "faults", self._faults)
        routes.add("POST", "faults", self._add_fault)
        routes.add("DELETE", "faults", self._clear_faults)
        routes.add("DELETE", "faults/{number}", self._remove_fault)

    # --- the traffic --------------------------------------------------------------------

    async def _log(self, request: web.Request) -> Json:
        """After ``since``, oldest first; without it the newest ones. ``again``: numbers of
        entries that were under way and are wanted once more."""
        query, log = request.query, self._sandbox.log
        limit = min(max(int(query.get("limit", 200)), 1), MOST_ENTRIES)
        direction, path = query.get("direction", ""), query.get("path", "")
        if direction and direction not in DIRECTIONS:
            raise ValueError(f"`direction` is one of {', '.join(DIRECTIONS)}.")
        entries = [
            entry
            for entry in log.after(int(query.get("since", 0)))
            if direction in ("", entry.direction) and path in entry.path
        ]
        shown = entries[:limit] if "since" in query else entries[-limit:]
        more = "since" in query and len(entries) > limit
        again = [log.find(int(number)) for number in query.get("again", "").split(",") if number]
        newest = log.entries[-1].number if log.entries else 0
        return {
            "entries": [_line(entry) for entry in shown],
            "again": [_line(entry) for entry in again if entry is not None],
            "log": log.key,
            "next": shown[-1].number if more else newest,
            "more": more,
        }

    async def _entry(self, request: web.Request) -> Json:
        entry = self._sandbox.log.find(int(request.match_info["number"]))
        if entry is None:
            raise LookupError("That exchange is no longer kept.")
        return {
            "entry": _line(entry)
            | {
                "request": masked(entry.request),
                "response": masked(entry.response),
                "instead": masked(entry.instead),
                "envelope": masked(entry.envelope),
                "headers": dict(entry.headers),
                "response_headers": dict(entry.response_headers),
            }
        }

    # --- what is allowed next -----------------------------------------------------------

    async def _rates(self, request: web.Request) -> Json:
        sandbox = self._sandbox
        health = sandbox.post.subscription.health()
        return {
            "enabled": sandbox.rates.enabled,
            "buckets": [self._bucket(one) for one in sandbox.rates.standing()],
            "events": {
                "enabled": health.enabled,
                "attempts": health.attempts,
                "failures": health.failures,
                "enough": ENOUGH,
                "worst": WORST,
                "sent": health.events,
                "per_hour": sandbox.config.events_per_hour,
            },
        }

    def _bucket(self, standing: Standing) -> Json:
        name, team_id, *channel = standing.key
        return {
            "method": "chat.postMessage" if channel else name,
            "team": team_id,
            "channel": channel[0] if channel else None,
            "with": self._people_in(team_id, channel[0]) if channel else [],
            "left": round(standing.left, 2),
            "capacity": standing.limit.burst,
            "per_minute": standing.limit.per_minute,
            "wait_seconds": standing.wait,
        }

    def _people_in(self, team_id: str, channel_id: str) -> list[str]:
        team = self._sandbox.world.teams[team_id]
        channel = team.channels.get(channel_id)
        members = sorted(channel.members) if channel is not None else []
        return [team.users[one].real_name for one in members if one in team.users]

    async def _outbox(self, request: web.Request) -> Json:
        """What the launcher lends; ``lent`` is false beside an app without an outbox."""
        ask = getattr(self._sandbox.winder, "outbox", None)
        rows: list[Json] = await ask() if ask is not None else []
        users = self._sandbox.team.users
        for row in rows:
            reader = users.get(row["recipient"])
            row["recipient_name"] = reader.real_name if reader is not None else row["recipient"]
        return {
            "lent": ask is not None,
            "now": self._sandbox.clock.now().isoformat(),
            "rows": rows,
        }

    # --- trouble ------------------------------------------------------------------------

    async def _faults(self, request: web.Request) -> Json:
        return {
            "pending": [vars(fault) for fault in self._sandbox.faults.pending],
            "kinds": [
                {
                    "kind": kind,
                    "words": words,
                    "timed": kind in TIMED,
                    "response_url": kind in RESPONSE_URL_KINDS,
                }
                for kind, words in KINDS.items()
            ],
            "methods": ["*", RESPONSE_URL, *sorted(METHODS)],
            "presets": [vars(preset) for preset in PRESETS],
        }

    async def _add_fault(self, request: web.Request) -> Json:
        body = await body_of(request)
        method, kind = str(body["method"]), str(body["kind"])
        times, seconds = int(body.get("times", 1)), float(body.get("seconds", 5.0))
        if method not in ("*", RESPONSE_URL, *METHODS):
            raise ValueError(f"The local Slack has no method {method!r}.")
        if not 1 <= times <= MOST_TIMES:
            raise ValueError(f"`times` is between 1 and {MOST_TIMES}.")
        if not 0 <= seconds <= LONGEST:
            raise ValueError(f"`seconds` is between 0 and {LONGEST:.0f}.")
        fault = self._sandbox.faults.add(Fault(method, kind, times, seconds))
        self._sandbox.world.changed()
        return {"fault": vars(fault)}

    async def _clear_faults(self, request: web.Request) -> Json:
        self._sandbox.faults.clear()
        self._sandbox.world.changed()
        return {}

    async def _remove_fault(self, request: web.Request) -> Json:
        self._sandbox.faults.remove(int(request.match_info["number"]))
        self._sandbox.world.changed()
        return {}


# --- private ---------------------------------------------------------------------


def _line(entry: LogEntry) -> Json:
    """One exchange without its payloads."""
    return {
        "number": entry.number,
        "direction": entry.direction,
        "path": entry.path,
        "status": entry.status,
        "at": entry.at.isoformat(),
        "seconds": round(entry.seconds, 4),
        "ack_ms": round(entry.seconds * 1000) if entry.direction == TO_APP else None,
        "done": entry.done,
        "note": masked(entry.note),
        "retry": entry.retry,
        "retry_reason": entry.retry_reason,
        "fault": entry.fault,
        "error": _error(entry.response),
        "bytes": entry.size,
        "response_bytes": entry.response_size,
    }


def _error(response: object) -> str | None:
    """Slack's own word for a call it refused."""
    refused = isinstance(response, dict) and response.get("ok") is False
    return str(response.get("error", "")) if refused and isinstance(response, dict) else None
