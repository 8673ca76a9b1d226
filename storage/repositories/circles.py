"""Circles, their members as Slack told them last, and what those see (content.md 0.2)."""

from __future__ import annotations

from sqlalchemy import or_, select

from bot.domain.circles import Circle, CircleMember, CirclePost
from bot.domain.goals import Goal, GoalState
from bot.domain.outbox import DeliveryState
from bot.domain.visibility import Visibility
from bot.domain.wins import Win
from storage.repositories.base import Repository
from storage.repositories.visibility import circles_of, in_circle
from storage.tables.circles import circle_members, circle_posts, circles
from storage.tables.goals import goals
from storage.tables.outbox import outbox
from storage.tables.wins import wins


class CircleRepository(Repository):
    """Implements ``bot.ports.circles.Circles``."""

    async def get(self, circle_id: str) -> Circle | None:
        """One circle, open or not; it holds nobody's words."""
        return await self.one(self.rows(Circle, circles, circles.c.id == circle_id))

    async def of_channel(self, channel_id: str) -> Circle | None:
        """The circle a channel is or was."""
        return await self.one(self.rows(Circle, circles, circles.c.channel_id == channel_id))

    async def open(self) -> list[Circle]:
        """Every circle of the workspace that was not left off, by name."""
        query = self.rows(Circle, circles, circles.c.ended_at.is_(None))
        return await self.all(query.order_by(circles.c.name, circles.c.id))

    async def of(self, user_id: str) -> list[Circle]:
        """The open circles without trouble this person is in, by name."""
        mine = circles.c.id.in_(circles_of(self.workspace_id, user_id))
        query = self.rows(Circle, circles, mine)
        return await self.all(query.order_by(circles.c.name, circles.c.id))

    async def members(self, circle_id: str) -> list[CircleMember]:
        """Everybody in it."""
        columns = circle_members.c
        query = self.rows(CircleMember, circle_members, columns.circle_id == circle_id)
        return await self.all(query.order_by(columns.user_id))

    async def remove(self, member: CircleMember) -> None:
        """Somebody left."""
        await self.session.delete(member)

    # --- what is set to a circle -----------------------------------------------------------------

    async def post(self, post_id: str, *, visible_to: str) -> CirclePost | None:
        """One post, if this viewer owns it or is in the circle it stands in."""
        columns = circle_posts.c
        seen = or_(
            columns.owner_id == visible_to, in_circle(circle_posts, self.workspace_id, visible_to)
        )
        return await self.one(self.rows(CirclePost, circle_posts, columns.id == post_id, seen))

    async def posts_in(self, circle_id: str, *, visible_to: str) -> list[CirclePost]:
        """What stands in a circle this viewer is in, newest first."""
        query = self.rows(
            CirclePost,
            circle_posts,
            circle_posts.c.circle_id == circle_id,
            in_circle(circle_posts, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(circle_posts.c.at.desc(), circle_posts.c.id))

    async def posts_about(self, subject_id: str, *, owner_id: str) -> list[CirclePost]:
        """One's own posts about one record, standing or not."""
        columns = circle_posts.c
        return await self.all(
            self.rows(
                CirclePost,
                circle_posts,
                columns.subject_id == subject_id,
                columns.owner_id == owner_id,
            )
        )

    async def post_at(self, channel_id: str, ts: str, *, owner_id: str) -> CirclePost | None:
        """One's own post, by where it stands in Slack."""
        sent = select(outbox.c.subject_id).where(
            outbox.c.workspace_id == self.workspace_id,
            outbox.c.channel == channel_id,
            outbox.c.message_ts == ts,
            outbox.c.state == DeliveryState.SENT,
        )
        columns = circle_posts.c
        mine = (columns.id.in_(sent), columns.owner_id == owner_id)
        return await self.one(self.rows(CirclePost, circle_posts, *mine))

    async def goals_in(self, circle_id: str, *, visible_to: str) -> list[Goal]:
        """Active goals set to a circle this viewer is in, oldest first."""
        query = self.rows(
            Goal,
            goals,
            goals.c.circle_id == circle_id,
            goals.c.state == GoalState.ACTIVE,
            in_circle(goals, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(goals.c.created_at, goals.c.id))

    async def wins_in(self, circle_id: str, *, visible_to: str) -> list[Win]:
        """Wins set to a circle this viewer is in, newest first."""
        query = self.rows(
            Win,
            wins,
            wins.c.circle_id == circle_id,
            wins.c.hidden_at.is_(None),
            in_circle(wins, self.workspace_id, visible_to),
        )
        return await self.all(query.order_by(wins.c.at.desc(), wins.c.id))

    async def owner_of_post(self, post_id: str) -> str:
        """Whose post stands, for its sending; empty when it was taken back."""
        columns = circle_posts.c
        query = select(columns.owner_id).where(
            columns.workspace_id == self.workspace_id,
            columns.id == post_id,
            columns.visibility == Visibility.GROUP,
        )
        return str(await self.session.scalar(query) or "")
