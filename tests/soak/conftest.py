"""What every soak test uses: folders, both databases, and one table at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.storm.postgres import Cluster
from tests.storm.storm import HEADS, Report, Storm, Trial

_ROWS = pytest.StashKey[list[str]]()
_LINES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ROWS], config.stash[_LINES] = [], []


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The figures for CONTRIBUTING.md, "What the storms showed"."""
    if config.stash[_ROWS]:
        terminalreporter.section("what the storms showed")
        terminalreporter.write_line(HEADS)
    for line in (*config.stash[_ROWS], *config.stash[_LINES]):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of its own, outside pytest's folder: it runs as another user."""
    with tempfile.TemporaryDirectory(prefix="waymark-pg-", ignore_cleanup_errors=True) as folder:
        server = Cluster(Path(folder))
        yield server
        server.close()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a path short enough for a socket in it."""
    with tempfile.TemporaryDirectory(prefix="storm-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def storm_url(request: pytest.FixtureRequest, place: Path) -> str:
    """An empty database: once a SQLite file, once a PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{place}/waymark.db"
    server: Cluster = request.getfixturevalue("cluster")
    return server.database()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """One more line below the table."""
    return request.config.stash[_LINES].append


@pytest.fixture
def storm(place: Path, storm_url: str) -> Callable[[Trial], Storm]:
    """A storm over the test's database."""
    return lambda trial: Storm(trial, place, storm_url)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[Report], None]:
    """A storm's row for the table."""

    def noted(report: Report) -> None:
        request.config.stash[_ROWS].append(report.row(request.node.name.removeprefix("test_")))

    return noted
