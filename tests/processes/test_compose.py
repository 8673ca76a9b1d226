"""compose.yaml, Dockerfile and Procfile say what the program does; nobody runs them here."""

from __future__ import annotations

import asyncio
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from starlette.routing import Route

from bot import probe
from bot.__main__ import PROCESSES
from bot.settings import SETTINGS, Settings
from tests.stage import Conversation

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one.get("image") == "waymark"}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def command_of(service: dict[str, Any]) -> str:
    program, process = service["command"]
    assert program == "waymark"
    return str(process)


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_there_are_two_of_each_one_migration_and_one_database() -> None:
    found = sorted(command_of(one) for one in OURS.values())
    assert found == ["migrate", "web", "web", "worker", "worker"]
    assert set(found) <= set(PROCESSES)
    assert set(SERVICES) - set(OURS) == {"database"}


def test_every_variable_is_one_the_program_reads() -> None:
    known = {setting.name for setting in SETTINGS}
    for one in OURS.values():
        assert set(one["environment"]) <= known
        assert one["env_file"] == ".env"
    held = OURS["web-1"]["environment"]
    url = re.sub(r"\$\{POSTGRES_PASSWORD:[^}]*\}", "secret", held["DATABASE_URL"])
    given = {**held, "DATABASE_URL": url, "SLACK_BOT_TOKEN": "xoxb-1"}
    settings = Settings.from_env(given, env_file=None)
    assert settings.database_url == "postgresql+asyncpg://waymark:secret@database/waymark"
    database = SERVICES["database"]["environment"]
    assert urlsplit(url).username == database["POSTGRES_USER"]
    assert database["POSTGRES_PASSWORD"] in held["DATABASE_URL"]


def test_they_wait_for_the_migration_and_are_given_time_to_end() -> None:
    for name, one in OURS.items():
        waits_for = "database" if name == "migrate" else "migrate"
        assert set(one["depends_on"]) == {waits_for}
        if name != "migrate":
            assert seconds(one["stop_grace_period"]) > 20
            assert one["restart"] == "unless-stopped"


def test_the_two_ports_are_two() -> None:
    published = [port for one in OURS.values() for port in one.get("ports", ())]
    assert published == ["127.0.0.1:3001:3000", "127.0.0.1:3002:3000"]
    assert all(one["environment"]["PORT"] == "3000" for one in OURS.values())


async def test_the_health_pages_exist_and_the_probe_reads_them(waymark: Conversation) -> None:
    web = waymark.waymark.web()
    paths = {route.path for route in web.routes if isinstance(route, Route)}
    for name, one in OURS.items():
        if name == "migrate":
            continue
        _, python, flag, module, url = one["healthcheck"]["test"]
        assert (python, flag, module) == ("python", "-m", probe.__name__)
        parts = urlsplit(url)
        assert parts.path in paths
        assert str(parts.port) == one["environment"]["PORT"]
        assert parts.path == ("/health/ready" if command_of(one) == "web" else "/health/live")
        assert await asyncio.to_thread(probe.main, waymark.url + parts.path) == 0
        assert seconds(one["healthcheck"]["timeout"]) > probe.SECONDS


async def test_the_probe_says_no(
    waymark: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    waymark.sandbox.team.installation.state = "revoked"
    waymark.waymark._token_ok_at = None
    assert await asyncio.to_thread(probe.main, f"{waymark.url}/health/ready") == 1
    assert "token_revoked" in capsys.readouterr().err
    assert await asyncio.to_thread(probe.main, "http://127.0.0.1:1/health/ready") == 1


def test_the_image_holds_every_package_and_runs_as_nobody_in_particular() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert f"COPY {package} ./{package}" in DOCKERFILE
    lines = DOCKERFILE.splitlines()
    user = lines.index("USER waymark")
    assert all("RUN" not in line for line in lines[user:])
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert (ROOT / "requirements.lock").exists()
    sources = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for name in (word for words in sources for word in words):
        assert (ROOT / name).exists()
        assert f"!{name}" in kept.splitlines()
    command = re.search(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    assert command is not None
    assert command.group(1) == '"waymark", "run"'


def test_no_image_comes_from_a_named_registry() -> None:
    names = [one["image"] for one in SERVICES.values()]
    names += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all("/" not in name for name in names), names


def test_the_procfile_names_processes_there_are() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    found = {name: shlex.split(rest) for name, _, rest in (line.partition(":") for line in lines)}
    assert found == {
        "release": ["waymark", "migrate"],
        "web": ["waymark", "web"],
        "worker": ["waymark", "worker"],
    }
