"""The Home tab: painted when it is opened, and after anything that was done in it."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.messages.people import OnboardWelcome
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.painting import PAINTING
from bot.slack.refusals import refused
from bot.slack.turn import Turn
from bot.slack.views import home as views

logger = logging.getLogger(__name__)


async def opened(turn: Turn) -> None:
    """`app_home_opened`, Home tab."""
    await changed(turn)
    await turn.ack()


async def changed(turn: Turn) -> None:
    """Paint the Home as things are now; never an error to anybody, the next look paints again.

    A newer Home than the one this person acted on is painted over once, with fresh facts.
    """
    try:
        code = await _paint(turn, _hash(turn))
        if code == "hash_conflict":
            code = await _paint(turn, "")
    except PAINTING as problem:
        code = type(problem).__name__
    if code:
        logger.warning("The Home was not painted: %s", code, extra={"action": "home_not_painted"})


async def not_now(turn: Turn) -> None:
    """Put the hello aside; `home_changed` follows and paints the rest."""
    await turn.services.home.not_now(turn.actor)
    await turn.ack()


FEATURE = Feature(
    name="home",
    actions={ids.HOME_NOT_NOW: not_now},
    events={"app_home_opened:home": opened, "home_changed": changed},
)

# --- private -------------------------------------------------------------------------------------


async def _paint(turn: Turn, seen: str) -> str:
    """Publish; returns Slack's error code, or nothing when it went well."""
    held = await turn.services.home.page(turn.actor)
    hello = OnboardWelcome(first_name=turn.person.name)
    first, step, then = (turn.phrase(one).body for one in (hello, held.step, held.next))
    words = views.Words(first, step, then, turn.person.week)
    mark = str(turn.now.timestamp())
    view = views.page(held, words, turn.menu, turn.book.button, mark)
    only = {"hash": seen} if seen else {}
    try:
        await turn.client.views_publish(user_id=turn.actor.user_id, view=view, **only)
    except SlackApiError as problem:
        return refused(problem).code or "unknown"
    return ""


def _hash(turn: Turn) -> str:
    """What the person was looking at, when that was their Home."""
    body: Any = turn.body
    view = body.get("view") or (body.get("event") or {}).get("view") or {}
    return str(view.get("hash") or "") if view.get("type") == "home" else ""
