"""The control API, as a script would use it."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.sandbox import Sandbox


class Remote:
    """One request for each call; the answer's JSON, with its ``status``."""

    def __init__(self, slack: Sandbox, session: aiohttp.ClientSession) -> None:
        self._base = f"{slack.url}/control/"
        self._session = session

    async def __call__(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        async with self._session.request(method, self._base + path, json=body) as answer:
            data: dict[str, Any] = await answer.json()
            return data | {"status": answer.status}
