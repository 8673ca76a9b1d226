"""Hundreds of processes killed at random moments (reliability.md R1, R4, exp 6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.storm.storm import Report, Storm, Trial

pytestmark = [pytest.mark.soak, pytest.mark.asyncio]
Note = Callable[[Report], None]

#: Slack may take a message only after we looked twice: then it stands there twice until healed.
VERY_LATE = (140.0, 400.0)


async def test_kill_storm(storm: Callable[[Trial], Storm], note: Note) -> None:
    trial = Trial(prompts=300, pairs=50, kills=500, hours=2.8, workers=2, seed=21)
    report = await storm(trial).run()
    note(report)
    assert report.is_clean, report.complaints + report.log[-3000:]
    assert report.kills >= 500
    assert report.verdict.promises >= 500
    assert report.faulty_posts >= 0.4


async def test_late_commits_heal(storm: Callable[[Trial], Storm], note: Note) -> None:
    posts = {"late_after": 0.35, "drop_before": 0.1, "drop_after": 0.1, "error_500": 0.1}
    trial = Trial(prompts=60, pairs=5, kills=40, hours=0.5, late=VERY_LATE, posts=posts, seed=33)
    report = await storm(trial).run()
    note(report)
    assert report.is_clean, report.complaints + report.log[-3000:]
    assert report.verdict.healed > 0, "Nothing was late enough to be healed."
