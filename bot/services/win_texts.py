"""The wins jar as plain text (content.md 8.4)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.people import Actor
from bot.domain.win_texts import as_text, pages
from bot.ports import Units


@dataclass(frozen=True)
class TextPage:
    """One page of the jar as text. ``filter`` is the jar's own: a win with the skill, or all."""

    pieces: tuple[str, ...]
    page: int = 0
    more: bool = False
    filter: str = ""


class WinTextService:
    """Use cases of the owner; nobody else's wins are ever in it."""

    def __init__(self, units: Units) -> None:
        self.units = units

    async def page(self, actor: Actor, chosen: str = "", page: int = 0) -> TextPage:
        """One's own wins as text, newest first: with one skill, or all that are not hidden."""
        async with self.units.reading(actor.workspace_id) as work:
            person = await work.people.get(actor.user_id)
            wins = [one for one in await work.wins.jar(actor.user_id) if one.hidden_at is None]
            skill = next((one.skill.casefold().strip() for one in wins if one.id == chosen), "")
            praises = await work.wins.kept(actor.user_id)
            names = await work.people.named([one.by_id for one in praises])
            texts = []
            for win in wins:
                if skill and win.skill.casefold().strip() != skill:
                    continue
                goal = None
                if win.goal_id:
                    goal = await work.goals.get(win.goal_id, visible_to=actor.user_id)
                on = (person.week.local(win.at) if person else win.at).date()
                kept = [(p.words, names.get(p.by_id, "")) for p in praises if p.win_id == win.id]
                texts.append(as_text(win, on, goal.title if goal else "", kept))
            leaves = pages(texts) or [[]]
            page = max(0, min(page, len(leaves) - 1))
            return TextPage(tuple(leaves[page]), page, page + 1 < len(leaves), chosen)
