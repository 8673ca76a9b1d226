"""Draws the README's pictures: the real bot, the local Slack's page, a real browser.

`make pictures`. Needs Debian's chromium; writes the PNG files beside this one.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox import ManualClock
from tests.factories import paired, with_goal
from tests.stage import Conversation

HERE = Path(__file__).parent
MORNING = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
#: Milliseconds the page gets to fetch and draw before its picture is taken.
PATIENCE = 4000


async def main() -> int:
    """Tell a short story, and look at it three times."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("No chromium here: `apt-get install chromium`.", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory(prefix="waymark-pictures-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'pictures.db'}"
        stage = Conversation(ManualClock(MORNING), url)
        await stage.start()
        try:
            await _story(stage, browser, Path(folder))
        finally:
            await stage.stop()
    return 0


# --- private -------------------------------------------------------------------------------------


async def _story(stage: Conversation, browser: str, folder: Path) -> None:
    words = "Earn a leadership role in product management within 18 months"
    await paired(stage)
    await with_goal(stage, "maya", words, shared=True, next_step="Ask two leads how they began")
    await stage.until("2026-03-09 10:00")
    await _picture(browser, folder, stage, "U0MAYA/messages", "checkin", height=420)
    await stage.maya.click("A bit behind")
    await stage.maya.slash("/mentor roadblock Nobody knows who decides about the rollout")
    await stage.maya.submit(severity="blocking")
    await stage.settle()
    await _picture(browser, folder, stage, "U0THEO/messages", "roadblock", height=620)
    await stage.maya.close_modal()
    await stage.maya.open_home()
    await _picture(browser, folder, stage, "U0MAYA/home", "home", height=620)


async def _picture(
    browser: str, folder: Path, stage: Conversation, place: str, name: str, *, height: int
) -> None:
    process = await asyncio.create_subprocess_exec(
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        f"--user-data-dir={folder / name}",
        f"--window-size=980,{height}",
        f"--timeout={PATIENCE}",
        f"--screenshot={HERE / name}.png",
        f"{stage.sandbox.url}/#{place}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await process.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
