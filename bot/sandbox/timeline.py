"""``GET /control/timeline?days=30``: what the app plans, as whoever runs it foresees it.

The sandbox knows nothing of plans: it asks its winder, and passes the entries on as they are,
``{at, person, name, tz, kind, label, outcome, reason, words}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

#: Days without being told, and at most.
USUAL, MOST = 30, 92


async def timeline(sandbox: Sandbox, request: web.Request) -> Json:
    """The coming days from the clock's now on."""
    days = int(request.query.get("days", USUAL))
    if not 1 <= days <= MOST:
        raise ValueError(f"`days` is a number from 1 to {MOST}.")
    if sandbox.winder is None:
        raise LookupError("Nothing is planned here.")
    now = sandbox.clock.now()
    try:
        entries = await sandbox.winder.timeline(days)
    except TimeoutError:
        raise LookupError("Looking ahead takes too long here: ask for fewer days.") from None
    return {"now": now.isoformat(), "days": days, "entries": entries}
