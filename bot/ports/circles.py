"""Where circles are kept."""

from __future__ import annotations

from typing import Protocol

from bot.domain.circles import Circle, CircleMember, CirclePost
from bot.domain.goals import Goal
from bot.domain.wins import Win


class Circles(Protocol):
    """Circles, and their members as Slack told them last."""

    def add(self, row: Circle | CircleMember | CirclePost) -> None:
        """Keep a new one."""
        ...

    async def get(self, circle_id: str) -> Circle | None:
        """One circle, open or not; it holds nobody's words."""
        ...

    async def of_channel(self, channel_id: str) -> Circle | None:
        """The circle a channel is or was."""
        ...

    async def open(self) -> list[Circle]:
        """Every circle of the workspace that was not left off, by name."""
        ...

    async def of(self, user_id: str) -> list[Circle]:
        """The open circles without trouble this person is in, by name."""
        ...

    async def members(self, circle_id: str) -> list[CircleMember]:
        """Everybody in it."""
        ...

    async def remove(self, member: CircleMember) -> None:
        """Somebody left."""
        ...

    async def post(self, post_id: str, *, visible_to: str) -> CirclePost | None:
        """One post, if this viewer owns it or is in the circle it stands in."""
        ...

    async def posts_in(self, circle_id: str, *, visible_to: str) -> list[CirclePost]:
        """What stands in a circle this viewer is in, newest first."""
        ...

    async def posts_about(self, subject_id: str, *, owner_id: str) -> list[CirclePost]:
        """One's own posts about one record, standing or not."""
        ...

    async def post_at(self, channel_id: str, ts: str, *, owner_id: str) -> CirclePost | None:
        """One's own post, by where it stands in Slack."""
        ...

    async def goals_in(self, circle_id: str, *, visible_to: str) -> list[Goal]:
        """Active goals set to a circle this viewer is in, oldest first."""
        ...

    async def wins_in(self, circle_id: str, *, visible_to: str) -> list[Win]:
        """Wins set to a circle this viewer is in, newest first."""
        ...

    async def owner_of_post(self, post_id: str) -> str:
        """Whose post stands, for its sending; empty when it was taken back."""
        ...
