"""The process ends at exactly one labelled line, again and again (reliability.md e.5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storm.doorstep import knock
from tests.storm.storm import Report, Storm, Trial

pytestmark = [pytest.mark.soak, pytest.mark.asyncio]
Note = Callable[[Report], None]
CRASHES = 10
SENDING = ("M1", "M2", "C0", "C1", "S1", "S2", "F1", "F2", "R0", "R1")
#: Slack takes the message only after two looks agreed that it is not there: it stands there twice
#: until it is healed.
VERY_LATE = (140.0, 400.0)
#: Only what is sent again reaches these.
REPEATING = ("R2", "H1")


async def test_points_of_sending(
    storm: Callable[[Trial], Storm], note: Note, tell: Callable[[str], None]
) -> None:
    trial = Trial(
        prompts=240, pairs=10, hours=2.0, workers=3, labels=SENDING, crashes=CRASHES, seed=5
    )
    await _crash(storm(trial), note, tell)


async def test_points_of_repeating(
    storm: Callable[[Trial], Storm], note: Note, tell: Callable[[str], None]
) -> None:
    trial = Trial(
        prompts=120,
        pairs=2,
        hours=0.6,
        linger=0.4,
        workers=2,
        labels=REPEATING,
        chance=0.7,
        crashes=CRASHES,
        late=VERY_LATE,
        posts={"late_after": 0.5, "drop_before": 0.1},
        seed=6,
    )
    report = await _crash(storm(trial), note, tell)
    assert report.verdict.healed > 0, "Nothing was late enough to be healed."


@pytest.mark.parametrize("label", ["D1", "D2"])
async def test_points_of_answering(
    place: Path, storm_url: str, label: str, tell: Callable[[str], None]
) -> None:
    heard = await knock(place, storm_url, label, words=40)
    tell(
        f"{label}: {heard.crashes} crashes, {len(heard.said)} messages, "
        f"{len(heard.lost)} lost, {len(heard.doubled)} doubled"
    )
    assert (heard.lost, heard.doubled) == ([], [])
    assert heard.crashes >= CRASHES


# --- private -------------------------------------------------------------------------------------


async def _crash(storm: Storm, note: Note, tell: Callable[[str], None]) -> Report:
    report = await storm.run()
    note(report)
    tell("crashes: " + ", ".join(f"{label} {n}" for label, n in sorted(report.crashes.items())))
    assert report.is_clean, report.complaints + report.log[-3000:]
    missing = [label for label in storm.trial.labels if report.crashes[label] < CRASHES]
    assert not missing, report.crashes
    return report
