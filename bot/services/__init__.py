"""The use cases, as one typed record that listeners receive."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.agenda import AgendaService
from bot.services.care import CareService
from bot.services.checkins import CheckinService
from bot.services.circles import CircleService
from bot.services.feedback import FeedbackService
from bot.services.goals import GoalService
from bot.services.home import HomeService
from bot.services.installations import InstallationService
from bot.services.maps import MapService
from bot.services.pace import PaceService
from bot.services.pairings import PairingService
from bot.services.people import PeopleService
from bot.services.questions import QuestionService
from bot.services.replies import ReplyService
from bot.services.roadblocks import RoadblockService
from bot.services.self_help import SelfHelpService
from bot.services.setbacks import SetbackService
from bot.services.settings import SettingsService
from bot.services.win_texts import WinTextService
from bot.services.wins import WinService


@dataclass(frozen=True)
class Services:
    """Every use case Waymark has; built by ``bot.bootstrap``."""

    installations: InstallationService
    people: PeopleService
    settings: SettingsService
    pairings: PairingService
    circles: CircleService
    goals: GoalService
    checkins: CheckinService
    pace: PaceService
    roadblocks: RoadblockService
    self_help: SelfHelpService
    wins: WinService
    win_texts: WinTextService
    feedback: FeedbackService
    setbacks: SetbackService
    agenda: AgendaService
    questions: QuestionService
    maps: MapService
    home: HomeService
    replies: ReplyService
    care: CareService
