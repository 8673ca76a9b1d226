"""Every scheduled nudge: an explicit list you can read (style.md S11)."""

from __future__ import annotations

from bot.services.nudges.base import Nudge
from bot.services.nudges.capacity_check import CapacityCheckNudge
from bot.services.nudges.celebrate_anniversary import CelebrateAnniversaryNudge
from bot.services.nudges.checkin_due import CheckinDueNudge
from bot.services.nudges.checkin_nudge import CheckinNudgeNudge
from bot.services.nudges.checkin_slower import CheckinSlowerNudge
from bot.services.nudges.checkin_snoozed import CheckinSnoozedNudge
from bot.services.nudges.feedback_held import FeedbackHeldNudge
from bot.services.nudges.feedback_lapse import FeedbackLapseNudge
from bot.services.nudges.feedback_reminder import FeedbackReminderNudge
from bot.services.nudges.feedback_tried import FeedbackTriedNudge
from bot.services.nudges.goal_date import GoalDateNudge
from bot.services.nudges.goal_draft import GoalDraftNudge
from bot.services.nudges.map_still import MapStillNudge
from bot.services.nudges.map_story_ask import MapStoryAskNudge
from bot.services.nudges.pause_return import PauseReturnNudge
from bot.services.nudges.questions_due import QuestionsDueNudge
from bot.services.nudges.request_expiry import RequestExpiryNudge
from bot.services.nudges.request_reminder import RequestReminderNudge
from bot.services.nudges.roadblock_agenda import RoadblockAgendaNudge
from bot.services.nudges.roadblock_followup import RoadblockFollowupNudge
from bot.services.nudges.roadblock_mentor_reminder import RoadblockMentorReminderNudge
from bot.services.nudges.roadblock_no_answer import RoadblockNoAnswerNudge
from bot.services.nudges.wins_jar_resurface import WinsJarResurfaceNudge

NUDGES: tuple[Nudge, ...] = (
    CheckinDueNudge(),
    CheckinNudgeNudge(),
    CheckinSnoozedNudge(),
    CheckinSlowerNudge(),
    GoalDateNudge(),
    GoalDraftNudge(),
    MapStillNudge(),
    MapStoryAskNudge(),
    PauseReturnNudge(),
    RoadblockMentorReminderNudge(),
    RoadblockNoAnswerNudge(),
    RoadblockFollowupNudge(),
    RoadblockAgendaNudge(),
    CapacityCheckNudge(),
    RequestReminderNudge(),
    RequestExpiryNudge(),
    CelebrateAnniversaryNudge(),
    FeedbackReminderNudge(),
    FeedbackLapseNudge(),
    FeedbackHeldNudge(),
    FeedbackTriedNudge(),
    WinsJarResurfaceNudge(),
    QuestionsDueNudge(),
)

__all__ = ["NUDGES", "Nudge"]
