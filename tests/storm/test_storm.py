"""The storm in the size of a change; ``make soak`` runs it in full (tests/soak)."""

from __future__ import annotations

from pathlib import Path

from tests.storm.storm import Storm, Trial


async def test_processes_killed_at_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    trial = Trial(prompts=12, pairs=2, kills=6, hours=0.1)
    report = await Storm(trial, tmp_path, f"sqlite+aiosqlite:///{tmp_path}/waymark.db").run()
    assert report.is_clean, report.complaints + report.log
    assert report.kills == 6
