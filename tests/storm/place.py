"""Where a storm happens: the folder every process of it knows, and what lies in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.sandbox import AppConfig
from bot.settings import Settings
from bot.slack.manifest import manifest
from tests.storm.timing import SharedClock

TEAM = "T0WAYMARK"


@dataclass(frozen=True)
class Place:
    """``api_url`` is known once the local Slack listens."""

    folder: str
    database_url: str
    key: str
    api_url: str = ""

    @classmethod
    def of(cls, folder: str | Path) -> Place:
        """As written down by whoever directs the storm."""
        return cls(**json.loads((Path(folder) / "place.json").read_text()))

    def keep(self) -> Place:
        """Write it down for the other processes."""
        (self.path / "place.json").write_text(json.dumps(asdict(self)))
        return self

    @property
    def path(self) -> Path:
        return Path(self.folder)

    @property
    def clock(self) -> SharedClock:
        return SharedClock(self.path / "clock")

    @property
    def history(self) -> Path:
        """What the workers did, in one order: they all append to it."""
        return self.path / "history.jsonl"

    @property
    def ledger(self) -> Path:
        """What was promised, as told by whoever promised it after it was committed."""
        return self.path / "ledger.jsonl"

    @property
    def line(self) -> str:
        """The socket through which the local Slack is directed."""
        return str(self.path / "slack.sock")

    def settings(self) -> Settings:
        """The settings of a bot that belongs to this Slack and this database."""
        config = app()
        return Settings(
            slack_bot_token=config.bot_token,
            slack_signing_secret=config.signing_secret,
            slack_api_url=self.api_url,
            database_url=self.database_url,
            secret_keys=(self.key,),
            port=0,
        )


def app() -> AppConfig:
    """The app as its own manifest describes it."""
    return AppConfig.from_manifest(manifest("socket"))
