from __future__ import annotations

import dataclasses
import re
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy.engine import make_url

from bot.settings import (
    NEEDS,
    SETTINGS,
    SLACK_API_URL,
    BadSettings,
    Settings,
    env_example,
    settings_table,
)

ROOT = Path(__file__).parent.parent
KEY = urlsafe_b64encode(bytes(range(32))).decode()
OLD_KEY = urlsafe_b64encode(b"an older key of thirty-two bytes").decode()
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1-canary",
    "SLACK_SIGNING_SECRET": "canary-signing",
    "SLACK_APP_TOKEN": "xapp-1-canary",
    "SLACK_CLIENT_SECRET": "canary-client-secret",
    "DATABASE_URL": "postgres://waymark:canary@db/waymark",
    "WAYMARK_SECRET_KEYS": KEY,
}
EVERYTHING = {**SECRETS, "SLACK_CLIENT_ID": "1.2"}


def read(**given: str) -> Settings:
    """Settings of these variables alone, whatever this checkout's .env says."""
    return Settings.from_env(given, env_file=None)


def complaint(**given: str) -> str:
    with pytest.raises(BadSettings) as caught:
        read(**given)
    return str(caught.value)


# --- what is read --------------------------------------------------------------------------------


def test_nothing_given_is_a_local_sqlite_bot_on_loopback() -> None:
    settings = read()
    assert settings == Settings()
    assert settings.database_url == "sqlite+aiosqlite:///data/waymark.db"
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 3000, "INFO")
    assert settings.slack_api_url == SLACK_API_URL
    assert not settings.socket_mode


def test_everything_given_is_read() -> None:
    settings = read(
        **EVERYTHING,
        SLACK_API_URL="http://127.0.0.1:8080/api",
        WAYMARK_DATA="/srv/waymark",
        HOST="0.0.0.0",
        PORT="8000",
        LOG_LEVEL="debug",
    )
    assert settings.slack_bot_token == "xoxb-1-canary"
    assert settings.slack_signing_secret == "canary-signing"
    assert settings.slack_app_token == "xapp-1-canary"
    assert (settings.slack_client_id, settings.slack_client_secret) == (
        "1.2",
        "canary-client-secret",
    )
    assert settings.slack_api_url == "http://127.0.0.1:8080/api/"
    assert settings.database_url == "postgresql+asyncpg://waymark:canary@db/waymark"
    assert settings.data_folder == Path("/srv/waymark")
    assert settings.secret_keys == (KEY,)
    assert (settings.host, settings.port, settings.log_level) == ("0.0.0.0", 8000, "DEBUG")
    assert settings.socket_mode


def test_an_empty_or_blank_value_counts_as_none() -> None:
    assert (
        read(SLACK_BOT_TOKEN="", PORT=" ", DATABASE_URL="", WAYMARK_SECRET_KEYS="") == Settings()
    )


def test_a_shown_settings_object_holds_no_secret() -> None:
    shown = repr(read(**EVERYTHING))
    assert "canary" not in shown
    assert KEY not in shown


def test_the_data_folder_holds_the_default_database() -> None:
    settings = read(WAYMARK_DATA="/srv/way mark")
    assert make_url(settings.database_url).database == "/srv/way mark/waymark.db"


@pytest.mark.parametrize("joint", [",", " ", ", ", "\n", ",\n  "])
def test_secret_keys_keep_their_order_newest_first(joint: str) -> None:
    assert read(WAYMARK_SECRET_KEYS=f"{KEY}{joint}{OLD_KEY}").secret_keys == (KEY, OLD_KEY)
    assert read(WAYMARK_SECRET_KEYS=f"{KEY}{joint}{KEY}{joint}").secret_keys == (KEY,)


def test_the_keys_that_pass_are_keys_the_cipher_takes() -> None:
    keys = read(
        WAYMARK_SECRET_KEYS=f"{KEY},{OLD_KEY},{Fernet.generate_key().decode()}"
    ).secret_keys
    ring = MultiFernet([Fernet(key) for key in keys])
    assert ring.decrypt(Fernet(OLD_KEY).encrypt(b"words")) == b"words"


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("postgres://u:p%40ss@db:5432/way", "postgresql+asyncpg://u:p%40ss@db:5432/way"),
        ("postgresql://u@db/way", "postgresql+asyncpg://u@db/way"),
        ("postgresql+asyncpg://u@[::1]/way", "postgresql+asyncpg://u@[::1]/way"),
        ("postgres://db/way?sslmode=require", "postgresql+asyncpg://db/way?ssl=require"),
        (
            "postgres://db/way?sslmode=require&channel_binding=require",
            "postgresql+asyncpg://db/way?ssl=require",
        ),
        ("postgresql:///way?host=/run/pg", "postgresql+asyncpg:///way?host=%2Frun%2Fpg"),
        ("sqlite:///way.db", "sqlite+aiosqlite:///way.db"),
        ("sqlite:////srv/way.db", "sqlite+aiosqlite:////srv/way.db"),
        ("sqlite+aiosqlite:///way.db", "sqlite+aiosqlite:///way.db"),
    ],
)
def test_database_addresses_become_the_drivers_own(given: str, means: str) -> None:
    settings = read(DATABASE_URL=given)
    assert settings.database_url == means
    assert make_url(means).get_dialect().is_async


