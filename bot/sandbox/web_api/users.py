"""users.info, users.list, users.lookupByEmail (slack.md 4.6)."""

from __future__ import annotations

from bot.sandbox.web_api import paging
from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import User


def info(call: Call) -> Json:
    user_id = call.need("user")
    if user_id == call.installation.bot_user_id:
        user = bot_user(call)
    elif user_id in call.team.users:
        user = call.team.users[user_id]
    else:
        raise ApiError("user_not_found")
    if not user.visible and not user.is_stranger:
        raise ApiError("user_not_visible")
    locale = call.flag("include_locale")
    return {"user": user.to_api(call.team.id, call.world.clock.now(), locale=locale)}


def list_(call: Call) -> Json:
    """Slack refuses the unpaginated form."""
    if not call.text("limit"):
        raise ApiError("limit_required")
    now = call.world.clock.now()
    everyone = [bot_user(call), *call.team.users.values()]
    found = [user.to_api(call.team.id, now) for user in everyone if user.visible]
    page, cursor = paging.page(call, found, default=100)
    return {
        "members": page,
        "cache_ts": call.world.seconds(),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    email = call.need("email").lower()
    for user in call.team.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"user": user.to_api(call.team.id, call.world.clock.now())}
    raise ApiError("users_not_found")


def bot_user(call: Call) -> User:
    """The app's own bot user; like real bots it has a zone nobody chose."""
    return User(
        id=call.installation.bot_user_id,
        key="app",
        name=call.world.config.name.lower(),
        real_name=call.world.config.name,
        tz="America/Los_Angeles",
        is_bot=True,
    )
