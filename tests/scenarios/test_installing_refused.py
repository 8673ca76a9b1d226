"""What the install flow turns away, and what it lets nobody see (reliability.md T3)."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.tables.installations import install_states
from tests.village import Village

CALLBACK = "/slack/oauth_redirect"


# --- what is refused -----------------------------------------------------------------------------


async def test_a_callback_is_good_once(village: Village) -> None:
    browser = village.browser()
    address = await browser.callback(await browser.begin(village.door))
    assert (await browser.go(address)).status == 200
    again = await browser.go(address)
    assert (again.status, again.title) == (401, "This link is used up")
    assert village.exchanges == 1


async def test_a_callback_is_good_for_ten_minutes(village: Village) -> None:
    browser = village.browser()
    early = await browser.callback(await browser.begin(village.door))
    late = await browser.callback(await browser.begin(village.door))
    village.clock.advance(timedelta(minutes=9, seconds=59))
    assert (await browser.go(early)).status == 200
    village.clock.advance(timedelta(seconds=1))
    assert (await browser.go(late)).status == 401
    assert village.exchanges == 1


async def test_nobody_finishes_what_another_browser_began(village: Village) -> None:
    noor, ari = village.browser(), village.browser()
    hers = await noor.callback(await noor.begin(village.door))
    his = await ari.callback(await ari.begin(village.door))
    for browser, address in ((noor, his), (ari, hers), (village.browser(), hers)):
        page = await browser.go(address)
        assert (page.status, page.title) == (400, "This was not begun in this browser")
    assert village.exchanges == 0
    assert (await noor.go(hers)).status == 200
    assert (await ari.go(his)).status == 200


async def test_two_tabs_of_one_browser_both_arrive(village: Village) -> None:
    browser = village.browser()
    one, two = await browser.begin(village.door), await browser.begin(village.door)
    assert (await browser.press("allow", one)).status == 200
    assert (await browser.press("allow", two, team="T0SECOND")).status == 200


async def test_of_four_callbacks_at_once_one_is_accepted(village: Village) -> None:
    """slack_sdk's own store accepted 99 of 100 states more than once (reliability.md exp 7)."""
    browser = village.browser()
    address = await browser.callback(await browser.begin(village.door))
    seen = await asyncio.gather(*(browser.go(address) for _ in range(4)))
    assert sorted(page.status for page in seen) == [200, 401, 401, 401]
    assert village.exchanges == 1


def changed(state: str) -> str:
    """The same length and shape, another state."""
    return ("B" if state[0] == "A" else "A") + state[1:]


