"""A browser without a screen: it keeps cookies, follows links and presses buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urljoin, urlsplit

import aiohttp


@dataclass(frozen=True)
class Seen:
    """A page, and where it is."""

    url: str
    status: int
    html: str
    headers: dict[str, str]

    @property
    def title(self) -> str:
        """The heading of the page."""
        found = re.search(r"<h1>(.*?)</h1>", self.html, re.DOTALL)
        return unescape(re.sub("<[^>]+>", "", found[1])) if found else ""

    @property
    def links(self) -> dict[str, str]:
        """Label to address."""
        found = re.findall(r'<a[^>]* href="([^"]*)"[^>]*>(.*?)</a>', self.html)
        return {unescape(label): urljoin(self.url, unescape(url)) for url, label in found}

    @property
    def query(self) -> dict[str, str]:
        """The parameters of its address."""
        return dict(parse_qsl(urlsplit(self.url).query))


@dataclass
class Stroller:
    """One browser profile. Cookies are kept per host and port, which is stricter than needed."""

    web: aiohttp.ClientSession
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    async def go(self, url: str, **headers: str) -> Seen:
        """Open an address; redirects are followed."""
        return await self._ask("GET", url, None, headers)

    async def begin(self, install_url: str) -> Seen:
        """From the bot's page to Slack's install screen."""
        page = await self.go(install_url)
        return await self.go(page.links["Add to Slack"])

    async def press(self, answer: str, screen: Seen, **more: str) -> Seen:
        """Press a button of the install screen and land where it leads."""
        form = {**_hidden(screen), "person": "U0NOOR", "answer": answer, **more}
        return await self._ask("POST", urljoin(screen.url, "/oauth/v2/authorize"), form, {})

    async def callback(self, screen: Seen, **more: str) -> str:
        """The address Slack sends the browser to, not opened yet."""
        form = {**_hidden(screen), "person": "U0NOOR", "answer": "allow", **more}
        address = urljoin(screen.url, "/oauth/v2/authorize")
        async with self.web.post(address, data=form, allow_redirects=False) as answer:
            return answer.headers["Location"]

    async def install(self, install_url: str, team: str = "T0WAYMARK") -> Seen:
        """The whole way, to the page at its end."""
        screen = await self.begin(install_url)
        return await self.press("allow", screen, team=team)

    async def _ask(
        self, method: str, url: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> Seen:
        place = urlsplit(url).netloc
        held = self.cookies.setdefault(place, {})
        told = {"Cookie": "; ".join(f"{k}={v}" for k, v in held.items())} if held else {}
        async with self.web.request(
            method, url, data=form, headers={**told, **headers}, allow_redirects=False
        ) as answer:
            for line in answer.headers.getall("Set-Cookie", []):
                held.update({name: one.value for name, one in SimpleCookie(line).items()})
            if answer.status in (302, 303):
                return await self._ask("GET", urljoin(url, answer.headers["Location"]), None, {})
            html = await answer.text()
            return Seen(url, answer.status, html, dict(answer.headers))


def _hidden(screen: Seen) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', screen.html)
    return {unescape(name): unescape(value) for name, value in found}
