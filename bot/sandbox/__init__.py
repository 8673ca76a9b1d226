"""A strict local Slack: Web API, events, Socket Mode, people who click. See FIDELITY.md."""

from __future__ import annotations

from bot.sandbox.app_config import AppConfig, Shortcut, SlashCommand, Unsettled
from bot.sandbox.clock import ManualClock, OffsetClock, RealClock, SandboxClock
from bot.sandbox.faults import Fault
from bot.sandbox.journal import LogEntry
from bot.sandbox.people import Persona
from bot.sandbox.results import Answer, ClickResult, CommandResult, SubmitResult
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import Message, Team, User

__all__ = [
    "Answer",
    "AppConfig",
    "ClickResult",
    "CommandResult",
    "Fault",
    "LogEntry",
    "ManualClock",
    "Message",
    "OffsetClock",
    "Persona",
    "RealClock",
    "Sandbox",
    "SandboxClock",
    "Shortcut",
    "SlashCommand",
    "SubmitResult",
    "Team",
    "Unsettled",
    "User",
]
