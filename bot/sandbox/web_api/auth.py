"""Who is asking, from where, and how they leave: auth.*, apps.*, team.info, bots.info."""

from __future__ import annotations

from bot.sandbox import lifecycle
from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import ApiError, Json


def api_test(call: Call) -> Json:
    return {"args": call.args}


def test(call: Call) -> Json:
    if call.app_level:
        return {"app_name": call.world.config.name, "app_id": call.world.config.app_id}
    installation, team = call.installation, call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.world.config.name.lower(),
        "team_id": team.id,
        "user_id": installation.bot_user_id,
        "bot_id": installation.bot_id,
        "is_enterprise_install": False,
    }


def revoke(call: Call) -> Json:
    if call.flag("test"):
        return {"revoked": False}
    lifecycle.revoke_token(call.world, call.installation)
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    call.need("client_id")
    call.need("client_secret")
    lifecycle.uninstall(call.world, call.team)
    return {}


def open_connection(call: Call) -> Json:
    return {"url": call.world.sockets.ticket()}


def team_info(call: Call) -> Json:
    wanted = call.text("team", call.team.id)
    if wanted != call.team.id:
        raise ApiError("team_not_found")
    return {
        "team": {
            "id": call.team.id,
            "name": call.team.name,
            "url": f"https://{call.team.domain}.slack.com/",
            "domain": call.team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bots_info(call: Call) -> Json:
    installation = call.installation
    if call.text("bot", installation.bot_id) != installation.bot_id:
        raise ApiError("bot_not_found")
    return {
        "bot": {
            "id": installation.bot_id,
            "deleted": False,
            "name": call.world.config.name,
            "updated": 0,
            "app_id": call.world.config.app_id,
            "user_id": installation.bot_user_id,
            "icons": {},
        }
    }
