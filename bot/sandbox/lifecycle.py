"""Installing, revoking, uninstalling (slack.md 4.7)."""

from __future__ import annotations

import asyncio

from bot.sandbox import events
from bot.sandbox.workspace import Installation, Team
from bot.sandbox.world import World


def revoke_token(world: World, installation: Installation) -> None:
    """One token gives itself up (``auth.revoke``); an organisation's is no workspace's own."""
    team = world.teams[installation.team_id]
    if installation is team.installation:
        revoke(world, team)
    installation.state = "revoked"


def revoke(world: World, team: Team) -> asyncio.Task[None] | None:
    """The bot token stops working (``token_revoked``); the app is told."""
    team.installation.state = "revoked"
    return events.tokens_revoked(world, team)


def uninstall(world: World, team: Team) -> list[asyncio.Task[None]]:
    """The app is gone (``account_inactive``); both events go out, in no promised order."""
    team.installation.state = "uninstalled"
    team.surfaces.stacks.clear()
    team.surfaces.homes.clear()
    told = [events.tokens_revoked(world, team), events.uninstalled(world, team)]
    return [task for task in told if task is not None]


def reinstall(world: World, team: Team, scopes: tuple[str, ...] | None = None) -> Installation:
    """Install again: a new token; the old one stays dead (``token_revoked``)."""
    old = team.installation
    if old.state == "active":
        old.state = "revoked"
    team.installation = Installation(
        team_id=team.id,
        bot_token=world.new_token(),
        bot_user_id=old.bot_user_id,
        bot_id=old.bot_id,
        scopes=world.config.scopes if scopes is None else scopes,
    )
    world.tokens[team.installation.bot_token] = team.installation
    return team.installation
