"""People: who they are to Slack, how they like to be spoken to, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.cadence import WEEKDAYS, Week, is_zone, zone_meant, zone_named
from bot.domain.errors import (
    NotAWorkingDay,
    NoWorkingDay,
    OutsideWindow,
    UnknownZone,
    WaymarkError,
    WindowTurned,
)

#: A window shorter than this would leave no room for a slot and a late start.
SHORTEST_WINDOW = timedelta(minutes=30)


class Tone(StrEnum):
    """How Waymark speaks to this person; the receiver decides (content.md 3.8)."""

    WARM = "warm"
    DIRECT = "direct"
    PLAYFUL = "playful"


class Role(StrEnum):
    """What a person came for (content.md 1.1). ``PAIRED``: a mentor is found already."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"
    PAIRED = "paired"

    @property
    def is_mentee(self) -> bool:
        """Whether there are check-ins to set up."""
        return self is not Role.MENTOR

    @property
    def is_mentor(self) -> bool:
        """Whether others may ask them."""
        return self in (Role.MENTOR, Role.BOTH)


class MentorType(StrEnum):
    """A seasoned leader, a peer, an expert (the essay's introduction; content.md I2a)."""

    LEADER = "leader"
    PEER = "peer"
    EXPERT = "expert"


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
    is_admin: bool = False


@dataclass(frozen=True)
class Preferences:
    """When and how a person wants to be spoken to, as a form gives it; ``zone`` as typed."""

    weekday: int
    slot: time
    zone: str
    window_start: time
    window_end: time
    working_days: str
    tone: str = Tone.WARM
    emoji: bool = True

    def problems(self) -> Mapping[str, WaymarkError]:
        """What does not fit together, by the field it stands in. Unfit ones would mean that no
        message ever finds an open window."""
        wrong: dict[str, WaymarkError] = {}
        if not zone_meant(self.zone):
            wrong["zone"] = UnknownZone(zone=" ".join(self.zone.split())[:60])
        if not self.working_days:
            wrong["working_days"] = NoWorkingDay()
        elif str(self.weekday) not in self.working_days:
            wrong["weekday"] = NotAWorkingDay(day=WEEKDAYS[self.weekday])
        if _minutes(self.window_end) - _minutes(self.window_start) < _minutes(SHORTEST_WINDOW):
            wrong["window_end"] = WindowTurned()
        elif not self.window_start <= self.slot < self.window_end:
            wrong["slot"] = OutsideWindow(window=self.window)
        return wrong

    @property
    def window(self) -> str:
        """ "09:30 to 16:30"."""
        return f"{self.window_start:%H:%M} to {self.window_end:%H:%M}"


