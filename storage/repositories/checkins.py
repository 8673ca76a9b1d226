"""Prompts, answers and rhythms. Check-ins are read by their owner only; what a mentor sees of
them travels as a message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from bot.domain.checkins import Checkin, Prompt, PromptState
from bot.domain.nudges import CheckinSchedule
from storage.repositories.base import Repository
from storage.tables.checkins import checkins, prompts, schedules
from storage.tables.nudges import due_nudges


class CheckinRepository(Repository):
    """Implements ``bot.ports.repositories.Checkins``."""

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
        query = self.rows(
            Checkin, checkins, checkins.c.owner_id == owner_id, checkins.c.undone_at.is_(None)
        )
        return await self.all(query.order_by(checkins.c.at.desc()).limit(limit))

    async def since(self, owner_id: str, moment: datetime) -> list[Checkin]:
        """Standing answers after ``moment``, newest first."""
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
        query = self.rows(
            Prompt, prompts, prompts.c.owner_id == owner_id, prompts.c.slot_on.is_not(None)
        )
        return await self.all(query.order_by(prompts.c.asked_at.desc()).limit(limit))

    async def schedule_of(self, owner_id: str) -> CheckinSchedule | None:
        """The person's rhythm, once they have one."""
        return await self.one(
            self.rows(CheckinSchedule, schedules, schedules.c.owner_id == owner_id)
        )

    async def rhythm_of(
        self, owner_id: str, kind: str
    ) -> tuple[CheckinSchedule | None, datetime | None]:
        """The same, with the moment its nudge of this kind is due; None when it is not planned."""
        columns = due_nudges.c
        planned = and_(
            columns.workspace_id == self.workspace_id,
            columns.kind == kind,
            columns.subject_id == schedules.c.id,
        )
        query = (
            select(CheckinSchedule, columns.due_at)
            .outerjoin(due_nudges, planned)
            .where(schedules.c.workspace_id == self.workspace_id, schedules.c.owner_id == owner_id)
        )
        found = (await self.session.execute(query)).first()
        return (found[0], found[1]) if found is not None else (None, None)

    async def schedule(self, schedule_id: str) -> CheckinSchedule | None:
        """A rhythm by its id."""
        return await self.one(self.rows(CheckinSchedule, schedules, schedules.c.id == schedule_id))
