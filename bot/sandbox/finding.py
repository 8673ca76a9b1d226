"""Finding what a person means by ``click("On track")``: by visible words or by action_id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.acting import Place
from bot.sandbox.fields import VALUE_KEYS, Control, controls, options
from bot.sandbox.text import unescape, visible_strings
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Message, Team

_BUTTONS = ("button", "icon_button")


@dataclass(frozen=True)
class Offer:
    """Something that can be pressed: a button, or one option of a menu. ``row``: its words."""

    place: Place
    control: Control
    label: str
    option: Json | None
    row: str

    def action(self) -> Json:
        """The entry of ``actions`` in the payload."""
        element = self.control.element
        action: Json = {
            "type": self.control.kind,
            "block_id": self.control.block_id,
            "action_id": self.control.action_id,
        }
        if self.control.kind in _BUTTONS:
            action["text"] = element["text"]
            return action | {k: element[k] for k in ("value", "style", "url") if k in element}
        if self.option is None:
            return action
        key = VALUE_KEYS.get(self.control.kind, "selected_option")
        return action | {key: [self.option] if key.endswith("options") else self.option}


def places(team: Team, user: str, within: str | None, message: Message | None) -> list[Place]:
    """Where to look, in order: the open modal, the newest message first, the Home tab."""
    if message is not None:
        return [message]
    found: list[Place] = []
    stack, home = team.surfaces.stack(user), team.surfaces.homes.get(user)
    if within in (None, "modal") and stack:
        found.append(stack[-1])
    if within in (None, "message"):
        found.extend(reversed(messages_for(team, user)))
    if within in (None, "home") and home is not None:
        found.append(home)
    return found


def messages_for(team: Team, user: str) -> list[Message]:
    """Every message this person can see, oldest first."""
    found = [
        message
        for channel in team.channels.values()
        if user in channel.members
        for message in channel.visible()
        if message.ephemeral_to in (None, user)
    ]
    return sorted(found, key=lambda message: float(message.ts))


def find(
    among: list[Place], wanted: str, row: int | str | None = None, *, menus_first: bool = False
) -> Offer:
    """The offer called ``wanted`` in the first place that has one.

    ``row`` picks among several in that place: a number from 0, or words in its row.
    Raises LookupError, listing what is offered, when there is none.
    """
    for place in among:
        matches = [o for o in offers(place) if wanted in (o.label, o.control.action_id)]
        if not matches:
            matches = [o for o in offers(place) if o.label.lower() == wanted.lower()]
        if isinstance(row, str):
            matches = [o for o in matches if row in o.row]
        if menus_first:
            matches.sort(key=lambda offer: offer.option is None)
        if matches:
            return _pick(matches, row if isinstance(row, int) else 0, wanted)
    known = sorted({offer.label for place in among for offer in offers(place)} - {""})
    raise LookupError(f"Nobody offers {wanted!r}. There is: {', '.join(known) or 'nothing'}.")


def offers(place: Place) -> Iterator[Offer]:
    """Everything that can be pressed in a message or view, top to bottom."""
    for control in controls(place.blocks):
        row = _row(place.blocks, control)
        for option in options(control.element):
            label = unescape(option["text"]["text"])
            yield Offer(place, control, label, option, row)
        if control.kind in _BUTTONS:
            yield Offer(place, control, unescape(control.element["text"]["text"]), None, row)
        elif control.kind in VALUE_KEYS and not control.element.get("options"):
            yield Offer(place, control, control.label, None, row)


def dispatches(offer_control: Control, place: Place) -> bool:
    """Whether touching this element tells the app at once (inputs only do when they ask)."""
    return not offer_control.is_input or bool(offer_control.block.get("dispatch_action"))


# --- private ---------------------------------------------------------------------


def _pick(matches: list[Offer], index: int, wanted: str) -> Offer:
    if index >= len(matches):
        raise LookupError(f"{wanted!r} is offered only {len(matches)} times here.")
    return matches[index]


def _row(blocks: list[Json], control: Control) -> str:
    """The words of the block itself, and of the nearest block with words above a bare one."""
    index = next((i for i, block in enumerate(blocks) if block is control.block), 0)
    own = visible_strings(control.block)
    if control.block.get("type") == "section":
        return "\n".join(own)
    for block in reversed(blocks[:index]):
        if block.get("type") not in ("actions", "divider"):
            return "\n".join([*visible_strings(block), *own])
    return "\n".join(own)
