"""Modals and Home tabs: stacks of three, hashes, external ids, typed state kept on update.

Sources: slack.md 3. A view's hash changes with every change of the view.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.fields import initial_state, kept_state
from bot.sandbox.ids import Ids
from bot.sandbox.wire import ApiError, Json

STACK_LIMIT = 3

_OWN_KEYS = ("title", "submit", "close")


@dataclass(eq=False)
class View:
    """A modal or a Home tab in front of one person."""

    id: str
    team_id: str
    user: str
    app_id: str
    bot_id: str
    source: Json
    hash: str
    values: Json
    previous_view_id: str | None = None
    root_view_id: str = ""

    @property
    def kind(self) -> str:
        return str(self.source.get("type"))

    @property
    def external_id(self) -> str:
        return str(self.source.get("external_id") or "")

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.source["blocks"]
        return blocks

    def to_api(self) -> Json:
        """The view object of payloads and answers."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.kind,
            "blocks": self.blocks,
            "private_metadata": self.source.get("private_metadata", ""),
            "callback_id": self.source.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            **{key: self.source.get(key) for key in _OWN_KEYS},
            "clear_on_close": bool(self.source.get("clear_on_close", False)),
            "notify_on_close": bool(self.source.get("notify_on_close", False)),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }


@dataclass
class Surfaces:
    """Every open modal and published Home of one workspace."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def find(self, view_id: str = "", external_id: str = "") -> View | None:
        """An open modal or a Home, by either of its ids."""
        for view in self._all():
            if view_id and view.id == view_id:
                return view
            if not view_id and external_id and view.external_id == external_id:
                return view
        return None

    def open(self, view: View) -> None:
        """Show a first modal; whatever stack was open before is gone."""
        self._check_external_id(view.external_id)
        view.root_view_id = view.id
        self.stacks[view.user] = [view]

    def push(self, view: View) -> None:
        """Put a modal on top of the open ones, three at most."""
        stack = self.stack(view.user)
        if len(stack) >= STACK_LIMIT:
            raise ApiError("push_limit_reached")
        self._check_external_id(view.external_id)
        view.previous_view_id = stack[-1].id if stack else None
        view.root_view_id = stack[0].id if stack else view.id
        stack.append(view)

    def replace(self, view: View, source: Json, new_hash: str) -> None:
        """New content for an open view; what was typed stays where the ids are the same."""
        self._check_external_id(str(source.get("external_id") or ""), except_for=view)
        view.values = kept_state(view.blocks, view.values, source["blocks"])
        view.source = source
        view.hash = new_hash

    def publish(self, view: View) -> View:
        """The Home tab of one person, created or replaced."""
        home = self.homes.get(view.user)
        if home is None:
            self._check_external_id(view.external_id)
            view.root_view_id = view.id
            self.homes[view.user] = view
            return view
        self.replace(home, view.source, view.hash)
        return home

    def close(self, view: View) -> None:
        """Take one modal away, wherever it is in its stack."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)

    # --- private -----------------------------------------------------------------

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + [*self.homes.values()]

    def _check_external_id(self, external_id: str, except_for: View | None = None) -> None:
        if not external_id:
            return
        for view in self._all():
            if view is not except_for and view.external_id == external_id:
                raise ApiError("duplicate_external_id")


def new_view(
    source: Json, *, ids: Ids, team_id: str, user: str, app_id: str, bot_id: str, stamp: str
) -> View:
    """A view from what the app sent; ``stamp`` becomes its hash."""
    return View(
        id=ids.make("V"),
        team_id=team_id,
        user=user,
        app_id=app_id,
        bot_id=bot_id,
        source=source,
        hash=stamp,
        values=initial_state(source["blocks"]),
    )
