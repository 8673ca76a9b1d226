"""What Slack knows of the app: the part of its manifest that changes Slack's behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field


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


@dataclass
class AppConfig:
    """One app. Field names follow the manifest; defaults are Waymark's own manifest."""

    app_id: str = "A0WAYMARK"
    name: str = "Waymark"
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
    commands: tuple[str, ...] = ("/mentor",)
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
