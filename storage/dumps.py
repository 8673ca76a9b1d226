"""Backups of PostgreSQL, by its own programs: `pg_dump`, `pg_restore`, `psql`."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import URL

from storage.files import beginning
from storage.refusals import CannotUse

#: How an archive of `pg_dump --format=custom` begins.
MAGIC = b"PGDMP"
#: What belongs to the server rather than to Waymark: another server's user may not make it.
_NOT_OURS = (" SCHEMA - ", " EXTENSION - ", " COMMENT - ")


def dump(place: URL, target: Path) -> None:
    """Write an archive of one moment into a new file. Raises ``CannotUse``."""
    program = _program("pg_dump")
    with beginning(target) as part:
        words = ("--format=custom", "--no-owner", "--no-privileges", "--no-password")
        _run([program, *words, f"--file={part}"], _environment(place))


def rows_of(archive: Path) -> Iterator[tuple[str, dict[str, str | None]]]:
    """(table, row) of everything in an archive, as text; nothing is written anywhere.

    Escapes of `COPY` stay as they are: keys, revisions and sealed texts have none.
    """
    words = [_program("pg_restore"), "--data-only", "--file=-", str(archive)]
    table, columns = "", list[str]()
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        for line in reading.stdout:
            if not table and line.startswith("COPY "):
                table, columns = _heading(line)
            elif table and line == "\\.\n":
                table = ""
            elif table:
                values = line.rstrip("\n").split("\t")
                fields = (None if value == "\\N" else value for value in values)
                yield table, dict(zip(columns, fields, strict=True))
        complaint = reading.stderr.read()
    if reading.returncode:
        raise CannotUse(f"The backup cannot be read: {_last_line(complaint)}")


def load(archive: Path, place: URL, *, first: Iterable[str], then: Iterable[str]) -> None:
    """Put an archive into a database, between statements of ours, all in one transaction.

    ``CannotUse``: the database refused something, and is as it was before.
    """
    listed = _run([_program("pg_restore"), "--list", str(archive)], dict(os.environ))
    wanted = [one for one in listed.splitlines() if not any(sign in one for sign in _NOT_OURS)]
    with tempfile.TemporaryDirectory(prefix="waymark-restore-") as folder:
        chosen = Path(folder) / "list"
        chosen.write_text("\n".join(wanted), encoding="utf-8")
        words = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-"]
        unpack = [_program("pg_restore"), *words, f"--use-list={chosen}", str(archive)]
        fill = [_program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--file=-"]
        fill += ["--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _pipe(unpack, fill, _environment(place), list(first), list(then))


# --- private -------------------------------------------------------------------------------------


def _program(name: str) -> str:
    if path := shutil.which(name):
        return path
    raise CannotUse(
        f"{name} was not found: install PostgreSQL's client programs, "
        "or use the backups of whoever hosts the database."
    )


def _environment(place: URL) -> dict[str, str]:
    """What `libpq` needs to find the database; a password never stands in a list of processes."""
    query = {name: one if isinstance(one, str) else one[0] for name, one in place.query.items()}
    given = {
        "PGHOST": query.get("host") or place.host,
        "PGPORT": query.get("port") or (str(place.port) if place.port else None),
        "PGUSER": query.get("user") or place.username,
        "PGPASSWORD": query.get("password") or place.password,
        "PGDATABASE": place.database,
        "PGSSLMODE": query.get("ssl"),
        "PGCONNECT_TIMEOUT": "10",
    }
    return {**os.environ, **{name: value for name, value in given.items() if value}}


def _run(words: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        words, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise CannotUse(f"{Path(words[0]).name} failed: {_last_line(done.stderr)}")
    return done.stdout


def _pipe(
    unpack: list[str],
    fill: list[str],
    environment: dict[str, str],
    first: list[str],
    then: list[str],
) -> None:
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(unpack, stdout=pipe, stderr=pipe) as out,
        subprocess.Popen(fill, stdin=pipe, stderr=pipe, env=environment) as into,
    ):
        assert out.stdout is not None
        assert out.stderr is not None
        assert into.stdin is not None
        assert into.stderr is not None
        with contextlib.suppress(BrokenPipeError):  # it gave up: its own words say why
            into.stdin.write(_script(first))
            shutil.copyfileobj(out.stdout, into.stdin)
            if out.wait():
                into.kill()  # before the end: everything is undone
            into.stdin.write(_script(then))
            into.stdin.close()
        out.kill()
        complaint = (into.stderr.read() or out.stderr.read()).decode(errors="replace")
    if into.returncode:
        raise CannotUse(f"The database took nothing of the backup: {_last_line(complaint)}")


def _script(statements: list[str]) -> bytes:
    return "".join(f"\n{one};\n" for one in statements).encode()


def _heading(line: str) -> tuple[str, list[str]]:
    """``COPY public.outbox (id, "key") FROM stdin;``"""
    name, _, rest = line.removeprefix("COPY ").partition(" (")
    columns = rest.partition(")")[0].split(", ")
    return name.rpartition(".")[2].strip('"'), [one.strip('"') for one in columns]


def _last_line(complaint: str) -> str:
    """The sentence an operator needs; a line with a row's values is never the last one."""
    lines = [one for one in complaint.splitlines() if "ERROR" in one or "error" in one]
    return (lines or complaint.splitlines() or ["no reason was given"])[-1].strip()
