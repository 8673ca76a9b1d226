"""All or nothing: one use case, one transaction, one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.installations import Installation
from bot.domain.nudges import DueNudge
from bot.domain.outbox import Delivery, DeliveryState
from bot.ports.agenda import Agenda
from bot.ports.circles import Circles
from bot.ports.feedback import Feedbacks
from bot.ports.goals import Goals
from bot.ports.maps import Maps
from bot.ports.questions import Questions
from bot.ports.repositories import (
    Checkins,
    Installations,
    Nudges,
    Outbox,
    Pairings,
    People,
    Replies,
    Roadblocks,
    Wins,
)
from bot.ports.self_help import SelfHelp
from bot.ports.setbacks import Setbacks

#: The identity of the request from Slack being answered (event id, trigger, view and hash).
#: A unit of work writes it into the inbox with its effect, so that a redelivery changes nothing
#: (slack.md 0.8, reliability.md R7). None outside a request.
request_key: ContextVar[str | None] = ContextVar("request_key", default=None)


@dataclass(frozen=True)
class Ahead:
    """When the next thing is due: messages to send, nudges and held messages to plan, messages
    to look for. None: nothing is."""

    delivering: datetime | None = None
    planning: datetime | None = None
    looking: datetime | None = None

    @property
    def soonest(self) -> datetime | None:
        """The first of them."""
        moments = (self.delivering, self.planning, self.looking)
        return min((one for one in moments if one is not None), default=None)


class TryAgain(Exception):
    """The database undid everything, or was out of reach: the whole use case may run again."""


class InDoubt(Exception):
    """The database went away in the middle of a commit: nobody knows whether it is stored."""


class UnitOfWork(Protocol):
    """One workspace's store inside one transaction; leaving without ``commit`` undoes it."""

    @property
    def workspace_id(self) -> str:
        """The workspace every row belongs to."""
        ...

    @property
    def people(self) -> People:
        """Members and their settings."""
        ...

    @property
    def pairings(self) -> Pairings:
        """Requests, pairings, agreements."""
        ...

    @property
    def circles(self) -> Circles:
        """Circles and who is in them."""
        ...

    @property
    def goals(self) -> Goals:
        """Goals."""
        ...

    @property
    def checkins(self) -> Checkins:
        """Prompts, answers, rhythms."""
        ...

    @property
    def roadblocks(self) -> Roadblocks:
        """Roadblocks and replies."""
        ...

    @property
    def wins(self) -> Wins:
        """Wins and praise."""
        ...

    @property
    def feedback(self) -> Feedbacks:
        """Questions for advice, and the words."""
        ...

    @property
    def setbacks(self) -> Setbacks:
        """Setbacks, to their owners."""
        ...

    @property
    def self_help(self) -> SelfHelp:
        """Plans to their owners, and tips without names."""
        ...

    @property
    def agenda(self) -> Agenda:
        """What pairs want to talk about next."""
        ...

    @property
    def questions(self) -> Questions:
        """Questions without a name."""
        ...

    @property
    def maps(self) -> Maps:
        """Career maps."""
        ...

    @property
    def replies(self) -> Replies:
        """Words typed in the DM."""
        ...

    @property
    def nudges(self) -> Nudges:
        """What is due, and what became of it."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Messages as promises."""
        ...

    @property
    def installations(self) -> Installations:
        """The workspace's own row."""
        ...

    async def read_ahead(self, people: Sequence[str], since: datetime) -> None:
        """Read what planning for these people will ask, in a few statements for all of them;
        ``since`` is how far back budgets look. Nothing changes but the speed."""
        ...

    async def read_held_ahead(self, people: Sequence[str], at: datetime, since: datetime) -> None:
        """The same for choosing from what waits for these people."""
        ...

    async def flush(self) -> None:
        """Send pending changes to the database without ending the transaction."""
        ...

    async def commit(self) -> None:
        """Make it durable, then wake the courier if messages were written.

        Raises ``AlreadyHandled`` when this very request was applied before; nothing is changed.
        """
        ...


class Everywhere(Protocol):
    """The few questions that span workspaces; only the planner and the courier ask them."""

    async def due_nudges(self, at: datetime, limit: int) -> list[DueNudge]:
        """What is due, soonest first, of workspaces that are alive."""
        ...

    async def people_with_held(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """(workspace, person) with held messages whose time has come."""
        ...

    async def push_back(self, due: DueNudge, until: datetime) -> None:
        """Move a row that cannot be planned, so that it silences nobody else (healthchecks)."""
        ...

    async def moment(self, at: datetime) -> datetime:
        """This moment as claims see it: the database's own clock where it rules, else ``at``."""
        ...

    async def claim_delivery(self, at: datetime, owner: str) -> Delivery | None:
        """Lease the most important message that is due; None when there is none."""
        ...

    async def expired_leases(self, at: datetime) -> int:
        """Messages whose sender died become ``unknown``; returns how many."""
        ...

    async def claim_unknown(self, at: datetime, owner: str) -> list[Delivery]:
        """Lease every unknown message of one person, one of which is due for a look."""
        ...

    async def claim_healing(self, at: datetime, owner: str) -> list[Delivery]:
        """Lease every message of one person that was sent again, one of which is due for a heal
        look."""
        ...

    async def settle(
        self, delivery: Delivery, owner: str, was: str = DeliveryState.SENDING
    ) -> bool:
        """Write the outcome of a claim made in state ``was``; False when the lease was lost
        meanwhile (the fence)."""
        ...

    async def hold(self, workspace_id: str, method: str, until: datetime) -> None:
        """Slack answers this method no more in this workspace until then."""
        ...

    async def held_until(self, workspace_id: str, method: str) -> datetime | None:
        """Until when Slack does not want to be asked; None when it never said."""
        ...

    async def next_due(self) -> Ahead:
        """When something will be due next, anywhere, for each part of the heart."""
        ...

    async def next_due_at(self) -> datetime | None:
        """When something will be due next, anywhere."""
        ...

    async def was_handled(self, workspace_id: str, key: str) -> bool:
        """Whether a request from Slack was applied already."""
        ...

    async def forget_requests(self, before: datetime) -> None:
        """Clear the inbox of requests no redelivery can follow any more."""
        ...

    async def installations(self) -> list[Installation]:
        """Every installation, dead or alive."""
        ...

    async def keep_install_state(
        self, state_hash: str, at: datetime, until: datetime, most: int
    ) -> bool:
        """Remember an installation under way and forget the old ones; False: ``most`` wait."""
        ...

    async def take_install_state(self, state_hash: str, at: datetime) -> bool:
        """Redeem it: of any number of callers at once, exactly one hears True."""
        ...

    async def outbox_states(self) -> dict[str, int]:
        """How many messages are in each state (a metric)."""
        ...

    async def oldest_due(self) -> dict[str, datetime]:
        """Since when the longest waiting message that may go is due, by lane (a metric)."""
        ...

    async def open_roadblocks(self) -> int:
        """How many roadblocks are open anywhere (a metric)."""
        ...


class Units(Protocol):
    """Opens units of work. Leaving one raises ``TryAgain`` when the trouble passes and nothing can
    have been stored, or storing it twice is noticed."""

    def __call__(self, workspace_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        """For writing."""
        ...

    def reading(self, workspace_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        """For looking only: never waits for a writer."""
        ...

    def everywhere(self) -> Everywhere:
        """Across workspaces; each question is its own transaction."""
        ...
