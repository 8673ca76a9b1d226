"""Installing an app as slack_sdk and a browser see it (slack.md 4.7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, ManualClock, Sandbox
from bot.slack.manifest import manifest
from tests.sandbox.example_app import listen

#: slack_sdk 3.47 names the client with a class that aiohttp 3.14 calls old.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

BACK = "http://127.0.0.1:9/slack/oauth_redirect"
SCOPE = "chat:write,commands,users:read"


class Door:
    """The install screen of one local Slack, by plain HTTP."""

    def __init__(self, slack: Sandbox, web: aiohttp.ClientSession) -> None:
        self.slack = slack
        self.web = web
        self.url = f"{slack.url}/oauth/v2/authorize"
        self.client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])

    def asked(self, **more: str) -> dict[str, str]:
        """The parameters of an app's link."""
        return {
            "client_id": self.slack.config.client_id,
            "scope": SCOPE,
            "state": "a state",
            **more,
        }

    async def look(self, **more: str) -> tuple[int, str]:
        """The screen, as status and HTML."""
        given = {name: value for name, value in self.asked(**more).items() if value != "-"}
        async with self.web.get(self.url, params=given) as answer:
            return answer.status, await answer.text()

    async def press(self, answer: str = "allow", **more: str) -> dict[str, str]:
        """Press a button; what the app gets in its redirect's query."""
        form = {"answer": answer, "person": "U0NOOR", "team": self.slack.team.id}
        form |= self.asked(**more)
        async with self.web.post(self.url, data=form, allow_redirects=False) as said:
            assert said.status == 302, await said.text()
            place = urlsplit(said.headers["Location"])
        assert place._replace(query="").geturl().startswith(BACK)
        return {name: values[0] for name, values in parse_qs(place.query).items()}

    async def code(self, **more: str) -> str:
        return (await self.press(**more))["code"]

    async def exchange(self, code: str, **more: str) -> dict[str, object]:
        config = self.slack.config
        given = {"client_id": config.client_id, "client_secret": config.client_secret} | more
        answer = await self.client.oauth_v2_access(code=code, **given)
        assert isinstance(answer.data, dict)
        return answer.data

    async def refusal(self, code: str, **more: str) -> str:
        with pytest.raises(SlackApiError) as caught:
            await self.exchange(code, **more)
        return str(caught.value.response["error"])


@pytest.fixture
async def door(slack: Sandbox) -> AsyncIterator[Door]:
    slack.config.redirect_urls = (BACK,)
    async with aiohttp.ClientSession() as web:
        yield Door(slack, web)


# --- the screen ----------------------------------------------------------------------------------


async def test_the_screen_says_who_asks_for_what_and_where(door: Door) -> None:
    status, html = await door.look()
    assert status == 200
    for words in (
        "<b>Waymark</b> asks for access to the workspace <b>Waymark Trial</b>",
        "See people in the workspace and their time zone",
        "Send messages as Waymark",
        "Noor Haddad (administrator)",
        "installed in Waymark Trial already",
    ):
        assert words in html
    assert "Start direct messages" not in html
    for stranger in ("Sam Rivera", "Dana Whitlock", "Standup Bot", "Slackbot"):
        assert stranger not in html


