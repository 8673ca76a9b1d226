"""What a person does on the page, by mouse or with nothing but the keyboard."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

#: Nothing on the page is further away than this many steps of the Tab key.
FARTHEST = 120


async def command(client: Locator, words: str) -> None:
    """Type a command and send it with the mouse."""
    await client.get_by_test_id("composer").fill(words)
    await client.get_by_test_id("send").click()


async def press(client: Locator, words: str) -> None:
    """Click the newest button with these words."""
    await client.get_by_role("button", name=words, exact=True).last.click()


async def submit(client: Locator) -> None:
    """Send the open form."""
    await client.get_by_test_id("modal-submit").click()


async def closed(client: Locator) -> None:
    """Close the word that says it is saved, and see it gone."""
    await client.get_by_test_id("modal-close").click()
    await expect(client.get_by_test_id("modal")).to_be_hidden()


async def tab_to(page: Page, words: str, *, back: bool = False) -> None:
    """Walk with the Tab key until the focus is on something with this name."""
    met: list[str] = []
    while words not in met:
        assert len(met) < FARTHEST, f"The Tab key never reaches {words!r}, only {met}."
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        met.append(await page.evaluate(_NAME))


async def around_to(page: Page, client: Locator) -> None:
    """Walk with F6 until the focus is within this client."""
    for _ in range(6):
        await page.keyboard.press("F6")
        if await client.evaluate("node => node.contains(document.activeElement)"):
            return
    raise AssertionError("F6 never reaches this client.")


#: The words of what has the focus: its label, else its text.
_NAME = """() => {
  const node = document.activeElement;
  const by = node.getAttribute("aria-labelledby");
  const label = by ? document.getElementById(by.split(" ")[0])?.textContent
    : node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent;
  return (label ?? "").trim();
}"""
