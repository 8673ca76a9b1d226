"""Slack's install screen, ``/oauth/v2/authorize``: who installs what, where, and what it may do.

Plain HTML without a script. Allow becomes a code for the app's redirect URL; nothing is installed
before the app exchanges it (``web_api/oauth.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.sandbox import install_page
from bot.sandbox.grants import LOOPBACK, Asked, BadRequest, Grant, read_request
from bot.sandbox.journal import INSIDE
from bot.sandbox.workspace import Team, User
from bot.sandbox.world import World

PATH = "/oauth/v2/authorize"
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # stricter, and the form would come without its Origin
    "X-Content-Type-Options": "nosniff",
}


class InstallScreen:
    """The routes: the screen, its answer, and the link that opens the app afterwards."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.routes = web.RouteTableDef()
        self.routes.get(PATH)(self._show)
        self.routes.post(PATH)(self._answer)
        self.routes.get("/app_redirect")(self._open_app)

    # --- private -----------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.Response:
        _check_loopback(request)
        try:
            asked = read_request(self._world.config, request.query)
        except BadRequest as problem:
            return self._refuse(problem)
        return self._screen(asked, self._team(request.query))

    async def _answer(self, request: web.Request) -> web.Response:
        _check_loopback(request)
        form = {
            name: value
            for name, value in (await request.post()).items()
            if isinstance(value, str) and name != "optional"
        }
        try:
            asked = read_request(self._world.config, form)
        except BadRequest as problem:
            return self._refuse(problem)
        if form.get("answer") != "allow":
            return _redirect(asked.back(error="access_denied"))
        team = self._team(form)
        person = next((u for u in installers(team) if u.id == form.get("person")), None)
        if person is None:
            return self._screen(asked, team, "Choose who is installing the app.")
        chosen = {str(one) for one in (await request.post()).getall("optional", [])}
        grant = self._grant(asked, team, person, chosen, org=form.get("where") == "everywhere")
        return _redirect(asked.back(code=grant.code))

    async def _open_app(self, request: web.Request) -> web.Response:
        """Slack's web link to an app's conversation; here the page shows nothing else."""
        return _redirect("/")

    def _grant(
        self, asked: Asked, team: Team, person: User, chosen: set[str], *, org: bool
    ) -> Grant:
        world = self._world
        optional = set(world.config.optional_scopes)
        grant = Grant(
            code=f"{world.ids.digits(10)}.{world.ids.digits(12)}.{world.ids.hexes(64)}",
            client_id=asked.client_id,
            sent_uri=asked.sent_uri,
            team_id=team.id,
            user_id=person.id,
            scopes=tuple(s for s in asked.scopes if s not in optional or s in chosen),
            at=world.clock.now(),
            org=org and world.config.org_deploy_enabled,
        )
        world.grants[grant.code] = grant
        return grant

    def _team(self, given: Mapping[str, str]) -> Team:
        teams = self._world.teams
        return teams.get(given.get("team", "")) or next(iter(teams.values()))

    def _screen(self, asked: Asked, team: Team, problem: str = "") -> web.Response:
        others = [
            (one.name, f"{PATH}?{urlencode(asked.fields() | {'team': one.id})}", one is team)
            for one in self._world.teams.values()
        ]
        html = install_page.screen(
            self._world.config, asked, team, installers(team), others, problem
        )
        return _html(html, 400 if problem else 200, asked.origin)

    def _refuse(self, problem: BadRequest) -> web.Response:
        self._world.journal.add(INSIDE, "oauth/v2/authorize", status=400, note=problem.code)
        return _html(install_page.refusal(problem.code, str(problem)), 400)


def installers(team: Team) -> list[User]:
    """Who may install an app: members, no guests; administrators first."""
    members = [
        user
        for user in team.users.values()
        if not (user.deleted or user.is_bot or user.is_restricted or user.is_ultra_restricted)
        and not user.is_stranger
    ]
    return sorted(members, key=lambda user: not user.is_admin)


def _html(html: str, status: int, origin: str = "") -> web.Response:
    """``form-action`` names the app's address too: browsers hold redirects after a form to it."""
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {origin}"
    ).strip()
    headers = _HEADERS | {"Content-Security-Policy": policy}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def _redirect(address: str) -> web.Response:
    return web.Response(status=302, headers=_HEADERS | {"Location": address})


def _check_loopback(request: web.Request) -> None:
    """A browser on this machine may visit any site; none of them presses Allow here."""
    hosts = [urlsplit(f"//{request.host}").hostname]
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin is not None:
        hosts.append(urlsplit(origin).hostname)
    if any(host not in LOOPBACK for host in hosts):
        raise web.HTTPForbidden(text="Only pages of this machine may do that.")
