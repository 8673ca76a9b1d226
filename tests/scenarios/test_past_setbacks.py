"""Old setbacks, read again by their owner and by nobody else (content.md F9)."""

from __future__ import annotations

from bot.domain.people import Actor
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_setbacks import WORDS, nobody_heard
from tests.scenarios.test_wins import buttons, shown
from tests.stage import Conversation


async def test_row_5_1d_the_owner_reads_their_setbacks_again(waymark: Conversation) -> None:
    """The words, the plan, the step and what they would tell a friend, newest first; nothing is
    counted and nothing asked."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Lead the migration", shared=True)
    await waymark.until("2026-03-09 08:00")
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit(words=WORDS, goal="Lead the migration")
    await waymark.maya.click("Find a small next step")
    await waymark.maya.submit(
        plan_then="breathe out twice",
        next_step="Ask what was missing",
        next_step_on="2026-03-12",
        friend="It was one round",
    )
    await waymark.maya.close_modal()
    await waymark.until("2026-03-20 08:00")
    await waymark.maya.slash("/mentor setback")
    await waymark.maya.submit()
    await waymark.maya.close_modal()
    heard = (len(waymark.maya.dm), len(waymark.theo.dm))
    await waymark.maya.slash("/mentor setbacks")
    page = shown(waymark.maya.modal)
    for words in (
        "Mon 9 Mar 2026 · Lead the migration",
        WORDS,
        "If this comes up again, then I will breathe out twice.",
        "A smaller step: Ask what was missing (by Thu 12 Mar)",
        "It was one round",
        "Noted without words.",
        "Only you see this",
    ):
        assert words in page, words
    assert page.index("Fri 20 Mar 2026") < page.index("Mon 9 Mar 2026")
    assert "?" not in page
    await waymark.settle()
    assert (len(waymark.maya.dm), len(waymark.theo.dm)) == heard
    assert nobody_heard(waymark)
    assert waymark.maya.errors == []


async def test_nobody_else_reads_them_and_an_empty_page_says_so(waymark: Conversation) -> None:
    await paired(waymark)
    await waymark.maya.slash(f"/mentor setback {WORDS}")
    for other in (waymark.theo, waymark.ari):
        await other.slash("/mentor setbacks")
        assert "Nothing is noted here" in shown(other.modal)
        assert WORDS not in shown(other.modal)


async def test_many_are_turned_page_by_page(waymark: Conversation) -> None:
    maya, setbacks = Actor(TEAM, waymark.maya.id), waymark.waymark.services.setbacks
    await waymark.waymark.services.people.meet(maya)
    for number in range(1, 19):
        await setbacks.save(maya, f"Hard day {number:02}. " + "x" * 2900)
        await waymark.until(f"2026-03-{number + 5:02} 12:00")
    await waymark.maya.open_home()
    await waymark.maya.choose("Read old setbacks")
    seen = []
    for step in ("Older", "Older", ""):
        page = shown(waymark.maya.modal)
        seen.append([n for n in range(1, 19) if f"Hard day {n:02}." in page])
        if step:
            await waymark.maya.click(step)
    assert seen == [list(range(11, 19)), list(range(3, 11)), [1, 2]]
    assert buttons((waymark.maya.modal or {})["blocks"]) == ["Newer"]
    await waymark.maya.click("Newer")
    assert "Hard day 05." in shown(waymark.maya.modal)
    assert waymark.maya.errors == []


async def test_from_home_the_quiet_line_names_the_way_back(waymark: Conversation) -> None:
    answer = await waymark.maya.slash(f"/mentor setback {WORDS}")
    await waymark.maya.click("Just log it")
    said = "".join(waymark.maya.seen)
    assert "/mentor setbacks" in said
    assert answer.ok
