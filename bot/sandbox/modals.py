"""Submitting and closing modals, and what the app may answer (slack.md 3)."""

from __future__ import annotations

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import complain, shown_error
from bot.sandbox.blocks import check_view
from bot.sandbox.fields import completed, controls
from bot.sandbox.forms import missing_or_wrong
from bot.sandbox.results import SubmitResult
from bot.sandbox.surfaces import View, new_view
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.workspace import Team, User
from bot.sandbox.world import World

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(world: World, team: Team, user: User, view: View) -> SubmitResult:
    """Send the modal as it is filled in. Slack's own checks come first and send nothing."""
    wrong = missing_or_wrong(view)
    if wrong:
        return SubmitResult(False, wrong)
    answer = await world.post.interaction(payloads.submission(world, team, user, view))
    problem = shown_error(answer)
    if problem is None:
        try:
            return _answered(world, team, view, answer.payload)
        except ApiError as refused:
            problem = refused.code
    world.journal.add("inside", "view_submission", note=f"refused: {problem}")
    complain(world, team, user, TROUBLE)
    return SubmitResult(False, error=TROUBLE)


async def close(world: World, team: Team, user: User, view: View, *, clear: bool) -> None:
    """Cancel (or × with ``clear``); the app hears of it if it asked to."""
    stack = team.surfaces.stack(user.id)
    clear = clear or bool(view.source.get("clear_on_close"))
    gone = [*reversed(stack)] if clear else [view]
    for closed in gone:
        team.surfaces.close(closed)
    world.changed(user.id)
    for closed in gone:
        if closed.source.get("notify_on_close"):
            await world.post.interaction(payloads.closing(world, team, user, closed, clear))


# --- private ---------------------------------------------------------------------


def _answered(world: World, team: Team, view: View, body: Any) -> SubmitResult:
    if not body:
        team.surfaces.close(view)
        world.changed(view.user)
        return SubmitResult(True, closed=True)
    if not isinstance(body, dict):
        raise ApiError("not_json")
    action = body.get("response_action")
    if action == "clear":
        team.surfaces.stack(view.user).clear()
        world.changed(view.user)
        return SubmitResult(True, closed=True, cleared=True)
    if action == "errors":
        errors = _field_errors(view, body.get("errors"))
        team.show(view.user, *errors.values())
        return SubmitResult(False, errors)
    if action in ("update", "push"):
        return _next_view(world, team, view, action, body.get("view"))
    raise ApiError("unknown_response_action")


def _field_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {control.block_id for control in controls(view.blocks) if control.is_input}
    if not isinstance(errors, dict) or not errors:
        raise ApiError("errors_missing")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("errors_not_text")
    unknown = set(errors) - inputs
    if unknown:
        raise ApiError(f"errors_for_unknown_blocks: {', '.join(sorted(unknown))}")
    return dict(errors)


def _next_view(world: World, team: Team, view: View, action: str, source: Any) -> SubmitResult:
    if check_view(source) or not isinstance(source, dict) or source["type"] != "modal":
        raise ApiError("invalid_view")
    full: Json = {**source, "blocks": completed(source["blocks"], world.ids)}
    if action == "update":
        team.surfaces.replace(view, full, world.stamp())
        world.show_view(team, view)
        return SubmitResult(True, updated=True)
    fresh = new_view(
        full,
        ids=world.ids,
        team_id=team.id,
        user=view.user,
        app_id=view.app_id,
        bot_id=view.bot_id,
        stamp=world.stamp(),
    )
    team.surfaces.push(fresh)
    world.show_view(team, fresh)
    return SubmitResult(True, pushed=True)
