"""Interactive elements and the values people put in them.

The shapes in ``state.values`` are Slack's: one entry per element that can hold a value,
present even while empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.ids import Ids
from bot.sandbox.wire import Json

VALUE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Element type to the key its value travels under."""

_INITIAL_KEYS = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
_CHILDREN = {"container": "child_blocks", "carousel": "elements"}
_MANY = ("selected_options", "selected_users", "selected_conversations", "selected_channels")


@dataclass(frozen=True)
class Control:
    """An interactive element and the block it sits in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def label(self) -> str:
        """The words next to the element: its own text, the input's label, the section's text."""
        for holder in (self.element, self.block):
            for key in ("text", "label"):
                text = holder.get(key)
                if isinstance(text, dict):
                    return str(text.get("text", ""))
        return ""


def controls(blocks: list[Json]) -> Iterator[Control]:
    """Every interactive element, in the order a person meets them."""
    for block in blocks:
        kind = block.get("type")
        if kind == "input":
            yield Control(block, block["element"])
        elif kind == "section" and "action_id" in (block.get("accessory") or {}):
            yield Control(block, block["accessory"])
        elif kind in ("actions", "context_actions", "card"):
            for element in block.get("elements") or block.get("actions") or []:
                if "action_id" in element:
                    yield Control(block, element)
        elif kind in _CHILDREN:
            yield from controls(block.get(_CHILDREN[kind]) or [])


def completed(blocks: list[Json], ids: Ids) -> list[Json]:
    """A copy in which every block and element has an id, as Slack gives them."""
    return [_completed(block, ids) for block in blocks]


def initial_state(blocks: list[Json]) -> Json:
    """``state.values`` before anybody touched anything."""
    values: Json = {}
    for control in controls(blocks):
        if control.kind in VALUE_KEYS:
            values.setdefault(control.block_id, {})[control.action_id] = _initial(control.element)
    return values


def kept_state(before: list[Json], values: Json, after: list[Json]) -> Json:
    """The state after an update: input survives under the same block_id and action_id."""
    kinds = {(c.block_id, c.action_id): c.kind for c in controls(before)}
    fresh = initial_state(after)
    for control in controls(after):
        place = (control.block_id, control.action_id)
        old = values.get(place[0], {}).get(place[1])
        if old is not None and kinds.get(place) == control.kind and not is_empty(old):
            fresh[place[0]][place[1]] = old
    return fresh


def is_empty(entry: Json) -> bool:
    """Whether an entry of ``state.values`` holds nothing."""
    return not entry.get(VALUE_KEYS[entry["type"]])


def set_value(entry: Json, value: object) -> Json:
    """The entry with another value under the key its type asks for."""
    return {"type": entry["type"], VALUE_KEYS[entry["type"]]: value}


def options(element: Json) -> list[Json]:
    """The options of a select, radio group, checkbox group or overflow, groups flattened."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found.extend(group.get("options") or [])
    return found


# --- private ---------------------------------------------------------------------


def _initial(element: Json) -> Json:
    key = VALUE_KEYS[element["type"]]
    empty: object = [] if key in _MANY or key == "files" else None
    return {"type": element["type"], key: element.get(_INITIAL_KEYS.get(key, ""), empty)}


_INTERACTIVE = {
    *VALUE_KEYS,
    "button",
    "icon_button",
    "overflow",
    "workflow_button",
    "feedback_buttons",
}


def _completed(block: Json, ids: Ids) -> Json:
    done = dict(block)
    done.setdefault("block_id", ids.short())
    if done.get("type") == "input":
        done.setdefault("optional", False)
        done.setdefault("dispatch_action", False)
    inner = _CHILDREN.get(done.get("type", ""), "")
    if inner in done:
        done[inner] = completed(done[inner], ids)
        return _typed_texts(done)
    for key in ("element", "accessory"):
        if isinstance(done.get(key), dict):
            done[key] = _with_action_id(done[key], ids)
    for key in ("elements", "actions"):
        if isinstance(done.get(key), list):
            done[key] = [_with_action_id(e, ids) if isinstance(e, dict) else e for e in done[key]]
    return _typed_texts(done)


def _with_action_id(element: Json, ids: Ids) -> Json:
    if element.get("type") in _INTERACTIVE and not element.get("action_id"):
        return element | {"action_id": ids.short()}
    return element


def _typed_texts(node: Json) -> Json:
    """Slack adds ``emoji`` and ``verbatim`` to text objects that came without."""
    done = dict(node)
    if isinstance(done.get("text"), str):
        if done.get("type") == "plain_text":
            done.setdefault("emoji", True)
        elif done.get("type") == "mrkdwn":
            done.setdefault("verbatim", False)
        return done
    for key, child in done.items():
        if isinstance(child, dict):
            done[key] = _typed_texts(child)
        elif isinstance(child, list):
            done[key] = [_typed_texts(c) if isinstance(c, dict) else c for c in child]
    return done
