"""Where a test begins: people who are already paired, through the real services.

The first time in a worker; the same rows are copied after that (``tests.replay``).
"""

from __future__ import annotations

from bot.domain.goals import Plan, Said
from bot.domain.ids import new_id
from bot.domain.pairings import Ask, Terms
from bot.domain.people import Actor
from bot.services.agreements import Clauses
from tests.replay import once
from tests.stage import Conversation

TEAM = "T0WAYMARK"


async def paired(
    waymark: Conversation,
    mentee: str = "maya",
    mentor: str = "theo",
    *,
    clauses: Clauses | None = None,
    quiet: bool = True,
) -> str:
    """An active pairing, asked for, accepted and agreed by both; returns its id.

    The mentee's check-in rhythm runs from then on. ``quiet``: nobody is told, so that no message
    and no budget of the day is used up by how the pair came about.
    """
    call = ("paired", mentee, mentor, repr(clauses), quiet)
    return await once(waymark, call, lambda: _pair(waymark, mentee, mentor, clauses, quiet))


async def with_goal(
    waymark: Conversation,
    owner: str,
    statement: str,
    *,
    shared: bool = False,
    next_step: str = "",
    every_weeks: int = 1,
) -> str:
    """An active goal of somebody's; ``shared`` shows it to their first mentor. Returns its id."""
    call = ("goal", owner, statement, shared, next_step, every_weeks)
    plan = Plan(statement=statement, next_step=next_step, every_weeks=every_weeks)
    return await once(waymark, call, lambda: _goal(waymark, owner, plan, shared))


# --- private -------------------------------------------------------------------------------------


async def _pair(
    waymark: Conversation, mentee: str, mentor: str, clauses: Clauses | None, quiet: bool
) -> str:
    asks = Actor(TEAM, waymark.sandbox.person(mentee).id)
    answers = Actor(TEAM, waymark.sandbox.person(mentor).id)
    services = waymark.waymark.services
    await services.people.meet(asks)
    ask = Ask("Your talk on planning changed how I work.", "Leading a migration", Terms())
    draft = await services.pairings.draft(asks, answers.user_id, ask)
    await services.pairings.send(asks, draft.request.id)
    standing = await services.pairings.accept(answers, draft.request.id)
    assert standing.pairing is not None
    pairing_id = standing.pairing.id
    agreements = services.pairings.agreements
    given = clauses or (await agreements.page(asks, pairing_id)).clauses
    proposed = await agreements.propose(asks, pairing_id, given, based_on="")
    await agreements.agree(answers, pairing_id, proposed.agreement_id)
    if quiet:
        async with waymark.waymark.units(TEAM) as work:
            for person in (asks, answers):
                await work.outbox.cancel_for(person.user_id, reason="test", budgeted_only=False)
            await work.commit()
    return pairing_id


async def _goal(waymark: Conversation, owner: str, plan: Plan, shared: bool) -> str:
    actor = Actor(TEAM, waymark.sandbox.person(owner).id)
    services = waymark.waymark.services
    await services.people.meet(actor)
    goal_id = new_id()
    form = await services.goals.describe(actor, goal_id, Said(plan.statement))
    audience = form.choices[1 if shared else 0].value
    await services.goals.finish(actor, goal_id, plan, audience, version=form.goal.edits)
    return goal_id