async def test_another_workspace_can_be_chosen(door: Door) -> None:
    door.slack.add_team("T0OTHER", "Other & Sons", installed=False)
    _, html = await door.look(team="T0OTHER")
    assert "access to the workspace <b>Other &amp; Sons</b>" in html
    assert "already" not in html
    assert "team=T0WAYMARK" in html
    _, html = await door.look(team="T0NOWHERE")
    assert "access to the workspace <b>Waymark Trial</b>" in html


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        ({"client_id": "1.2"}, "invalid_client_id", "No app here has the client id “1.2”"),
        ({"client_id": "-"}, "invalid_client_id", "client_id is missing"),
        ({"scope": ""}, "no_scopes", "no permission at all"),
        ({"scope": "chat:write,chat:shout"}, "invalid_scope", "chat:shout"),
        ({"user_scope": "search:read"}, "invalid_scope", "no user tokens"),
        ({"redirect_uri": "http://127.0.0.1:9/other"}, "bad_redirect_uri", "Passed: http://127"),
        ({"redirect_uri": f"{BACK}/../other"}, "bad_redirect_uri", "did not match"),
        ({"redirect_uri": f"{BACK}s"}, "bad_redirect_uri", "did not match"),
        ({"redirect_uri": "http://["}, "bad_redirect_uri", "did not match"),
        ({"redirect_uri": "<script>"}, "bad_redirect_uri", "Passed: &lt;script&gt;"),
    ],
)
async def test_a_wrong_link_is_explained_and_leads_nowhere(
    door: Door, asked: dict[str, str], code: str, words: str
) -> None:
    status, html = await door.look(**asked)
    assert status == 400
    assert f"<code>{code}</code>" in html
    assert words in html
    assert "<form" not in html


async def test_an_app_without_or_with_a_far_redirect_url_sends_nobody_anywhere(
    door: Door,
) -> None:
    door.slack.config.redirect_urls = ()
    assert "no way back" in (await door.look())[1]
    door.slack.config.redirect_urls = ("https://waymark.example.com/slack/oauth_redirect",)
    assert "sends nobody off this machine" in (await door.look())[1]


async def test_cancel_tells_the_app_so_and_installs_nothing(door: Door) -> None:
    said = await door.press("cancel")
    assert said == {"error": "access_denied", "state": "a state"}
    assert door.slack.world.grants == {}


async def test_a_guest_cannot_install_and_a_foreign_site_cannot_press(door: Door) -> None:
    form = door.asked(answer="allow", team="T0WAYMARK", person="U0GUEST")
    async with door.web.post(door.url, data=form, allow_redirects=False) as said:
        assert said.status == 400
        assert "Choose who is installing" in await said.text()
    form["person"] = "U0NOOR"
    elsewhere = {"Origin": "https://evil.example.com"}
    async with door.web.post(door.url, data=form, headers=elsewhere) as said:
        assert said.status == 403
    async with door.web.get(door.url, headers={"Host": "evil.example.com"}) as said:
        assert said.status == 403
    assert door.slack.world.grants == {}


async def test_no_script_runs_and_no_other_site_frames_or_receives_it(door: Door) -> None:
    async with door.web.get(door.url, params=door.asked()) as said:
        policy = said.headers["Content-Security-Policy"]
        html = await said.text()
    assert policy.startswith("default-src 'none'")
    assert "form-action 'self' http://127.0.0.1:9" in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script" not in html
    assert "style=" not in html


def test_the_manifest_says_how_the_app_is_installed() -> None:
    asked = manifest("socket", redirect_url="https://waymark.example.com/slack/oauth_redirect")
    asked["oauth_config"]["scopes"]["bot_optional"] = ["users:read"]
    config = AppConfig.from_manifest(asked)
    assert config.redirect_urls == ("https://waymark.example.com/slack/oauth_redirect",)
    assert config.optional_scopes == ("users:read",)
    assert config.org_deploy_enabled is False


# --- the exchange --------------------------------------------------------------------------------


