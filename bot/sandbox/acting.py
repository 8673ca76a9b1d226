"""What people do, carried through to the app and back: commands, words, tabs, clicks.

Every coroutine returns when the app has answered or Slack's three seconds are over. What
Slack would show as an error is recorded for that person and returned, never raised.
"""

from __future__ import annotations

import asyncio

from bot.sandbox import answers, conversations, events, payloads
from bot.sandbox.fields import VALUE_KEYS
from bot.sandbox.results import Answer, ClickResult, CommandResult
from bot.sandbox.surfaces import View
from bot.sandbox.text import NameLookup, typed_in_command, typed_in_message
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Channel, Message, Team, User
from bot.sandbox.world import World

Place = Message | View
_SHOWN = {
    "http_timeout": "operation_timeout",
    "connection_failed": "dispatch_failed",
    "http_error": "http_error",
}
DEACTIVATED = "This account has been deactivated."


async def command(
    world: World, team: Team, user: User, typed: str, where: str | None = None
) -> CommandResult:
    """``typed`` is the whole line, slash included; ``where`` one of the person's conversations.

    Without ``where``: the app's DM. The app sees the name of the place, not what was said there.
    """
    name, _, rest = typed.strip().partition(" ")
    channel = conversations.opened(world, team, user, where)
    if user.deleted:
        return CommandResult(False, complain(world, team, user, DEACTIVATED))
    known = any(one.command == name for one in world.config.commands)
    if not known or team.installation.state != "active":
        return CommandResult(False, complain(world, team, user, f"{name} is not a valid command"))
    unsettled = world.config.unsettled
    text = typed_in_command(
        rest.strip(), _finder(team), world.config.should_escape, unsettled.emoji_as_names
    )
    hook = world.hooks.issue("commands", team.id, channel.id, user.id)
    fields = payloads.command(world, team, user, name, text, channel.id, hook.path)
    answer = await world.post.command(fields)
    problem = shown_error(answer)
    if problem is None and answer.payload:
        body = answer.payload if isinstance(answer.payload, dict) else {"text": answer.payload}
        try:
            if body.get("text") or body.get("blocks") or body.get("attachments"):
                answers.use(world, hook, {k: v for k, v in body.items() if "original" not in k})
        except ApiError as refused:
            problem = refused.code
    if problem is not None:
        words = f"{name} failed with the error {problem}"
        return CommandResult(False, complain(world, team, user, words), hook.shown)
    return CommandResult(True, None, hook.shown)


async def say(
    world: World,
    team: Team,
    user: User,
    words: str,
    *,
    thread_ts: str | None = None,
    files: list[str] | None = None,
    channel: Channel | None = None,
) -> Message | None:
    """Write, by default to the app.

    None when Slack refuses: a read-only Messages tab, a dead account on either side. The app
    hears only of what is said where it is a member.
    """
    place = channel or world.open_dm(team, user.id)
    config = world.config
    refusal = DEACTIVATED if user.deleted else conversations.closed_to(world, team, user, place)
    if refusal is not None:
        complain(world, team, user, refusal)
        return None
    text = typed_in_message(words, _finder(team), config.unsettled.emoji_as_names)
    message = Message(
        ts=world.ts(place),
        channel=place.id,
        user=user.id,
        text=text,
        blocks=_rich_text(world, words),
        team=team.id,
        thread_ts=thread_ts,
        client_msg_id=world.ids.uuid(),
        files=[_file(world, user, name) for name in files or []],
    )
    if user.is_bot:
        message.bot_id, message.app_id = f"B{user.id[1:]}", f"A{user.id[1:]}"
    team.read_up_to[(user.id, place.id)] = message.ts
    world.store(team, place, message)
    await settled(events.posted(world, team, place, message))
    return message


async def edit(
    world: World, team: Team, user: User, ts: str, words: str, where: Channel | None = None
) -> bool:
    """Change one of the person's own messages; the app hears ``message_changed``."""
    found = _own(team, user, ts, where)
    if found is None:
        complain(world, team, user, "This message cannot be edited.")
        return False
    channel, message = found
    before = message.to_api()
    config = world.config.unsettled
    message.text = typed_in_message(words, _finder(team), config.emoji_as_names)
    message.blocks = _rich_text(world, words)
    message.edited = {"user": user.id, "ts": f"{world.seconds()}.000000"}
    world.show_message(team, channel, message)
    await settled(events.changed(world, team, channel, message, before))
    return True


