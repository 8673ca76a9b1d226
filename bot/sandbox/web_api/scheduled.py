"""chat.scheduleMessage and its list and delete (slack.md 4.5).

A message scheduled with metadata never posts: Slack's documented bug, kept on purpose.
Due messages appear when anybody looks (``post_due``), as the sandbox has no timer.
"""

from __future__ import annotations

from bot.sandbox import events
from bot.sandbox.web_api import content, paging
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.chat import place
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Message, Team
from bot.sandbox.world import World

HORIZON = 120 * 24 * 3600
BURST = 30
BURST_SECONDS = 300


def schedule(call: Call) -> Json:
    channel = place(call)
    post_at = _post_at(call)
    given = content.read(call)
    _check_burst(call, channel.id, post_at)
    entry: Json = {
        "id": call.world.ids.make("Q"),
        "channel_id": channel.id,
        "post_at": post_at,
        "date_created": call.world.seconds(),
        "text": given.text,
        "blocks": given.blocks,
        "metadata": given.metadata,
    }
    call.team.scheduled.append(entry)
    return {
        "channel": channel.id,
        "scheduled_message_id": entry["id"],
        "post_at": post_at,
        "message": {
            "type": "delayed_message",
            "text": given.text,
            "bot_id": call.installation.bot_id,
        },
    }


def listed(call: Call) -> Json:
    wanted = call.text("channel")
    if wanted and wanted not in call.team.channels:
        raise ApiError("invalid_channel")
    shown = ("id", "channel_id", "post_at", "date_created", "text")
    now = call.world.seconds()
    found = [
        {key: entry[key] for key in shown}
        for entry in call.team.scheduled
        if wanted in ("", entry["channel_id"]) and entry["post_at"] > now
    ]
    page, cursor = paging.page(call, found, default=100)
    return {"scheduled_messages": page, "response_metadata": {"next_cursor": cursor}}


def delete(call: Call) -> Json:
    channel = call.channel()
    wanted = call.need("scheduled_message_id")
    for entry in call.team.scheduled:
        if entry["id"] == wanted and entry["channel_id"] == channel.id:
            if entry["post_at"] <= call.world.seconds() + 60:
                break
            call.team.scheduled.remove(entry)
            return {}
    raise ApiError("invalid_scheduled_message_id")


def post_due(world: World, team: Team) -> None:
    """Post what has become due, each with the ts of its own minute."""
    now = world.seconds()
    for entry in [e for e in team.scheduled if e["post_at"] <= now]:
        team.scheduled.remove(entry)
        if entry["metadata"] is not None or team.installation.state != "active":
            continue
        channel = team.channels[entry["channel_id"]]
        message = Message(
            ts=world.ts(channel),
            channel=channel.id,
            user=team.bot_user_id,
            text=entry["text"],
            blocks=entry["blocks"],
            bot_id=team.installation.bot_id,
            app_id=world.config.app_id,
            team=team.id,
        )
        world.store(team, channel, message)
        events.posted(world, team, channel, message)


# --- private ---------------------------------------------------------------------


def _post_at(call: Call) -> int:
    try:
        post_at = int(call.need("post_at"))
    except ValueError:
        raise ApiError("invalid_time") from None
    now = call.world.seconds()
    if post_at <= now:
        raise ApiError("time_in_past")
    if post_at > now + HORIZON:
        raise ApiError("time_too_far")
    return post_at


def _check_burst(call: Call, channel_id: str, post_at: int) -> None:
    near = [
        entry
        for entry in call.team.scheduled
        if entry["channel_id"] == channel_id and abs(entry["post_at"] - post_at) < BURST_SECONDS
    ]
    if len(near) >= BURST:
        raise ApiError("restricted_too_many")
