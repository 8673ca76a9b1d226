"""Draws the README's pictures: the tour plays on the real page, in a real browser.

`make pictures`. Needs Debian's chromium; writes a PNG file beside this one wherever the tour's
story names a picture (bot/sandbox/page/story.js).
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests.browser.conftest import FLAGS, RunningClock
from tests.stage import Conversation

HERE = Path(__file__).parent
MORNING = datetime(2026, 3, 5, 10, 5, tzinfo=UTC)
#: Milliseconds the whole story may take.
PATIENCE = 120_000
WIDE, HIGH = 1280, 760


async def main() -> int:
    """Play the tour once, and keep what it stops at."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("No chromium here: `apt-get install chromium`.", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory(prefix="waymark-pictures-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'pictures.db'}"
        stage = Conversation(RunningClock(MORNING), url, beating=True)
        await stage.start()
        try:
            async with async_playwright() as playwright:
                started = await playwright.chromium.launch(executable_path=browser, args=FLAGS)
                page = await started.new_page(viewport={"width": WIDE, "height": HIGH})
                await page.emulate_media(reduced_motion="reduce", color_scheme="light")
                await page.goto(f"{stage.sandbox.url}/?tour=pictures")
                await _keep(page)
                await started.close()
        finally:
            await stage.stop()
    return 0


# --- private -------------------------------------------------------------------------------------


async def _keep(page: Page) -> None:
    """Take each picture while the tour waits for it; raises when the tour gets lost."""
    bar = page.get_by_test_id("tour-bar")
    while True:
        stop = page.locator("#tour-bar:is([data-picture], [data-state=done], [data-state=lost])")
        await stop.wait_for(state="attached", timeout=PATIENCE)
        name = await bar.get_attribute("data-picture")
        if name is None:
            break
        await page.screenshot(path=HERE / f"{name}.png")
        await page.get_by_test_id("tour-pause").click()
        await page.locator(f"#tour-bar:not([data-picture={name}])").wait_for(state="attached")
    if await bar.get_attribute("data-state") != "done":
        raise SystemExit(await page.get_by_test_id("alert").text_content())


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
