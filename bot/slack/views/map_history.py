"""What changed on a map, and what was put away: two windows for its owner alone (4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.services.map_history import AwaySeen, ChangeSeen
from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.goal_dates import short
from bot.slack.views.map_words import name_of
from bot.slack.views.vocabulary import Block, View, beside, button, modal, note, plainly, says

#: Rows of a window; older ones are counted.
SHOWN = 40


def changes(held: Sequence[ChangeSeen], label: Label) -> View:
    """Newest first: the day, which way, and what it was before."""
    blocks: list[Block] = [note("Only you see this.")]
    if not held:
        blocks += says("Nothing has changed so far.")
    blocks += [plainly(_line(one)) for one in held[:SHOWN]]
    if len(held) > SHOWN:
        blocks.append(note(f"and {len(held) - SHOWN} more"))
    return modal(ids.MAP_HISTORY_PAGE, "What changed", blocks, close=label("forms.close"))


def put_away(held: Sequence[AwaySeen], label: Label) -> View:
    """Each with its way back; what comes back is its owner's alone until they show it."""
    blocks: list[Block] = []
    for one in held[:SHOWN]:
        words = "\n".join([name_of(one.path), *one.steps, f"Since {_day(one.on)}"])
        back = button(label("map_page.back"), ids.MAP_BACK, one.path.id)
        blocks.append(beside(plainly(words, subject=one.path.id), back))
    if len(held) > SHOWN:
        blocks.append(note(f"and {len(held) - SHOWN} more"))
    if not held:
        blocks += says("Nothing is put away.")
    blocks.append(note("What comes back is only yours, until you show it again."))
    return modal(ids.MAP_AWAY_PAGE, "Put away", blocks, close=label("forms.close"))


# --- private -------------------------------------------------------------------------------------


def _line(seen: ChangeSeen) -> str:
    change = seen.change
    which = f" · {short(seen.path_name)}" if seen.path_name else ""
    by = f", by {seen.by_name}" if seen.by_name else ""
    was = f"was “{short(change.before)}”" if change.before else ""
    now = f"now “{short(change.after)}”" if change.after else ("now empty" if was else "")
    said = ", ".join(one for one in (was, now) if one)
    return f"{_day(seen.on)}{which} · {change.label}{by}" + (f": {said}" if said else "")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