def test_a_socket_folder_reaches_the_driver_as_it_was() -> None:
    settings = read(DATABASE_URL="postgresql://postgres:@/postgres?host=/run/pg")
    assert make_url(settings.database_url).query == {"host": "/run/pg"}


# --- files ---------------------------------------------------------------------------------------


def test_each_variable_can_come_from_a_file(tmp_path: Path) -> None:
    given = {**EVERYTHING, "PORT": "8000"}
    by_file = {}
    for name, value in given.items():
        (tmp_path / name).write_text(value + "\n")
        by_file[f"{name}_FILE"] = str(tmp_path / name)
    assert read(**by_file) == read(**given)


def test_a_value_and_its_file_together_are_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1")
    said = complaint(SLACK_BOT_TOKEN="xoxb-1", SLACK_BOT_TOKEN_FILE=str(tmp_path / "token"))
    assert said == "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set: keep one."


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_file_that_gives_nothing_is_a_complaint(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    assert complaint(SLACK_BOT_TOKEN_FILE=str(path)).startswith("SLACK_BOT_TOKEN_FILE names ")
    assert complaint(SLACK_BOT_TOKEN_FILE=str(tmp_path)).startswith("SLACK_BOT_TOKEN_FILE names ")


def test_the_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PORT=8000\nHOST=0.0.0.0\nSLACK_SIGNING_SECRET='a$b${HOME}'\n")
    settings = Settings.from_env({"PORT": "9000"}, env_file=env_file)
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)
    assert settings.slack_signing_secret == "a$b${HOME}"


def test_the_environment_also_wins_over_the_env_files_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"PORT_FILE={tmp_path / 'nowhere'}\n")
    assert Settings.from_env({"PORT": "9000"}, env_file=env_file).port == 9000


def test_dot_env_in_the_working_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({}).port == 3000
    (tmp_path / ".env").write_text("PORT=8000\n")
    assert Settings.from_env({}).port == 8000


