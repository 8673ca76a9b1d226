"""Filling in modals: from what a test says to Slack's values, and Slack's own checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from bot.sandbox.fields import VALUE_KEYS, Control, controls, is_empty, options, set_value
from bot.sandbox.surfaces import View
from bot.sandbox.text import escape
from bot.sandbox.wire import Json

REQUIRED = "Please complete this required field."
UserLookup = Callable[[str], str]
"""``@theo``, a name or an id to a user id; raises LookupError."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def find_field(view: View, key: str) -> Control:
    """The field with this block_id, action_id or visible label.

    Raises LookupError, listing the fields there are.
    """
    fields = [control for control in controls(view.blocks) if control.kind in VALUE_KEYS]
    for matches in (
        [c for c in fields if c.block_id == key],
        [c for c in fields if c.action_id == key],
        [c for c in fields if _plain(c.label) == _plain(key)],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise LookupError(f"Several fields answer to {key!r}.")
    known = ", ".join(f"{c.block_id}/{c.action_id} ({c.label})" for c in fields)
    raise LookupError(f"No field {key!r} in this modal. There are: {known or 'none'}.")


def put(view: View, control: Control, value: Any, find_user: UserLookup, *, escaped: bool) -> Json:
    """Type a value into a field; the entry of ``state.values`` is returned."""
    raw = raw_value(control.element, value, find_user)
    if escaped and isinstance(raw, str) and control.kind == "plain_text_input":
        raw = escape(raw)
    entry = set_value({"type": control.kind}, raw)
    view.values.setdefault(control.block_id, {})[control.action_id] = entry
    return entry


def raw_value(element: Json, value: Any, find_user: UserLookup) -> Any:
    """The value as it travels: option objects, ids, ISO dates, Unix seconds.

    Raises LookupError when a select offers no such option.
    """
    kind = element["type"]
    key = VALUE_KEYS[kind]
    if value is None:
        return [] if key.endswith("s") and key != "files" and "selected_" in key else None
    if key == "selected_option":
        return _option(element, value)
    if key == "selected_options":
        return _options(element, value)
    if key in ("selected_user", "selected_conversation", "selected_channel"):
        return find_user(str(value)) if key == "selected_user" else str(value)
    if key == "selected_users":
        return [find_user(str(one)) for one in _listed(value)]
    if key in ("selected_conversations", "selected_channels", "files"):
        return _listed(value)
    if key == "rich_text_value" and isinstance(value, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return {"type": "rich_text", "elements": [section]}
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if key == "selected_date_time":
        return int(value)
    return value if isinstance(value, dict) else str(value)


def missing_or_wrong(view: View) -> dict[str, str]:
    """Slack's own checks before a submission leaves: block_id to the complaint."""
    wrong = {}
    for control in controls(view.blocks):
        if control.is_input and control.kind in VALUE_KEYS:
            entry = view.values[control.block_id][control.action_id]
            complaint = _complaint(control, entry)
            if complaint:
                wrong[control.block_id] = complaint
    return wrong


# --- private ---------------------------------------------------------------------


def _plain(label: str) -> str:
    return re.sub(r"\W+", " ", label.replace("_", " ")).strip().lower()


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _option(element: Json, wanted: Any) -> Json:
    if isinstance(wanted, dict):
        return wanted
    offered = options(element)
    for option in offered:
        if str(wanted) in (option["text"]["text"], option.get("value")):
            return option
    for option in offered:
        if _plain(str(wanted)) == _plain(option["text"]["text"]):
            return option
    known = ", ".join(option["text"]["text"] for option in offered)
    raise LookupError(f"No option {wanted!r}. There are: {known}.")


def _options(element: Json, value: Any) -> list[Json]:
    if value is True:
        return options(element)
    if value is False:
        return []
    return [_option(element, one) for one in _listed(value)]


def _complaint(control: Control, entry: Json) -> str:
    if is_empty(entry) or (isinstance(entry.get("value"), str) and not entry["value"].strip()):
        return "" if control.block.get("optional") else REQUIRED
    element, value = control.element, entry.get(VALUE_KEYS[control.kind])
    if control.kind == "plain_text_input":
        return _length(element, str(value))
    if control.kind == "number_input":
        return _number(element, str(value))
    if control.kind == "email_text_input" and not _EMAIL.fullmatch(str(value)):
        return "Enter a valid email address."
    if control.kind == "url_text_input" and not str(value).startswith(("http://", "https://")):
        return "Enter a valid URL."
    if isinstance(value, list) and len(value) > element.get("max_selected_items", 10**6):
        return f"Choose no more than {element['max_selected_items']}."
    return ""


def _length(element: Json, value: str) -> str:
    if len(value) > element.get("max_length", 3000):
        return f"Must be no more than {element.get('max_length', 3000)} characters."
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    return ""


def _number(element: Json, value: str) -> str:
    if not _NUMBER.fullmatch(value) or ("." in value and not element["is_decimal_allowed"]):
        return "Enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be no more than {element['max_value']}."
    return ""
