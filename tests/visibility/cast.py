"""Maya, and everybody who might look at what is hers."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from bot.domain.people import Actor
from bot.ports import UnitOfWork
from bot.services import Services
from tests.factories import TEAM, paired
from tests.stage import Conversation

#: The columns of the table in storage/VISIBILITY.md. Maya is the owner of everything but where
#: the row says otherwise; the pairing meant is always hers with Theo, or with the former mentor.
VIEWERS = (
    *("mentee", "mentor", "other mentor", "former mentor", "stranger", "admin"),
    "circle member",
)


@dataclass(frozen=True)
class Cast:
    """Who looks, by the column's name, and the pairings of the mentee."""

    stage: Conversation
    ids: dict[str, str]
    pairing: str
    former: str
    circle: str

    @property
    def services(self) -> Services:
        """The real ones."""
        return self.stage.waymark.services

    def actor(self, viewer: str) -> Actor:
        """The viewer, acting."""
        return Actor(TEAM, self.ids[viewer])

    @property
    def mentee(self) -> Actor:
        """Whose things they are."""
        return self.actor("mentee")

    @property
    def mentor(self) -> Actor:
        """Whom she shares with."""
        return self.actor("mentor")

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """The store, asked directly."""
        return self.stage.waymark.units.reading(TEAM)

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """The store, where no service leads to what a row needs."""
        return self.stage.waymark.units(TEAM)

    async def end_the_former(self) -> None:
        """From here on the former mentor is one; what was shared stays as it was."""
        async with self.writing() as work:
            pairing = await work.pairings.get(self.former, visible_to=self.mentee.user_id)
            assert pairing is not None
            pairing.end(self.stage.clock.now())
            await work.commit()


async def gather(waymark: Conversation) -> Cast:
    """Three pairings of one mentee, one of which is about to end; a stranger; an admin."""
    former = waymark.sandbox.join("Quinn Former")
    admin = waymark.sandbox.join("Ada Admin", is_admin=True)
    member = waymark.sandbox.join("Cleo Circle")
    pairing = await paired(waymark)
    await paired(waymark, mentor="noor")
    ended = await paired(waymark, mentor="quinn")
    ids = {
        "mentee": waymark.maya.id,
        "mentor": waymark.theo.id,
        "other mentor": waymark.noor.id,
        "former mentor": former.id,
        "stranger": waymark.ari.id,
        "admin": admin.id,
        "circle member": member.id,
    }
    channel = waymark.sandbox.add_channel("leads", waymark.maya, member, waymark.ari)
    circle = await waymark.waymark.services.circles.name(Actor(TEAM, admin.id), channel.id)
    cast = Cast(waymark, ids, pairing, ended, circle.id)
    for viewer in VIEWERS:
        await cast.services.people.meet(cast.actor(viewer))
    return cast