def test_an_env_file_that_is_not_text_is_a_complaint(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(BadSettings, match="UTF-8"):
        Settings.from_env({}, env_file=env_file)


# --- complaints ----------------------------------------------------------------------------------

WRONG = [
    ("SLACK_BOT_TOKEN", "xoxp-canary"),
    ("SLACK_BOT_TOKEN", "xapp-canary"),
    ("SLACK_BOT_TOKEN", "canary"),
    ("SLACK_BOT_TOKEN", "xoxb-"),
    ("SLACK_BOT_TOKEN", '"xoxb-canary"'),
    ("SLACK_BOT_TOKEN", "xoxb-canary canary"),
    ("SLACK_BOT_TOKEN", "xoxb-canary\nx: y"),
    ("SLACK_BOT_TOKEN", "xoxb-canäry"),
    ("SLACK_CLIENT_ID", "canary canary"),
    ("SLACK_CLIENT_ID", '"1.2"'),
    ("SLACK_APP_TOKEN", "xoxb-canary"),
    ("SLACK_API_URL", "canary"),
    ("SLACK_API_URL", "slack.com/api/"),
    ("SLACK_API_URL", "ftp://slack.com/"),
    ("SLACK_API_URL", "https:///api/"),
    ("SLACK_API_URL", "https://slack.com:canary/"),
    ("SLACK_API_URL", "https://[canary/"),
    ("SLACK_API_URL", "http://slack.com/api/"),
    ("SLACK_API_URL", "http://127.0.0.1.example.com/"),
    ("DATABASE_URL", "canary"),
    ("DATABASE_URL", "mysql://u:canary@db/way"),
    ("DATABASE_URL", "postgres://"),
    ("DATABASE_URL", "postgres://u:canary@db"),
    ("DATABASE_URL", "postgres:///way"),
    ("DATABASE_URL", "postgres://u:canary@db:port/way"),
    ("DATABASE_URL", "postgres://[canary/way"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite://canary.db"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("WAYMARK_SECRET_KEYS", "canary"),
    ("WAYMARK_SECRET_KEYS", f"{KEY},canary"),
    ("WAYMARK_SECRET_KEYS", KEY[:-1]),
    ("WAYMARK_SECRET_KEYS", ", ,"),
    ("HOST", "http://canary"),
    ("HOST", "can ary"),
    ("PORT", "canary"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "\uff13000"),
    ("PORT", "9" * 400),
    ("LOG_LEVEL", "canary"),
    ("LOG_LEVEL", "10"),
    ("LOG_LEVEL", "DEBUG"),
    ("LOG_LEVEL", "debug"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_one_sentence_that_names_it_and_repeats_nothing(
    name: str, value: str
) -> None:
    said = complaint(**{name: value})
    assert said.startswith(name)
    assert re.fullmatch(r"[^\n]{20,120}\.|[^\n]{20,120}`waymark secret` prints one\.", said)
    assert "canary" not in said


def test_a_second_key_that_is_wrong_is_named_by_its_place() -> None:
    assert "place 2" in complaint(WAYMARK_SECRET_KEYS=f"{KEY} {OLD_KEY[:-2]}")


@pytest.mark.parametrize(
    "url",
    ["http://localhost:1/api/", "http://127.0.0.9/", "http://[::1]:8/", "https://127.0.0.1/"],
)
def test_debug_is_for_a_local_slack(url: str) -> None:
    assert read(SLACK_API_URL=url, LOG_LEVEL="DEBUG").log_level == "DEBUG"


# --- what each process needs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("process", "given"),
    [
        ("migrate", ["WAYMARK_SECRET_KEYS"]),
        ("worker", ["WAYMARK_SECRET_KEYS", "SLACK_BOT_TOKEN"]),
        ("web", ["WAYMARK_SECRET_KEYS", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ("run", ["WAYMARK_SECRET_KEYS", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ("run", ["WAYMARK_SECRET_KEYS", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        (
            "run",
            ["WAYMARK_SECRET_KEYS", "SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID", "SLACK_APP_TOKEN"],
        ),
    ],
)
def test_each_process_starts_with_this_and_with_nothing_less(
    process: str, given: list[str]
) -> None:
    enough = {name: EVERYTHING[name] for name in given}
    read(**enough).check(process)
    for name in given:
        without = {other: value for other, value in enough.items() if other != name}
        with pytest.raises(BadSettings, match=" is missing") as caught:
            read(**without).check(process)
        if name in ("SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
            assert f"(or {name})" in str(caught.value)
        else:
            assert str(caught.value).startswith(name)


@pytest.mark.parametrize("process", ["doctor", "worker", "web", "run"])
def test_a_client_id_comes_with_its_secret_and_the_reverse(process: str) -> None:
    given = {n: EVERYTHING[n] for n in ("WAYMARK_SECRET_KEYS", "SLACK_BOT_TOKEN")}
    given["SLACK_SIGNING_SECRET"] = "s"
    with pytest.raises(BadSettings, match="SLACK_CLIENT_SECRET is missing"):
        read(**given, SLACK_CLIENT_ID="1.2").check(process)
    with pytest.raises(BadSettings, match="SLACK_CLIENT_ID is missing"):
        read(**given, SLACK_CLIENT_SECRET="s").check(process)
    read(**given, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s").check(process)


def test_a_missing_variable_is_told_with_what_it_is_for() -> None:
    with pytest.raises(BadSettings) as caught:
        Settings().needs("SLACK_BOT_TOKEN")
    assert str(caught.value) == (
        "SLACK_BOT_TOKEN is missing: bot token of the installed app (xoxb-…)."
    )


# --- the one list --------------------------------------------------------------------------------


def test_the_list_names_every_setting_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    fields = {field.name for field in dataclasses.fields(Settings)}
    by_name = {name.removeprefix("WAYMARK_").lower() for name in names}
    folders = {"data": "data_folder", "prompts": "prompts_folder"}
    assert {folders.get(name, name) for name in by_name} == fields
    needed = {name for needs in NEEDS.values() for choice in needs for name in choice.split("|")}
    assert needed <= set(names)


def test_what_is_secret_in_the_list_is_hidden_in_the_value() -> None:
    secret = {setting.name for setting in SETTINGS if setting.secret}
    assert secret == set(SECRETS)
    hidden = {field.name for field in dataclasses.fields(Settings) if not field.repr}
    assert hidden == {name.removeprefix("WAYMARK_").lower() for name in secret}


def test_the_defaults_in_the_list_are_the_defaults() -> None:
    assert read(**{s.name: s.default for s in SETTINGS if s.default}) == Settings()


def test_the_example_file_is_the_list() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_the_example_file_uncommented_is_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(re.sub(r"^#(?=[A-Z])", "", env_example(), flags=re.MULTILINE))
    assert "\nPORT=3000" in env_file.read_text()
    assert Settings.from_env({}, env_file=env_file) == Settings()


def test_the_readme_table_is_the_list() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("The README is not written yet.")
    assert settings_table() in readme.read_text(encoding="utf-8")
