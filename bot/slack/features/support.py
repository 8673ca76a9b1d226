"""Help beyond mentoring: shown to whoever taps, told to nobody, kept nowhere (content.md F23)."""

from __future__ import annotations

from bot.domain.messages.people import SupportSignpost
from bot.slack import ids
from bot.slack.feature import Feature
from bot.slack.turn import Turn


async def signpost(turn: Turn) -> None:
    """The lines, in a window over what stands there. Even which wording came last is not kept:
    a row of it would say that somebody looked."""
    message = SupportSignpost()
    await turn.show(turn.phrase(message).notify, turn.card(message))


FEATURE = Feature(name="support", actions={ids.SUPPORT: signpost})
