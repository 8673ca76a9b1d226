"""One client as a person uses it: nothing typed is lost, errors beside their field, threads."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.gestures import command, press, submit
from tests.factories import with_goal
from tests.stage import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GOAL = "Lead the search migration"


@pytest.mark.paired
async def test_a_form_says_what_is_wrong_beside_the_field_and_keeps_the_words(
    maya: Locator,
) -> None:
    await command(maya, "/mentor roadblock")
    await maya.get_by_label("Also tried").fill("asked in the team room")
    await submit(maya)
    wrong = maya.get_by_label("What's in the way?")
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(wrong).to_have_accessible_description(
        re.compile("^Please complete this required field.")
    )
    await expect(wrong).to_be_focused()
    await expect(maya.get_by_label("Also tried")).to_have_value("asked in the team room")
    await wrong.fill("Nobody owns the rollout")
    await submit(maya)
    await expect(maya.get_by_text("It is on its way to Theo.")).to_be_visible()


@pytest.mark.paired
async def test_every_field_of_a_form_has_its_own_size(maya: Locator) -> None:
    """No style of the page's frame leaks into the fields Slack draws."""
    await command(maya, "/mentor roadblock")
    box = await maya.locator(".pick").first.bounding_box()
    assert box is not None
    assert box["height"] < 50


async def test_what_the_bot_refuses_stands_beside_the_field_too(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    await command(maya, "/mentor settings")
    await maya.get_by_label("Your time zone").fill("Europe/Nowhere")
    await submit(maya)
    zone = maya.get_by_label("Your time zone")
    await expect(zone).to_have_attribute("aria-invalid", "true")
    await expect(zone).to_be_focused()
    await expect(zone).to_have_value("Europe/Nowhere")


@pytest.mark.paired
async def test_words_being_typed_survive_what_arrives(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    """A message, a new Home, a wound clock: neither the draft nor the caret moves."""
    await with_goal(stage, "maya", GOAL)
    draft = maya.get_by_test_id("composer")
    await draft.press_sequentially("half a thought")
    await draft.press("Home")
    await stage.until("2026-03-09 10:00")
    await expect(maya.get_by_text("One tap is enough")).to_be_visible()
    await draft.press_sequentially("this is ")
    await expect(draft).to_have_value("this is half a thought")
    await expect(draft).to_be_focused()


@pytest.mark.paired
async def test_a_form_being_filled_in_survives_what_arrives(
    stage: Conversation, maya: Locator
) -> None:
    await with_goal(stage, "maya", GOAL)
    await command(maya, "/mentor roadblock")
    field = maya.get_by_label("What's in the way?")
    await field.press_sequentially("Nobody owns")
    await stage.until("2026-03-09 10:00")
    await expect(maya.get_by_text("One tap is enough")).to_be_attached()
    await field.press_sequentially(" the rollout")
    await expect(field).to_have_value("Nobody owns the rollout")


async def test_a_draft_waits_for_its_own_person_and_place(page: Page, maya: Locator) -> None:
    await maya.get_by_test_id("composer").fill("for the bot")
    await maya.get_by_test_id("channel-U0NOOR").click()
    await expect(maya.get_by_test_id("composer")).to_have_value("")
    await maya.get_by_test_id("composer").fill("for Noor")
    await maya.get_by_test_id("channel-Waymark").click()
    await expect(maya.get_by_test_id("composer")).to_have_value("for the bot")


async def test_people_talk_to_each_other_without_the_bot(
    page: Page, stage: Conversation, maya: Locator, theo: Locator
) -> None:
    await maya.get_by_test_id("channel-U0THEO").click()
    await maya.get_by_test_id("composer").fill("Coffee at ten?")
    await maya.get_by_test_id("send").click()
    await expect(theo.get_by_test_id("channel-U0MAYA")).to_contain_text("1 unread")
    await theo.get_by_test_id("channel-U0MAYA").click()
    await expect(theo.get_by_text("Coffee at ten?")).to_be_visible()
    await expect(theo.get_by_test_id("channel-U0MAYA")).not_to_contain_text("unread")
    assert "Coffee" not in str([entry.request for entry in stage.sandbox.log])


async def test_a_thread_opens_beside_its_message(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    await maya.get_by_test_id("composer").fill("A thought for later")
    await maya.get_by_test_id("send").click()
    mine = maya.locator(".message", has_text="A thought for later").first
    await mine.get_by_role("button", name="Reply in thread").click()
    await expect(maya.get_by_role("heading", name="Thread")).to_be_visible()
    await maya.get_by_test_id("composer").fill("and one more")
    await page.keyboard.press("Enter")
    await expect(maya.get_by_text("and one more")).to_be_visible()
    await maya.get_by_test_id("thread-close").click()
    await expect(
        maya.get_by_role("button", name=re.compile("repl(y|ies), last at"))
    ).to_be_visible()
    await expect(maya.locator(".message", has_text="and one more")).to_have_count(0)


async def test_ones_own_message_is_edited_and_deleted(page: Page, maya: Locator) -> None:
    await maya.get_by_test_id("channel-U0NOOR").click()
    await maya.get_by_test_id("composer").fill("Tuesday at nine")
    await page.keyboard.press("Enter")
    message = maya.locator(".message", has_text="Tuesday at")
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    await expect(maya.get_by_test_id("composer")).to_have_value("Tuesday at nine")
    await maya.get_by_test_id("composer").fill("Tuesday at ten")
    await page.keyboard.press("Enter")
    await expect(message).to_contain_text("Tuesday at ten")
    await expect(message).to_contain_text("(edited)")
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await expect(message).to_have_count(0)


async def test_a_slash_completes(page: Page, maya: Locator) -> None:
    field = maya.get_by_test_id("composer")
    await field.press_sequentially("/me")
    option = maya.get_by_role("option", name="/mentor")
    await expect(option).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Tab")
    await expect(field).to_have_value("/mentor ")
    await field.press_sequentially("help")
    await expect(option).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(maya.get_by_text("/mentor checkin").first).to_be_visible()


async def test_a_refused_command_comes_back_with_its_words(page: Page, maya: Locator) -> None:
    await command(maya, "/nothing of the kind")
    await expect(maya.get_by_test_id("slack-error")).to_contain_text("not a valid command")
    await expect(maya.get_by_test_id("composer")).to_have_value("/nothing of the kind")


@pytest.mark.paired
async def test_a_stack_of_forms_closes_one_by_one(
    page: Page, stage: Conversation, maya: Locator
) -> None:
    await with_goal(stage, "maya", GOAL)
    await command(maya, "/mentor goals")
    title = maya.get_by_test_id("modal-title")
    await expect(title).to_be_visible()
    first = await title.text_content()
    assert first is not None
    await press(maya.get_by_test_id("modal-blocks"), "Set a goal")
    await expect(title).not_to_have_text(first)
    await expect(maya.get_by_text(f"Closing it goes back to “{first}”.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(title).to_have_text(first)
    await page.keyboard.press("Escape")
    await expect(maya.get_by_test_id("modal")).to_be_hidden()
    await expect(maya.get_by_test_id("send")).to_be_focused()
