from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_command_typed_on_the_page_reaches_the_bot(
    page: Page, stage: Conversation
) -> None:
    await page.get_by_test_id("composer").first.fill("/mentor help")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("/mentor checkin").first).to_be_visible()
