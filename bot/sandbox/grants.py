"""What an app asks for on the install screen, and the code a person's yes becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.sandbox.app_config import AppConfig
from bot.sandbox.scope_words import SCOPE_WORDS

#: How long a code may be exchanged.
CODE_LIFE = timedelta(minutes=10)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadRequest(Exception):
    """The install screen cannot be shown; the words say why, ``code`` is Slack's name for it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass
class Grant:
    """A yes, waiting to be exchanged. ``sent_uri``: the ``redirect_uri`` that was asked with, if
    any. ``org``: for the whole organisation."""

    code: str
    client_id: str
    sent_uri: str | None
    team_id: str
    user_id: str
    scopes: tuple[str, ...]
    at: datetime
    org: bool = False
    used: bool = False

    def is_over(self, now: datetime) -> bool:
        """Whether the ten minutes have passed."""
        return now - self.at > CODE_LIFE


@dataclass(frozen=True)
class Asked:
    """A well-formed request for the install screen."""

    client_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    sent_uri: str | None
    state: str | None

    def back(self, **more: str) -> str:
        """The address that takes the answer to the app."""
        parts = urlsplit(self.redirect_uri)
        pairs = [*parse_qsl(parts.query, keep_blank_values=True), *more.items()]
        if self.state is not None:
            pairs.append(("state", self.state))
        return parts._replace(query=urlencode(pairs), fragment="").geturl()

    @property
    def origin(self) -> str:
        """Where the person is sent back to, without the path."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    def fields(self) -> dict[str, str]:
        """The request again, as the parameters it came with."""
        given = {"client_id": self.client_id, "scope": ",".join(self.scopes)}
        more = {"redirect_uri": self.sent_uri, "state": self.state}
        return given | {name: value for name, value in more.items() if value is not None}


def read_request(config: AppConfig, query: Mapping[str, str]) -> Asked:
    """The parameters of ``/oauth/v2/authorize``. Raises BadRequest."""
    client_id = query.get("client_id", "")
    if client_id != config.client_id:
        raise BadRequest(
            "invalid_client_id",
            f"No app here has the client id “{client_id}”."
            if client_id
            else "The link names no app: its client_id is missing.",
        )
    if query.get("user_scope"):
        raise BadRequest(
            "invalid_scope", "The link asks for user_scope. This local Slack has no user tokens."
        )
    sent = query.get("redirect_uri") or None
    return Asked(
        client_id=client_id,
        scopes=_scopes(query.get("scope", "")),
        redirect_uri=_redirect(config, sent),
        sent_uri=sent,
        state=query.get("state"),
    )


# --- private ---------------------------------------------------------------------


def _scopes(given: str) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(given.replace(",", " ").split()))
    if not scopes:
        raise BadRequest("no_scopes", "The link asks for no permission at all: scope is empty.")
    unknown = [scope for scope in scopes if scope not in SCOPE_WORDS]
    if unknown:
        words = f"The link asks for permissions that do not exist here: {', '.join(unknown)}."
        raise BadRequest("invalid_scope", words)
    return scopes


def _redirect(config: AppConfig, sent: str | None) -> str:
    if not config.redirect_urls:
        words = "The app has no redirect URL, so there would be no way back from here."
        raise BadRequest("bad_redirect_uri", words)
    chosen = sent or config.redirect_urls[0]
    if not any(_is_below(chosen, allowed) for allowed in config.redirect_urls):
        words = f"redirect_uri did not match any configured URL. Passed: {chosen}"
        raise BadRequest("bad_redirect_uri", words)
    if urlsplit(chosen).hostname not in LOOPBACK:
        words = f"This local Slack sends nobody off this machine, and {chosen} is elsewhere."
        raise BadRequest("bad_redirect_uri", words)
    return chosen


def _is_below(address: str, allowed: str) -> bool:
    """Slack takes a configured address and whatever lies below it."""
    try:
        one, other = urlsplit(address), urlsplit(allowed)
    except ValueError:
        return False
    same = (one.scheme, one.netloc) == (other.scheme, other.netloc)
    base = other.path.rstrip("/")
    plain = ".." not in one.path.split("/") and not one.fragment
    return same and plain and (one.path.rstrip("/") == base or one.path.startswith(f"{base}/"))
