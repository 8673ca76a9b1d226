"""Something on a map is new: its reader hears that it is there, once, and not a word of it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.maps import MapPath
from bot.domain.messages.maps import MapNews
from bot.ports import UnitOfWork
from bot.services.outbox import tell


async def tell_news(
    work: UnitOfWork, path: MapPath, what: str, *, by: str, to: str, at: datetime
) -> None:
    """Say that ``by`` added ``what`` to this path: a comment, a route or a story.

    What is written while the word of it still waits is part of it; a route and a story are news
    only once, a comment to another step again.
    """
    waiting = await work.outbox.waiting_for(to)
    if any((one.kind, one.subject_id) == (MapNews.kind, path.id) for one in waiting):
        return
    said = [
        one for one in await work.outbox.about(path.id, MapNews.kind) if one.recipient_id == to
    ]
    number = len(said) if what == "comment" else 0
    names = await work.people.named([by])
    message = MapNews(subject_id=path.id, mentor_name=names.get(by, ""), news=what)
    await tell(work, message, to=to, at=at, key=f"{MapNews.kind}:{path.id}:{to}:{number}")


async def is_still_there(work: UnitOfWork, message: MapNews, reader: str) -> bool:
    """Whether the reader would find it on their map at this moment."""
    path = await work.maps.path(message.subject_id, visible_to=reader)
    if path is None or path.archived_at is not None:
        return False
    if message.news != "comment":
        return True
    return bool(await work.maps.comments([path.id], viewer=reader))
