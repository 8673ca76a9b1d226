"""What stands above the form of a second way: a question, and stories that may help."""

from __future__ import annotations

from bot.domain.map_asks import Wanted
from bot.services.map_matches import StoryMatch
from bot.services.map_seen import PathForm
from bot.slack import ids
from bot.slack.views.cards import Label
from bot.slack.views.goals import inline
from bot.slack.views.vocabulary import Block, beside, button, note, plainly, row, says


def second_way(held: PathForm, label: Label) -> list[Block]:
    """The question of 4.3, the nearest stories, and a mentor to ask; nothing for a first way."""
    if not held.is_second:
        return []
    blocks = says("If your first way were closed, how else could you reach something like it?")
    for match in held.stories:
        blocks += _story(match, label)
    if held.can_ask:
        ask = button(label("map_page.ask_mentor"), ids.MAP_ASK_MENTOR, Wanted.ROUTE)
        blocks.append(row(ask, subject="map", part="ask"))
    return blocks


def asked_about(match_step: str) -> list[Block]:
    """In place of the buttons beside a story, once its step is on the agenda."""
    return [note("It is on your agenda with them.", subject=mark_of(match_step))]


def mark_of(step_id: str) -> str:
    """The mark of what can be done about one step of a story."""
    return f"near-{step_id}"


# --- private -------------------------------------------------------------------------------------


def _story(match: StoryMatch, label: Label) -> list[Block]:
    step = match.step
    name = f"{inline(match.owner_name)}'s own path"
    blocks = says(f"{name}: *{inline(match.name)}*" if match.name else name)
    read = button(label("map_page.read"), ids.MAP_READ, match.story_id)
    blocks.append(beside(plainly(f"{step.position + 1}. {step.text} ({step.kind})"), read))
    if match.asked:
        return [*blocks, *asked_about(step.id)]
    ask = button(label("map_page.ask"), ids.MAP_ASK_NEAR, step.id)
    return [*blocks, row(ask, subject=mark_of(step.id))]
