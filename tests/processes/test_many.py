"""What one process does, another knows at once or finds out by itself."""

from __future__ import annotations

from bot.clock import ManualClock
from tests.conftest import KEY, TEAM
from tests.stage import Conversation


async def test_a_token_replaced_by_another_process_is_found_after_one_failure(
    clock: ManualClock, database_url: str
) -> None:
    """Within the half minute in which an installation is trusted without a look."""
    stage = Conversation(clock, database_url, secret_key=KEY, migrated=True)
    await stage.start()
    try:
        assert (await stage.maya.slash("/mentor checkin")).ok
        token = stage.sandbox.reinstall()
        async with stage.waymark.units(TEAM) as work:  # as another process does
            held = await work.installations.get(TEAM)
            assert held is not None
            held.bot_token = token
            await work.commit()
        calls = len(stage.sandbox.log)
        await stage.maya.slash("/mentor checkin")
        assert "views.open" in {e.path.rpartition("/")[2] for e in list(stage.sandbox.log)[calls:]}
        await stage.maya.slash("/mentor checkin")
        last = [e for e in stage.sandbox.log if e.path.endswith("views.open")][-1]
        assert last.response["ok"] is True
    finally:
        await stage.stop()
