"""Two ways side by side (content.md 4.4): beside each other on a screen, one below the other on a
phone. So each answer says itself which way it belongs to."""

from __future__ import annotations

from bot.domain.maps import MapPath
from bot.services.map_seen import Two
from bot.slack import ids
from bot.slack.views import map_words
from bot.slack.views.cards import Label
from bot.slack.views.vocabulary import (
    Block,
    View,
    button,
    modal,
    note,
    pick,
    row,
    side_by_side,
)

#: Options of a menu (slack.md 5.2).
CHOICES = 100


def page(held: Two, label: Label) -> View:
    """Steps, gain, cost, first test, what they serve and strain; a test of either is a goal."""
    first, second = held.first, held.second
    blocks = [
        side_by_side("The steps", f"A: {map_words.steps(first)}", f"B: {map_words.steps(second)}")
    ]
    for title, one, other in _rows(first.path, second.path):
        if one or other:
            blocks.append(side_by_side(title, f"A: {one or '–'}", f"B: {other or '–'}"))
    if len(blocks) == 1:
        blocks.append(note("Nothing is weighed yet. Weigh a way, and it stands here."))
    pair = f"{first.path.id}:{second.path.id}"
    for letter, seen in (("a", first), ("b", second)):
        path = seen.path
        buttons = [
            button(label(f"map_compare.weigh_{letter}"), ids.MAP_WEIGH, f"{path.id}:{pair}")
        ]
        if path.first_test:
            test = label(f"map_compare.test_{letter}")
            buttons.append(button(test, ids.MAP_TEST, path.id))
        blocks.append(row(*buttons, subject=path.id))
    if len(held.ways) > 2:
        blocks.append(_others(held))
    blocks.append(note("Both stay open, whichever you try first. Only you see this page."))
    return modal(ids.MAP_COMPARE_PAGE, "Two ways", blocks, close=label("forms.close"))


# --- private -------------------------------------------------------------------------------------


def _rows(first: MapPath, second: MapPath) -> tuple[tuple[str, str, str], ...]:
    return (
        ("You gain", first.gain, second.gain),
        ("It costs", first.cost, second.cost),
        ("You would test first", first.first_test, second.first_test),
        ("It serves", first.serves, second.serves),
        ("It strains", first.strains, second.strains),
    )


def _others(held: Two) -> Block:
    """Another way in place of A or of B."""
    first, second = held.first.path.id, held.second.path.id
    rest = [one for one in held.ways if one[1] not in (first, second)][:CHOICES]
    as_first = [(name, f"{path_id}:{second}") for name, path_id in rest]
    as_second = [(name, f"{first}:{path_id}") for name, path_id in rest]
    return row(
        pick(ids.MAP_COMPARE_A, "Another way as A", [("As A", as_first)]),
        pick(ids.MAP_COMPARE_B, "Another way as B", [("As B", as_second)]),
        subject="map",
        part="others",
    )
