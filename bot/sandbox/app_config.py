"""What Slack knows of the app: the part of its manifest that changes Slack's behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.wire import Json


@dataclass(frozen=True)
class Unsettled:
    """Rules nobody here could verify (mark U in FIDELITY.md), each settable both ways."""

    bad_view_error: str = "invalid_arguments"
    """What views.* answers to a broken view; their error tables have no ``invalid_blocks``."""
    escape_modal_values: bool = False
    """Whether text typed into a modal arrives escaped, as message text does."""
    emoji_as_names: bool = True
    """Whether a typed emoji comes back as ``:name:`` in message and command text."""
    gone_recipient_error: str = "user_disabled"
    """chat.postMessage to the DM of a deactivated person."""
    late_ack_counts: bool = True
    """Whether an acknowledgement after the three seconds stops further redelivery."""
    metadata_bytes: int = 8_000
    """Largest metadata payload; Slack publishes no number."""
    edit_window_seconds: int | None = None
    """How long chat.update may edit; None: for ever (a workspace setting in Slack)."""


@dataclass(frozen=True)
class SlashCommand:
    """One command, as the manifest declares it and as Slack offers it while typing."""

    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """One shortcut: in the menu beside the composer (``global``) or of every ``message``."""

    type: Literal["global", "message"]
    name: str
    callback_id: str
    description: str = ""


@dataclass
class AppConfig:
    """One app. Field names follow the manifest; see ``from_manifest``."""

    app_id: str = "A0WAYMARK"
    name: str = "Waymark"
    description: str = ""
    signing_secret: str = "sandbox-signing-secret"
    verification_token: str = "sandbox-verification"
    bot_token: str = "xoxb-sandbox-1"
    app_token: str = "xapp-sandbox-1"
    scopes: tuple[str, ...] = ("chat:write", "commands", "im:history", "im:write", "users:read")
    events: tuple[str, ...] = (
        "message.im",
        "app_home_opened",
        "user_change",
        "app_uninstalled",
        "tokens_revoked",
    )
    commands: tuple[SlashCommand, ...] = (SlashCommand("/mentor"),)
    shortcuts: tuple[Shortcut, ...] = ()
    optional_scopes: tuple[str, ...] = ()
    """Those a person may leave out when installing (manifest ``bot_optional``)."""
    client_id: str = "1000200030.4000500060"
    client_secret: str = "sandbox-client-secret"
    redirect_urls: tuple[str, ...] = ()
    """Where the install screen may send people back to: these addresses, or below them."""
    install_url: str | None = None
    """The *Direct Install URL*: where the button of the app's page leads. None: no such button."""
    org_deploy_enabled: bool = False
    """Whether the install screen offers the whole organisation instead of one workspace."""
    request_url: str | None = None
    """Where Slack sends everything. None: Socket Mode."""
    bot_user_id: str = "U0WAYMARK"
    bot_id: str = "B0WAYMARK"
    home_tab_enabled: bool = True
    messages_tab_enabled: bool = True
    messages_tab_read_only: bool = False
    should_escape: bool = True
    """``@name`` in a command arrives as ``<@U…|name>`` (manifest ``should_escape``)."""
    delayed_events: bool = False
    """The *Delayed Events* setting: hourly attempts for a day after the three retries."""
    events_per_hour: int = 30_000
    unsettled: Unsettled = field(default_factory=Unsettled)

    @classmethod
    def from_manifest(cls, manifest: Json, **more: Any) -> AppConfig:
        """The app that Slack would create from this manifest; ``more`` are other fields."""
        features, settings = manifest["features"], manifest["settings"]
        home, oauth = features.get("app_home", {}), manifest["oauth_config"]
        commands = features.get("slash_commands", [])
        declared: Json = {
            "name": manifest["display_information"]["name"],
            "description": manifest["display_information"].get("description", ""),
            "scopes": tuple(oauth["scopes"]["bot"]),
            "optional_scopes": tuple(oauth["scopes"].get("bot_optional", ())),
            "redirect_urls": tuple(oauth.get("redirect_urls", ())),
            "org_deploy_enabled": settings.get("org_deploy_enabled", False),
            "events": tuple(settings.get("event_subscriptions", {}).get("bot_events", ())),
            "commands": tuple(
                SlashCommand(one["command"], one["description"], one.get("usage_hint", ""))
                for one in commands
            ),
            "shortcuts": tuple(
                Shortcut(one["type"], one["name"], one["callback_id"], one["description"])
                for one in features.get("shortcuts", [])
            ),
            "home_tab_enabled": home.get("home_tab_enabled", False),
            "messages_tab_enabled": home.get("messages_tab_enabled", True),
            "messages_tab_read_only": home.get("messages_tab_read_only_enabled", False),
            "should_escape": all(one.get("should_escape", False) for one in commands),
        }
        return cls(**{**declared, **more})
