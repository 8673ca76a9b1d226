"""Every table, and the one place that ties entities to them."""

from __future__ import annotations

from storage.tables import (
    agenda,
    checkins,
    circles,
    feedback,
    goals,
    installations,
    maps,
    nudges,
    outbox,
    pairings,
    people,
    questions,
    replies,
    roadblocks,
    self_help,
    setbacks,
    wins,
)
from storage.tables.base import mapper, metadata

FEATURES = (
    installations,
    people,
    pairings,
    circles,
    goals,
    checkins,
    roadblocks,
    wins,
    feedback,
    setbacks,
    self_help,
    agenda,
    questions,
    maps,
    replies,
    nudges,
    outbox,
)


def map_entities() -> None:
    """Map every entity once per process; asking again changes nothing."""
    if any(True for _ in mapper.mappers):
        return
    for feature in FEATURES:
        feature.map_entities()


__all__ = ["FEATURES", "map_entities", "metadata"]
