"""External selects: what a person types goes to the app, which answers with options.

One request, three seconds; fewer characters than ``min_query_length`` are not sent at all.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import DEACTIVATED, Place, complain, shown_error
from bot.sandbox.blocks import check_options
from bot.sandbox.fields import Control
from bot.sandbox.results import Answer, SuggestResult
from bot.sandbox.wire import Json
from bot.sandbox.workspace import Team, User
from bot.sandbox.world import World

KINDS = ("external_select", "multi_external_select")
QUERY_LENGTH = 3
"""Slack's default for ``min_query_length``."""
FAILED = "The results could not be loaded"


async def suggest(
    world: World, team: Team, user: User, place: Place, control: Control, typed: str
) -> SuggestResult:
    """What the app offers for these letters. Raises ValueError for any other element."""
    if control.kind not in KINDS:
        raise ValueError(f"A {control.kind} does not ask the app for its options.")
    if user.deleted or team.installation.state != "active":
        words = DEACTIVATED if user.deleted else "This app is no longer installed."
        return SuggestResult(False, complain(world, team, user, words))
    if len(typed) < int(control.element.get("min_query_length", QUERY_LENGTH)):
        return SuggestResult(True)
    ids = (control.block_id, control.action_id)
    payload = payloads.suggestion(world, team, user, place, ids, typed)
    answer = await world.post.interaction(payload)
    problem = shown_error(answer) or _wrong(answer)
    if problem is not None:
        world.journal.add("inside", "block_suggestion", note=f"refused: {problem}")
        return SuggestResult(False, complain(world, team, user, f"{FAILED} ({problem})"))
    offered: Json = answer.payload
    return SuggestResult(True, None, offered.get("options", []), offered.get("option_groups", []))


# --- private ---------------------------------------------------------------------


def _wrong(answer: Answer) -> str | None:
    body: Any = answer.payload
    if not isinstance(body, dict):
        return "no_options"
    found = check_options(body)
    return f"{found[0].code} {found[0].pointer}" if found else None
