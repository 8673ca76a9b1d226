"""Every scheduled nudge: an explicit list you can read (style.md S11)."""

from __future__ import annotations

from bot.services.nudges.base import Nudge
from bot.services.nudges.checkin_due import CheckinDueNudge
from bot.services.nudges.checkin_nudge import CheckinNudgeNudge
from bot.services.nudges.checkin_snoozed import CheckinSnoozedNudge

NUDGES: tuple[Nudge, ...] = (
    CheckinDueNudge(),
    CheckinNudgeNudge(),
    CheckinSnoozedNudge(),
)

__all__ = ["NUDGES", "Nudge"]
