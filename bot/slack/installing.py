"""Installing through a browser: ``/slack/install`` and ``/slack/oauth_redirect`` (slack.md 4.7).

slack-bolt's own flow is not used: its state store accepts a state more than once (reliability.md
exp 7) and its stores keep tokens in clear text (slack.md T7).
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.domain.errors import TooManyInstalling
from bot.domain.installations import STATE_LIFE, Installation, is_sealed, is_secret, new_secret
from bot.ports import Clock
from bot.services.installations import InstallationService
from bot.slack import pages
from bot.slack.clients import Clients
from bot.slack.manifest import SCOPES
from bot.slack.pages import Page
from bot.slack.refusals import refused

logger = logging.getLogger(__name__)

Answer = Callable[[Request], Awaitable[Response]]

#: Only this very origin can set a cookie of such a name.
COOKIE = "__Host-waymark-install"
#: Besides it on http://localhost, where some browsers keep no Secure cookie.
PLAIN_COOKIE = "waymark-install"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: What Slack says when a code is no longer good, and when we are not who we say.
_STALE = ("invalid_code", "code_already_used", "code_expired")
_UNKNOWN_CLIENT = ("invalid_client_id", "bad_client_secret")


@dataclass(frozen=True)
class Installing:
    """The two addresses. The redirect URL is the one in the app's manifest: none is sent along,
    so a forged Host header changes nothing."""

    installations: InstallationService
    clients: Clients
    clock: Clock
    client_id: str
    client_secret: str
    api_url: str

    def routes(self) -> tuple[BaseRoute, ...]:
        """For ``bot.serving``."""
        return (
            Route("/slack/install", _safely(self.invite), methods=["GET"]),
            Route("/slack/oauth_redirect", _safely(self.finish), methods=["GET"]),
        )

    async def invite(self, request: Request) -> Response:
        """The page with the way to Slack; several tabs of a browser share its secret."""
        browser = _secret_of(request) or new_secret()
        try:
            state = await self.installations.begin(browser)
        except TooManyInstalling as refusal:
            return pages.busy(refusal.reply).response()
        asked = {"client_id": self.client_id, "scope": ",".join(SCOPES), "state": state}
        address = f"{self._origin}/oauth/v2/authorize?{urlencode(asked)}"
        response = pages.invitation(address).response()
        _remember(response, request, browser)
        return response

    async def finish(self, request: Request) -> Response:
        """Slack sent somebody back."""
        return (await self._page(request)).response()

    # --- private ---------------------------------------------------------------------------------

    async def _page(self, request: Request) -> Page:
        """Nothing of the request is believed before its state is redeemed; then Slack is asked."""
        given = request.query_params
        state, browser = given.get("state", ""), _secret_of(request)
        ours = is_sealed(state, browser)
        if error := given.get("error"):
            if ours:
                await self.installations.redeem(state)
            return pages.DECLINED if error == "access_denied" else pages.refused(_named(error))
        if not state or not given.get("code"):
            return pages.INCOMPLETE
        if not ours:
            return pages.OTHER_BROWSER
        if not await self.installations.redeem(state):
            return pages.OVER
        return await self._exchange(given["code"])

    async def _exchange(self, code: str) -> Page:
        try:
            answer = await self.clients.exchange(self.client_id, self.client_secret, code)
            if answer.get("is_enterprise_install") or not answer.get("team"):
                await self.clients.with_token(str(answer["access_token"])).auth_revoke()
                return pages.ORGANISATION
            return await self._install(answer)
        except SlackApiError as problem:
            return _refusal(refused(problem).code)

    async def _install(self, answer: AsyncSlackResponse) -> Page:
        """Keep the token, after Slack said whose it is: only ``auth.test`` tells the bot's id."""
        token = str(answer["access_token"])
        who = await self.clients.with_token(token).auth_test()
        team = answer["team"]
        installation = Installation(
            workspace_id=str(who["team_id"]),
            team_name=str(team.get("name") or who.get("team") or ""),
            bot_token=token,
            bot_user_id=str(who["user_id"]),
            bot_id=str(who.get("bot_id") or ""),
            enterprise_id=str((answer.get("enterprise") or {}).get("id") or ""),
            installed_at=self.clock.now(),
        )
        await self.installations.install(installation)
        logger.info("Installed in a workspace", extra={"action": "installed"})
        there = {"team": installation.workspace_id, "id": str(answer.get("app_id") or "")}
        on_the_web = {"app": there["id"], "team": there["team"]}
        return pages.installed(
            installation.team_name or "your workspace",
            f"slack://app?{urlencode(there | {'tab': 'home'})}",
            f"{self._origin}/app_redirect?{urlencode(on_the_web)}",
        )

    @property
    def _origin(self) -> str:
        """Slack's pages live beside its Web API."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"


def _safely(answer: Answer) -> Answer:
    """Whatever goes wrong is a page for the person and a line for the operator, without words."""

    async def page(request: Request) -> Response:
        try:
            return await answer(request)
        except Exception as problem:  # noqa: BLE001  the last net of two public addresses
            frames = traceback.extract_tb(problem.__traceback__)[-6:]
            logger.error(
                "An installation failed: %s in %s",
                type(problem).__name__,
                " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames)),
                extra={"action": "install_failed"},
            )
            away = isinstance(problem, ClientError | OSError | TimeoutError)
            return (pages.UNREACHABLE if away else pages.FAILED).response()

    return page


def _refusal(code: str) -> Page:
    logger.warning("Slack refused an installation: %s", _named(code), extra={"action": "install"})
    if code in _STALE:
        return pages.CODE_REFUSED
    if code in _UNKNOWN_CLIENT:
        return pages.MISCONFIGURED
    return pages.refused(_named(code)) if code else pages.UNREACHABLE


def _named(code: str) -> str:
    """Slack's error codes are words; anything else is somebody's joke."""
    return code if re.fullmatch(r"[a-z][a-z0-9_]{0,60}", code) else "unknown"


def _secret_of(request: Request) -> str:
    """The browser's secret; empty when it has none."""
    found = request.cookies.get(COOKIE, "")
    if not found and _is_local(request):
        found = request.cookies.get(PLAIN_COOKIE, "")
    return found if is_secret(found) else ""


def _remember(response: Response, request: Request, browser: str) -> None:
    age = int(STATE_LIFE.total_seconds())
    response.set_cookie(
        COOKIE, browser, max_age=age, path="/", secure=True, httponly=True, samesite="lax"
    )
    if _is_local(request):
        response.set_cookie(
            PLAIN_COOKIE, browser, max_age=age, path="/", httponly=True, samesite="lax"
        )


def _is_local(request: Request) -> bool:
    """Plain http on this machine, with no proxy in between."""
    proxied = "x-forwarded-proto" in request.headers or "x-forwarded-for" in request.headers
    return not proxied and request.url.hostname in _LOOPBACK
