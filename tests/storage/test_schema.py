"""The migrated schema is the schema of the tables, on both databases (reliability.md R20)."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import Connection, inspect

from storage.database import Database
from storage.private_text import KeyRing
from storage.schema import HEAD, MIGRATIONS, migrate, revision_of, schema_problem
from storage.tables import metadata
from tests.conftest import KEY


async def test_the_migrated_schema_equals_the_tables(any_database_url: str) -> None:
    database = Database(any_database_url, KeyRing([KEY]))

    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.reading_engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_a_missing_column_would_be_noticed(any_database_url: str) -> None:
    database = Database(any_database_url, KeyRing([KEY]))

    def differences(connection: Connection) -> int:
        connection.exec_driver_sql("ALTER TABLE goals DROP COLUMN confidence")
        return len(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.engine.begin() as connection:
        assert await connection.run_sync(differences) == 1
    await database.close()


async def test_migrating_again_changes_nothing(any_database_url: str) -> None:
    await migrate(any_database_url, KeyRing([KEY]))
    database = Database(any_database_url, KeyRing([KEY]))
    assert await schema_problem(database) == ""
    await database.close()


async def test_every_revision_goes_down_and_up_again(any_database_url: str) -> None:
    from alembic import command

    database = Database(any_database_url, KeyRing([KEY]), foreign_keys=False)

    def down_and_up(connection: Connection) -> tuple[list[str], str]:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = [name for name in inspect(connection).get_table_names() if name in metadata.tables]
        command.upgrade(config, "head")
        return left, revision_of(connection)

    async with database.engine.begin() as connection:
        assert await connection.run_sync(down_and_up) == ([], HEAD)
    await database.close()


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", KeyRing([KEY]))
    assert "waymark migrate" in await schema_problem(database)
    await database.close()


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_every_row_belongs_to_a_workspace() -> None:
    """But an installation under way: its workspace is what it is to find out."""
    without = [name for name, table in metadata.tables.items() if "workspace_id" not in table.c]
    assert without == ["install_states"]


@pytest.mark.parametrize("name", ["what", "statement", "bot_token", "payload", "note", "words"])
def test_what_people_write_is_never_a_plain_column(name: str) -> None:
    from storage.private_text import PrivateJson, PrivateText

    found = [table.c[name].type for table in metadata.tables.values() if name in table.c]
    assert found
    assert all(isinstance(kind, PrivateText | PrivateJson) for kind in found)


def test_a_key_ring_reads_what_an_older_key_wrote() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = KeyRing([old]).seal("between us")
    both = KeyRing([new, old])
    assert both.open(sealed) == "between us"
    assert KeyRing([new]).open(both.rotate(sealed)) == "between us"
