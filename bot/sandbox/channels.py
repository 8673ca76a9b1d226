"""Channels: made, entered, left, archived; the app hears of it where it is a member itself."""

from __future__ import annotations

import asyncio

from bot.sandbox import events
from bot.sandbox.workspace import Channel, Team
from bot.sandbox.world import World


def make(
    world: World,
    team: Team,
    name: str,
    members: set[str],
    *,
    private: bool = False,
    with_app: bool = True,
) -> Channel:
    """A new channel with these people in it, and the app where somebody invited it."""
    inside = members | ({team.bot_user_id} if with_app else set())
    kind = "private" if private else "channel"
    channel = Channel(world.ids.make("C"), name, kind, inside)
    team.channels[channel.id] = channel
    world.changed(*members)
    return channel


def enter(
    world: World, team: Team, channel: Channel, user: str, inviter: str = ""
) -> asyncio.Task[None] | None:
    """Somebody, or the app, is a member from now on; everybody inside hears of it."""
    if channel.archived or user in channel.members:
        return None
    channel.members.add(user)
    world.changed(*channel.members)
    return events.moved(world, team, channel, user, joined=True, inviter=inviter)


def leave(world: World, team: Team, channel: Channel, user: str) -> asyncio.Task[None] | None:
    """Somebody, or the app, is no member any more. Who was taken out hears nothing of it."""
    if user not in channel.members:
        return None
    channel.members.discard(user)
    world.changed(user, *channel.members)
    return events.moved(world, team, channel, user, joined=False)


def archive(world: World, team: Team, channel: Channel) -> None:
    """Readable from now on, and closed: nobody writes there."""
    channel.archived = True
    world.changed(*channel.members)
