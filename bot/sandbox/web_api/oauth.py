"""oauth.v2.access: the code of a person's yes becomes a bot token (slack.md 4.7)."""

from __future__ import annotations

import hmac

from bot.sandbox import lifecycle
from bot.sandbox.grants import Grant
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Installation, Team
from bot.sandbox.world import World

ORGANISATION = {"id": "E0WAYMARK", "name": "Waymark Organisation"}


def access(world: World, args: Json) -> Json:
    """Who asks is checked first, then the code; a refused exchange uses up nothing."""
    _check_client(world, args)
    if args.get("grant_type", "authorization_code") != "authorization_code":
        raise ApiError("invalid_grant_type")
    grant = _grant(world, args)
    grant.used = True
    team = world.teams[grant.team_id]
    installation = _for_everyone(world, grant) if grant.org else _install(world, team, grant)
    return {
        "access_token": installation.bot_token,
        "token_type": "bot",
        "scope": ",".join(installation.scopes),
        "bot_user_id": installation.bot_user_id,
        "app_id": world.config.app_id,
        "team": None if grant.org else {"id": team.id, "name": team.name},
        "enterprise": ORGANISATION if grant.org else None,
        "is_enterprise_install": grant.org,
        "authed_user": {"id": grant.user_id},
    }


# --- private ---------------------------------------------------------------------


def _check_client(world: World, args: Json) -> None:
    config = world.config
    if str(args.get("client_id") or "") != config.client_id:
        raise ApiError("invalid_client_id")
    secret = str(args.get("client_secret") or "").encode()
    if not hmac.compare_digest(secret, config.client_secret.encode()):
        raise ApiError("bad_client_secret")


def _grant(world: World, args: Json) -> Grant:
    grant = world.grants.get(str(args.get("code") or ""))
    if grant is None or grant.client_id != args["client_id"]:
        raise ApiError("invalid_code")
    if grant.used:
        raise ApiError("code_already_used")
    if grant.is_over(world.clock.now()):
        raise ApiError("invalid_code")
    if (args.get("redirect_uri") or None) != grant.sent_uri:
        raise ApiError("bad_redirect_uri")
    return grant


def _install(world: World, team: Team, grant: Grant) -> Installation:
    """Permissions add up while the app stays installed."""
    old = team.installation
    kept = old.scopes if old.state == "active" else ()
    scopes = tuple(dict.fromkeys((*kept, *grant.scopes)))
    installation = lifecycle.reinstall(world, team, scopes)
    world.changed(*team.users)
    return installation


def _for_everyone(world: World, grant: Grant) -> Installation:
    """A token of the organisation; it is in no workspace yet."""
    installation = Installation(
        team_id=grant.team_id,
        bot_token=world.new_token(),
        bot_user_id=world.ids.make("U"),
        bot_id=world.ids.make("B"),
        scopes=grant.scopes,
    )
    world.tokens[installation.bot_token] = installation
    return installation
