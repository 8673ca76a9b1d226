"""What the operator decides, read once at the start and never again.

Only `bootstrap` and the command line read settings; everything else is handed what it needs.
`SETTINGS` is the one list of them: `.env.example` and the README table are generated from it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from dotenv import dotenv_values

SLACK_API_URL = "https://slack.com/api/"


class BadSettings(Exception):
    """One sentence that names the variable and what would put it right; never a secret's value."""


@dataclass(frozen=True)
class Setting:
    """One line of `.env.example`. `default` is what happens without it, "" if nothing does."""

    name: str
    default: str
    secret: bool
    meaning: str


SETTINGS = (
    Setting("SLACK_BOT_TOKEN", "", True, "Bot token of the installed app (xoxb-…)."),
    Setting("SLACK_SIGNING_SECRET", "", True, "Proves that a request over HTTP is Slack's."),
    Setting("SLACK_APP_TOKEN", "", True, "App-level token (xapp-…); present: Socket Mode."),
    Setting(
        "SLACK_CLIENT_ID",
        "",
        False,
        "Client id of the app, when workspaces install it themselves at `/slack/install`.",
    ),
    Setting("SLACK_CLIENT_SECRET", "", True, "Client secret of the app; with SLACK_CLIENT_ID."),
    Setting("SLACK_API_URL", SLACK_API_URL, False, "Slack's Web API, or a local Slack's."),
    Setting("DATABASE_URL", "", True, "postgres://… or sqlite:///…; a SQLite file if unset."),
    Setting("WAYMARK_DATA", "data", False, "Folder of the SQLite file waymark.db."),
    Setting("WAYMARK_PROMPTS", "", False, "Folder of your own wordings (prompts/README.md)."),
    Setting(
        "WAYMARK_SECRET_KEYS",
        "",
        True,
        "Keys that encrypt private words, newest first; `waymark secret` prints one.",
    ),
    Setting("HOST", "127.0.0.1", False, "Address to listen on."),
    Setting("PORT", "3000", False, "Port to listen on."),
    Setting("LOG_LEVEL", "INFO", False, "DEBUG (local Slack only), INFO, WARNING or ERROR."),
)

# What each process cannot start without; "|" joins alternatives, the first is the one advised.
_KEYS = "WAYMARK_SECRET_KEYS"
_ACCESS = "SLACK_BOT_TOKEN|SLACK_CLIENT_ID"
_DOOR = "SLACK_SIGNING_SECRET|SLACK_APP_TOKEN"
NEEDS: Mapping[str, tuple[str, ...]] = {
    "migrate": (_KEYS,),
    "backup": (),
    "restore": (_KEYS,),
    "rotate-keys": (_KEYS,),
    "simulate": (_KEYS,),
    "doctor": (_ACCESS, _DOOR, _KEYS),
    "worker": (_ACCESS, _KEYS),
    "web": (_ACCESS, _DOOR, _KEYS),
    "run": (_ACCESS, _DOOR, _KEYS),
}


