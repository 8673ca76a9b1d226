"""Block Kit checks: what every method that takes blocks asks, and blocks.validate."""

from __future__ import annotations

from typing import Any

from bot.sandbox.blocks import Problem, check_blocks, check_message, check_view
from bot.sandbox.web_api.call import Call, invalid
from bot.sandbox.wire import ApiError, Json


def refuse_blocks(problems: list[Problem]) -> None:
    """Raise ``invalid_blocks`` when there are problems."""
    if problems:
        lines = [problem.message for problem in problems]
        raise ApiError("invalid_blocks", *lines, errors=lines)


def refuse_view(problems: list[Problem], error: str) -> None:
    """Raise ``view_too_large``, or ``error``, when there are problems."""
    if any(problem.code == "view_too_large" for problem in problems):
        raise ApiError("view_too_large")
    if problems:
        raise ApiError(error, *[problem.message for problem in problems])


def validate(call: Call) -> Json:
    """Exactly one of ``blocks``, ``message``, ``view``; the answer lists every problem."""
    given = [name for name in ("blocks", "message", "view") if call.args.get(name) is not None]
    if len(given) != 1:
        raise invalid("must provide exactly one of blocks, message, view")
    value = call.structure(given[0], "invalid_arguments")
    problems = _problems(given[0], value)
    if not problems:
        return {}
    listed = [{"pointer": p.pointer, "code": p.code, "message": p.message} for p in problems]
    raise ApiError("invalid_blocks", *[p.message for p in problems], errors=listed)


# --- private ---------------------------------------------------------------------


def _problems(kind: str, value: Any) -> list[Problem]:
    if kind == "blocks":
        return check_blocks(value, "message")
    if kind == "view":
        return check_view(value)
    if not isinstance(value, dict):
        raise invalid("must provide an object [json-pointer:/message]")
    return check_message(value)