async def test_a_yes_becomes_a_bot_token_that_works(door: Door) -> None:
    old = door.slack.config.bot_token
    said = await door.press()
    assert said["state"] == "a state"
    answer = await door.exchange(said["code"])
    team = door.slack.team
    assert answer == {
        "ok": True,
        "access_token": team.installation.bot_token,
        "token_type": "bot",
        "scope": "chat:write,commands,im:history,im:write,users:read",
        "bot_user_id": team.bot_user_id,
        "app_id": door.slack.config.app_id,
        "team": {"id": "T0WAYMARK", "name": "Waymark Trial"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0NOOR"},
    }
    fresh = AsyncWebClient(token=team.installation.bot_token, base_url=door.slack.api_url)
    assert (await fresh.auth_test())["team_id"] == "T0WAYMARK"
    with pytest.raises(SlackApiError, match="token_revoked"):
        await AsyncWebClient(token=old, base_url=door.slack.api_url).auth_test()


async def test_nothing_is_installed_before_the_exchange(door: Door) -> None:
    other = door.slack.add_team("T0OTHER", "Other", installed=False)
    maya = door.slack.person("maya", other)
    assert (await maya.slash("/mentor")).error == "/mentor is not a valid command"
    code = await door.code(team="T0OTHER")
    assert other.installation.state == "uninstalled"
    answer = await door.exchange(code)
    assert answer["team"] == {"id": "T0OTHER", "name": "Other"}
    assert answer["scope"] == SCOPE
    assert other.installation.state == "active"
    assert door.slack.team.installation.state == "active"
    await AsyncWebClient(
        token=str(answer["access_token"]), base_url=door.slack.api_url
    ).chat_postMessage(channel="U0MAYA", text="hello")
    assert [message.text for message in maya.dms] == ["hello"]
    assert door.slack.person("maya").dms == []


async def test_a_code_is_good_once(door: Door) -> None:
    code = await door.code()
    await door.exchange(code)
    token = door.slack.team.installation.bot_token
    assert await door.refusal(code) == "code_already_used"
    assert door.slack.team.installation.bot_token == token


async def test_a_code_is_good_for_ten_minutes(door: Door, clock: ManualClock) -> None:
    early, late = await door.code(), await door.code()
    clock.advance(timedelta(minutes=10))
    await door.exchange(early)
    clock.advance(timedelta(seconds=1))
    assert await door.refusal(late) == "invalid_code"


async def test_a_wrong_client_or_code_is_refused_and_uses_nothing_up(door: Door) -> None:
    code = await door.code()
    assert await door.refusal(code, client_id="1.2") == "invalid_client_id"
    assert await door.refusal(code, client_secret="wrong") == "bad_client_secret"
    assert await door.refusal("1.2.3") == "invalid_code"
    assert await door.refusal(code, grant_type="refresh_token") == "invalid_grant_type"
    assert (await door.exchange(code))["ok"]


async def test_the_redirect_uri_of_both_halves_must_agree(door: Door) -> None:
    code = await door.code(redirect_uri=f"{BACK}/deep?x=1")
    assert await door.refusal(code) == "bad_redirect_uri"
    assert await door.refusal(code, redirect_uri=BACK) == "bad_redirect_uri"
    assert (await door.exchange(code, redirect_uri=f"{BACK}/deep?x=1"))["ok"]
    code = await door.code()
    assert await door.refusal(code, redirect_uri=BACK) == "bad_redirect_uri"


async def test_the_client_may_also_be_named_in_the_form(door: Door) -> None:
    config = door.slack.config
    form = {
        "client_id": config.client_id,
        "client_secret": config.client_secret,
        "code": await door.code(),
    }
    async with door.web.post(f"{door.slack.api_url}oauth.v2.access", data=form) as said:
        assert (await said.json())["ok"]
    broken = {"Authorization": "Basic !"}
    async with door.web.post(f"{door.slack.api_url}oauth.v2.access", headers=broken) as said:
        assert await said.json() == {"ok": False, "error": "invalid_client_id"}


async def test_the_log_holds_no_secret_and_no_token(door: Door) -> None:
    answer = await door.exchange(await door.code())
    log = repr(door.slack.log.entries)
    assert "oauth.v2.access" in log
    assert door.slack.config.client_secret not in log
    assert str(answer["access_token"]) not in log


async def test_an_optional_permission_can_be_left_out(door: Door) -> None:
    door.slack.config.optional_scopes = ("users:read",)
    team = door.slack.add_team("T0OTHER", "Other", installed=False)
    assert "Only if you like" in (await door.look(team=team.id))[1]
    answer = await door.exchange(await door.code(team=team.id))
    assert answer["scope"] == "chat:write,commands"
    answer = await door.exchange(await door.code(team=team.id, optional="users:read"))
    assert answer["scope"] == SCOPE


async def test_a_whole_organisation_gets_a_token_that_is_in_no_workspace(door: Door) -> None:
    code = await door.code(where="everywhere")
    assert (await door.exchange(code))["is_enterprise_install"] is False
    door.slack.config.org_deploy_enabled = True
    team, standing = door.slack.team, door.slack.team.installation
    answer = await door.exchange(await door.code(where="everywhere"))
    assert (answer["is_enterprise_install"], answer["team"]) == (True, None)
    assert answer["enterprise"] == {"id": "E0WAYMARK", "name": "Waymark Organisation"}
    client = AsyncWebClient(token=str(answer["access_token"]), base_url=door.slack.api_url)
    assert (await client.auth_revoke())["revoked"]
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
    assert (team.installation, standing.state) == (standing, "active")


async def test_after_an_uninstall_the_screen_offers_the_way_back(
    door: Door, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="U0MAYA", text="before")
    await door.slack.uninstall()
    assert "was removed from Waymark Trial" in (await door.look())[1]
    answer = await door.exchange(await door.code())
    assert answer["scope"] == SCOPE
    assert [message.text for message in door.slack.person("maya").dms] == ["before"]


async def test_the_apps_own_link_and_the_control_api_say_where_to_install(door: Door) -> None:
    door.slack.config.install_url = "http://127.0.0.1:9/slack/install"
    async with door.web.get(f"{door.slack.url}/control/state") as said:
        app = (await said.json())["app"]
    assert app["install_url"] == "http://127.0.0.1:9/slack/install"
    link = f"{door.slack.url}/app_redirect?app=A0WAYMARK&team=T0WAYMARK"
    async with door.web.get(link, allow_redirects=False) as said:
        assert (said.status, said.headers["Location"]) == (302, "/")


async def test_bolt_installs_itself_unchanged() -> None:
    """The example app of slack-bolt, whose whole OAuth is the library's own."""
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
    from slack_sdk.oauth.installation_store.async_installation_store import (
        AsyncInstallationStore,
    )
    from slack_sdk.oauth.installation_store.models.installation import Installation
    from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

    kept: list[Installation] = []

    class Memory(AsyncInstallationStore, AsyncOAuthStateStore):
        async def async_save(self, installation: Installation) -> None:
            kept.append(installation)

        async def async_issue(self, *args: object, **kwargs: object) -> str:
            return "bolts-state"

        async def async_consume(self, state: str) -> bool:
            return state == "bolts-state"

    async with Sandbox(AppConfig(), ManualClock(), installed=False) as slack:
        memory = Memory()
        settings = AsyncOAuthSettings(
            client_id=slack.config.client_id,
            client_secret=slack.config.client_secret,
            scopes=["chat:write", "commands"],
            authorization_url=f"{slack.url}/oauth/v2/authorize",
            installation_store=memory,
            state_store=memory,
        )
        bolt = AsyncApp(
            client=AsyncWebClient(base_url=slack.api_url),
            signing_secret=slack.config.signing_secret,
            oauth_settings=settings,
            installation_store=memory,
        )
        runner, url = await listen(bolt.server().web_app)
        slack.config.redirect_urls = (f"{url}/slack/oauth_redirect",)
        cookie = {"Cookie": "slack-app-oauth-state=bolts-state"}
        async with aiohttp.ClientSession() as web:
            async with web.get(f"{url}/slack/install") as said:
                assert f"{slack.url}/oauth/v2/authorize?state=bolts-state" in await said.text()
            form = {
                "client_id": slack.config.client_id,
                "scope": "chat:write,commands",
                "state": "bolts-state",
                "person": "U0NOOR",
                "answer": "allow",
            }
            address = f"{slack.url}/oauth/v2/authorize"
            async with web.post(address, data=form, allow_redirects=False) as said:
                back = said.headers["Location"]
            async with web.get(back, headers=cookie) as said:
                assert said.status == 200, await said.text()
        await runner.cleanup()
        assert [one.team_id for one in kept] == ["T0WAYMARK"]
        assert kept[0].bot_token == slack.team.installation.bot_token
        assert slack.team.installation.state == "active"
