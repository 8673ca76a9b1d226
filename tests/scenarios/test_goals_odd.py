"""Goals in odd, long and empty words: everything typed is kept or comes back (content.md F3)."""

from __future__ import annotations

from datetime import date

from tests.factories import paired
from tests.scenarios.test_goals import goals_of, text_of
from tests.stage import Conversation


async def test_odd_words_come_back_whole(waymark: Conversation) -> None:
    for words in ("🚀🚀🚀", "להוביל את המיגרציה", "<!channel> “lead” it & <@U0ARI>"):
        await waymark.maya.slash(f"/mentor goal {words}")
        for _ in ("letters", "fit", "sentence"):
            assert (await waymark.maya.submit()).ok, words
        await waymark.maya.close_modal()
    kept = [goal.raw_ambition for goal in await goals_of(waymark, "maya")]
    assert kept[:2] == [":rocket::rocket::rocket:", "להוביל את המיגרציה"]
    assert "“lead” it & " in kept[2]
    assert (await waymark.maya.slash("/mentor goals")).ok
    assert "<!channel>" not in text_of(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_too_long_and_empty_words(waymark: Conversation) -> None:
    long = "öffnen " * 570 + "Ende"
    answer = await waymark.maya.slash(f"/mentor goal {long}")
    shown = "".join(str(block) for block in answer.blocks)
    assert "3,000 characters" in shown
    assert "Ende" in shown
    assert await goals_of(waymark, "maya") == []
    await waymark.maya.slash("/mentor goal")
    assert not (await waymark.maya.submit(ambition="   ")).ok
    assert await goals_of(waymark, "maya") == []
    await waymark.maya.submit(ambition="x")
    result = await waymark.maya.submit(due_on=date(2026, 3, 4))
    assert "due_on" in result.errors
    assert [goal.due_on for goal in await goals_of(waymark, "maya")] == [None]


async def test_a_full_form_still_fits(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash("/mentor goal")
    full = "w" * 3000
    assert (await waymark.maya.submit(ambition=full)).updated
    assert (await waymark.maya.submit(measure=full, what=full)).updated
    assert (await waymark.maya.submit(why=full, confidence="2", control="Mostly others")).updated
    done = await waymark.maya.submit(
        obstacle_words=full,
        plan_then=full,
        next_step=full,
        raise_by=full,
        own_part=full,
        milestone=full,
        audience="You and Theo",
    )
    assert done.updated, done
    [goal] = await goals_of(waymark, "maya")
    assert (goal.measure, goal.why, goal.plan_then) == (full, full, full)
    await waymark.until("2026-03-09 10:30")
    assert waymark.maya.errors == waymark.theo.errors == []
    assert any("wwww" in one.all_text for one in waymark.theo.dms)
