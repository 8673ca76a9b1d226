"""Shortcuts: from the menu beside the composer (global), or from the menu of a message.

Only what the app's manifest declares is on offer. A message shortcut works on whatever the person
can see, also where the app is not; a message only they see has no such menu.
"""

from __future__ import annotations

from bot.sandbox import payloads
from bot.sandbox.acting import DEACTIVATED, complain, shown_error
from bot.sandbox.app_config import Shortcut
from bot.sandbox.results import ClickResult
from bot.sandbox.workspace import Message, Team, User
from bot.sandbox.world import World


async def run(
    world: World, team: Team, user: User, wanted: str, message: Message | None = None
) -> ClickResult:
    """Choose a shortcut by its name or callback_id; the app has three seconds to answer.

    Raises LookupError for one the app does not declare for this place, ValueError for a message
    without a menu.
    """
    shortcut = _declared(world, wanted, message)
    if message is not None and (message.ephemeral or message.deleted):
        raise ValueError("This message has no menu of shortcuts.")
    if user.deleted or team.installation.state != "active":
        words = DEACTIVATED if user.deleted else "This app is no longer installed."
        return ClickResult(False, complain(world, team, user, words))
    shown: list[Message] = []
    if message is None:
        payload = payloads.global_shortcut(world, team, user, shortcut.callback_id)
    else:
        hook = world.hooks.issue("app-actions", team.id, message.channel, user.id)
        shown = hook.shown
        payload = payloads.message_shortcut(
            world, team, user, shortcut.callback_id, message, hook.path
        )
    answer = await world.post.interaction(payload)
    problem = shown_error(answer)
    if problem is not None:
        words = f"The app did not respond to {shortcut.name} ({problem})"
        return ClickResult(False, complain(world, team, user, words), shown)
    return ClickResult(True, None, shown)


# --- private ---------------------------------------------------------------------


def _declared(world: World, wanted: str, message: Message | None) -> Shortcut:
    kind = "global" if message is None else "message"
    offered = [one for one in world.config.shortcuts if one.type == kind]
    for shortcut in offered:
        if wanted in (shortcut.callback_id, shortcut.name):
            return shortcut
    known = ", ".join(one.name for one in offered) or "nothing"
    raise LookupError(f"The app has no {kind} shortcut {wanted!r}. There is: {known}.")
