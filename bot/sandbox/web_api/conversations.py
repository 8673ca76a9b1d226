"""conversations.open, info, list, members (slack.md 4.1, 4.6)."""

from __future__ import annotations

from bot.sandbox.web_api import paging
from bot.sandbox.web_api.call import Call, invalid
from bot.sandbox.web_api.scopes import check_scope
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Channel

_FAMILIES = {"im": "im", "channel": "channels", "private": "groups"}
_TYPES = {"im": "im", "channel": "public_channel", "private": "private_channel"}


def open_(call: Call) -> Json:
    """Opens (or finds) the DM with one person."""
    if call.text("channel"):
        channel = call.channel()
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    names = [name.strip() for name in call.text("users").split(",") if name.strip()]
    if not names:
        raise ApiError("users_list_not_supplied")
    if len(names) > 8:
        raise ApiError("too_many_users")
    for name in names:
        _check_person(call, name)
    if len(names) > 1:
        check_scope(("mpim:write",), call.installation.scopes)
        raise ApiError("invalid_user_combination")
    check_scope(("im:write",), call.installation.scopes)
    known = call.team.dm_between(names[0], call.installation.bot_user_id)
    channel = call.world.open_dm(call.team, names[0])
    body: Json = {"channel": {"id": channel.id}}
    if known is not None:
        body |= {"no_op": True, "already_open": True}
    if call.flag("return_im"):
        body["channel"] = shown(call, channel)
    return body


def info(call: Call) -> Json:
    channel = _seen(call)
    check_read(call, channel, "read")
    body = shown(call, channel)
    if call.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def list_(call: Call) -> Json:
    wanted = {kind.strip() for kind in call.text("types", "public_channel").split(",")}
    if wanted - {*_TYPES.values(), "mpim"}:
        raise ApiError("invalid_types")
    found = [
        shown(call, channel)
        for channel in call.team.channels.values()
        if _TYPES[channel.kind] in wanted
        and (channel.kind == "channel" or call.installation.bot_user_id in channel.members)
        and not (call.flag("exclude_archived") and channel.archived)
    ]
    page, cursor = paging.page(call, found, default=100)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def members(call: Call) -> Json:
    channel = _seen(call)
    check_read(call, channel, "read")
    page, cursor = paging.page(call, sorted(channel.members), default=100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def check_read(call: Call, channel: Channel, right: str) -> None:
    """The scope for this kind of conversation. ``right`` is ``read`` or ``history``."""
    check_scope((f"{_FAMILIES[channel.kind]}:{right}",), call.installation.scopes)


def shown(call: Call, channel: Channel) -> Json:
    """The conversation object."""
    body: Json = {
        "id": channel.id,
        "created": 0,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": call.team.id,
    }
    if channel.kind == "im":
        other = channel.other(call.installation.bot_user_id)
        person = call.team.users.get(other)
        return body | {
            "user": other,
            "is_user_deleted": person.deleted if person else False,
            "is_open": True,
        }
    return body | {
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_private": channel.kind == "private",
        "is_member": call.installation.bot_user_id in channel.members,
    }


# --- private ---------------------------------------------------------------------


def _seen(call: Call) -> Channel:
    """A private channel the app is not in does not exist for it."""
    channel = call.channel()
    if channel.kind == "private" and call.installation.bot_user_id not in channel.members:
        raise ApiError("channel_not_found")
    return channel


def _check_person(call: Call, user_id: str) -> None:
    if user_id == call.installation.bot_user_id or user_id == "USLACKBOT":
        raise ApiError("cannot_dm_bot")
    if not user_id.startswith(("U", "W")):
        raise invalid("must be a user id [json-pointer:/users]")
    user = call.team.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    if user.deleted:
        raise ApiError("user_disabled")
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    if not user.visible:
        raise ApiError("user_not_visible")
