"""A quarter of many pairs breaks no budget, no window and no confidence (content.md 7.6, 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.messages.pairings import PartnerAway
from bot.domain.people import Actor
from bot.services.outbox import tell
from tests.factories import TEAM
from tests.quarter.people import Company
from tests.quarter.rules import Findings, judge
from tests.stage import Conversation


@pytest.mark.parametrize(
    ("mentees", "mentors", "weeks"),
    [
        (6, 3, 3),
        pytest.param(200, 80, 13, marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ],
)
async def test_a_quarter(
    waymark: Conversation,
    mentees: int,
    mentors: int,
    weeks: int,
    request: pytest.FixtureRequest,
) -> None:
    waymark.sandbox.rates.enabled = False  # hundreds of people act on the same half hour
    company = Company(waymark, mentees, mentors)
    await company.found()
    began = waymark.clock.now()
    await company.live(weeks)
    found = await judge(waymark, company, began, weeks)
    told = f"{mentees} mentees, {mentors} mentors, {weeks} weeks: {found.told(company)}"
    request.config.get_terminal_writer().line(f"\n{told}")
    assert found.broken == []
    assert found.is_quiet, told
    assert company.done["win"], "people had something to say"
    assert company.done["On track"], "questions came and were answered"


async def test_the_judge_sees_a_leak_a_full_week_and_a_closed_window(
    waymark: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rules against a bot that says too much, at night, to the wrong person."""
    company = Company(waymark, 2, 2)
    await company.found()
    began = waymark.clock.now()
    first, second = company.mentees
    assert (await judge(waymark, company, began, 1)).broken == []
    client = waymark.waymark.clients.with_token(waymark.settings().slack_bot_token or "")
    await client.chat_postMessage(channel=second.persona.channel.id, text=first.shared[0])
    monkeypatch.setattr("bot.domain.policy.MENTEE_A_WEEK", 9)
    monkeypatch.setattr("bot.domain.cadence.Week.is_open", lambda *_: True)
    for day in range(9):
        async with waymark.waymark.units(TEAM) as work:
            away = PartnerAway(subject_id=f"a{day}", partner_name="Sam")
            await tell(work, away, to=first.persona.id, at=waymark.clock.now(), key=f"a{day}")
            await work.commit()
        await waymark.advance(timedelta(days=1))
    monkeypatch.undo()
    await waymark.waymark.services.settings.save(
        Actor(TEAM, first.persona.id), replace(company.hours, working_days="6", weekday=6)
    )
    broken = (await judge(waymark, company, began, 1)).broken
    assert any("saw" in one and second.persona.name in one for one in broken)
    assert any("budgeted a week" in one for one in broken), broken
    assert any("outside the window" in one for one in broken)


def test_too_many_messages_are_not_quiet() -> None:
    assert Findings(mentee_weeks=[2, 3], mentor_weeks=[2, 2]).is_quiet
    assert not Findings(mentee_weeks=[3, 3], mentor_weeks=[2, 2]).is_quiet
    assert not Findings(mentee_weeks=[2, 2], mentor_weeks=[3, 2]).is_quiet
    assert not Findings(mentee_weeks=[1] * 99 + [7], mentor_weeks=[2]).is_quiet
    assert not Findings(mentee_weeks=[1] * 9 + [5], mentor_weeks=[2]).is_quiet
