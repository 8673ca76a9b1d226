"""From an HTTP request to arguments and a token."""

from __future__ import annotations

import base64
import json

from aiohttp import web

from bot.sandbox.wire import ApiError, Json


async def read(request: web.Request) -> tuple[Json, str | None]:
    """Merge query, form and JSON into arguments; the token is taken out of them.

    Raises ApiError ``invalid_json``, ``json_not_object``, ``invalid_charset`` or
    ``invalid_post_type``.
    """
    args: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        args |= await _body(request)
    token = args.pop("token", None)
    header = request.headers.get("Authorization", "")
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer" and value.strip():
        token = value.strip()
    if kind.lower() == "basic":
        args |= _client(value)
    return args, token


def loggable(values: Json) -> Json:
    """The same without what nobody should read in a log."""
    return {name: "(hidden)" if name in _SECRETS else value for name, value in values.items()}


# --- private ---------------------------------------------------------------------

_SECRETS = ("client_secret", "access_token")


def _client(value: str) -> Json:
    """The client id and secret of HTTP Basic; nothing when they cannot be read."""
    try:
        known = base64.b64decode(value.strip(), validate=True).decode()
    except ValueError:
        return {}
    client_id, colon, secret = known.partition(":")
    return {"client_id": client_id, "client_secret": secret} if colon else {}


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    if not raw.strip():
        return {}
    kind = request.content_type
    if kind == "application/json":
        try:
            value = json.loads(raw.decode(request.charset or "utf-8"))
        except UnicodeDecodeError:
            raise ApiError("invalid_charset") from None
        except (ValueError, LookupError, RecursionError):
            raise ApiError("invalid_json") from None
        if not isinstance(value, dict):
            raise ApiError("json_not_object")
        return value
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.post()
        return {name: value for name, value in form.items() if isinstance(value, str)}
    raise ApiError("invalid_post_type")
