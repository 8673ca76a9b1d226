"""The registry every table belongs to, and the columns every table has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String, Table
from sqlalchemy.orm import registry

#: Constraint names are fixed, so that migrations can name them on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
mapper = registry(metadata=metadata)

#: Slack ids are at most 21 characters long today; ours are 32.
ID = String(40)
WORD = String(40)


def tenant_table(name: str, *args: Any) -> Table:
    """A table whose rows belong to a workspace (design D6) and have an opaque id of their own."""
    return Table(name, metadata, Column("id", ID, primary_key=True), workspace(), *args)


def workspace(**options: Any) -> Column[str]:
    """The workspace of a row; uninstalling for good takes the rows along."""
    target = ForeignKey("installations.workspace_id", ondelete="CASCADE")
    return Column("workspace_id", ID, target, nullable=False, **options)


def text_id(name: str) -> Column[str]:
    """An id of another row or of a person; empty when there is none."""
    return Column(name, ID, nullable=False, default="")
