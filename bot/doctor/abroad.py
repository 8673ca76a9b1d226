"""Slack's side: tokens, scopes, clocks, and every screen as Slack itself judges it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.findings import Finding, look, note, ok
from bot.doctor.stored import NOT_CHECKED, Stored
from bot.ports import Clock, Phrasebook
from bot.settings import Settings
from bot.slack.clients import Clients
from bot.slack.manifest import MENTOR, ONLY_FOR, SCOPES, SHORTCUTS
from bot.slack.refusals import refused
from bot.slack.samples import Sample, samples

#: A clock further off than this makes Slack's signatures look stale (slack.md 1).
SKEW = timedelta(seconds=60)
#: Blocks of a message (slack.md 5.2): as many samples as fit are shown to Slack at once.
MOST_BLOCKS = 50
#: Findings about screens in one line; whoever sees three has seen enough.
TOLD = 3


class Abroad:
    """Use between ``open`` and ``close``. The questions about a token come first."""

    def __init__(self, settings: Settings, clock: Clock, stored: Stored, book: Phrasebook) -> None:
        self._settings = settings
        self._clock = clock
        self._stored = stored
        self._book = book
        self._clients = Clients(settings.slack_api_url)
        self._scopes: set[str] | None = None
        self._extra: set[str] = set()
        self._date: datetime | None = None
        self._token = ""

    async def open(self) -> None:
        await self._clients.open()

    async def close(self) -> None:
        await self._clients.close()

    async def token(self) -> Finding:
        """Slack accepts it; without one, those of the workspaces that installed Waymark."""
        if self._settings.slack_bot_token is not None:
            return await self._ask(self._settings.slack_bot_token)
        try:
            found = await self._stored.installed()
        except Exception:  # noqa: BLE001  the line about the database says it
            return look(NOT_CHECKED)
        asked = [(one.workspace_id, await self._ask(one.bot_token)) for one in found]
        refusals = [f"{place}: {said.words}" for place, said in asked if said.level != "ok"]
        if refusals:
            return look(" ".join(refusals))
        return ok(f"none set; those of {len(found)} installed workspace(s) are accepted.")

    async def installing(self) -> Finding:
        """Slack knows the client id and secret: a code it cannot know is all it refuses."""
        client_id, secret = self._settings.slack_client_id, self._settings.slack_client_secret
        if client_id is None or secret is None:
            return ok("not used; one workspace, by its token.")
        try:
            await self._clients.exchange(client_id, secret, "waymark-doctor")
        except SlackApiError as problem:
            code = refused(problem).code
            if code == "invalid_code":
                return ok("people can install at /slack/install of this server.")
            return look(f"Slack refuses SLACK_CLIENT_ID or SLACK_CLIENT_SECRET ({code}).")
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return look(_out_of_reach(failure))
        return look("Slack gave a token for a code that is none.")

    async def scopes(self) -> Finding:
        """The app may do what the manifest asks for, and no more."""
        if self._scopes is None and self._settings.slack_bot_token is None:
            return note("not checked: nobody has installed Waymark yet.")
        if not self._scopes:
            return note("not told by Slack, so not checked.")
        missing = sorted(set(SCOPES) - self._scopes)
        if missing:
            off = [ONLY_FOR[one] for one in missing if one in ONLY_FOR]
            without = f" Until then there are no {', '.join(off)}." if off else ""
            say = note if len(off) == len(missing) else look  # all else works as before
            return say(f"missing {', '.join(missing)}: install the app again.{without}")
        if self._extra:
            more = ", ".join(sorted(self._extra))
            return note(f"all there, and {more} besides: Waymark never uses it; take it away.")
        return ok("all there, and no more.")

    async def app(self) -> Finding:
        """What no method of Slack's tells."""
        names = ", ".join(one.name for one in SHORTCUTS)
        return note(
            f"Slack does not tell an app its own commands and shortcuts: compare {MENTOR.name} "
            f"and {names} in the app's settings with `waymark manifest`."
        )

    async def clock(self) -> Finding:
        """This machine and Slack agree what time it is."""
        if self._date is None:
            return note("not compared: Slack told no time.")
        skew = self._clock.now() - self._date
        if abs(skew) > SKEW:
            way = "ahead of" if skew > timedelta() else "behind"
            seconds = int(abs(skew).total_seconds())
            return look(
                f"{seconds} s {way} Slack's: requests look forged and nothing is sent again; "
                "let the machine keep its time by NTP."
            )
        return ok("agrees with Slack's.")

    async def sockets(self) -> Finding:
        """The app-level token opens a connection."""
        token = self._settings.slack_app_token
        if token is None:
            return ok("not used; requests come over HTTP.")
        try:
            await self._clients.with_token(token).apps_connections_open(app_token=token)
        except SlackApiError as problem:
            code = refused(problem).code
            return look(
                f"Slack refuses SLACK_APP_TOKEN ({code}): it needs the scope connections:write, "
                "and Socket Mode must be on."
            )
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return look(_out_of_reach(failure))
        return ok("a connection can be opened.")

    async def screens(self) -> Finding:
        """Every message, form and page as Slack's own check sees it."""
        if not self._token:
            return note("not checked: no token is accepted.")
        client, wrong, count = self._clients.with_token(self._token), list[str](), 0
        for batch in _batches(samples(self._book)):
            try:
                wrong += await _problems(client, batch)
            except SlackApiError as problem:
                known = refused(problem)
                if known.status == 429 and not wrong:
                    return note(f"{count} are good; Slack asks for a pause before the rest.")
                return note(f"not checked: Slack refuses to look at them ({known.code}).")
            except Exception as failure:  # noqa: BLE001  out of reach is an answer too
                return look(_out_of_reach(failure))
            count += len(batch)
        if wrong:
            more = f" and {len(wrong) - TOLD} more" if len(wrong) > TOLD else ""
            return look(
                f"Slack would refuse {'; '.join(wrong[:TOLD])}{more}: a newer Waymark may know "
                "Slack's new rule; report it."
            )
        return ok(f"Slack accepts all {count}.")

    # --- private ---------------------------------------------------------------------------------

    async def _ask(self, token: str) -> Finding:
        try:
            who = await self._clients.with_token(token).auth_test()
        except SlackApiError as problem:
            return look(f"Slack refuses it ({refused(problem).code}).")
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return look(_out_of_reach(failure))
        headers = {str(k).lower(): v for k, v in who.headers.items()}
        listed = str(headers.get("x-oauth-scopes", ""))
        found = {one.strip() for one in listed.split(",") if one.strip()}
        self._scopes = found if self._scopes is None else self._scopes & found
        self._extra |= found - set(SCOPES)
        self._token = token
        if "date" in headers:
            self._date = parsedate_to_datetime(str(headers["date"]))
        return ok(f"accepted for the workspace {who.get('team')}.")