@dataclass(frozen=True)
class Settings:
    """Checked values. Secrets stay out of its repr; `database_url` may hold a password."""

    slack_bot_token: str | None = field(default=None, repr=False)
    slack_signing_secret: str | None = field(default=None, repr=False)
    slack_app_token: str | None = field(default=None, repr=False)
    slack_client_id: str | None = None
    slack_client_secret: str | None = field(default=None, repr=False)
    slack_api_url: str = SLACK_API_URL  # ends with a slash
    database_url: str = field(default="sqlite+aiosqlite:///data/waymark.db", repr=False)
    prompts_folder: Path | None = None  # of an operator's own wordings
    data_folder: Path = Path("data")  # of the default database; whoever opens it creates it
    secret_keys: tuple[str, ...] = field(default=(), repr=False)  # Fernet keys, newest first
    host: str = "127.0.0.1"
    port: int = 3000  # 0: any free one
    log_level: str = "INFO"

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str], *, env_file: Path | None = Path(".env")
    ) -> Settings:
        """Read and check everything that is given; nothing is demanded yet (see `check`).

        `environ` wins over `env_file`, which may be absent. `NAME_FILE` names a file holding the
        value of NAME. An empty value counts as none. Raises BadSettings.
        """
        given = _gather(environ, env_file)
        api_url = _api_url(given.get("SLACK_API_URL", SLACK_API_URL))
        data_folder = Path(given.get("WAYMARK_DATA", "data"))
        database_url = given.get("DATABASE_URL")
        return cls(
            slack_bot_token=_token(given, "SLACK_BOT_TOKEN", "xoxb-", "a bot token"),
            slack_signing_secret=given.get("SLACK_SIGNING_SECRET"),
            slack_app_token=_token(given, "SLACK_APP_TOKEN", "xapp-", "an app-level token"),
            slack_client_id=_client_id(given.get("SLACK_CLIENT_ID")),
            slack_client_secret=given.get("SLACK_CLIENT_SECRET"),
            slack_api_url=api_url,
            database_url=(
                _database_url(database_url)
                if database_url
                else f"sqlite+aiosqlite:///{data_folder / 'waymark.db'}"
            ),
            data_folder=data_folder,
            prompts_folder=_folder(given.get("WAYMARK_PROMPTS")),
            secret_keys=_secret_keys(given.get("WAYMARK_SECRET_KEYS", "")),
            host=_host(given.get("HOST", "127.0.0.1")),
            port=_port(given.get("PORT", "3000")),
            log_level=_log_level(given.get("LOG_LEVEL", "INFO"), api_url),
        )

    @property
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    def check(self, process: str) -> None:
        """Complain about the first thing `waymark <process>` (a key of NEEDS) must have."""
        self.needs(*NEEDS[process])
        if self.slack_client_id or self.slack_client_secret:
            self.needs("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

    def needs(self, *names: str) -> None:
        """Raise BadSettings naming the first variable that is missing; `A|B`: one is enough."""
        for choice in names:
            alternatives = choice.split("|")
            if not any(self._value_of(name) for name in alternatives):
                first, *others = alternatives
                instead = "".join(f" (or {other})" for other in others)
                raise BadSettings(f"{first} is missing{instead}: {_meaning(first)}")

    def _value_of(self, name: str) -> object:
        return getattr(self, name.removeprefix("WAYMARK_").lower())


def env_example() -> str:
    """The text of `.env.example`: every setting, each commented out."""
    lines = [
        "# Waymark's settings. Copy to .env and fill in; the environment wins over this file.",
        "# Each is also read from a file: NAME_FILE=path instead of NAME=value.",
    ]
    for setting in SETTINGS:
        lines += ["", f"# {setting.meaning}", f"#{setting.name}={setting.default}"]
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """The same list as the README's Markdown table."""
    rows = [
        f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else '–'} "
        f"| {setting.meaning} |"
        for setting in SETTINGS
    ]
    return "\n".join(["| Variable | Default | Meaning |", "| --- | --- | --- |", *rows]) + "\n"


# --- reading -------------------------------------------------------------------------------------


def _gather(environ: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    from_file = _read_env_file(env_file) if env_file else {}
    given: dict[str, str] = {}
    for setting in SETTINGS:
        # The environment settles a name as a whole: its NAME also beats the file's NAME_FILE.
        value = _one(setting.name, environ) or _one(setting.name, from_file)
        if value:
            given[setting.name] = value
    return given


def _read_env_file(path: Path) -> dict[str, str]:
    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path} cannot be read as UTF-8 text.") from error
    return {name: value for name, value in values.items() if value is not None}


def _one(name: str, source: Mapping[str, str]) -> str:
    value = source.get(name, "").strip()
    path = source.get(f"{name}_FILE", "").strip()
    if value and path:
        raise BadSettings(f"{name} and {name}_FILE are both set: keep one.")
    if not path:
        return value
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadSettings(f"{name}_FILE names a file that cannot be read: {path}.") from error
    if not value:
        raise BadSettings(f"{name}_FILE names an empty file: {path}.")
    return value


