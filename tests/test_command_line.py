"""The command line as an operator meets it: real processes, real signals."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet

from bot.__main__ import main
from bot.sandbox import Sandbox
from tests.strolling import Stroller

ROOT = Path(__file__).parent.parent
START = 25.0


def environment(folder: Path, **given: str) -> dict[str, str]:
    """A clean environment with only these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "WAYMARK_DATA": str(folder / "data"), **given}


async def waymark(folder: Path, *words: str, **given: str) -> asyncio.subprocess.Process:
    """Start `waymark …` in an empty folder."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=folder,
        env=environment(folder, **given),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run `waymark …` in this process, for what is refused before anything begins."""

    def run(*words: str, **given: str) -> tuple[int, str, str]:
        for name, value in environment(tmp_path, **given).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        code = main(list(words))
        return code, *capsys.readouterr()

    return run


async def finished(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = await asyncio.wait_for(process.communicate(), START)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """Read standard error until a line holds ``words``; returns that line."""
    assert process.stderr is not None
    async with asyncio.timeout(START):
        while line := (await process.stderr.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"{words!r} was never said")


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A local Slack on the machine's own clock."""
    async with Sandbox() as sandbox:
        yield sandbox


async def test_every_process_is_listed(tmp_path: Path) -> None:
    code, out, _ = await finished(await waymark(tmp_path, "--help"))
    assert code == 0
    for name in ("run", "web", "worker", "migrate", "sandbox", "doctor", "manifest", "simulate"):
        assert name in out


async def test_a_fresh_key_is_a_key(tmp_path: Path) -> None:
    code, out, _ = await finished(await waymark(tmp_path, "secret"))
    assert code == 0
    assert Fernet(out.strip().encode()).encrypt(b"private") != b"private"


async def test_a_wrong_setting_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    """Every other one is in tests/test_refusals.py, without a process of its own."""
    code, out, err = await finished(await waymark(tmp_path, "run"))
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "SLACK_BOT_TOKEN" in err


async def test_the_manifest_can_be_pasted(tmp_path: Path) -> None:
    code, out, _ = await finished(await waymark(tmp_path, "manifest"))
    assert code == 0
    assert json.loads(out)["settings"]["socket_mode_enabled"] is True
    code, out, _ = await finished(
        await waymark(tmp_path, "manifest", "--url", "https://waymark.example.org")
    )
    assert json.loads(out)["settings"]["socket_mode_enabled"] is False
    assert "https://waymark.example.org/slack/events" in out
    returns_to = json.loads(out)["oauth_config"]["redirect_urls"]
    assert returns_to == ["https://waymark.example.org/slack/oauth_redirect"]


async def test_run_migrates_serves_checks_in_and_stops_cleanly(
    tmp_path: Path, slack: Sandbox
) -> None:
    given = {
        "SLACK_BOT_TOKEN": slack.config.bot_token,
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "WAYMARK_SECRET_KEYS": Fernet.generate_key().decode(),
        "PORT": "0",
    }
    process = await waymark(tmp_path, "run", **given)
    url = (await said(process, "is at http")).rpartition(" ")[2].strip()
    slack.connect(f"{url}/slack/events")
    async with aiohttp.ClientSession() as web:
        async with web.get(f"{url}/health/live") as answer:
            assert answer.status == 200
        async with web.get(f"{url}/health/ready") as answer:
            assert answer.status == 200, await answer.text()
        result = await slack.person("maya").slash("/mentor checkin on track")
        assert result.ok
        async with web.get(f"{url}/metrics") as answer:
            assert "waymark_requests_total" in await answer.text()
        async with web.get(f"{url}/slack/install") as answer:
            assert answer.status == 404
    process.send_signal(signal.SIGTERM)
    code, _, err = await finished(process)
    assert code == 0, err
    assert (tmp_path / "data" / "waymark.db").exists()
    code, out, _ = await finished(await waymark(tmp_path, "doctor", **given))
    assert code == 0, out
    assert "accepted for the workspace" in out


async def test_without_a_token_workspaces_install_it_and_the_doctor_looks_at_theirs(
    tmp_path: Path,
) -> None:
    given = {
        "SLACK_CLIENT_ID": "1000200030.4000500060",
        "SLACK_CLIENT_SECRET": "sandbox-client-secret",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
        "WAYMARK_SECRET_KEYS": Fernet.generate_key().decode(),
        "PORT": "0",
    }
    async with Sandbox(installed=False) as slack, aiohttp.ClientSession() as web:
        given["SLACK_API_URL"] = slack.api_url
        process = await waymark(tmp_path, "run", **given)
        url = (await said(process, "is at http")).rpartition(" ")[2].strip()
        slack.connect(f"{url}/slack/events")
        slack.config.redirect_urls = (f"{url}/slack/oauth_redirect",)
        code, out, _ = await finished(await waymark(tmp_path, "doctor", **given))
        assert (code, "nobody has installed" in out) == (0, True), out
        page = await Stroller(web).install(f"{url}/slack/install")
        assert page.title == "Waymark is in Waymark Trial"
        assert (await slack.person("maya").slash("/mentor checkin on track")).ok
        async with web.get(f"{url}/health/ready") as answer:
            assert answer.status == 200, await answer.text()
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
        assert code == 0, err
        code, out, _ = await finished(await waymark(tmp_path, "doctor", **given))
        assert code == 0, out
        assert "those of 1 installed workspace(s) are accepted" in out
        slack.team.installation.state = "revoked"
        given["SLACK_CLIENT_SECRET"] = "another"
        code, out, _ = await finished(await waymark(tmp_path, "doctor", **given))
        assert code == 1
        assert "LOOK Slack token: T0WAYMARK: Slack refuses it (token_revoked)." in out
        assert "LOOK installing: Slack refuses SLACK_CLIENT_ID" in out


async def test_a_token_slack_refuses_is_not_ready_but_alive(
    tmp_path: Path, slack: Sandbox
) -> None:
    given = {
        "SLACK_BOT_TOKEN": "xoxb-not-this-one",
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "WAYMARK_SECRET_KEYS": Fernet.generate_key().decode(),
        "PORT": "0",
    }
    process = await waymark(tmp_path, "run", **given)
    url = (await said(process, "is at http")).rpartition(" ")[2].strip()
    async with aiohttp.ClientSession() as web:
        async with web.get(f"{url}/health/live") as answer:
            assert answer.status == 200
        async with web.get(f"{url}/health/ready") as answer:
            assert answer.status == 503
            assert "invalid_auth" in await answer.text()
    process.send_signal(signal.SIGTERM)
    assert (await finished(process))[0] == 0


async def test_web_and_worker_share_the_work(tmp_path: Path, slack: Sandbox) -> None:
    given = {
        "SLACK_BOT_TOKEN": slack.config.bot_token,
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "WAYMARK_SECRET_KEYS": _key(),
        "PORT": "0",
    }
    code, out, _ = await finished(await waymark(tmp_path, "migrate", **given))
    assert code == 0
    assert "revision" in out
    web, worker = (
        await waymark(tmp_path, "web", **given),
        await waymark(tmp_path, "worker", **given),
    )
    url = (await said(web, "is at http")).rpartition(" ")[2].strip()
    await said(worker, "is at http")
    slack.connect(f"{url}/slack/events")
    assert (await slack.person("maya").slash("/mentor checkin stuck")).ok
    for process in (web, worker):
        process.send_signal(signal.SIGTERM)
        assert (await finished(process))[0] == 0


async def test_two_of_everything_share_one_file(tmp_path: Path, slack: Sandbox) -> None:
    """Nobody recommends it, but it happens: two `waymark run` on one SQLite file, one machine."""
    given = {
        "SLACK_BOT_TOKEN": slack.config.bot_token,
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "WAYMARK_SECRET_KEYS": _key(),
        "PORT": "0",
    }
    both = [await waymark(tmp_path, "run", **given) for _ in range(2)]
    urls = [(await said(one, "is at http")).rpartition(" ")[2].strip() for one in both]
    for url in urls * 3:
        slack.connect(f"{url}/slack/events")
        wins = (slack.person(who).slash("/mentor win It works") for who in ("maya", "theo"))
        assert all(answer.ok for answer in await asyncio.gather(*wins))
    for process in both:
        process.send_signal(signal.SIGTERM)
    for process in both:
        code, _, err = await finished(process)
        assert (code, "locked" in err) == (0, False), err
    with closing(sqlite3.connect(tmp_path / "data" / "waymark.db")) as opened:
        assert opened.execute("SELECT count(*) FROM wins").fetchone() == (12,)


async def test_simulate_prints_what_is_planned(tmp_path: Path, slack: Sandbox) -> None:
    """Beside the running bot, and again when it stopped; no token is needed, nothing is said."""
    key = {"WAYMARK_SECRET_KEYS": _key()}
    given = {
        "SLACK_BOT_TOKEN": slack.config.bot_token,
        "SLACK_SIGNING_SECRET": slack.config.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "PORT": "0",
    }
    process = await waymark(tmp_path, "run", **key, **given)
    url = (await said(process, "is at http")).rpartition(" ")[2].strip()
    slack.connect(f"{url}/slack/events")
    assert (await slack.person("maya").slash("/mentor start")).ok
    await slack.person("maya").submit(role="mentee")
    await slack.person("maya").submit(words="Lead the migration")
    code, beside, err = await finished(await waymark(tmp_path, "simulate", **key))
    assert (code, err) == (0, "")
    assert "Maya (U0MAYA in T0WAYMARK), Europe/London" in beside
    assert "Check-in question" in beside
    assert "migration" not in beside
    process.send_signal(signal.SIGTERM)
    assert (await finished(process))[0] == 0
    calls = len(slack.log.entries)
    only = ("simulate", "--days", "7", "--person", "U0THEO")
    code, out, _ = await finished(await waymark(tmp_path, *only, **key))
    assert (code, out.splitlines()[-1]) == (0, "Nothing is planned.")
    assert len(slack.log.entries) == calls


@pytest.mark.parametrize(
    ("words", "given", "named"),
    [
        ((), {}, "WAYMARK_SECRET_KEYS is missing"),
        ((), {"WAYMARK_SECRET_KEYS": "KEY"}, "There is no database yet: run `waymark migrate`."),
        (("--days", "0"), {"WAYMARK_SECRET_KEYS": "KEY"}, "--days is a number from 1 to 366."),
        (
            (),
            {"WAYMARK_SECRET_KEYS": "KEY", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            "The database cannot be reached",
        ),
    ],
)
def test_what_simulate_cannot_do_is_one_sentence(
    here: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    words: tuple[str, ...],
    given: dict[str, str],
    named: str,
) -> None:
    fresh = {name: _key() if value == "KEY" else value for name, value in given.items()}
    code, out, err = here("simulate", *words, **fresh)
    assert (code, out) == (2, "")
    assert named in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_the_sandbox_refuses_to_run_beside_a_real_token(
    here: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, err = here("sandbox", SLACK_BOT_TOKEN="xoxb-1")
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err


# --- private -------------------------------------------------------------------------------------


def _key() -> str:
    return Fernet.generate_key().decode()
