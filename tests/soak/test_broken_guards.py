"""The program with one guard left out is seen to fail: the checker is not blind (exp 6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storm.redelivery import redeliver
from tests.storm.storm import Report, Storm, Trial

pytestmark = [pytest.mark.soak, pytest.mark.asyncio]
Seen = Callable[[Report], object]

#: What is left out, the weather it matters in, and what must be seen then.
GUARDS: dict[str, tuple[dict[str, float] | None, Seen]] = {
    "reconciliation": (None, lambda seen: seen.verdict.duplicated),
    # The healer finds what nobody told us of, and takes most of it away again.
    "own retries": (None, lambda seen: seen.verdict.duplicated or seen.verdict.healed),
    "send, then mark": (None, lambda seen: seen.verdict.lost),
}


async def raged(place: Path, guard: str, posts: dict[str, float] | None) -> Report:
    trial = Trial(
        prompts=30,
        pairs=2,
        kills=10,
        hours=0.2,
        wanted=40,
        guard=guard,
        posts=posts,
        patience=30.0,
        seed=3,
    )
    return await Storm(trial, place, f"sqlite+aiosqlite:///{place}/waymark.db").run()


@pytest.mark.parametrize("guard", GUARDS)
async def test_without(place: Path, guard: str, note: Callable[[Report], None]) -> None:
    posts, seen = GUARDS[guard]
    report = await raged(place, guard, posts)
    note(report)
    assert seen(report), report.row(guard)


async def test_with_all_of_them(place: Path, note: Callable[[Report], None]) -> None:
    """The same storm shows nothing of what the missing guards let through."""
    report = await raged(place, "", None)
    note(report)
    assert report.is_clean, report.complaints
    assert not any(seen(report) for _, seen in GUARDS.values())


async def test_without_the_inbox(place: Path, tell: Callable[[str], None]) -> None:
    url = f"sqlite+aiosqlite:///{place}/waymark.db"
    seen = await redeliver(place, url, of_each=10, times=10, guard="dedupe")
    tell(f"redelivery without the inbox: {len(seen.doubled)} of {len(seen.wanted)} doubled")
    assert seen.doubled
