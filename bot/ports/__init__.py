"""What the core needs from the world outside; the edges implement it (style.md 3.3)."""

from __future__ import annotations

from bot.ports.channels import ChannelBusy, ChannelHidden, Channels
from bot.ports.clock import Clock
from bot.ports.directory import Directory
from bot.ports.messenger import DeliveryFailed, History, Messenger, Outcome, Sent
from bot.ports.phrasebook import Phrasebook
from bot.ports.points import Points, Unwatched
from bot.ports.unit_of_work import (
    Ahead,
    Everywhere,
    InDoubt,
    TryAgain,
    UnitOfWork,
    Units,
    request_key,
)

__all__ = [
    "Ahead",
    "ChannelBusy",
    "ChannelHidden",
    "Channels",
    "Clock",
    "DeliveryFailed",
    "Directory",
    "Everywhere",
    "History",
    "InDoubt",
    "Messenger",
    "Outcome",
    "Phrasebook",
    "Points",
    "Sent",
    "TryAgain",
    "UnitOfWork",
    "Units",
    "Unwatched",
    "request_key",
]
