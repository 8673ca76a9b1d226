"""What waited is looked at once more before it is shown (content.md 0.3).

A message is written with the change it tells of, and may be read hours or weeks later. By then
its record may be private, or shown to somebody else, or the pairing may have ended.
"""

from __future__ import annotations

from bot.domain.messages import Message
from bot.domain.messages.checkins import CheckinShared
from bot.domain.messages.feedback import FeedbackPermission
from bot.domain.messages.goals import GoalShared
from bot.domain.messages.maps import MapNews, MapStoryAsk
from bot.domain.messages.pace import MenteeQuiet
from bot.domain.messages.pairings import (
    AgreementInvite,
    AgreementSigned,
    PartnerAway,
    RequestAccepted,
)
from bot.domain.messages.roadblocks import RoadblockMentorPing, RoadblockMentorReminder
from bot.domain.messages.wins import CelebrateAnniversary, CelebrateGoal, WinShared
from bot.domain.pairings import PairingState
from bot.ports import UnitOfWork
from bot.services.map_asks import may_still_ask
from bot.services.map_news import is_still_there

#: About a pairing as a whole.
_OF_A_PAIR = (
    AgreementInvite,
    AgreementSigned,
    CelebrateAnniversary,
    PartnerAway,
    RequestAccepted,
)


async def may_still_read(work: UnitOfWork, message: Message, reader: str) -> bool:
    """Whether this reader may see, at this moment, what the message shows.

    Words somebody wrote to this very reader stay theirs, and so does everything about oneself.
    """
    subject = message.subject_id
    if isinstance(message, WinShared) and not message.how:
        return await work.wins.get(subject, visible_to=reader) is not None
    if isinstance(message, GoalShared | CelebrateGoal):
        return await work.goals.get(subject, visible_to=reader) is not None
    if isinstance(message, RoadblockMentorPing | RoadblockMentorReminder):
        return await work.roadblocks.get(subject, visible_to=reader) is not None
    if isinstance(message, CheckinShared) and message.goal_id:
        return await work.goals.get(message.goal_id, visible_to=reader) is not None
    if isinstance(message, CheckinShared) and message.pairing_id:
        return await _has_not_ended(work, message.pairing_id, reader)
    if isinstance(message, MenteeQuiet):
        pairing = await work.pairings.get(message.pairing_id, visible_to=reader)
        return pairing is not None and pairing.is_active and pairing.may_tell_quiet
    if isinstance(message, MapStoryAsk):
        return await may_still_ask(work, message, reader)
    if isinstance(message, MapNews):
        return await is_still_there(work, message, reader)
    if isinstance(message, FeedbackPermission):
        return await _still_mentored(work, subject, reader)
    return not isinstance(message, _OF_A_PAIR) or await _has_not_ended(work, subject, reader)


# --- private -------------------------------------------------------------------------------------


async def _has_not_ended(work: UnitOfWork, pairing_id: str, reader: str) -> bool:
    pairing = await work.pairings.get(pairing_id, visible_to=reader)
    return pairing is None or pairing.state != PairingState.ENDED


async def _still_mentored(work: UnitOfWork, ask_id: str, reader: str) -> bool:
    """An observation nobody asked for is for a mentor to offer, and only while they are one."""
    ask = await work.feedback.ask(ask_id, visible_to=reader)
    pairing = await work.pairings.between(reader, ask.giver_id) if ask else None
    return pairing is not None and pairing.is_active
