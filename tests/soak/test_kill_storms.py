"""Hundreds of processes killed at random moments (reliability.md R1, R4, exp 6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.storm.storm import Report, Storm, Trial

pytestmark = [pytest.mark.soak, pytest.mark.asyncio]
Note = Callable[[Report], None]


async def test_kill_storm(storm: Callable[[Trial], Storm], note: Note) -> None:
    trial = Trial(prompts=300, pairs=50, kills=500, hours=2.8, workers=2, seed=21)
    report = await storm(trial).run()
    note(report)
    assert report.is_clean, report.complaints + report.log[-3000:]
    assert report.kills >= 500
    assert report.verdict.promises >= 500
    assert report.faulty_posts >= 0.4
