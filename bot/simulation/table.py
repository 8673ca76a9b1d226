"""An outlook as text: what `waymark simulate` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from bot.domain.cadence import zone_named
from bot.simulation.entries import Entry, Outlook


def as_text(outlook: Outlook, people: Collection[str] = ()) -> str:
    """By person, then by day and hour of that person's own clock. ``people``: only these ids."""
    entries = [one for one in outlook.entries if not people or one.person_id in people]
    return "\n".join(_lines(outlook, entries)) + "\n"


# --- private -------------------------------------------------------------------------------------


def _lines(outlook: Outlook, entries: Sequence[Entry]) -> Iterator[str]:
    span = f"From {_moment(outlook.start)} to {_moment(outlook.until)} (UTC)"
    yield f"{span}, if nobody does anything:"
    if not entries:
        yield "\nNothing is planned."
    for (name, team, person_id, zone), held in groupby(sorted(entries, key=_place), _who):
        here = outlook.start.astimezone(zone_named(zone))
        yield f"\n{name} ({person_id} in {team}), {zone}, {here:%H:%M} now"
        for day, of_day in groupby(held, lambda one: one.local.date()):
            yield f"  {day:%a} {day.day} {day:%b %Y}"
            yield from (_line(one) for one in of_day)
    if not outlook.complete:
        yield "\nThere is more, and the run ended here: ask for fewer days."


def _line(entry: Entry) -> str:
    return f"    {entry.local:%H:%M %Z}  {entry.label:<42}  {entry.words}"


def _who(entry: Entry) -> tuple[str, str, str, str]:
    return entry.name, entry.workspace_id, entry.person_id, entry.zone


def _place(entry: Entry) -> tuple[str, str, str, str, datetime]:
    return *_who(entry), entry.at


def _moment(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}"
