"""What a person can read and write in: the app's DM, their channels, a DM with each colleague.

A direct message between two people is made by its first words, as in Slack. Until then it is
called ``dm:U…`` after the other person, and that name goes on working afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.workspace import Channel, Message, Team, User
from bot.sandbox.world import World

UNOPENED = "dm:"


@dataclass(frozen=True)
class Conversation:
    """One line of the sidebar. ``kind``: ``app``, ``channel`` or ``person``.

    ``user`` is the other end of a direct message. ``channel`` is None before its first words.
    """

    kind: str
    name: str
    channel: Channel | None = None
    user: str | None = None

    @property
    def id(self) -> str:
        return self.channel.id if self.channel is not None else f"{UNOPENED}{self.user}"


def listed(world: World, team: Team, user: User) -> list[Conversation]:
    """The app's DM, the channels the person is in, then everybody they may write to."""
    dms = _dms(team, user)
    bot = team.bot_user_id
    found = [Conversation("app", world.config.name, dms.get(bot), bot)]
    found += [
        Conversation("channel", channel.name, channel)
        for channel in team.channels.values()
        if channel.kind != "im" and user.id in channel.members
    ]
    found += [
        Conversation("person", other.real_name, dms.get(other.id), other.id)
        for other in team.users.values()
        if _may_write(team, user, other, dms)
    ]
    return found


def find(world: World, team: Team, user: User, reference: str | None = None) -> Conversation:
    """By channel id, ``#name`` or ``dm:U…``; the app's DM without one.

    Raises LookupError for what this person is not part of.
    """
    if not reference or reference == f"{UNOPENED}{team.bot_user_id}":
        return _with_app(world, team, user)
    dms = _dms(team, user)
    if reference.startswith(UNOPENED):
        return _with_person(team, user, reference.removeprefix(UNOPENED), dms)
    channel = team.find_channel(reference)
    if channel is None or user.id not in channel.members:
        raise LookupError(f"{user.real_name} is in no conversation {reference!r}.")
    if channel.kind != "im":
        return Conversation("channel", channel.name, channel)
    other = channel.other(user.id)
    if other == team.bot_user_id:
        return _with_app(world, team, user)
    return _with_person(team, user, other, dms)


def opened(world: World, team: Team, user: User, reference: str | None = None) -> Channel:
    """The channel behind ``find``, made if these are its first words."""
    conversation = find(world, team, user, reference)
    return conversation.channel or world.open_dm(team, user.id, conversation.user)


def closed_to(world: World, team: Team, user: User, channel: Channel) -> str | None:
    """Why this person cannot write there, in the words Slack shows; None when they can."""
    if channel.archived:
        return f"#{channel.name} is archived."
    if channel.kind != "im":
        return None
    other = channel.other(user.id)
    if other == team.bot_user_id:
        config = world.config
        if config.messages_tab_read_only or not config.messages_tab_enabled:
            return "Sending messages to this app has been turned off."
        return None
    person = team.users.get(other)
    if person is not None and person.deleted:
        return f"{person.real_name}'s account has been deactivated."
    return None


def shown(channel: Channel | None, user: User) -> list[Message]:
    """What this person sees in it, oldest first, their own ephemeral messages included."""
    messages = channel.visible() if channel is not None else []
    return [message for message in messages if message.ephemeral_to in (None, user.id)]


def unread(team: Team, channel: Channel | None, user: User) -> int:
    """How many messages of others arrived since this person last looked."""
    if channel is None:
        return 0
    read = float(team.read_up_to.get((user.id, channel.id), "0"))
    return sum(
        message.user != user.id and float(message.ts) > read for message in shown(channel, user)
    )


def unread_everywhere(world: World, team: Team, user: User) -> int:
    return sum(unread(team, one.channel, user) for one in listed(world, team, user))


def mark_read(team: Team, channel: Channel | None, user: User) -> bool:
    """The person has looked at it; False when there was nothing new."""
    messages = shown(channel, user)
    if channel is None or not messages:
        return False
    place = (user.id, channel.id)
    before = float(team.read_up_to.get(place, "0"))
    newest = max(messages, key=lambda message: float(message.ts)).ts
    if float(newest) <= before:
        return False
    team.read_up_to[place] = newest
    return True


# --- private ---------------------------------------------------------------------


def _with_app(world: World, team: Team, user: User) -> Conversation:
    bot = team.bot_user_id
    return Conversation("app", world.config.name, world.open_dm(team, user.id), bot)


def _with_person(team: Team, user: User, other_id: str, dms: dict[str, Channel]) -> Conversation:
    other = team.users.get(other_id)
    if other is None or (other_id not in dms and not _may_write(team, user, other, dms)):
        raise LookupError(f"{user.real_name} cannot write to {other_id!r}.")
    return Conversation("person", other.real_name, dms.get(other_id), other_id)


def _dms(team: Team, user: User) -> dict[str, Channel]:
    """The person's direct messages, by the other end."""
    return {
        channel.other(user.id): channel
        for channel in team.channels.values()
        if channel.kind == "im" and user.id in channel.members
    }


def _may_write(team: Team, user: User, other: User, dms: dict[str, Channel]) -> bool:
    """Guests reach, and are reached by, only the people they share a channel with."""
    if other is user or other.deleted or other.is_bot or user.is_bot or not other.visible:
        return False
    if other.id in dms or not (_is_guest(user) or _is_guest(other)):
        return True
    return any(
        channel.kind != "im" and {user.id, other.id} <= channel.members
        for channel in team.channels.values()
    )


def _is_guest(user: User) -> bool:
    return user.is_restricted or user.is_ultra_restricted
