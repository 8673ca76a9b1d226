"""What no quarter may break: caps, windows, who reads what; how much is said (content.md 5.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import mean

from bot.domain.people import Person
from tests.factories import TEAM
from tests.quarter.people import Company, Member
from tests.stage import Conversation

#: Messages of a week: P2 to P4 (content.md 5.2).
MENTEE_A_WEEK, MENTOR_A_WEEK = 3, 2
DAY_CEILING, BUDGETED_A_DAY = 2, 1
#: The means of content.md 5.2 and the weeks of nearly everybody; the worst week of anybody.
MENTEE_MEAN, MENTEE_MOST, MENTEE_WORST = 2.9, 4, 6
MENTOR_MEAN, MENTOR_MOST = 2.3, 3
NEARLY = 0.95

Sent = Sequence[tuple[frozenset[int], datetime]]


@dataclass
class Findings:
    """What was broken, and how much was said: messages of each person's each week."""

    broken: list[str] = field(default_factory=list)
    mentee_weeks: list[int] = field(default_factory=list)
    mentor_weeks: list[int] = field(default_factory=list)

    def told(self, company: Company) -> str:
        """One paragraph for the record."""
        done = ", ".join(f"{what} {count}" for what, count in sorted(company.done.items()))
        return (
            f"mentees: {mean(self.mentee_weeks):.2f} messages a week, "
            f"{_share(self.mentee_weeks, MENTEE_MOST):.1%} of weeks with {MENTEE_MOST} or fewer, "
            f"worst {max(self.mentee_weeks)}; mentors: {mean(self.mentor_weeks):.2f}, "
            f"{_share(self.mentor_weeks, MENTOR_MOST):.1%} with {MENTOR_MOST} or fewer, "
            f"worst {max(self.mentor_weeks)}. Done: {done}"
        )

    @property
    def is_quiet(self) -> bool:
        """Whether no more is said than the design promises."""
        return (
            mean(self.mentee_weeks) <= MENTEE_MEAN
            and mean(self.mentor_weeks) <= MENTOR_MEAN
            and _share(self.mentee_weeks, MENTEE_MOST) >= NEARLY
            and _share(self.mentor_weeks, MENTOR_MOST) >= NEARLY
            and max(self.mentee_weeks) <= MENTEE_WORST
        )


async def judge(stage: Conversation, company: Company, began: datetime, weeks: int) -> Findings:
    """Look at everything that was sent and everything that was ever seen."""
    found = Findings()
    async with stage.waymark.units.reading(TEAM) as work:
        for one in company.everybody:
            person = await work.people.get(one.persona.id)
            assert person is not None
            sent = [it for it in await work.outbox.spent(one.persona.id, began) if it[0] - {0}]
            found.broken += _caps(one, person, sent)
            found.broken += _windows(one, person, sent)
            counts = _by_week(sent, began, weeks)
            (found.mentee_weeks if one.is_mentee else found.mentor_weeks).extend(counts)
            found.broken += [f"{one.persona.name}: {error}" for error in one.persona.errors]
    found.broken += _strangers(company)
    return found


# --- private -------------------------------------------------------------------------------------


def _caps(one: Member, person: Person, sent: Sent) -> list[str]:
    """Content.md 5.2, counted in local days."""
    a_week = MENTEE_A_WEEK if one.is_mentee else MENTOR_A_WEEK
    days: dict[date, list[frozenset[int]]] = {}
    for classes, at in sent:
        days.setdefault(person.week.local(at).date(), []).append(classes)
    broken = []
    for day, today in days.items():
        week = [it for on, some in days.items() if 0 <= (day - on).days < 7 for it in some]
        for rule, count, most in (
            ("a day", len(today), DAY_CEILING),
            ("budgeted a day", len(_budgeted(today)), BUDGETED_A_DAY),
            ("budgeted a week", len(_budgeted(week)), a_week),
        ):
            if count > most:
                broken.append(f"{one.persona.name} {day}: {count} {rule}, at most {most}")
    return broken


def _budgeted(messages: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    return [classes for classes in messages if classes & {2, 3, 4}]


def _windows(one: Member, person: Person, sent: Sent) -> list[str]:
    return [
        f"{one.persona.name} {person.week.local(at):%a %d %b %H:%M}: outside the window"
        for _, at in sent
        if not person.week.is_open(at)
    ]


def _by_week(sent: Sent, began: datetime, weeks: int) -> list[int]:
    counts = Counter((at - began) // timedelta(weeks=1) for _, at in sent)
    return [counts[week] for week in range(weeks)]


def _strangers(company: Company) -> list[str]:
    """Words in front of somebody they were not meant for: private ones of anybody's else, shared
    ones of a mentee of somebody else's."""
    words: dict[str, set[str]] = {}
    for one in company.mentees:
        near = {one.persona.id} | {mentor.persona.id for mentor in one.mentors}
        words |= {word: {one.persona.id} for word in one.private}
        words |= dict.fromkeys(one.shared, near)
    broken = []
    for one in company.everybody:
        seen = "\n".join(one.persona.seen)
        may = {word for word, readers in words.items() if one.persona.id in readers}
        broken += [f"{one.persona.name} saw “{w}”" for w in words if w not in may and w in seen]
    return broken


def _share(weeks: Sequence[int], most: int) -> float:
    return sum(count <= most for count in weeks) / len(weeks)