def _meaning(name: str) -> str:
    text = next(setting.meaning for setting in SETTINGS if setting.name == name)
    return text[0].lower() + text[1:] if text[:2].istitle() else text


# --- checking ------------------------------------------------------------------------------------


def _token(given: Mapping[str, str], name: str, prefix: str, what: str) -> str | None:
    token = given.get(name)
    if token is None:
        return None
    if not token.startswith(prefix):
        raise BadSettings(f"{name} is not {what}: Slack's begin with {prefix}.")
    # Tokens travel in a header: a stray space or quote would break every call.
    if not re.fullmatch(r"[A-Za-z0-9._-]+", token.removeprefix(prefix)):
        raise BadSettings(f"{name} is cut short or holds characters that no Slack token has.")
    return token


def _client_id(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(r"[A-Za-z0-9._-]+", given):
        raise BadSettings("SLACK_CLIENT_ID holds characters that no client id of Slack's has.")
    return given


def _api_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise BadSettings(f"SLACK_API_URL is not a web address: it looks like {SLACK_API_URL}.")
    if parts.scheme == "http" and not _is_loopback(host):
        raise BadSettings("SLACK_API_URL must be https: tokens travel in the clear over http.")
    return url if url.endswith("/") else url + "/"


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme in ("sqlite", "sqlite+aiosqlite") and separator:
        if not rest.startswith("/") or len(rest) < 2 or ":memory:" in rest:
            raise BadSettings("DATABASE_URL for SQLite names a file: sqlite:///path/waymark.db.")
        return f"sqlite+aiosqlite://{rest}"
    if scheme in ("postgres", "postgresql", "postgresql+asyncpg") and separator:
        return _postgres_url(rest)
    raise BadSettings("DATABASE_URL must begin with postgres://, postgresql:// or sqlite:///.")


def _postgres_url(rest: str) -> str:
    """Hosts hand out libpq's query (`?sslmode=require`), which asyncpg spells otherwise."""
    try:
        parts = urlsplit(f"postgresql://{rest}")
        named = parts.hostname or "host=" in parts.query
        _ = parts.port
    except ValueError as error:
        raise BadSettings("DATABASE_URL has an address or port that cannot be read.") from error
    if not named or len(parts.path) < 2:
        raise BadSettings("DATABASE_URL names no host or no database: postgres://host/database.")
    query = [
        ("ssl" if name == "sslmode" else name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name != "channel_binding"  # asyncpg has no such setting
    ]
    return f"postgresql+asyncpg://{rest.partition('?')[0]}" + (
        f"?{urlencode(query)}" if query else ""
    )


def _secret_keys(text: str) -> tuple[str, ...]:
    """A Fernet key is 32 bytes in URL-safe base64: 43 signs and one `=`."""
    keys = tuple(dict.fromkeys(re.split(r"[,\s]+", text.strip(", \t\r\n")))) if text else ()
    for place, key in enumerate(keys, start=1):
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
            raise BadSettings(
                f"WAYMARK_SECRET_KEYS has no valid key in place {place}: "
                "`waymark secret` prints one."
            )
    return keys


def _folder(name: str | None) -> Path | None:
    if not name:
        return None
    if not (folder := Path(name)).is_dir():
        raise BadSettings(f"WAYMARK_PROMPTS names no folder: {name}.")
    return folder


def _host(host: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
        raise BadSettings("HOST must be an address or a host name, such as 127.0.0.1 or 0.0.0.0.")
    return host


def _port(port: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        raise BadSettings("PORT must be a number from 0 to 65535.")
    return int(port)


def _log_level(level: str, api_url: str) -> str:
    level = level.upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise BadSettings("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    if level == "DEBUG" and not _is_loopback(urlsplit(api_url).hostname):
        # The Slack libraries write people's words to the log at DEBUG (reliability.md T15).
        raise BadSettings("LOG_LEVEL must not be DEBUG unless SLACK_API_URL is on this machine.")
    return level
