"""A real Chromium beside the whole bot. One browser serves every test of a worker."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.clock import ManualClock, SystemClock
from bot.sandbox import Sandbox
from tests.conftest import KEY, THURSDAY
from tests.factories import paired
from tests.stage import Conversation

#: Quiet and alone: no look-ups, no updates, nothing outside this machine.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Nothing is caught in the middle of a transition: contexts ask for reduced motion.
WIDE: ViewportSize = {"width": 1280, "height": 800}
#: Milliseconds a test waits for something to appear; on a busy machine that can be long.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
#: Set in .ci/run: there a missing browser is a failure, not a skip.
REQUIRED = "BROWSER_TESTS_REQUIRED"


def chromium() -> str:
    """The installed Chromium; skips the test where there is none, fails it where one must be."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        if (found := shutil.which(name)) is not None:
            return found
    reason = "No Chromium on this machine (Debian: apt-get install chromium)."
    if os.environ.get(REQUIRED):
        pytest.fail(reason)
    pytest.skip(reason)


class RunningClock(ManualClock):
    """Begins at a moment of the test's, and goes on as the machine's does."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._real = SystemClock()
        self._began = self._real.now()

    def now(self) -> datetime:
        return super().now() + (self._real.now() - self._began)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the run of this worker; every test gets a fresh profile of it."""
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Conversation]:
    """The whole bot beside the local Slack: it delivers by itself, its clock runs: a second
    message to one person waits for the next second.

    With ``paired`` as a mark of the test, Maya and Theo are a pair already.
    """
    stage = Conversation(RunningClock(THURSDAY), database_url, secret_key=KEY, migrated=True)
    if request.node.get_closest_marker("paired"):
        await stage.start()
        await paired(stage)
        await stage.stop_bot()
        stage.beating = True
        await stage.start_bot()
    else:
        stage.beating = True
        await stage.start()
    yield stage
    await stage.stop()


@pytest.fixture
def console() -> list[str]:
    """What the browser complained about. Whatever is in it at the end fails the test."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, stage: Conversation, console: list[str]) -> AsyncIterator[Page]:
    """The sandbox page, opened: Maya's messages on the left, Theo's on the right."""
    context = await browser.new_context(viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("console", lambda said: console.append(f"{said.type}: {said.text}"))
    await page.goto(f"{stage.sandbox.url}/#U0MAYA/messages+U0THEO/messages")
    yield page
    await context.close()
    assert console == []


@pytest.fixture
def maya(page: Page) -> Locator:
    """The mentee's client."""
    return page.locator("[data-person=U0MAYA]")


@pytest.fixture
def theo(page: Page) -> Locator:
    """The mentor's client."""
    return page.locator("[data-person=U0THEO]")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _empty_page(browser: Browser) -> AsyncIterator[tuple[Page, list[str]]]:
    async with Sandbox() as slack:
        context = await browser.new_context(viewport=WIDE, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        await page.goto(slack.url)
        yield page, complaints
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(_empty_page: tuple[Page, list[str]]) -> AsyncIterator[Page]:
    """The page of a Slack without a bot, to draw blocks on (drawing.py); kept for the session."""
    page, complaints = _empty_page
    complaints.clear()
    await page.set_viewport_size({"width": 1280, "height": 800})
    yield page
    await page.emulate_media(color_scheme=None)
    assert complaints == []