async def test_a_wrong_state_gets_a_page_and_no_token_call(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    browser = village.browser()
    screen = await browser.begin(village.door)
    state = screen.query["state"]
    back = f"{village.url}{CALLBACK}"
    for query in (
        "",
        "?code=1.2.3",
        f"?state={state}",
        "?code=&state=",
        f"?code=1.2.3&state={changed(state)}",
        f"?code=1.2.3&state={state[:-1]}",
        f"?code=1.2.3&state={state}%00",
        "?code=1.2.3&state=%F0%28",
        f"?code=1.2.3&state={'x' * 5000}",
        "?error=%3Cscript%3E",
        "?error=server_error&state=x",
    ):
        page = await browser.go(back + query)
        assert page.status == 400, query
        assert page.links["Begin again"] == village.door
        assert "<script" not in page.html
    assert village.exchanges == 0
    assert caplog.text == ""


async def test_saying_no_is_fine_and_ends_that_attempt(village: Village) -> None:
    browser = village.browser()
    screen = await browser.begin(village.door)
    page = await browser.press("cancel", screen)
    assert (page.status, page.title) == (200, "Waymark was not installed")
    late = await browser.go(f"{village.url}{CALLBACK}?code=1.2&state={screen.query['state']}")
    assert late.status == 401
    assert village.exchanges == 0


async def test_a_code_slack_does_not_know_is_explained(village: Village) -> None:
    browser = village.browser()
    screen = await browser.begin(village.door)
    page = await browser.go(f"{village.url}{CALLBACK}?code=1.2&state={screen.query['state']}")
    assert (page.status, page.title) == (401, "Slack no longer knows this permission")
    assert await village.waymark.units.everywhere().installations() == []


async def test_a_server_with_a_wrong_secret_says_whom_to_ask(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    browser = village.browser()
    screen = await browser.begin(village.door)
    village.sandbox.config.client_secret = "another"
    with caplog.at_level(logging.INFO):
        page = await browser.press("allow", screen)
    assert (page.status, page.title) == (500, "Slack does not know this Waymark")
    assert "bad_client_secret" in caplog.text
    assert "sandbox-client-secret" not in caplog.text


@pytest.mark.parametrize(
    ("fault", "status"),
    [("drop_before", 502), ("error_500", 502), ("broken_json_after", 502), ("html_after", 502)],
)
async def test_slack_out_of_reach_is_a_page_too(
    village: Village, fault: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    browser = village.browser()
    screen = await browser.begin(village.door)
    village.sandbox.faults.add("oauth.v2.access", fault)
    page = await browser.press("allow", screen)
    assert (page.status, page.title) == (status, "Slack did not answer")
    assert "Traceback" not in caplog.text
    assert "xoxb" not in caplog.text
    assert (await browser.install(village.door)).status == 200


async def test_a_whole_organisation_is_refused_and_its_token_given_back(
    village: Village,
) -> None:
    village.sandbox.config.org_deploy_enabled = True
    browser = village.browser()
    page = await browser.press("allow", await browser.begin(village.door), where="everywhere")
    assert page.status == 400
    assert page.title == "Waymark is installed one workspace at a time"
    assert [e.response["revoked"] for e in village.sandbox.log.calls("auth.revoke")] == [True]
    assert await village.waymark.units.everywhere().installations() == []


async def test_too_many_at_once_are_asked_to_wait(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.installations.MOST_UNDER_WAY", 1)
    browser = village.browser()
    assert (await browser.go(village.door)).status == 200
    page = await browser.go(village.door)
    assert (page.status, page.title) == (503, "One moment, please")


# --- how it travels ------------------------------------------------------------------------------


async def test_cookies_and_headers_are_as_strict_as_they_can_be(village: Village) -> None:
    name = village.url.removeprefix("http://")
    async with village.web.get(village.door) as said:
        local = said.headers.getall("Set-Cookie")
        headers = said.headers
    assert [line.partition("=")[0] for line in local] == [
        "__Host-waymark-install",
        "waymark-install",
    ]
    assert set(local[0].partition("; ")[2].split("; ")) == {
        "HttpOnly",
        "Max-Age=600",
        "Path=/",
        "SameSite=lax",
        "Secure",
    }
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    for elsewhere in (
        {"Host": "waymark.example.com"},
        {"Host": name, "X-Forwarded-Proto": "https"},
    ):
        async with village.web.get(village.door, headers=elsewhere) as said:
            (only,) = said.headers.getall("Set-Cookie")
        assert only.startswith("__Host-waymark-install=")


async def test_the_plain_cookie_counts_on_this_machine_only(village: Village) -> None:
    for host, status in (("", 200), ("waymark.example.com", 400)):
        browser = village.browser()
        address = await browser.callback(await browser.begin(village.door))
        (held,) = [jar for jar in browser.cookies.values() if jar]
        del held["__Host-waymark-install"]
        headers = {"Host": host} if host else {}
        assert (await browser.go(address, **headers)).status == status


async def test_no_secret_and_no_code_is_in_an_address_or_a_log(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        browser = village.browser()
        address = await browser.callback(await browser.begin(village.door))
        await browser.go(address)
    (call,) = village.sandbox.log.calls("oauth.v2.access")
    assert set(call.request) == {"client_id", "client_secret", "code"}
    state, code = (
        address.partition(f"{name}=")[2].partition("&")[0] for name in ("state", "code")
    )
    for secret in (state, code, village.sandbox.team.installation.bot_token):
        assert secret not in caplog.text


async def test_a_state_is_stored_as_its_hash_and_taken_out_when_used(village: Village) -> None:
    browser = village.browser()
    address = await browser.callback(await browser.begin(village.door))
    (stored,) = await _states(village)
    assert stored not in address
    await browser.go(address)
    assert await _states(village) == []


async def _states(village: Village) -> list[str]:
    async with village.waymark.database.reading() as session:
        return list(await session.scalars(select(install_states.c.state_hash)))
