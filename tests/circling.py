"""Where a test about circles begins: a channel with people in it, named by an admin."""

from __future__ import annotations

from bot.domain.circles import Circle
from bot.domain.people import Actor
from bot.sandbox.workspace import Channel
from tests.factories import TEAM
from tests.stage import Conversation

#: Who is in the circle of a test: Noor is an admin, Ari belongs to no pair.
INSIDE = ("maya", "theo", "noor", "ari", "guest")


async def circled(
    waymark: Conversation, *names: str, channel: str = "first-leads"
) -> tuple[Circle, Channel]:
    """A channel of these people, or of ``INSIDE``, made a circle by Noor."""
    people = [waymark.sandbox.person(one) for one in names or INSIDE]
    made = waymark.sandbox.add_channel(channel, *people)
    admin = Actor(TEAM, waymark.noor.id)
    await waymark.waymark.services.people.meet(admin)
    return await waymark.waymark.services.circles.name(admin, made.id), made


def posts(waymark: Conversation, channel: Channel) -> list[str]:
    """What the app wrote in a channel, as it stands now, oldest first."""
    ours = waymark.sandbox.team.bot_user_id
    return [one.all_text for one in channel.visible() if one.user == ours]
