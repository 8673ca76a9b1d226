"""Several workspaces and one bot that has no token of its own."""

from __future__ import annotations

import aiohttp

from bot.sandbox import Persona, Team
from tests.stage import Conversation
from tests.strolling import Stroller


class Village(Conversation):
    """The bot with a client id and no token, two workspaces, and people with browsers."""

    second: Team
    web: aiohttp.ClientSession

    @property
    def door(self) -> str:
        return f"{self.url}/slack/install"

    def browser(self) -> Stroller:
        return Stroller(self.web)

    def there(self, name: str) -> Persona:
        """Somebody of the second workspace."""
        return self.sandbox.person(name, self.second)

    @property
    def exchanges(self) -> int:
        return len(self.sandbox.log.calls("oauth.v2.access"))
