"""People: who they are to Slack, how they like to be spoken to, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import Week, zone_named


class Tone(StrEnum):
    """How Waymark speaks to this person; the receiver decides (content.md 3.8)."""

    WARM = "warm"
    DIRECT = "direct"
    PLAYFUL = "playful"


@dataclass(frozen=True)
class Actor:
    """Who is acting, taken from the verified request: Slack ids are unique only together (D6)."""

    workspace_id: str
    user_id: str


@dataclass(frozen=True)
class Profile:
    """What Slack says about a member (``users.info``, ``user_change``; slack.md 4.6)."""

    user_id: str
    name: str
    time_zone: str = ""
    locale: str = "en"
    is_gone: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False


@dataclass
class Person:
    """A member of one workspace, with their own settings. Keyed by workspace and Slack user id."""

    workspace_id: str
    user_id: str
    name: str
    time_zone: str
    created_at: datetime
    locale: str = "en"
    tone: str = Tone.WARM
    emoji: bool = True
    checkin_weekday: int = 0
    slot: time = time(10, 0)
    window_start: time = time(9, 30)
    window_end: time = time(16, 30)
    working_days: str = "01234"
    zone_confirmed: bool = False
    seeks_mentor: bool = False
    offers_mentoring: bool = False
    mentor_type: str = ""
    mentor_topics: str = ""
    mentor_capacity: int = 2
    helps_me: str = ""
    feedback_welcome: bool = False
    set_up_at: datetime | None = None
    seen_home_at: datetime | None = None
    paused_until: datetime | None = None
    pause_shared: bool = False
    gone_at: datetime | None = None
    dm_channel: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False

    @classmethod
    def arriving(cls, workspace_id: str, profile: Profile, at: datetime) -> Person:
        """A first meeting: everything at its default, the zone as Slack has it."""
        return cls(
            workspace_id=workspace_id,
            user_id=profile.user_id,
            name=profile.name,
            time_zone=profile.time_zone or "UTC",
            locale=profile.locale or "en",
            created_at=at,
            gone_at=at if profile.is_gone else None,
            is_bot=profile.is_bot,
            is_guest=profile.is_guest,
            is_stranger=profile.is_stranger,
        )

    @property
    def week(self) -> Week:
        """Their week as a value the rules of time understand."""
        return Week(
            zone=zone_named(self.time_zone),
            working_days=tuple(int(day) for day in self.working_days),
            window_start=self.window_start,
            window_end=self.window_end,
            slot=self.slot,
        )

    def is_paused(self, at: datetime) -> bool:
        """Whether they asked for quiet at this moment."""
        return self.paused_until is not None and at < self.paused_until

    @property
    def is_here(self) -> bool:
        """Whether Slack still lets us reach them."""
        return self.gone_at is None

    @property
    def can_be_paired(self) -> bool:
        """Full members and guests of this workspace; never bots or Slack Connect strangers."""
        return self.is_here and not self.is_bot and not self.is_stranger

    def is_new(self, at: datetime) -> bool:
        """In the first two weeks growth extras stay off (content.md 5.2)."""
        return at - self.created_at < timedelta(days=14)

    def learn(self, profile: Profile, at: datetime) -> bool:
        """Take over what Slack says now; True when the time zone changed."""
        moved = bool(profile.time_zone) and profile.time_zone != self.time_zone
        self.name = profile.name or self.name
        self.time_zone = profile.time_zone or self.time_zone
        self.is_guest, self.is_stranger = profile.is_guest, profile.is_stranger
        if profile.is_gone and self.gone_at is None:
            self.gone_at = at
        elif not profile.is_gone:
            self.gone_at = None
        return moved
