"""The human side: a person of the workspace who types, clicks, fills in and looks.

Tests, the control API and the page all act through here. Coroutines return when the app
has answered or three seconds have passed. Errors Slack would show go to ``errors``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from bot.sandbox import acting, channels, conversations, events, forms, modals, shortcuts
from bot.sandbox.acting import Place
from bot.sandbox.fields import VALUE_KEYS, Control, options
from bot.sandbox.finding import Offer, dispatches, find, messages_for, places
from bot.sandbox.results import ClickResult, CommandResult, SubmitResult
from bot.sandbox.suggesting import suggest
from bot.sandbox.surfaces import View
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Channel, Message, Team, User
from bot.sandbox.world import World


class Persona:
    """One person. Two Personas of the same user are the same person."""

    def __init__(self, world: World, team: Team, user: User) -> None:
        self._world = world
        self.team = team
        self.user = user

    def __repr__(self) -> str:
        return f"<Persona {self.user.id} {self.user.real_name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Persona) and other.user is self.user

    def __hash__(self) -> int:
        return hash(self.user.id)

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.real_name

    # --- what the person sees -----------------------------------------------------

    @property
    def channel(self) -> Channel:
        """The direct message with the app."""
        return self._world.open_dm(self.team, self.id)

    @property
    def dm(self) -> list[Message]:
        """The whole conversation with the app, both sides, oldest first, ephemeral ones out."""
        known = self.team.dm_between(self.id, self.team.bot_user_id)
        return [m for m in known.visible() if not m.ephemeral] if known else []

    @property
    def dms(self) -> list[Message]:
        """What the app sent to this person, oldest first."""
        return [message for message in self.dm if message.user == self.team.bot_user_id]

    @property
    def last_dm(self) -> Message:
        """The newest of ``dms``. Raises LookupError when there is none."""
        if not self.dms:
            raise LookupError(f"{self.name} has no message from the app.")
        return self.dms[-1]

    @property
    def ephemerals(self) -> list[Message]:
        """Messages only this person sees, oldest first."""
        return [m for m in messages_for(self.team, self.id) if m.ephemeral]

    @property
    def modals(self) -> list[Json]:
        """The open modals, the top one last."""
        return [view.to_api() for view in self.team.surfaces.stack(self.id)]

    @property
    def modal(self) -> Json | None:
        return self.modals[-1] if self.modals else None

    @property
    def home(self) -> Json | None:
        """The published Home tab."""
        view = self.team.surfaces.homes.get(self.id)
        return view.to_api() if view is not None else None

    @property
    def errors(self) -> list[str]:
        """What Slack itself complained about to this person."""
        return [text for _, text in self.team.errors.get(self.id, [])]

    @property
    def seen(self) -> list[str]:
        """Every text ever put before this person: messages, modals, Home tabs, errors."""
        return [*self.team.seen.get(self.id, []), *self.errors]

    # --- typing ---------------------------------------------------------------------

    async def slash(self, line: str, channel: str | None = None) -> CommandResult:
        """Type a command in the app's DM, or in another conversation (see ``say``)."""
        return await acting.command(self._world, self.team, self.user, line, channel)

    async def say(
        self,
        words: str,
        thread_ts: str | None = None,
        files: list[str] | None = None,
        channel: str | None = None,
    ) -> Message | None:
        """Write to the app, or in a conversation by channel id, ``#name`` or ``dm:U…``.

        ``files`` are names of files to attach (``file_share``).
        """
        place = self._conversation(channel)
        return await acting.say(
            self._world,
            self.team,
            self.user,
            words,
            thread_ts=thread_ts,
            files=files,
            channel=place,
        )

    async def edit(self, ts: str | Message, words: str, channel: str | None = None) -> bool:
        place = self._conversation(channel)
        return await acting.edit(self._world, self.team, self.user, _ts(ts), words, place)

    async def delete(self, ts: str | Message, channel: str | None = None) -> bool:
        place = self._conversation(channel)
        return await acting.delete(self._world, self.team, self.user, _ts(ts), place)

    # --- pressing -------------------------------------------------------------------

    async def click(
        self,
        wanted: str,
        message: Message | None = None,
        row: int | str | None = None,
        within: str | None = None,
    ) -> ClickResult:
        """Press a button (or pick an option) by its words or action_id; confirms if asked.

        Looks in the open modal, then in the newest message that has it, then on the Home
        tab. Raises LookupError when nobody offers it.
        """
        spots = places(self.team, self.id, within, message)
        return await self._take(find(spots, wanted, row))

    async def choose(
        self,
        wanted: str,
        value: Any = None,
        message: Message | None = None,
        row: int | str | None = None,
        within: str | None = None,
    ) -> ClickResult:
        """Pick an option by its words; or with ``value`` set any element by its action_id."""
        spots = places(self.team, self.id, within, message)
        offer = find(spots, wanted, row, menus_first=value is None)
        if value is None:
            return await self._take(offer)
        raw = forms.raw_value(offer.control.element, value, self._user_id)
        key = VALUE_KEYS.get(offer.control.kind, "selected_option")
        return await self._send(offer.place, offer.control, {**_bare(offer.control), key: raw})

    async def press(
        self,
        action: Json,
        message: Message | None = None,
        view_id: str | None = None,
    ) -> ClickResult:
        """Send this action as it is, on any message: forwarded, old, changed meanwhile.

        Without ``message`` and ``view_id``: on the newest message this person can see.
        """
        place: Place | None = message
        if view_id is not None:
            place = self.team.surfaces.find(view_id)
        elif message is None:
            visible = messages_for(self.team, self.id)
            place = visible[-1] if visible else None
        if place is None:
            raise LookupError("There is nothing to press on.")
        full = {"type": "button", "block_id": "b", **action}
        return await acting.act(self._world, self.team, self.user, place, full)

    async def shortcut(self, wanted: str, message: Message | None = None) -> ClickResult:
        """Choose a shortcut by name or callback_id: a global one, or one of a message's menu."""
        return await shortcuts.run(self._world, self.team, self.user, wanted, message)

    async def suggestions(self, wanted: str, typed: str = "") -> list[Json]:
        """Type into an external select and return the options the app offers, groups flattened."""
        offer = find(places(self.team, self.id, None, None), wanted)
        given = await suggest(self._world, self.team, self.user, offer.place, offer.control, typed)
        return options({"options": given.options, "option_groups": given.option_groups})

    # --- modals and tabs --------------------------------------------------------------

    async def fill(self, **values: Any) -> None:
        """Type into the open modal without submitting. Keys: block_id, action_id or label."""
        view = self._top()
        for key, value in values.items():
            control = forms.find_field(view, key)
            escaped = self._world.config.unsettled.escape_modal_values
            forms.put(view, control, value, self._user_id, escaped=escaped)
            if control.is_input and _dispatches_while_typing(control):
                entry = view.values[control.block_id][control.action_id]
                await acting.act(self._world, self.team, self.user, view, _bare(control) | entry)
        self._world.changed(self.id)

    async def submit(self, **values: Any) -> SubmitResult:
        """Fill in and send the open modal."""
        view = self._top()
        await self.fill(**values)
        return await self.submit_view(view.id)

    async def submit_view(self, view_id: str) -> SubmitResult:
        """Send an open modal as it is filled in."""
        view = self.team.surfaces.find(view_id)
        if view is None or view not in self.team.surfaces.stack(self.id):
            raise LookupError("That modal is not open.")
        if not view.source.get("submit"):
            raise LookupError("That modal has no button to submit it.")
        return await modals.submit(self._world, self.team, self.user, view)

    async def close_modal(self, clear: bool = False) -> None:
        """Cancel the top modal, or close all with the × (``clear``)."""
        await modals.close(self._world, self.team, self.user, self._top(), clear=clear)

    async def open_home(self) -> Json | None:
        """Look at the Home tab; the app hears of it first. Returns the Home then published."""
        await acting.open_tab(self._world, self.team, self.user, "home")
        return self.home

    async def open_messages_tab(self) -> None:
        await acting.open_tab(self._world, self.team, self.user, "messages")

    # --- the account ------------------------------------------------------------------

    async def join(self, channel: Channel) -> None:
        """Come into a channel."""
        task = channels.enter(self._world, self.team, channel, self.id)
        if task is not None:
            await task

    async def leave(self, channel: Channel) -> None:
        """Leave a channel."""
        task = channels.leave(self._world, self.team, channel, self.id)
        if task is not None:
            await task

    def deactivate(self) -> Awaitable[None]:
        """An admin deactivates the account. Done at once; await it to let the app hear first."""
        return self.change(deleted=True)

    def reactivate(self) -> Awaitable[None]:
        return self.change(deleted=False)

    def move_to(self, tz: str | None) -> Awaitable[None]:
        """Change the profile's time zone."""
        return self.change(tz=tz)

    def change(self, **fields: Any) -> Awaitable[None]:
        """Change any profile field of ``User``; the app gets ``user_change``."""
        for name, value in fields.items():
            if not hasattr(self.user, name):
                raise AttributeError(f"A user has no {name!r}.")
            setattr(self.user, name, value)
        self._world.changed(self.id)
        told = events.user_changed(self._world, self.team, self.user)
        return asyncio.ensure_future(acting.settled(told)) if told is None else told

    # --- private ----------------------------------------------------------------------

    def _conversation(self, reference: str | None) -> Channel | None:
        if reference is None:
            return None
        return conversations.opened(self._world, self.team, self.user, reference)

    def _top(self) -> View:
        stack = self.team.surfaces.stack(self.id)
        if not stack:
            raise LookupError(f"{self.name} has no open modal.")
        return stack[-1]

    def _user_id(self, reference: str) -> str:
        user = self.team.find_user(reference)
        if user is None:
            raise LookupError(f"Nobody is called {reference!r}.")
        return user.id

    async def _take(self, offer: Offer) -> ClickResult:
        return await self._send(offer.place, offer.control, offer.action())

    async def _send(self, place: Place, control: Control, action: Json) -> ClickResult:
        if not dispatches(control, place):
            acting.remember(self._world, place, self.user, action)
            return ClickResult(True)
        return await acting.act(self._world, self.team, self.user, place, action)


# --- private ---------------------------------------------------------------------


def _ts(message: str | Message) -> str:
    return message if isinstance(message, str) else message.ts


def _bare(control: Control) -> Json:
    return {
        "type": control.kind,
        "block_id": control.block_id,
        "action_id": control.action_id,
    }


def _dispatches_while_typing(control: Control) -> bool:
    if not control.block.get("dispatch_action"):
        return False
    config = control.element.get("dispatch_action_config") or {}
    typing = "on_character_entered" in config.get("trigger_actions_on", [])
    return typing or control.kind not in ("plain_text_input", "rich_text_input")
