"""The local Slack as a process of its own: it outlives every worker and keeps its state."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.workspace import Message
from tests.storm.place import Place, app
from tests.storm.weather import Weather

Json = dict[str, Any]


async def run(place: Place, *, people: int, seed: int, scale: float) -> None:
    """Listen until the process is ended; ``people`` members besides the usual cast.

    ``scale``: how much faster than real time its own waits are.
    """
    clock = place.clock
    config = app()
    config.delayed_events = True
    slack = Sandbox(config, clock, signing_clock=clock, time_scale=1 / scale, ack_seconds=3.0)
    weather = slack.world.faults = Weather(seed, scale)
    slack.rates.enabled = False
    for number in range(people):
        slack.join(f"Person {number}", tz="Europe/London", id=person_id(number))
    await slack.start()
    director = _Director(slack, weather)
    await asyncio.start_unix_server(director.serve, place.line, limit=2**26)
    replace(place, api_url=slack.api_url).keep()
    (place.path / "slack.ready").touch()
    await asyncio.Event().wait()


def person_id(number: int) -> str:
    """The Slack id of the storm's nth member."""
    return f"U0P{number:05d}"


class Line:
    """The director's end: one question, one answer."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def ask(self, do: str, **words: Any) -> Any:
        """Send a wish, return what came back."""
        reader, writer = await asyncio.open_unix_connection(self._place.line, limit=2**26)
        writer.write(json.dumps({"do": do, **words}).encode() + b"\n")
        answer = json.loads(await reader.readline())
        writer.close()
        return answer


# --- private -------------------------------------------------------------------------------------


class _Director:
    """What the storm's director may ask of the local Slack."""

    def __init__(self, slack: Sandbox, weather: Weather) -> None:
        self._slack = slack
        self._weather = weather
        self._saying: set[asyncio.Task[Any]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wish = json.loads(await reader.readline())
        act: Callable[..., Any] = getattr(self, f"_do_{wish.pop('do')}")
        writer.write(json.dumps(act(**wish)).encode() + b"\n")
        await writer.drain()
        writer.close()

    def _do_weather(
        self,
        rough: bool,
        late: list[float] | None = None,
        slow: list[float] | None = None,
        posts: Json | None = None,
    ) -> None:
        self._weather.rough = self._slack.rates.enabled = rough
        if late:
            self._weather.late = (late[0], late[1])
        if slow:
            self._weather.slow = (slow[0], slow[1])
        if posts is not None:
            self._weather.shares["chat.postMessage"] = posts

    def _do_messages(self) -> list[Json]:
        """Every message the bot ever posted, and whom it was shown to."""
        team = self._slack.team
        return [
            {
                "user": channel.other(team.bot_user_id),
                "ts": message.ts,
                "key": _key_of(message),
                "text": message.all_text,
                "deleted": message.deleted,
            }
            for channel in team.channels.values()
            if channel.kind == "im" and team.bot_user_id in channel.members
            for message in channel.messages
            if message.bot_id and not message.ephemeral
        ]

    def _do_counts(self) -> Json:
        return {"calls": dict(self._weather.calls), "faults": dict(self._weather.seen)}

    def _do_late(self) -> float:
        """Real seconds until nothing is late any more."""
        return self._weather.still_late

    def _do_connect(self, url: str) -> None:
        self._slack.connect(url)

    def _do_waiting(self) -> int:
        """How many events were not acknowledged yet: they will be delivered again."""
        ended = {
            entry.request["event_id"]
            for entry in self._slack.log.entries
            if entry.path.startswith("events_api/") and entry.status == 200
        }
        return sum(sent.body["event_id"] not in ended for sent in self._slack.post.sent)

    def _do_say(self, user: str, text: str) -> None:
        """A person writes to the bot; the event is delivered again until it is acknowledged."""
        task = asyncio.ensure_future(self._slack.person(user).say(text))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)


def _key_of(message: Message) -> str:
    payload = (message.metadata or {}).get("event_payload") or {}
    return str(payload.get("k") or "")
