"""One refusal, and the sentences it is worded in.

The wording follows `response_metadata.messages` of real answers where one was found (I), else it
is in their style (U). Slack adds "failed to match all allowed schemas" lines for the parents; we
name only the fault itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`pointer` is a JSON pointer into the request, `code` our word, `message` Slack's line."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken, not yet placed: what `problem` turns into a Problem."""

    code: str
    words: str


def problem(pointer: str, fault: Fault) -> Problem:
    return Problem(pointer, fault.code, f"[ERROR] {fault.words} [json-pointer:{pointer}]")


# --- Shape of the JSON ---


def wrong_type(expected: str) -> Fault:
    return Fault("wrong_type", f"must provide {expected}")  # I for string and object, else U


def missing(key: str) -> Fault:
    return Fault("missing_field", f"missing required field: {key}")  # I


def unknown(key: str) -> Fault:
    return Fault("unknown_field", f"invalid additional property: {key}")  # I


def unsupported(kind: str, code: str = "unsupported_type") -> Fault:
    """`code` tells apart what Slack does not: nowhere, not in this place, not on this surface."""
    return Fault(code, f"unsupported type: {kind}")  # I


# --- Values ---


def too_long(most: int) -> Fault:
    return Fault("too_long", f"must be less than {most + 1} characters")  # I


def too_short(least: int) -> Fault:
    return Fault("too_short", f"must be more than {least - 1} characters")  # I


def too_many(most: int) -> Fault:
    return Fault("too_many", f"no more than {most} items allowed")  # I


def too_few(least: int) -> Fault:
    return Fault("too_few", f"must provide at least {least} items")  # I


def too_low(least: float) -> Fault:
    return Fault("out_of_range", f"must be greater than or equal to {least}")  # U


def too_high(most: float) -> Fault:
    return Fault("out_of_range", f"must be less than or equal to {most}")  # U


def not_above(floor: float) -> Fault:
    return Fault("out_of_range", f"must be greater than {floor}")  # U


def not_listed() -> Fault:
    return Fault("wrong_value", "must be a valid enum value")  # I


def bad_format(expected: str) -> Fault:
    return Fault("bad_format", f"must be {expected}")  # U


# --- Fields that depend on each other ---


def needs_one(*keys: str) -> Fault:
    ways = " or ".join(f"`{key}`" for key in keys)
    return Fault("needs_one", f"must define either {ways}")  # I for text and fields


def only_one(*keys: str) -> Fault:
    ways = " and ".join(f"`{key}`" for key in keys)
    return Fault("only_one", f"cannot define both {ways}")  # U


def out_of_order(low: str, high: str) -> Fault:
    return Fault("out_of_order", f"`{low}` must not be greater than `{high}`")  # U


def not_an_option() -> Fault:
    return Fault("not_an_option", "must match one of the provided options")  # U


def taken(key: str, value: str) -> Fault:
    """The code names the key: duplicate_block_id, duplicate_action_id and so on."""
    return Fault(f"duplicate_{key}", f'`{key}` "{value}" already exists')  # I for action_id


def inconsistent(words: str) -> Fault:
    return Fault("inconsistent", words)  # U


# --- Whole surfaces ---


def needs_submit() -> Fault:
    words = "must define `submit` to use an `input` block in modals"
    return Fault("submit_required", words)  # I


def view_too_large(most: int) -> Fault:
    return Fault("view_too_large", f"must be less than {most + 1} bytes")  # U


def too_much_text(most: int, what: str) -> Fault:
    return Fault("too_long", f"{what} must be less than {most + 1} characters in total")  # U


def too_many_charts() -> Fault:
    return Fault("too_many", "too many data_visualization blocks")  # I