# --- private -------------------------------------------------------------------------------------


def _out_of_reach(failure: Exception) -> str:
    return (
        f"Slack cannot be reached ({type(failure).__name__}): see SLACK_API_URL and the network."
    )


def _batches(found: Iterable[Sample]) -> Iterable[list[Sample]]:
    """Views one by one, blocks as many as one message holds."""
    held: list[Sample] = []
    for one in found:
        if one.kind == "view":
            yield [one]
            continue
        if sum(len(other.value) for other in (*held, one)) > MOST_BLOCKS:
            yield held
            held = []
        held.append(one)
    if held:
        yield held


async def _problems(client: AsyncWebClient, batch: Sequence[Sample]) -> list[str]:
    """What Slack says against these; raises SlackApiError when it says nothing about them."""
    value: Any = batch[0].value
    owners = [batch[0].name]
    if batch[0].kind == "blocks":
        # Ids are unique in a message; across samples they need not be.
        parts = [(one, block) for one in batch for block in one.value]
        value = [{**block, "block_id": f"sample-{n}"} for n, (_, block) in enumerate(parts)]
        owners = [one.name for one, _ in parts]
    try:
        await client.api_call("blocks.validate", json={batch[0].kind: value})
    except SlackApiError as problem:
        errors = problem.response.get("errors") if refused(problem).status == 200 else None
        if not isinstance(errors, list) or not errors:
            raise
        return [_told(error, owners) for error in errors]
    return []


def _told(error: Any, owners: Sequence[str]) -> str:
    pointer = str(error.get("pointer", "")) if isinstance(error, dict) else ""
    code = str(error.get("code", "")) if isinstance(error, dict) else str(error)
    place = pointer.removeprefix("/").split("/")
    number = int(place[1]) if len(owners) > 1 and len(place) > 1 and place[1].isdigit() else 0
    return f"{owners[min(number, len(owners) - 1)]} ({code or 'no reason'} at {pointer or '/'})"