@dataclass(frozen=True)
class MentorProfile:
    """What others may know before they ask."""

    topics: str = ""
    type: str = ""
    capacity: int = 2
    helps_me: str = ""
    feedback_welcome: bool = False


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
    #: What Slack said last; another word from Slack is a journey, the same one again is not.
    slack_zone: str = ""
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
    #: After a setback nothing of Waymark's own comes before then (content.md 9.1).
    quiet_until: datetime | None = None
    gone_at: datetime | None = None
    dm_channel: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False

    @classmethod
    def arriving(cls, workspace_id: str, profile: Profile, at: datetime) -> Person:
        """A first meeting: everything at its default, the zone as Slack has it.

        Of the moment only the day is kept: it may have been a question without a name.
        """
        return cls(
            workspace_id=workspace_id,
            user_id=profile.user_id,
            name=profile.name,
            time_zone=profile.time_zone if is_zone(profile.time_zone) else "UTC",
            slack_zone=profile.time_zone[:64],
            locale=profile.locale or "en",
            created_at=at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
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

    @property
    def zone_is_known(self) -> bool:
        """Whether anybody ever said where they are, in a name the system knows; if not, it is
        asked, never assumed."""
        return is_zone(self.time_zone) and (self.zone_confirmed or is_zone(self.slack_zone))

    @property
    def preferences(self) -> Preferences:
        """As they are now; an unknown zone stays empty, so that a form has to ask."""
        return Preferences(
            weekday=self.checkin_weekday,
            slot=self.slot,
            zone=self.time_zone if self.zone_is_known else "",
            window_start=self.window_start,
            window_end=self.window_end,
            working_days=self.working_days,
            tone=self.tone,
            emoji=self.emoji,
        )

    def prefer(self, chosen: Preferences) -> None:
        """Take over what was chosen; the zone counts as confirmed.

        Raises the first of ``Preferences.problems``.
        """
        for problem in chosen.problems().values():
            raise problem
        self.time_zone, self.zone_confirmed = zone_meant(chosen.zone), True
        self.checkin_weekday, self.slot = chosen.weekday, chosen.slot
        self.window_start, self.window_end = chosen.window_start, chosen.window_end
        self.working_days = "".join(sorted(set(chosen.working_days)))
        self.tone, self.emoji = Tone(chosen.tone), chosen.emoji

    def offer(self, profile: MentorProfile) -> None:
        """Take over what a mentor says of themselves."""
        self.mentor_topics, self.mentor_type = profile.topics, profile.type
        self.mentor_capacity = min(max(profile.capacity, 0), 5)
        self.helps_me, self.feedback_welcome = profile.helps_me, profile.feedback_welcome

    @property
    def zone_name(self) -> str:
        """The zone as people say it: "London", "New York"; "UTC" for one nobody knows."""
        return self.week.zone.key.rpartition("/")[2].replace("_", " ")

    @property
    def window_in_words(self) -> str:
        """ "Mon to Fri, 09:30 to 16:30"."""
        days = sorted({int(day) for day in self.working_days}) or list(range(7))
        names = [WEEKDAYS[day][:3] for day in days]
        together = len(days) > 2 and days[-1] - days[0] == len(days) - 1
        said = f"{names[0]} to {names[-1]}" if together else ", ".join(names)
        return f"{said}, {self.preferences.window}"

    def returns_on(self, day: date) -> bool:
        """Whether a pause ends on this local day: nothing is asked on the first day back
        (content.md 5.3)."""
        back = self.paused_until
        return back is not None and self.week.local(back).date() == day

    def is_paused(self, at: datetime) -> bool:
        """Whether they asked for quiet at this moment."""
        return self.paused_until is not None and at < self.paused_until

    def is_quiet(self, at: datetime) -> bool:
        """Whether only people are heard at this moment: the day of a setback, and the next."""
        return self.quiet_until is not None and at < self.quiet_until

    @property
    def is_here(self) -> bool:
        """Whether Slack still lets us reach them."""
        return self.gone_at is None

    def is_new(self, at: datetime) -> bool:
        """In the first two weeks growth extras stay off (content.md 5.2)."""
        return at < self.new_until

    @property
    def new_until(self) -> datetime:
        """When these two weeks end."""
        return self.created_at + timedelta(days=14)

    def learn(self, profile: Profile, at: datetime) -> bool:
        """Take over what Slack says now; True when they moved to another time zone.

        A zone somebody typed stays until Slack says something new: they travelled.
        """
        moved = False
        if profile.time_zone and profile.time_zone != self.slack_zone:
            self.slack_zone = profile.time_zone[:64]
            moved = is_zone(profile.time_zone) and profile.time_zone != self.time_zone
            self.time_zone = profile.time_zone if moved else self.time_zone
        self.name = profile.name or self.name
        self.is_guest, self.is_stranger = profile.is_guest, profile.is_stranger
        if profile.is_gone and self.gone_at is None:
            self.gone_at = at
        elif not profile.is_gone:
            self.gone_at = None
        return moved


# --- private -------------------------------------------------------------------------------------


def _minutes(of: time | timedelta) -> int:
    if isinstance(of, timedelta):
        return int(of.total_seconds() // 60)
    return of.hour * 60 + of.minute
