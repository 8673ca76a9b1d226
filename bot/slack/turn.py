"""One thing a person did in Slack, and the ways to answer it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.ids import new_id
from bot.domain.messages import Message
from bot.domain.people import Actor, Person
from bot.domain.wording import Wording
from bot.ports import Clock, Phrasebook
from bot.services import Services
from bot.services.people import reader_of
from bot.slack import ids
from bot.slack.forms import Form
from bot.slack.painting import PAINTING, brush, standing_blocks
from bot.slack.refusals import refused
from bot.slack.views import messages as cards
from bot.slack.views import notices
from bot.slack.views.vocabulary import Block, View, replace_subject, subject_of

logger = logging.getLogger(__name__)

#: At the end of a block id: this answer is about several records.
MANY = "|many"
#: The only places a response URL of Slack's points to (reliability.md T14).
HOOK_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")


@dataclass(frozen=True)
class Turn:
    """The person, what they did, and how to answer. Built by ``bot.slack.app`` for each request.

    ``body`` is Slack's payload. ``text`` is what followed the subcommand, or the words of a
    message, written or chosen with a shortcut. ``value`` is the pressed button's or chosen
    option's value.
    """

    actor: Actor
    person: Person
    services: Services
    book: Phrasebook
    clock: Clock
    client: AsyncWebClient
    ack: AsyncAck
    body: Mapping[str, Any]
    text: str = ""
    value: str = ""
    #: The subcommands, (name, label), for the Home tab and the hints.
    menu: tuple[tuple[str, str], ...] = ()

    # --- what was done ---------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """This moment."""
        return self.clock.now()

    @property
    def values(self) -> list[str]:
        """``value`` taken apart: ids joined by colons."""
        return self.value.split(":")

    @cached_property
    def form(self) -> Form:
        """The submitted view's values, as people typed them."""
        state = (self.body.get("view") or {}).get("state") or {}
        return Form(state.get("values") or {})

    @cached_property
    def metadata(self) -> dict[str, str]:
        """What the view carried: opaque ids, and where it was opened from."""
        raw = (self.body.get("view") or {}).get("private_metadata") or "{}"
        try:
            held = json.loads(raw)
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}

    @property
    def action_id(self) -> str:
        """Which button was pressed; empty for anything but a press."""
        actions = self.body.get("actions") or ()
        return str(actions[0].get("action_id", "")) if actions else ""

    @property
    def mark(self) -> str:
        """The record whose blocks were tapped: they are the ones to rewrite."""
        actions: list[dict[str, Any]] = list(self.body.get("actions") or ({},))
        return subject_of(actions[0]) or self.values[-1]

    def with_text(self, text: str) -> Turn:
        """The same turn with other words."""
        return replace(self, text=text)

    # --- answering -------------------------------------------------------------------------------

    def phrase(self, message: Message) -> Wording:
        """The message in this person's words."""
        return self.book.render(
            message,
            reader_of(self.person),
            person_id=self.person.user_id,
            turn=message.turn,
            at=self.now,
        )

    def card(self, message: Message) -> list[Block]:
        """The message with its buttons."""
        return cards.card(message, self.phrase(message), self.book.button)

    async def say(self, message: Message) -> None:
        """Answer at the place where the person acted, seen only by them."""
        wording = self.phrase(message)
        blocks = cards.card(message, wording, self.book.button)
        await self.show(wording.notify, blocks)

    async def show(self, text: str, blocks: Sequence[Block]) -> None:
        """Blocks where the person acted: under the command, in the DM, or in a small window."""
        if event := self.body.get("event"):
            await self._post(event, text, blocks)
        elif "command" in self.body:
            await self.ack(text=text, blocks=_counted(blocks), response_type="ephemeral")
        elif self.body.get("type") == "view_submission":
            await self.ack(response_action="update", view=notices.window(blocks))
        else:
            await self.open(notices.window(blocks))

    async def open(self, view: View, **ids: str) -> None:
        """Open a form; ``ids`` come back in ``metadata`` with its answer."""
        held = {**ids, **self._origin()}
        view = {**view, "private_metadata": json.dumps(held)} if held else view
        trigger = str(self.body.get("trigger_id", ""))
        if self.body.get("type") == "view_submission":
            await self.ack(response_action="update", view=view)
            return
        if self._in_modal:
            await self.client.views_push(trigger_id=trigger, view=view)
        else:
            await self.client.views_open(trigger_id=trigger, view=view)
        await self.ack()

    async def redraw(self, view: View, view_id: str = "") -> None:
        """Show an open window, else the one acted in, as things are now. Where it was opened from
        stays with it; one that is closed by now needs nothing."""
        home = {"home": "yes"} if self.metadata.get("home") else {}
        view_id = view_id or str(self.body["view"]["id"])
        with suppress(*PAINTING):
            await self.client.views_update(
                view_id=view_id, view={**view, "private_metadata": json.dumps(home)}
            )

    async def problems(self, errors: Mapping[str, str]) -> None:
        """Say beside each field what is missing; the words stay in the form."""
        await self.ack(response_action="errors", errors=dict(errors))

    async def done(self) -> None:
        """Nothing more to say here: closes the form, if there is one."""
        await self.ack()

    async def settle(self, subject: str, message: Message) -> None:
        """Show what became of ``subject`` where it stood: its blocks are rewritten, all other
        lines stay. After a form, the message the form was opened from is rewritten, and the form
        shows the same result."""
        wording = self.phrase(message)
        blocks = cards.card(message, wording, self.book.button)
        await self.settle_as(subject, wording.notify, blocks)

    async def settle_as(self, subject: str, text: str, blocks: Sequence[Block]) -> None:
        """As ``settle``, with blocks of one's own."""
        if self.body.get("type") == "view_submission":
            await self.ack(response_action="update", view=notices.window(blocks))
            await self._repaint_origin(subject, text, blocks)
            return
        await self.ack()
        if self._in_modal:
            await self._repaint_view(subject, blocks)
        elif message := self.body.get("message"):
            channel = str((self.body.get("channel") or {}).get("id", ""))
            await self._repaint(channel, str(message["ts"]), message, subject, text, blocks)
        elif hook := self._ephemeral_hook:
            await self._replace_ephemeral(hook, text, blocks)
        else:
            await self.open(notices.window(blocks))

    @property
    def from_home(self) -> bool:
        """Whether this began in the Home tab, which then shows the change."""
        view = self.body.get("view") or {}
        return view.get("type") == "home" or self.metadata.get("home") == "yes"

    # --- private ---------------------------------------------------------------------------------

    async def _post(self, event: Mapping[str, Any], text: str, blocks: Sequence[Block]) -> None:
        """Answer words in the DM with words in the DM, in their thread if they stand in one."""
        await self.client.chat_postMessage(
            channel=str(event["channel"]),
            thread_ts=event.get("thread_ts"),
            text=text,
            blocks=list(blocks),
            unfurl_links=False,
            unfurl_media=False,
        )
        await self.ack()

    @property
    def _in_modal(self) -> bool:
        return (self.body.get("view") or {}).get("type") == "modal"

    def _origin(self) -> dict[str, str]:
        """Where a form is opened from, so that the message can be rewritten after it."""
        if self._in_modal:
            return {k: v for k, v in self.metadata.items() if k in ("channel", "ts", "home")}
        if self.from_home:
            return {"home": "yes"}
        if self.body.get("type") == "message_action":
            return {}  # somebody else's message, perhaps where Waymark is not: never rewritten
        if message := self.body.get("message"):
            if message.get("ephemeral") or (self.body.get("container") or {}).get("is_ephemeral"):
                return {}
            return {"channel": str(self.body["channel"]["id"]), "ts": str(message["ts"])}
        return {}

    @property
    def _ephemeral_hook(self) -> str:
        """Where an answer only this person sees is rewritten: it is not part of the payload.

        Slack's own address only, or the local Slack's (reliability.md T14).
        """
        hook = str(self.body.get("response_url") or "")
        is_ephemeral = (self.body.get("container") or {}).get("is_ephemeral")
        actions = self.body.get("actions") or ()
        if not is_ephemeral or any(str(one.get("block_id")).endswith(MANY) for one in actions):
            return ""
        return hook if is_slacks(hook, self.client.base_url) else ""

    async def _replace_ephemeral(self, hook: str, text: str, blocks: Sequence[Block]) -> None:
        """The whole answer: it held one subject."""
        webhook = AsyncWebhookClient(hook, session=self.client.session, retry_handlers=[])
        try:
            await webhook.send(text=text, blocks=list(blocks), replace_original=True)
        except PAINTING as problem:
            _log_painting(problem)

    async def _repaint_origin(self, subject: str, text: str, blocks: Sequence[Block]) -> None:
        channel, ts = self.metadata.get("channel", ""), self.metadata.get("ts", "")
        if channel and ts:
            await self._repaint(channel, ts, None, subject, text, blocks)

    async def _repaint(
        self,
        channel: str,
        ts: str,
        seen: Mapping[str, Any] | None,
        subject: str,
        text: str,
        blocks: Sequence[Block],
    ) -> None:
        if (self.body.get("container") or {}).get("is_ephemeral"):
            return
        try:
            async with brush(channel, ts):
                standing = await standing_blocks(self.client, channel, ts, seen)
                if not any(subject_of(block) == subject for block in standing):
                    return
                new = replace_subject(standing, subject, blocks, new_id()[:6], ids.CARE_MENU)
                await self.client.chat_update(channel=channel, ts=ts, text=text, blocks=new)
        except PAINTING as problem:
            _log_painting(problem)

    async def _repaint_view(self, subject: str, blocks: Sequence[Block]) -> None:
        view = self.body["view"]
        new = replace_subject(view.get("blocks") or (), subject, blocks, new_id()[:6])
        try:
            await self.client.views_update(
                view_id=view["id"], hash=view.get("hash"), view=notices.repainted(view, new)
            )
        except PAINTING as problem:
            _log_painting(problem)


# --- private -------------------------------------------------------------------------------------


def _counted(blocks: Sequence[Block]) -> list[Block]:
    """An answer about several records says so in its ids: it must not be replaced as a whole."""
    if len({subject for block in blocks if (subject := subject_of(block))}) < 2:
        return list(blocks)
    return [
        {**block, "block_id": f"{block['block_id']}{MANY}"} if "block_id" in block else block
        for block in blocks
    ]


def is_slacks(hook: str, base_url: str) -> bool:
    """Whether an address may be written to: https at Slack's two hosts, or where our API is."""
    address, ours = urlsplit(hook), urlsplit(base_url)
    if (address.scheme, address.netloc) == (ours.scheme, ours.netloc):
        return True
    return address.scheme == "https" and address.netloc in HOOK_HOSTS


def _log_painting(problem: Exception) -> None:
    code = refused(problem).code if isinstance(problem, SlackApiError) else ""
    logger.warning(
        "A message could not be rewritten: %s",
        code or type(problem).__name__,
        extra={"action": "repaint_failed"},
    )
