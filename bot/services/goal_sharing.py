"""A goal shown to a mentor: by whom the owner chose, looked at, asked about (content.md 3.7)."""

from __future__ import annotations

from bot.domain.errors import NobodyHome
from bot.domain.goals import Goal
from bot.domain.messages.goals import GoalQuestion
from bot.domain.nudges import Skipped
from bot.domain.people import Actor
from bot.ports import Clock, Units
from bot.services.audience import chosen_widely, with_circles
from bot.services.goal_pieces import (
    Shown,
    label_of,
    own_goal,
    refuse_odd,
    show,
    shown_goal,
)
from bot.services.met import met
from bot.services.outbox import tell

#: Characters of a mentor's question: one question, not a letter.
QUESTION_LENGTH = 1000


class SharingGoals:
    """The part of ``GoalService`` that others see; each use case is one transaction."""

    units: Units
    clock: Clock

    async def share(self, actor: Actor, goal_id: str, audience: str) -> Shown:
        """Show it to whom was chosen, or to nobody; a draft stays with its owner.

        ``audience`` is a value of ``Audience``, or "share" for the one mentor there is.
        """
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            person = await met(work, actor.user_id)
            goal = await own_goal(work, actor, goal_id)
            choices = await with_circles(work, actor.user_id)
            mentors = [one.value for one in choices if one.pairing_id]
            if audience == "share" and len(mentors) == 1:
                audience = mentors[0]
            before = next((one for one in choices if one.label == label_of(goal, choices)), None)
            wanted = "private" if goal.is_draft else audience
            shown_to = await chosen_widely(work, actor.user_id, wanted)
            goal.edits += 1
            await show(work, person, goal, shown_to, at)
            await work.commit()
            return Shown(goal, shown_to, tuple(choices), before.mentor_name if before else "")

    async def row(self, actor: Actor, goal_id: str) -> Shown:
        """One goal of one's own, and who sees it now."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await own_goal(work, actor, goal_id)
            choices = await with_circles(work, actor.user_id)
            seen = label_of(goal, choices)
            audience = next(one for one in choices if one.label == seen)
            return Shown(goal, audience, tuple(choices))

    async def looks_right(self, actor: Actor, goal_id: str) -> str:
        """The mentor looked; returns the owner's name. The owner sees it in their list."""
        at = self.clock.now()
        async with self.units(actor.workspace_id) as work:
            goal = await shown_goal(work, actor, goal_id)
            goal.looked_at = goal.looked_at or at
            names = await work.people.named([goal.owner_id])
            await work.commit()
            return names.get(goal.owner_id, "")

    async def question_for(self, actor: Actor, goal_id: str) -> tuple[Goal, str]:
        """A goal somebody showed this person, and that somebody's name."""
        async with self.units.reading(actor.workspace_id) as work:
            goal = await shown_goal(work, actor, goal_id)
            names = await work.people.named([goal.owner_id])
            return goal, names.get(goal.owner_id, "")

    async def ask(
        self, actor: Actor, goal_id: str, words: str, asking: str, *, letter: str = ""
    ) -> str:
        """Carry the mentor's question to the owner, word for word; returns the owner's name.

        ``letter`` says which part of the goal it is about; empty for all of it.

        ``asking`` is minted when the form opens: the same form asks once.
        """
        at = self.clock.now()
        refuse_odd(words, limit=QUESTION_LENGTH)
        async with self.units(actor.workspace_id) as work:
            mentor = await met(work, actor.user_id)
            goal = await shown_goal(work, actor, goal_id)
            owner = await work.people.get(goal.owner_id)
            message = GoalQuestion(
                subject_id=goal.id,
                mentor_name=mentor.name,
                goal_title=goal.title,
                question=words,
                letter=letter,
            )
            key = f"{GoalQuestion.kind}:{goal.id}:{asking}"
            said = await tell(work, message, to=goal.owner_id, at=at, key=key)
            name = owner.name if owner else ""
            if isinstance(said, Skipped) and said.reason == "recipient-gone":
                raise NobodyHome(who=name or "This person", words=words)
            await work.commit()
            return name
