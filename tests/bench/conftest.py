"""What every benchmark has: a table for its rows, printed at the end beside the last kept one.

The page is measured in the same browser as it is tested in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.bench.children import RawSlack, child
from tests.bench.table import Row, keep, remembered, rendered
from tests.browser.conftest import browser, console, page, stage

__all__ = ["browser", "console", "page", "stage"]

_ROWS = pytest.StashKey[list[Row]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep-table", action="store_true", help="write tests/bench/last.md")


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[Row], None]:
    """Put a row into the table."""
    return request.config.stash.setdefault(_ROWS, []).append


@pytest.fixture
async def raw_slack() -> AsyncIterator[RawSlack]:
    """The smallest server that says yes to every method: nothing of it is measured."""
    async with child("slack") as process:
        yield RawSlack(process.port)


@pytest.fixture
def durable_url(any_database_url: str, request: pytest.FixtureRequest) -> str:
    """A migrated database that keeps what it said it kept: PostgreSQL as it is by default, not
    as the tests run it."""
    if "postgres" in any_database_url:
        server = request.getfixturevalue("postgres")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = on")
        server.psql("SELECT pg_reload_conf()")
    return any_database_url


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    rows = config.stash.get(_ROWS, [])
    if not rows:
        return
    terminalreporter.write_line("")
    for line in rendered(rows, remembered()).splitlines():
        terminalreporter.write_line(line)
    if config.getoption("--keep-table", default=False):
        keep(rows)