async def delete(
    world: World, team: Team, user: User, ts: str, where: Channel | None = None
) -> bool:
    """Delete one of the person's own messages; the app hears ``message_deleted``."""
    found = _own(team, user, ts, where)
    if found is None:
        complain(world, team, user, "This message cannot be deleted.")
        return False
    channel, message = found
    message.deleted = True
    world.changed(*channel.members)
    await settled(events.deleted(world, team, channel, message))
    return True


async def open_tab(world: World, team: Team, user: User, tab: str) -> None:
    """Look at the app's ``home`` or ``messages`` tab."""
    channel = world.open_dm(team, user.id)
    if tab == "messages":
        conversations.mark_read(team, channel, user)
        world.changed(user.id)
        if not world.config.messages_tab_enabled:
            complain(world, team, user, "This app has no Messages tab.")
            return
    elif not world.config.home_tab_enabled:
        complain(world, team, user, "This app has no Home tab.")
        return
    view = team.surfaces.homes.get(user.id)
    if user.deleted or team.installation.state != "active":
        return
    await settled(events.home_opened(world, team, channel, user.id, tab, view))


async def act(world: World, team: Team, user: User, place: Place, action: Json) -> ClickResult:
    """Send one ``block_actions``; the value of a select is kept in the place's state first.

    ``action`` needs ``type``, ``block_id``, ``action_id`` and what the element carries.
    """
    if user.deleted or team.installation.state != "active":
        words = DEACTIVATED if user.deleted else "This app is no longer installed."
        return ClickResult(False, complain(world, team, user, words))
    sent = {**action, "action_ts": f"{world.clock.now().timestamp():.6f}"}
    remember(world, place, user, action)
    if isinstance(place, View):
        answer = await world.post.interaction(payloads.view_action(world, team, user, place, sent))
        shown: list[Message] = []
    else:
        hook = world.hooks.issue("actions", team.id, place.channel, user.id, place)
        shown = hook.shown
        answer = await world.post.interaction(
            payloads.message_action(world, team, user, place, sent, hook.path)
        )
    problem = shown_error(answer)
    if problem is not None:
        words = f"The app did not respond to this action ({problem})"
        return ClickResult(False, complain(world, team, user, words), shown)
    return ClickResult(True, None, shown)


def remember(world: World, place: Place, user: User, action: Json) -> None:
    """Keep what a person selected, so that ``state.values`` tells the truth."""
    kind = action.get("type", "")
    if kind not in VALUE_KEYS:
        return
    values = place.values if isinstance(place, View) else payloads.message_state(place, user.id)
    key = VALUE_KEYS[kind]
    entry = {"type": kind, key: action.get(key)}
    values.setdefault(action["block_id"], {})[action["action_id"]] = entry
    world.changed(user.id)


def complain(world: World, team: Team, user: User, words: str) -> str:
    """Record an error this person sees."""
    team.complain(user.id, world.clock.now(), words)
    world.changed(user.id)
    return words


def shown_error(answer: Answer) -> str | None:
    """Slack's word for a failed delivery, None when it went well."""
    return None if answer.error is None else _SHOWN.get(answer.error, answer.error)


async def settled(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        await task


# --- private ---------------------------------------------------------------------


def _finder(team: Team) -> NameLookup:
    def find(name: str) -> tuple[str, str] | None:
        user = team.find_user(name)
        return (user.id, user.name) if user else None

    return find


def _own(team: Team, user: User, ts: str, where: Channel | None) -> tuple[Channel, Message] | None:
    """A ts is unique within its conversation only; without one the oldest conversation wins."""
    for channel in [where] if where is not None else team.channels.values():
        message = channel.find(ts)
        if message is not None and message.user == user.id:
            return channel, message
    return None


def _rich_text(world: World, words: str) -> list[Json]:
    if not words:
        return []
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    return [{"type": "rich_text", "block_id": world.ids.short(), "elements": [section]}]


def _file(world: World, user: User, name: str) -> Json:
    kind = name.rpartition(".")[2].lower() or "txt"
    file_id = world.ids.make("F")
    return {
        "id": file_id,
        "created": world.seconds(),
        "timestamp": world.seconds(),
        "name": name,
        "title": name,
        "mimetype": f"image/{kind}" if kind in ("png", "jpg", "gif") else f"application/{kind}",
        "filetype": kind,
        "user": user.id,
        "size": 1024,
        "mode": "hosted",
        "is_external": False,
        "url_private": f"{world.url}/files-pri/{file_id}/{name}",
    }
