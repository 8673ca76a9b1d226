"""What stops a start: one clear line, exit code 2, no secret (reliability.md R22)."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event

from bot.__main__ import main
from bot.clock import SystemClock
from bot.domain.installations import Installation
from bot.domain.roadblocks import Roadblock
from storage.backup import back_up
from storage.database import Database
from storage.private_text import KeyRing
from storage.refusals import CannotUse, in_words
from storage.schema import migrate
from storage.unit_of_work import SqlUnits
from tests.conftest import KEY, TEAM
from tests.databases import Server, address

OTHER = Fernet.generate_key().decode()
#: Enough to start, but for one thing.
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-kingfisher",
    "SLACK_SIGNING_SECRET": "kingfisher-secret",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "WAYMARK_SECRET_KEYS": KEY,
    "PORT": "0",
}


@dataclass(frozen=True)
class Broken:
    """One way to be wrong. A value of "" takes a setting away; DATA stands for the data folder."""

    name: str
    said: str
    given: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ("run",)
    prepare: Callable[[Path], object] = lambda folder: None


def database_file(folder: Path) -> Path:
    """Where `waymark run` expects it."""
    return folder / "data" / "waymark.db"


def migrated(folder: Path) -> Path:
    """An installed workspace with one roadblock, written with KEY."""
    path = database_file(folder)
    url = f"sqlite+aiosqlite:///{path}"

    async def write() -> None:
        await migrate(url, KeyRing([KEY]))
        database, clock = Database(url, KeyRing([KEY])), SystemClock()
        async with SqlUnits(database, clock)(TEAM) as work:
            work.installations.add(
                Installation(TEAM, "Trial", "xoxb-1", "U0", installed_at=clock.now())
            )
            await work.flush()
            work.roadblocks.add(Roadblock(TEAM, "U1", "between us", clock.now()))
            await work.commit()
        await database.close()

    asyncio.run(write())
    return path


def changed(statement: str, *given: str) -> Callable[[Path], None]:
    """A migrated file somebody wrote to."""

    def change(folder: Path) -> None:
        with closing(sqlite3.connect(migrated(folder))) as opened:
            opened.execute(statement, given)
            opened.commit()

    return change


def written(name: str, held: bytes) -> Callable[[Path], None]:
    """A file that holds something."""

    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)

    return write


def torn(folder: Path) -> None:
    """The middle of the file is gone."""
    path = migrated(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:1024] + b"\xff" * (len(whole) - 1024))


def backed_up(folder: Path) -> None:
    """A backup beside the database it is of."""
    migrated(folder)
    back_up(f"sqlite+aiosqlite:///{database_file(folder)}", folder / "monday.backup")


BROKEN = [
    Broken("no token", "SLACK_BOT_TOKEN is missing", {"SLACK_BOT_TOKEN": ""}),
    Broken("a user's token", "SLACK_BOT_TOKEN is not", {"SLACK_BOT_TOKEN": "xoxp-kingfisher"}),
    Broken("a torn token", "SLACK_BOT_TOKEN is cut", {"SLACK_BOT_TOKEN": "xoxb-king fisher"}),
    Broken("a wrong app token", "SLACK_APP_TOKEN is not", {"SLACK_APP_TOKEN": "kingfisher"}),
    Broken("no door", "SLACK_SIGNING_SECRET is missing", {"SLACK_SIGNING_SECRET": ""}),
    Broken("half of OAuth", "SLACK_CLIENT_SECRET is missing", {"SLACK_CLIENT_ID": "1.2"}),
    Broken("no key", "WAYMARK_SECRET_KEYS is missing", {"WAYMARK_SECRET_KEYS": ""}),
    Broken("a short key", "no valid key in place 1", {"WAYMARK_SECRET_KEYS": "kingfisher"}),
    Broken("a second key that is none", "in place 2", {"WAYMARK_SECRET_KEYS": f"{KEY},king"}),
    Broken(
        "a key file that is not there", "cannot be read", {"SLACK_APP_TOKEN_FILE": "/no/where"}
    ),
    Broken("a setting twice", "are both set", {"SLACK_BOT_TOKEN_FILE": "/no/where"}),
    Broken("a .env that is no text", "UTF-8", prepare=written(".env", b"\xff\xfe\x00")),
    Broken("a port that is a word", "PORT must be", {"PORT": "kingfisher"}),
    Broken("a port too high", "PORT must be", {"PORT": "65536"}),
    Broken("a host that is none", "HOST must be", {"HOST": "king fisher"}),
    Broken("somebody else's address", "nobody can listen", {"HOST": "192.0.2.1"}),
    Broken("a host nobody knows", "nobody can listen", {"HOST": "kingfisher.invalid"}),
    Broken("a log level that is none", "LOG_LEVEL must be", {"LOG_LEVEL": "LOUD"}),
    Broken(
        "DEBUG beside the real Slack",
        "LOG_LEVEL must not be DEBUG",
        {"LOG_LEVEL": "DEBUG", "SLACK_API_URL": ""},
    ),
    Broken("Slack in the clear", "must be https", {"SLACK_API_URL": "http://slack.com/api/"}),
    Broken("Slack nowhere", "is not a web address", {"SLACK_API_URL": "kingfisher"}),
    Broken("another database", "DATABASE_URL must begin", {"DATABASE_URL": "mysql://king/fisher"}),
    Broken("a database in memory", "names a file", {"DATABASE_URL": "sqlite:///:memory:"}),
    Broken("a database without a name", "names no host", {"DATABASE_URL": "postgres://king"}),
    Broken(
        "a PostgreSQL nobody answers for",
        "cannot be reached",
        {"DATABASE_URL": "postgres://me:kingfisher@127.0.0.1:1/waymark"},
    ),
    Broken(
        "another key", "does not hold the key", {"WAYMARK_SECRET_KEYS": OTHER}, prepare=migrated
    ),
    Broken(
        "a key that reads all but one text",
        "does not hold the key",
        prepare=changed("UPDATE roadblocks SET tip = ?", KeyRing([OTHER]).seal("x")),
    ),
    Broken(
        "a newer schema",
        "newer Waymark",
        prepare=changed("UPDATE alembic_version SET version_num = '9999'"),
    ),
    Broken(
        "a file that is no database",
        "not a SQLite database",
        prepare=written("data/waymark.db", b"kingfisher" * 99),
    ),
    Broken("a database that is torn", "damaged", prepare=torn),
    Broken(
        "a folder where the file should be",
        "cannot be opened",
        prepare=written("data/waymark.db/kingfisher", b""),
    ),
    Broken(
        "a file where the folder should be",
        "cannot be made",
        prepare=written("data", b""),
    ),
    Broken(
        "a folder nobody may make", "cannot be made", {"WAYMARK_DATA": "/proc/kingfisher/data"}
    ),
    Broken("a backup that is not there", "cannot be read", words=("restore", "nowhere.backup")),
    Broken(
        "a backup that is none",
        "no backup of Waymark's",
        words=("restore", "words.backup"),
        prepare=written("words.backup", b"kingfisher"),
    ),
    Broken(
        "a backup over a file",
        "never replaces a file",
        words=("backup", "monday.backup"),
        prepare=backed_up,
    ),
    Broken("a backup of nothing", "There is no database", words=("backup", "monday.backup")),
    Broken(
        "a restore over a database",
        "--force replaces it",
        words=("restore", "monday.backup"),
        prepare=backed_up,
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_what_is_broken_is_said_in_one_line(
    broken: Broken,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken.prepare(tmp_path)
    code, out, err = _started(broken.words, broken.given, tmp_path, monkeypatch, capsys)
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1, err
    assert broken.said in err
    assert "kingfisher" not in err.replace("/proc/kingfisher", "").replace("waymark.db", "")


def test_there_are_as_many_as_were_promised() -> None:
    assert len(BROKEN) >= 25
    assert len({broken.name for broken in BROKEN}) == len(BROKEN)


def test_a_taken_port_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = {"PORT": str(taken.getsockname()[1])}
        code, _, err = _started(("run",), given, tmp_path, monkeypatch, capsys)
    assert code == 2
    assert "Address already in use" in err


@pytest.mark.postgres
def test_what_postgres_refuses_is_said_in_one_line(
    postgres: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"DATABASE_URL": address(postgres, "absent")}
    code, out, err = _started(("migrate",), given, tmp_path, monkeypatch, capsys)
    assert (code, out) == (2, "")
    assert "has no database of this name" in err
    assert len(err.strip().splitlines()) == 1


def test_a_sqlite_without_foreign_keys_is_refused(database_url: str) -> None:
    """A build without them passes over the pragma in silence, as this connection is told to."""
    database = Database(database_url, KeyRing([KEY]))

    def ignoring(action: int, name: str | None, *_: str | None) -> int:
        return sqlite3.SQLITE_IGNORE if name == "foreign_keys" else sqlite3.SQLITE_OK

    @event.listens_for(database.engine.sync_engine, "connect", insert=True)
    def pass_over(connection: Any, _record: object) -> None:
        connection.run_async(lambda one: one._execute(one._conn.set_authorizer, ignoring))

    async def connect() -> None:
        try:
            async with database.engine.connect():
                pass
        finally:
            await database.close()

    with pytest.raises(CannotUse, match="foreign keys"):
        asyncio.run(connect())


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (sqlite3.OperationalError("attempt to write a readonly database"), "read-only"),
        (sqlite3.OperationalError("unable to open database file"), "cannot be opened"),
        (sqlite3.OperationalError("disk I/O error"), "disk reports an error"),
        (sqlite3.OperationalError("database or disk is full"), "disk is full"),
        (sqlite3.DatabaseError("database disk image is malformed"), "damaged"),
    ],
)
def test_what_sqlite_says_is_put_in_words(problem: Exception, said: str) -> None:
    with pytest.raises(CannotUse, match=said), in_words("/data/waymark.db"):
        raise problem


def test_what_nobody_can_act_upon_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), in_words("/data/waymark.db"):
        raise ZeroDivisionError


# --- private -------------------------------------------------------------------------------------


def _started(
    words: tuple[str, ...],
    given: dict[str, str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[int, str, str]:
    """Exit code, standard output, standard error of `waymark …` with these settings."""
    monkeypatch.chdir(folder)
    for name, value in ({**GOOD, "WAYMARK_DATA": str(folder / "data")} | given).items():
        if value:
            monkeypatch.setenv(name, value)
    capsys.readouterr()
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err
