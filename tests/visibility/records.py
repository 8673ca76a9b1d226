"""One record of each kind and level, made by the real services.

To add a kind: a function here that makes it, a row in ``storage/VISIBILITY.md`` of the same name,
and its ways of being read in ``paths.py``.
"""

from __future__ import annotations

from bot.domain.checkins import Answers
from bot.domain.feedback import Words
from bot.domain.goals import Plan
from bot.domain.ids import new_id
from bot.domain.outbox import DeliveryState
from bot.domain.pairings import Ask, Terms
from bot.domain.people import Actor
from bot.domain.roadblocks import Draft, ReplyKind
from bot.domain.self_help import Stage
from bot.services.feedback import Asked
from tests.visibility import circle_records, map_records
from tests.visibility.cast import Cast
from tests.visibility.made import Made, Maker, goal, secret, win


async def goal_draft(cast: Cast) -> Made:
    draft = await cast.services.goals.say(cast.mentee, secret("goal, a draft"))
    return Made("goals", draft.id)


async def goal_private(cast: Cast) -> Made:
    return await goal(cast, "goal, only you", "private")


async def goal_shared(cast: Cast) -> Made:
    return await goal(cast, "goal, shared", f"mentor:{cast.pairing}")


async def goal_former(cast: Cast) -> Made:
    return await goal(cast, "goal, shared before the end", f"mentor:{cast.former}")


async def goal_reopened(cast: Cast) -> Made:
    made = await goal(cast, "goal, shared and made a draft", f"mentor:{cast.pairing}")
    async with cast.writing() as work:
        held = await work.goals.get(made.id, visible_to=cast.mentee.user_id)
        assert held is not None
        held.state = "draft"
        await work.commit()
    return made


async def goal_taken_back(cast: Cast) -> Made:
    """Private although the pairing it was shared with is still written on it."""
    made = await goal(cast, "goal, taken back", "private")
    async with cast.writing() as work:
        held = await work.goals.get(made.id, visible_to=cast.mentee.user_id)
        assert held is not None
        held.pairing_id = cast.pairing
        await work.commit()
    return made


async def goal_change(cast: Cast) -> Made:
    """The step she had while only she saw the goal; the mentor sees the goal since."""
    made = await goal(cast, "goal with a history", "private")
    for step, audience in ((secret("goal's history"), "private"), ("Ask", cast.pairing)):
        form = await cast.services.goals.form_for(cast.mentee, made.id)
        plan = Plan(statement=secret("goal with a history"), next_step=step)
        seen = audience if audience == "private" else f"mentor:{audience}"
        version = form.goal.edits
        await cast.services.goals.finish(cast.mentee, made.id, plan, seen, version=version)
    _, past = await cast.services.goals.history(cast.mentee, made.id)
    change = next(one for _, one in past if secret("goal's history") in one.before)
    return Made("goal_changes", change.id, parent=made.id)


async def checkin(cast: Cast) -> Made:
    words = Answers("on_track", note=secret("check-in and its note"))
    (ack,) = await cast.services.checkins.submit(cast.mentee, "", {"": words})
    return Made("checkins", ack.checkin_id)


async def _roadblock(cast: Cast, row: str, audience: str) -> Made:
    draft = Draft(secret(row), audience=audience)
    saved = await cast.services.roadblocks.record(cast.mentee, draft)
    return Made("roadblocks", saved.subject_id)


async def roadblock_private(cast: Cast) -> Made:
    return await _roadblock(cast, "roadblock, only you", "private")


async def roadblock_shared(cast: Cast) -> Made:
    return await _roadblock(cast, "roadblock, shared", f"mentor:{cast.pairing}")


async def roadblock_former(cast: Cast) -> Made:
    return await _roadblock(cast, "roadblock, shared before the end", f"mentor:{cast.former}")


async def roadblock_reply(cast: Cast) -> Made:
    held = await _roadblock(cast, "roadblock with a reply", f"mentor:{cast.pairing}")
    words = secret("reply to a roadblock")
    answers = cast.services.roadblocks.answers
    await answers.answer(cast.mentor, held.id, ReplyKind.TRY_THIS, words=words)
    async with cast.reading() as work:
        (reply,) = await work.roadblocks.replies_to(held.id)
    return Made("help_replies", reply.id, parent=held.id)


async def roadblock_ask(cast: Cast) -> Made:
    held = await _roadblock(cast, "roadblock with a ping", f"mentor:{cast.pairing}")
    async with cast.reading() as work:
        (ask,) = await work.roadblocks.asks_about(held.id)
    return Made("roadblock_asks", ask.id, parent=held.id)


