"""The cast: the same few people in every test and demonstration."""

from __future__ import annotations

from bot.sandbox.workspace import Channel, Team, User

GENERAL = "C0GENERAL"


def cast(team: Team) -> None:
    """Maya and her mentors, Ari who belongs to no pair, a guest, a leaver, two bots."""
    people = (
        User("U0MAYA", "maya", "maya", "Maya Okafor"),
        User("U0THEO", "theo", "theo", "Theo Lindqvist"),
        User("U0NOOR", "noor", "noor", "Noor Haddad", tz="America/New_York", is_admin=True),
        User("U0ARI", "ari", "ari", "Ari Castellanos", tz="Asia/Manila"),
        User("U0GUEST", "guest", "sam", "Sam Rivera", is_restricted=True),
        User("U0GONE", "gone", "dana", "Dana Whitlock", deleted=True),
        User("U0OTHERBOT", "otherbot", "standup", "Standup Bot", tz=None, is_bot=True),
        User("USLACKBOT", "slackbot", "slackbot", "Slackbot", tz=None, is_bot=True),
    )
    for person in people:
        person.email = f"{person.name}@example.com"
        team.add(person)
    members = {p.id for p in people if not p.deleted and not p.is_bot}
    team.channels[GENERAL] = Channel(GENERAL, "general", "channel", members)


def with_circles(team: Team) -> None:
    """The cast, and two channels to make a circle of: with the app in it, and without."""
    cast(team)
    inside = {"U0MAYA", "U0THEO", "U0NOOR", "U0ARI", "U0GUEST"}
    for channel_id, name, members in (
        ("C0CIRCLE", "first-leads", {*inside, team.bot_user_id}),
        ("C0BOOKS", "book-club", {"U0MAYA", "U0NOOR", "U0ARI"}),
    ):
        team.channels[channel_id] = Channel(channel_id, name, "channel", members)


def nobody(team: Team) -> None:
    """An empty workspace."""
