"""What Waymark is measured against: the least a Slack app can do, written as its manual says."""

from __future__ import annotations

import asyncio
import re
from contextlib import nullcontext
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from starlette.applications import Starlette
from starlette.routing import Route

from tests.bench.children import SECRET, TOKEN

_metadata = MetaData()
_members = Table("bench_members", _metadata, Column("id", String(40), primary_key=True))
_taps = Table(
    "bench_taps",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("member", String(40), nullable=False),
    Column("value", String(200), nullable=False),
)


def rival(role: str, *, api_url: str, database_url: str = "") -> Starlette:
    """``bare``: an AsyncApp with default settings whose command only acknowledges.

    ``select-insert``: ``process_before_response``, one SELECT and one INSERT with SQLAlchemy
    (core, asynchronous), committed, then acknowledged.
    """
    client = AsyncWebClient(token=TOKEN, base_url=api_url)
    if role == "bare":
        app = AsyncApp(token=TOKEN, client=client, signing_secret=SECRET)
        app.command("/mentor")(_acknowledge)
    else:
        app = AsyncApp(
            token=TOKEN, client=client, signing_secret=SECRET, process_before_response=True
        )
        app.action(re.compile(""))(_tap(database_url))
    answer = AsyncSlackRequestHandler(app).handle
    return Starlette(routes=[Route("/slack/events", answer, methods=["POST"])])


async def prepare(database_url: str, members: list[str]) -> None:
    """The rival's two tables, beside ours, with everybody in it."""
    engine = _engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(_metadata.create_all)
        await connection.execute(insert(_members), [{"id": one} for one in members])
    await engine.dispose()


# --- private -------------------------------------------------------------------------------------


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


def _tap(database_url: str) -> Any:
    engine = _engine(database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    # Without it SQLite answers "database is locked"; PostgreSQL takes writers side by side.
    one_writer = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    async def tap(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        async with one_writer, sessions() as session:
            query = select(_members.c.id).where(_members.c.id == body["user"]["id"])
            member = await session.scalar(query)
            row = {"member": member, "value": action["value"]}
            await session.execute(insert(_taps).values(row))
            await session.commit()
        await ack()

    return tap


def _engine(database_url: str) -> AsyncEngine:
    engine = create_async_engine(database_url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def on_connect(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")  # as ours: what is acknowledged is kept
            cursor.close()

    return engine
