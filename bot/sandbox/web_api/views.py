"""views.open, push, update, publish (slack.md 3)."""

from __future__ import annotations

from bot.sandbox.blocks import check_view
from bot.sandbox.fields import completed
from bot.sandbox.surfaces import STACK_LIMIT, View, new_view
from bot.sandbox.web_api.blocks import refuse_view
from bot.sandbox.web_api.call import Call, invalid, missing
from bot.sandbox.wire import ApiError, Json


def open_(call: Call) -> Json:
    source = read_view(call, "modal")
    trigger = call.world.triggers.redeem(_trigger_id(call), call.team.id)
    view = _new(call, source, trigger.user)
    call.team.surfaces.open(view)
    call.world.show_view(call.team, view)
    return {"view": view.to_api()}


def push(call: Call) -> Json:
    """Only from something pressed in a modal, which must still be open."""
    source = read_view(call, "modal")
    trigger = call.world.triggers.redeem(_trigger_id(call), call.team.id)
    stack = call.team.surfaces.stack(trigger.user)
    if not stack or trigger.view_id not in [view.id for view in stack]:
        raise ApiError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise ApiError("push_limit_reached")
    view = _new(call, source, trigger.user)
    call.team.surfaces.push(view)
    call.world.show_view(call.team, view)
    return {"view": view.to_api()}


def update(call: Call) -> Json:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise missing("view_id")
    view = call.team.surfaces.find(view_id, external_id)
    if view is None:
        raise ApiError("not_found")
    source = read_view(call, view.kind)
    _check_hash(call, view)
    call.team.surfaces.replace(view, source, call.world.stamp())
    call.world.show_view(call.team, view)
    return {"view": view.to_api()}


def publish(call: Call) -> Json:
    if not call.world.config.home_tab_enabled:
        raise ApiError("not_enabled")
    user_id = call.need("user_id")
    if user_id not in call.team.users:
        raise invalid("user_not_found [json-pointer:/user_id]")
    source = read_view(call, "home")
    current = call.team.surfaces.homes.get(user_id)
    if current is not None:
        _check_hash(call, current)
    elif call.text("hash"):
        raise ApiError("hash_conflict")
    home = call.team.surfaces.publish(_new(call, source, user_id))
    call.world.show_view(call.team, home)
    return {"view": home.to_api()}


def read_view(call: Call, kind: str) -> Json:
    """The ``view`` argument, checked, with every block and element given an id."""
    view = call.structure("view", "invalid_arguments")
    if view is None:
        raise missing("view")
    if not isinstance(view, dict):
        raise invalid("must provide an object [json-pointer:/view]")
    refuse_view(check_view(view), call.world.config.unsettled.bad_view_error)
    if view["type"] != kind:
        raise invalid(f"must be a {kind} view [json-pointer:/view/type]")
    return {**view, "blocks": completed(view["blocks"], call.world.ids)}


# --- private ---------------------------------------------------------------------


def _trigger_id(call: Call) -> str:
    return call.need("trigger_id")


def _new(call: Call, source: Json, user: str) -> View:
    return new_view(
        source,
        ids=call.world.ids,
        team_id=call.team.id,
        user=user,
        app_id=call.world.config.app_id,
        bot_id=call.installation.bot_id,
        stamp=call.world.stamp(),
    )


def _check_hash(call: Call, view: View) -> None:
    given = call.text("hash")
    if given and given != view.hash:
        raise ApiError("hash_conflict")
