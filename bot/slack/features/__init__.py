"""Every feature, in the order of the help: an explicit list you can read (style.md S11)."""

from __future__ import annotations

from bot.slack.feature import Feature
from bot.slack.features import (
    advice,
    agenda,
    breaks,
    care,
    checkins,
    feedback,
    goal_dates,
    goal_forms,
    goals,
    home,
    maps,
    pace,
    pairings,
    questions,
    replies,
    roadblocks,
    self_help,
    setbacks,
    settings,
    win_texts,
    wins,
)

FEATURES: tuple[Feature, ...] = (
    checkins.FEATURE,
    pace.FEATURE,
    roadblocks.FEATURE,
    self_help.FEATURE,
    wins.FEATURE,
    win_texts.FEATURE,
    feedback.FEATURE,
    advice.FEATURE,
    setbacks.FEATURE,
    agenda.FEATURE,
    questions.FEATURE,
    maps.FEATURE,
    goal_forms.FEATURE,
    goals.FEATURE,
    goal_dates.FEATURE,
    pairings.FEATURE,
    settings.FEATURE,
    care.FEATURE,
    breaks.FEATURE,
    home.FEATURE,
    replies.FEATURE,
)
