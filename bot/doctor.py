"""`waymark doctor`: what is wrong with this installation, one sentence a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError

from bot.clock import SystemClock
from bot.domain.outbox import DeliveryState
from bot.ports import Clock
from bot.serving import Check
from bot.settings import Settings
from bot.slack.clients import Clients
from bot.slack.manifest import SCOPES
from bot.slack.refusals import refused
from storage.database import Database
from storage.private_text import CannotRead, KeyRing
from storage.repositories.everywhere import SqlEverywhere
from storage.schema import schema_problem
from storage.tables import map_entities

#: A clock further off than this makes Slack's signatures look stale (slack.md 1).
SKEW = timedelta(seconds=60)
#: What somebody should look at when it is not zero.
_STUCK = (DeliveryState.UNKNOWN, DeliveryState.DEAD, DeliveryState.UNRESOLVED)


async def examine(
    settings: Settings, say: Callable[[str], None] = print, clock: Clock | None = None
) -> int:
    """Check everything, say what was found; returns 0 when all is well, else 1."""
    doctor = _Doctor(settings, clock or SystemClock())
    checks: tuple[tuple[str, Callable[[], Awaitable[Check]]], ...] = (
        ("database", doctor.database),
        ("keys", doctor.keys),
        ("messages", doctor.messages),
        ("Slack token", doctor.token),
        ("installing", doctor.installing),
        ("scopes", doctor.scopes),
        ("clock", doctor.clock),
        ("Socket Mode", doctor.sockets),
    )
    well = True
    await doctor.open()
    try:
        for name, check in checks:
            found = await check()
            well = well and found.ok
            say(f"{'ok  ' if found.ok else 'LOOK'} {name}: {found.detail}")
    finally:
        await doctor.close()
    return 0 if well else 1


# --- private -------------------------------------------------------------------------------------


class _Doctor:
    def __init__(self, settings: Settings, clock: Clock) -> None:
        map_entities()
        self._settings = settings
        self._now = clock.now
        self._database = Database(settings.database_url, KeyRing(settings.secret_keys))
        self._everywhere = SqlEverywhere(self._database)
        self._clients = Clients(settings.slack_api_url)
        self._scopes: set[str] | None = None
        self._date: datetime | None = None

    async def open(self) -> None:
        await self._clients.open()

    async def close(self) -> None:
        await self._clients.close()
        await self._database.close()

    async def database(self) -> Check:
        """Reachable and migrated."""
        try:
            problem = await schema_problem(self._database)
        except Exception as failure:  # noqa: BLE001  any failure means: not reachable
            return Check(False, f"cannot be reached ({type(failure).__name__}).")
        return Check(not problem, problem or "reachable and migrated.")

    async def keys(self) -> Check:
        """The keys read what is stored."""
        try:
            count = len(await self._everywhere.installations())
        except CannotRead:
            return Check(False, "WAYMARK_SECRET_KEYS does not hold the key of this database.")
        except Exception:  # noqa: BLE001  the line about the database says it
            return Check(False, "not checked: the database cannot be used.")
        return Check(True, f"read everything; {count} workspace(s) installed.")

    async def messages(self) -> Check:
        """Nothing is stuck in the outbox."""
        try:
            states = await self._everywhere.outbox_states()
        except Exception:  # noqa: BLE001  the line about the database says it
            return Check(False, "not checked: the database cannot be used.")
        stuck = {state: states[state] for state in _STUCK if states.get(state)}
        if stuck:
            told = ", ".join(f"{count} {state}" for state, count in stuck.items())
            return Check(False, f"some need a look: {told}.")
        return Check(True, "none is stuck.")

    async def token(self) -> Check:
        """Slack accepts it; without one, those of the workspaces that installed Waymark."""
        if self._settings.slack_bot_token is not None:
            return await self._ask(self._settings.slack_bot_token)
        try:
            found = [one for one in await self._everywhere.installations() if one.is_alive]
        except Exception:  # noqa: BLE001  the line about the database says it
            return Check(False, "not checked: the database cannot be used.")
        asked = [(one.workspace_id, await self._ask(one.bot_token)) for one in found]
        refusals = [f"{place}: {said.detail}" for place, said in asked if not said.ok]
        if refusals:
            return Check(False, " ".join(refusals))
        return Check(True, f"none set; those of {len(found)} installed workspace(s) are accepted.")

    async def installing(self) -> Check:
        """Slack knows the client id and secret: a code it cannot know is all it refuses."""
        client_id, secret = self._settings.slack_client_id, self._settings.slack_client_secret
        if client_id is None or secret is None:
            return Check(True, "not used; one workspace, by its token.")
        try:
            await self._clients.exchange(client_id, secret, "waymark-doctor")
        except SlackApiError as problem:
            code = refused(problem).code
            if code == "invalid_code":
                return Check(True, "people can install at /slack/install of this server.")
            return Check(False, f"Slack refuses SLACK_CLIENT_ID or SLACK_CLIENT_SECRET ({code}).")
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return Check(False, f"Slack cannot be reached ({type(failure).__name__}).")
        return Check(False, "Slack gave a token for a code that is none.")

    async def _ask(self, token: str) -> Check:
        try:
            who = await self._clients.with_token(token).auth_test()
        except SlackApiError as problem:
            return Check(False, f"Slack refuses it ({refused(problem).code}).")
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return Check(False, f"Slack cannot be reached ({type(failure).__name__}).")
        headers = {str(k).lower(): v for k, v in who.headers.items()}
        listed = str(headers.get("x-oauth-scopes", ""))
        found = {one.strip() for one in listed.split(",") if one.strip()}
        self._scopes = found if self._scopes is None else self._scopes & found
        if "date" in headers:
            self._date = parsedate_to_datetime(str(headers["date"]))
        return Check(True, f"accepted for the workspace {who.get('team')}.")

    async def scopes(self) -> Check:
        """The app may do what the manifest asks for."""
        if self._scopes is None and self._settings.slack_bot_token is None:
            return Check(True, "not checked: nobody has installed Waymark yet.")
        if not self._scopes:
            return Check(self._scopes is not None, "not told by Slack, so not checked.")
        missing = sorted(set(SCOPES) - self._scopes)
        if missing:
            return Check(False, f"missing {', '.join(missing)}: install the app again.")
        return Check(True, "all there.")

    async def clock(self) -> Check:
        """This machine and Slack agree what time it is."""
        if self._date is None:
            return Check(True, "not compared: Slack told no time.")
        skew = abs(self._now() - self._date)
        if skew > SKEW:
            return Check(False, f"{int(skew.total_seconds())} s off Slack's; set it right.")
        return Check(True, "agrees with Slack's.")

    async def sockets(self) -> Check:
        """The app-level token opens a connection."""
        if self._settings.slack_app_token is None:
            return Check(True, "not used; requests come over HTTP.")
        client = self._clients.with_token(self._settings.slack_app_token)
        try:
            await client.apps_connections_open(app_token=self._settings.slack_app_token)
        except SlackApiError as problem:
            return Check(False, f"Slack refuses SLACK_APP_TOKEN ({refused(problem).code}).")
        except Exception as failure:  # noqa: BLE001  out of reach is an answer too
            return Check(False, f"Slack cannot be reached ({type(failure).__name__}).")
        return Check(True, "a connection can be opened.")
