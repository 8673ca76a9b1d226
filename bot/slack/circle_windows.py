"""Windows about a circle that more than one feature opens."""

from __future__ import annotations

from bot.domain.errors import (
    AskedEnough,
    ChannelArchived,
    ChannelPrivate,
    ChannelUnknown,
    CircleScopeMissing,
    NotInChannel,
    NotInCircle,
    SlackBusy,
)
from bot.domain.questions import hash_of
from bot.services.audience import circle_in
from bot.slack.turn import Turn
from bot.slack.views import circles as views
from bot.slack.views.vocabulary import subject_of

#: Why a form's audience cannot be the chosen one just now.
REFUSED = (
    AskedEnough,
    ChannelArchived,
    ChannelPrivate,
    ChannelUnknown,
    CircleScopeMissing,
    NotInChannel,
    NotInCircle,
    SlackBusy,
)


async def refusal(turn: Turn, audience: str) -> str:
    """Why the chosen circle cannot be chosen just now, as Slack says; empty when it can."""
    if circle := circle_in(audience):
        try:
            await turn.services.circles.check(turn.actor, circle)
        except REFUSED as refused:
            return refused.reply
    return ""


async def preview(turn: Turn, roadblock_id: str, circle_id: str = "", words: str = "") -> None:
    """The text as the circle would read it, with the names in it (content.md 7.0)."""
    sharing = turn.services.circles.sharing
    held = await sharing.preview(turn.actor, roadblock_id, circle_id, words)
    pressed = subject_of((turn.body.get("actions") or ({},))[0])
    mark = turn.metadata.get("mark") or pressed or roadblock_id
    view = views.post_form(held, turn.book.button)
    ids = {"roadblock": roadblock_id, "circle": held.circle.id, "mark": mark}
    await turn.open(view, **ids, seen=hash_of(held.text))
