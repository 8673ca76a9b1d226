"""chat.update, chat.delete, chat.getPermalink (slack.md 4.1, 4.4)."""

from __future__ import annotations

from bot.sandbox import events
from bot.sandbox.text import UPDATE_LIMIT
from bot.sandbox.web_api import content
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.chat import api_message
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Channel, Message


def update(call: Call) -> Json:
    """Needs the conversation's own id. Text without blocks removes the blocks; metadata and
    attachments that are not given stay; blocks without text keep the text.
    """
    channel = call.channel()
    ts = call.need("ts")
    if channel.archived:
        raise ApiError("is_inactive")
    message = _stored(channel, ts)
    if message.bot_id != call.installation.bot_id:
        raise ApiError("cant_update_message")
    _check_window(call, message)
    if len(call.text("text")) > UPDATE_LIMIT:
        raise ApiError("msg_too_long")
    given = content.read(call)
    before = message.to_api()
    if given.given & {"text", "markdown_text"}:
        message.text = given.text
        message.blocks = given.blocks
    elif "blocks" in given.given:
        message.blocks = given.blocks
    if "attachments" in given.given:
        message.attachments = given.attachments
    if given.metadata is not None:
        message.metadata = given.metadata
    rewritten(call, channel, message, before)
    return {
        "channel": channel.id,
        "ts": ts,
        "text": message.text,
        "message": api_message(call, message),
    }


def delete(call: Call) -> Json:
    channel = call.channel()
    message = _stored(channel, call.need("ts"))
    if message.bot_id != call.installation.bot_id:
        raise ApiError("cant_delete_message")
    message.deleted = True
    events.deleted(call.world, call.team, channel, message)
    call.world.changed(*channel.members)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = _stored(channel, call.need("message_ts"))
    place = f"{channel.id}/p{message.ts.replace('.', '')}"
    return {
        "channel": channel.id,
        "permalink": f"https://{call.team.domain}.slack.com/archives/{place}",
    }


def rewritten(call: Call, channel: Channel, message: Message, before: Json) -> None:
    """Mark a changed message, show it again, tell the app."""
    message.edited = {
        "user": call.installation.bot_user_id,
        "ts": f"{call.world.seconds()}.000000",
    }
    message.states.clear()
    call.world.show_message(call.team, channel, message)
    events.changed(call.world, call.team, channel, message, before)


# --- private ---------------------------------------------------------------------


def _stored(channel: Channel, ts: str) -> Message:
    message = channel.find(ts)
    if message is None or message.ephemeral:
        raise ApiError("message_not_found")
    return message


def _check_window(call: Call, message: Message) -> None:
    window = call.world.config.unsettled.edit_window_seconds
    if window is not None and call.world.clock.now().timestamp() - float(message.ts) > window:
        raise ApiError("edit_window_closed")
