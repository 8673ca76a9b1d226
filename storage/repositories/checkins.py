"""Prompts, answers and rhythms. Check-ins are read by their owner only; what a mentor sees of
them travels as a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.checkins import Checkin, Prompt, PromptState
from bot.domain.nudges import CheckinSchedule
from storage.repositories.ahead import Latest, Shelf, latest_of
from storage.repositories.base import Repository
from storage.tables.checkins import checkins, prompts, schedules

#: Rows of a person read ahead; a rest begins after six questions.
READ_AHEAD = 8


class CheckinRepository(Repository):
    """Implements ``bot.ports.repositories.Checkins``."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        super().__init__(session, workspace_id)
        self._checkins = Shelf[Latest[Checkin]]()
        self._prompts = Shelf[Latest[Prompt]]()
        self._held: dict[str, CheckinSchedule] = {}

    def add(self, row: Any) -> None:
        """Keep a new entity; it must belong to this workspace."""
        super().add(row)
        self._checkins.forget(row.owner_id)
        self._prompts.forget(row.owner_id)

    async def read_ahead(self, owners: Sequence[str]) -> list[str]:
        """Rhythms, questions and answers of these people; returns the rhythms' ids."""
        query = self.rows(CheckinSchedule, schedules, schedules.c.owner_id.in_(list(owners)))
        self._held = {one.id: one for one in await self.all(query)}
        mine = checkins.c.workspace_id == self.workspace_id, checkins.c.undone_at.is_(None)
        answers = await latest_of(
            self.session, Checkin, checkins, owners, READ_AHEAD, checkins.c.at, *mine
        )
        mine = prompts.c.workspace_id == self.workspace_id, prompts.c.slot_on.is_not(None)
        asked = await latest_of(
            self.session, Prompt, prompts, owners, READ_AHEAD, prompts.c.asked_at, *mine
        )
        for owner in owners:
            self._checkins.keep(owner, answers[owner])
            self._prompts.keep(owner, asked[owner])
        return list(self._held)

    async def prompt(self, prompt_id: str, *, owner_id: str) -> Prompt | None:
        """A prompt, to its owner only."""
        return await self.one(
            self.rows(Prompt, prompts, prompts.c.id == prompt_id, prompts.c.owner_id == owner_id)
        )

    async def open_prompt(self, owner_id: str, at: datetime) -> Prompt | None:
        """The newest prompt that still waits for an answer."""
        query = self.rows(
            Prompt,
            prompts,
            prompts.c.owner_id == owner_id,
            prompts.c.state.in_((PromptState.OPEN, PromptState.SNOOZED)),
            prompts.c.closes_at > at,
        )
        return await self.one(query.order_by(prompts.c.asked_at.desc()))

    async def checkin(self, checkin_id: str, *, owner_id: str) -> Checkin | None:
        """One answer, to its owner only."""
        columns = checkins.c
        return await self.one(
            self.rows(Checkin, checkins, columns.id == checkin_id, columns.owner_id == owner_id)
        )

    async def answers_to(self, prompt_id: str) -> dict[str, Checkin]:
        """The standing answer for each goal of a prompt; undone ones are left out."""
        query = self.rows(
            Checkin, checkins, checkins.c.prompt_id == prompt_id, checkins.c.undone_at.is_(None)
        )
        return {one.goal_id: one for one in await self.all(query.order_by(checkins.c.at))}

    async def recent(self, owner_id: str, limit: int = 10) -> list[Checkin]:
        """The owner's latest standing answers, newest first."""
        ahead = self._checkins.get(owner_id)
        if ahead is not None and (found := ahead.first(limit)) is not None:
            return found
        query = self.rows(
            Checkin, checkins, checkins.c.owner_id == owner_id, checkins.c.undone_at.is_(None)
        )
        return await self.all(query.order_by(checkins.c.at.desc()).limit(limit))

    async def since(self, owner_id: str, moment: datetime) -> list[Checkin]:
        """Standing answers after ``moment``, newest first."""
        ahead = self._checkins.get(owner_id)
        if ahead is not None and (found := ahead.since(moment, "at")) is not None:
            return found
        query = self.rows(
            Checkin,
            checkins,
            checkins.c.owner_id == owner_id,
            checkins.c.undone_at.is_(None),
            checkins.c.at > moment,
        )
        return await self.all(query.order_by(checkins.c.at.desc()))

    async def recent_prompts(self, owner_id: str, limit: int = 10) -> list[Prompt]:
        """The latest scheduled prompts, newest first."""
        ahead = self._prompts.get(owner_id)
        if ahead is not None and (found := ahead.first(limit)) is not None:
            return found
        query = self.rows(
            Prompt, prompts, prompts.c.owner_id == owner_id, prompts.c.slot_on.is_not(None)
        )
        return await self.all(query.order_by(prompts.c.asked_at.desc()).limit(limit))

    async def schedule_of(self, owner_id: str) -> CheckinSchedule | None:
        """The person's rhythm, once they have one."""
        return await self.one(
            self.rows(CheckinSchedule, schedules, schedules.c.owner_id == owner_id)
        )

    async def schedule(self, schedule_id: str) -> CheckinSchedule | None:
        """A rhythm by its id."""
        if held := self._held.get(schedule_id):
            return held
        return await self.one(self.rows(CheckinSchedule, schedules, schedules.c.id == schedule_id))