async def self_plan(cast: Cast) -> Made:
    """Four questions about a roadblock that is shared: the plan stays with its owner."""
    held = await _roadblock(cast, "roadblock with a plan", f"mentor:{cast.pairing}")
    words = secret("plan for oneself")
    await cast.services.self_help.keep(cast.mentee, held.id, Stage.GOAL, wanted=words)
    return Made("roadblock_plans", held.id)


async def tip(cast: Cast) -> Made:
    held = await _roadblock(cast, "roadblock with a tip", "private")
    words = secret("tip, passed on without a name")
    endings = cast.services.roadblocks.endings
    await endings.solve(cast.mentee, held.id)
    await endings.what_helped(cast.mentee, held.id, tip=words, pass_tip_on=True)
    return Made("roadblock_tips", held.id)


async def win_private(cast: Cast) -> Made:
    return await win(cast, "win, only you", "private")


async def win_shared(cast: Cast) -> Made:
    return await win(cast, "win, shared", f"mentor:{cast.pairing}")


async def win_former(cast: Cast) -> Made:
    return await win(cast, "win, shared before the end", f"mentor:{cast.former}")


async def praise(cast: Cast) -> Made:
    won = await win(cast, "win with praise", f"mentor:{cast.pairing}")
    words = f"You cut it small enough: {secret('praise')}"
    await cast.services.wins.praise.write(cast.mentor, "win", won.id, "strength", words)
    async with cast.reading() as work:
        (held,) = await work.wins.praise_by(cast.mentor.user_id, win_id=won.id)
    await cast.services.wins.praise.keep(cast.mentee, held.id)
    return Made("praises", held.id, parent=won.id)


async def setback(cast: Cast) -> Made:
    ack = await cast.services.setbacks.save(cast.mentee, secret("setback"))
    return Made("setbacks", ack.subject_id)


async def _asked(cast: Cast, row: str) -> Made:
    asked = Asked(situation=secret(row), question="What one thing?", to=(cast.mentor.user_id,))
    form_id = new_id()
    (standing,) = await cast.services.feedback.ask(cast.mentee, form_id, asked)
    return Made("feedback_asks", standing.ask.id, parent=form_id)


async def feedback_asked(cast: Cast) -> Made:
    return await _asked(cast, "feedback, asked for")


async def _written(cast: Cast, row: str, *, vague: bool) -> Made:
    ask = await _asked(cast, f"the situation of {row}")
    seen = f"You are careless. {secret(row)}" if vague else f'You said "{secret(row)}" first.'
    words = Words("", seen, "The team relaxed.", "Begin with the ask.")
    await cast.services.feedback.writing.write(cast.mentor, ask.id, words, hinted=not vague)
    async with cast.reading() as work:
        row_ = await work.feedback.written_for(ask.id, cast.mentor.user_id)
    assert row_ is not None
    return Made("feedback", row_.id, parent=ask.id)


async def feedback_draft(cast: Cast) -> Made:
    return await _written(cast, "feedback, not sent", vague=True)


async def feedback_sent(cast: Cast) -> Made:
    return await _written(cast, "feedback, sent", vague=False)


async def _line(
    cast: Cast, row: str, pairing: str, *, shown: bool, by: Actor | None = None
) -> Made:
    words = secret(row)
    page = await cast.services.agenda.add(by or cast.mentee, words, pairing, shown=shown)
    return Made("agenda_items", next(one.item.id for one in page.lines if one.item.text == words))


async def line_private(cast: Cast) -> Made:
    return await _line(cast, "line for the next talk, only you", cast.pairing, shown=False)


async def line_shared(cast: Cast) -> Made:
    return await _line(cast, "line for the next talk, shown", cast.pairing, shown=True)


async def line_former(cast: Cast) -> Made:
    row = "line for the next talk, shown before the end"
    return await _line(cast, row, cast.former, shown=True)


async def line_of_mentor(cast: Cast) -> Made:
    row = "line for the next talk, the mentor's own"
    return await _line(cast, row, cast.pairing, shown=False, by=cast.mentor)


async def _request(cast: Cast, row: str, *, send: bool) -> Made:
    drafts = cast.services.pairings
    ask = Ask(secret(row), "Leading a migration", Terms())
    draft = await drafts.draft(cast.mentee, cast.ids["admin"], ask)
    if send:
        await drafts.send(cast.mentee, draft.request.id)
    return Made("requests", draft.request.id)


async def request_draft(cast: Cast) -> Made:
    """Written to a mentor she never asked, and not sent."""
    return await _request(cast, "request, a draft", send=False)


async def request_sent(cast: Cast) -> Made:
    async with cast.reading() as work:
        held = await work.pairings.accepted_request(cast.mentee.user_id, cast.mentor.user_id)
    assert held is not None
    return Made("requests", held.id)


