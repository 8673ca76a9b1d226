"""chat.postMessage and chat.postEphemeral, and where they may post (slack.md 4.1, 4.6)."""

from __future__ import annotations

from bot.sandbox import events
from bot.sandbox.web_api import content
from bot.sandbox.web_api.call import Call
from bot.sandbox.wire import ApiError, Json, RateLimited
from bot.sandbox.workspace import Channel, Message


def post_message(call: Call) -> Json:
    channel = place(call)
    _channel_pace(call, channel)
    message = _message(call, channel, content.read(call))
    call.world.store(call.team, channel, message)
    events.posted(call.world, call.team, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": api_message(call, message)}


def post_ephemeral(call: Call) -> Json:
    """Shown to one person, not stored: no update, no history, no event."""
    channel = place(call)
    user = call.need("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    message = _message(call, channel, content.read(call))
    message.ephemeral_to = user
    message.metadata = None
    call.world.store(call.team, channel, message)
    return {"message_ts": message.ts}


def place(call: Call, name: str = "channel") -> Channel:
    """The conversation a bot may post to, a DM opened on the way when given a person.

    Raises ``channel_not_found``, ``is_archived``, ``not_in_channel``,
    ``messages_tab_disabled`` or the error for a recipient who is gone.
    """
    reference = call.text(name)
    team, bot = call.team, call.installation.bot_user_id
    if reference[:1] in ("U", "W") and reference in team.users:
        return _dm_with(call, reference)
    channel = team.find_channel(reference)
    if channel is None or (channel.kind == "im" and bot not in channel.members):
        raise ApiError("channel_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if bot not in channel.members:
        # Posting without joining needs chat:write.public, and only in public channels.
        public = channel.kind == "channel"
        if not (public and "chat:write.public" in call.installation.scopes):
            raise ApiError("not_in_channel" if public else "channel_not_found")
    if channel.kind == "im":
        _check_recipient(call, channel)
    return channel


def api_message(call: Call, message: Message) -> Json:
    """The message as the answer to a post shows it, with the bot's profile."""
    config, installation = call.world.config, call.installation
    profile = {
        "id": installation.bot_id,
        "app_id": config.app_id,
        "user_id": installation.bot_user_id,
        "name": config.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": call.team.id,
    }
    return message.to_api(metadata=True) | {"bot_profile": profile}


# --- private ---------------------------------------------------------------------


def _dm_with(call: Call, user_id: str) -> Channel:
    user = call.team.users[user_id]
    if user.deleted or user.is_bot or not user.visible:
        raise ApiError("channel_not_found")
    channel = call.world.open_dm(call.team, user_id)
    if channel.archived:
        raise ApiError("is_archived")
    _check_recipient(call, channel)
    return channel


def _check_recipient(call: Call, channel: Channel) -> None:
    config = call.world.config
    if not config.messages_tab_enabled:
        raise ApiError("messages_tab_disabled")
    person = call.team.users.get(channel.other(call.installation.bot_user_id))
    if person is not None and person.deleted:
        raise ApiError(config.unsettled.gone_recipient_error)


def _channel_pace(call: Call, channel: Channel) -> None:
    wait = call.world.rates.post(call.team.id, channel.id)
    if wait:
        raise RateLimited(wait)


def _message(call: Call, channel: Channel, given: content.Content) -> Message:
    thread = call.text("thread_ts") or None
    if thread is not None and channel.find(thread) is None:
        raise ApiError("cannot_reply_to_message")
    return Message(
        ts=call.world.ts(channel),
        channel=channel.id,
        user=call.installation.bot_user_id,
        text=given.text,
        blocks=given.blocks,
        attachments=given.attachments,
        bot_id=call.installation.bot_id,
        app_id=call.world.config.app_id,
        team=call.team.id,
        metadata=given.metadata,
        thread_ts=thread,
    )
