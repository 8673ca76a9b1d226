from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, ManualClock, Sandbox
from tests.sandbox.example_app import ExampleApp


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A local Slack whose retries wait next to nothing."""
    async with Sandbox(AppConfig(), clock, time_scale=0.0001) as sandbox:
        yield sandbox


@pytest.fixture
def client(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.config.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture(params=["http", "socket"])
async def app(request: pytest.FixtureRequest, slack: Sandbox) -> AsyncIterator[ExampleApp]:
    """An unchanged Bolt app, once by signed HTTP and once by Socket Mode."""
    example = ExampleApp(slack)
    await (example.serve() if request.param == "http" else example.connect())
    yield example
    await example.stop()


@pytest.fixture
async def http_app(slack: Sandbox) -> AsyncIterator[ExampleApp]:
    example = ExampleApp(slack)
    await example.serve()
    yield example
    await example.stop()


@pytest.fixture
async def socket_app(slack: Sandbox) -> AsyncIterator[ExampleApp]:
    example = ExampleApp(slack)
    await example.connect()
    yield example
    await example.stop()
