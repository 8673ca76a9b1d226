"""A confidential space (content.md 5.1a): its limits said and signed, no manager's view."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.domain.roadblocks import Draft
from bot.slack.features import FEATURES
from tests.factories import TEAM, paired, with_goal
from tests.scenarios.test_goals import text_of
from tests.stage import Conversation


async def test_row_5_1a_the_privacy_card_states_limits_servers_and_exports(
    waymark: Conversation,
) -> None:
    for person in (waymark.maya, waymark.theo, waymark.ari):
        answer = await person.slash("/mentor privacy")
        words = str(answer.blocks)
        assert "Whoever runs this server holds the key" in words
        assert "not a vault" in words
        assert "can export Slack messages, and mine are among them" in words
        assert "can't be unread" in words
        assert "Nobody gets reports on you" in words
    await waymark.maya.open_home()
    await waymark.maya.slash("/mentor privacy")
    assert waymark.maya.dms == [], "the card is for the one who asked, and leaves nothing behind"


async def test_row_5_1a_both_sign_confidentiality_and_its_limits(waymark: Conversation) -> None:
    pairing_id = await paired(waymark)
    mine = (await waymark.maya.slash("/mentor pair")).shown[-1]
    assert "Open the agreement" in mine.buttons
    await waymark.maya.click("Open the agreement")
    page = text_of(waymark.maya.modal)
    assert "4. What stays between us" in page
    assert "What we say stays between us" in page
    assert "5. Limits" in page
    assert "Safety, the law and company policy come first" in page
    await waymark.maya.submit()
    await waymark.maya.submit(confidentiality="Nothing leaves this room.", limits="The law.")
    async with waymark.waymark.units.reading(TEAM) as work:
        proposed = await work.pairings.latest_agreement(pairing_id)
    assert proposed is not None
    assert not proposed.is_agreed, "one yes is not two"
    await waymark.settle()
    await waymark.theo.click("Agree", message=waymark.theo.last_dm)
    async with waymark.waymark.units.reading(TEAM) as work:
        signed = await work.pairings.latest_agreement(pairing_id)
    assert signed is not None
    assert signed.is_agreed
    assert (signed.version, signed.confidentiality, signed.limits) == (
        2,
        "Nothing leaves this room.",
        "The law.",
    )


async def test_row_5_1a_there_is_no_managers_view(waymark: Conversation) -> None:
    """Noor is an administrator of this Slack, and no mentor of Maya's."""
    await paired(waymark)
    await with_goal(waymark, "maya", "Ask for the lead role", shared=True)
    maya = Actor(TEAM, waymark.maya.id)
    await waymark.waymark.services.roadblocks.record(maya, Draft("Nobody answers my reviews"))
    noor = waymark.noor
    await noor.open_home()
    for feature in FEATURES:
        for one in feature.subcommands:
            await noor.slash(f"/mentor {one.name}")
            if noor.modal:
                await noor.close_modal()
    everything = "\n".join(noor.seen)
    assert everything
    for private in ("lead role", "my reviews", "Theo"):
        assert private not in everything
