"""How a request ends, whoever or whatever ends it (content.md 2.6)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.pairings import (
    RequestChanged,
    RequestDeclined,
    RequestReceived,
    RequestReminder,
)
from bot.domain.nudges import Skipped
from bot.domain.outbox import Delivery
from bot.domain.pairings import Request, RequestState
from bot.ports import UnitOfWork
from bot.services.outbox import tell

#: Other people named after a no (content.md 2.6).
ALTERNATIVES = 2
#: The nudges of a request; their files have the same names.
REQUEST_REMINDER = "request_reminder"
REQUEST_EXPIRY = "request_expiry"


async def close_softly(
    work: UnitOfWork, request: Request, state: RequestState, at: datetime, note: str = ""
) -> Delivery | Skipped:
    """Declined or run out: the mentee hears the same words for both."""
    await forget_plans(work, request)
    request.close(state, at, note)
    names = await work.people.named([request.mentor_id])
    message = RequestDeclined(
        subject_id=request.id,
        mentor_name=names.get(request.mentor_id, ""),
        note=note,
        alternatives=await _others(work, request),
    )
    key = f"request_declined:{request.id}"
    return await tell(work, message, to=request.mentee_id, at=at, key=key)


async def forget_plans(work: UnitOfWork, request: Request) -> None:
    """It was answered: nothing planned or waiting about it goes out any more."""
    await work.nudges.cancel(request.id, REQUEST_REMINDER, REQUEST_EXPIRY)
    kinds = (RequestReceived.kind, RequestReminder.kind, RequestChanged.kind)
    await work.outbox.cancel(request.id, *kinds, reason="answered")


# --- private -------------------------------------------------------------------------------------


async def _others(work: UnitOfWork, request: Request) -> tuple[str, ...]:
    """Who else offers to mentor and has room; nobody who did not offer it (content.md 8.1b)."""
    mentee_id = request.mentee_id
    known = [pairing.partner_of(mentee_id) for pairing in await work.pairings.of(mentee_id)]
    except_for = [mentee_id, request.mentor_id, *known]
    people = await work.pairings.mentors_with_room(except_for, ALTERNATIVES)
    return tuple(person.name for person in people)