async def request_open(cast: Cast) -> Made:
    """Somebody else asks Maya's mentor; it is theirs and his, not hers."""
    asker = cast.actor("stranger")
    ask = Ask(secret("request, open"), "Leading a migration", Terms())
    draft = await cast.services.pairings.draft(asker, cast.mentor.user_id, ask)
    await cast.services.pairings.send(asker, draft.request.id)
    return Made("requests", draft.request.id)


async def pairing(cast: Cast) -> Made:
    return Made("pairings", cast.pairing)


async def pairing_former(cast: Cast) -> Made:
    return Made("pairings", cast.former)


async def agreement(cast: Cast) -> Made:
    page = await cast.services.pairings.agreements.page(cast.mentee, cast.pairing)
    return Made("agreements", page.agreement_id, parent=cast.pairing)


async def stray(cast: Cast) -> Made:
    heard = await cast.services.replies.hear(cast.mentee, secret("words typed in the DM"))
    return Made("stray_words", heard.card.subject_id)


async def prompt(cast: Cast) -> Made:
    """Asked on Monday, as planned."""
    await cast.stage.until("2026-03-09 10:00")
    async with cast.reading() as work:
        asked = await work.checkins.recent_prompts(cast.mentee.user_id)
    return Made("prompts", asked[0].id)


async def rhythm(cast: Cast) -> Made:
    async with cast.reading() as work:
        held = await work.checkins.schedule_of(cast.mentee.user_id)
    assert held is not None
    return Made("schedules", held.id)


async def less_of(cast: Cast) -> Made:
    async with cast.writing() as work:
        await work.people.say_less(cast.mentee.user_id, "win_ack")
        await work.commit()
    return Made("less_of", "win_ack")


async def nudge(cast: Cast) -> Made:
    async with cast.reading() as work:
        planned = await work.nudges.planned_for(cast.mentee.user_id)
    return Made("due_nudges", planned[0].id)


async def message(cast: Cast) -> Made:
    """One that waits for a better moment."""
    async with cast.writing() as work:
        (held, *_) = await work.outbox.waiting_for(cast.mentee.user_id)
        held.state = DeliveryState.HELD
        await work.commit()
        return Made("outbox", held.id, parent=held.key)


RECORDS: dict[str, Maker] = {
    "request, a draft": request_draft,
    "request, accepted": request_sent,
    "request, open": request_open,
    "pairing": pairing,
    "pairing, ended": pairing_former,
    "agreement": agreement,
    "goal, a draft": goal_draft,
    "goal, only you": goal_private,
    "goal, shared": goal_shared,
    "goal, shared before the end": goal_former,
    "goal, shared and made a draft": goal_reopened,
    "goal, taken back": goal_taken_back,
    "goal's history": goal_change,
    "check-in and its note": checkin,
    "question of the rhythm": prompt,
    "rhythm": rhythm,
    "roadblock, only you": roadblock_private,
    "roadblock, shared": roadblock_shared,
    "roadblock, shared before the end": roadblock_former,
    "reply to a roadblock": roadblock_reply,
    "ping about a roadblock": roadblock_ask,
    "plan for oneself": self_plan,
    "tip, passed on without a name": tip,
    "where to, and today": map_records.career_map,
    "route, only you": map_records.route_private,
    "route, shown": map_records.route_shared,
    "route, shown before the end": map_records.route_former,
    "route, shown and put away": map_records.route_archived,
    "mentor's path, kept": map_records.story_private,
    "mentor's path, told to one": map_records.story_told,
    "mentor's path, told to all": map_records.story_for_all,
    "former mentor's path, told before the end": map_records.story_former,
    "map's history": map_records.change,
    "words to a step": map_records.comment,
    "former mentor's words to a step": map_records.comment_former,
    "question for another way": map_records.question,
    "question for another way, asked before the end": map_records.question_former,
    "win, only you": win_private,
    "win, shared": win_shared,
    "win, shared before the end": win_former,
    "praise": praise,
    "setback": setback,
    "feedback, asked for": feedback_asked,
    "feedback, not sent": feedback_draft,
    "feedback, sent": feedback_sent,
    "line for the next talk, only you": line_private,
    "line for the next talk, shown": line_shared,
    "line for the next talk, shown before the end": line_former,
    "line for the next talk, the mentor's own": line_of_mentor,
    "roadblock posted in a circle": circle_records.posted,
    "roadblock taken back from a circle": circle_records.posted_taken_back,
    "roadblock posted in a circle before it was left off": circle_records.posted_left_off,
    "question without a name, posted in a circle": circle_records.question,
    "goal, set to a circle": circle_records.goal_set,
    "goal, set to a circle and taken back": circle_records.goal_taken_back,
    "win, set to a circle": circle_records.win_set,
    "win, set to a circle before leaving it": circle_records.win_left,
    "words typed in the DM": stray,
    "less of this": less_of,
    "planned nudge": nudge,
    "message on its way": message,
}
