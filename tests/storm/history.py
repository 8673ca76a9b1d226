"""Whether what happened was allowed to happen (reliability.md R19; Jepsen's method, small).

The workers wrote one line for every claim, send, answer, look and outcome, in one order. For each
key the model below says what may follow what; anything else is a complaint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Complete readings without the mark before a send in doubt may be repeated.
ABSENCES = 2


@dataclass
class _Key:
    """What is known of one promise so far."""

    fence: int = 0
    """The newest claim of any kind that was written down."""
    claims: int = 0
    is_open: bool = False
    """A send whose fate is not proven: no clear answer yet, no evidence."""
    stands: bool = False
    """Slack said it stands there, or somebody saw it."""
    insists: bool = False
    """Somebody waits, nobody could look for minutes: sent again without proof, and healed."""
    absences: int = 0
    looks: int = 0
    settling: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass
class History:
    """The lines as counts, and what was wrong with their order."""

    complaints: list[str] = field(default_factory=list)
    claims: int = 0
    sends: int = 0
    found: int = 0
    in_doubt: int = 0
    fenced: int = 0


def read(path: Path) -> list[dict[str, Any]]:
    """The lines in the order they were written."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


def judge(lines: Iterable[dict[str, Any]]) -> History:
    """Walk through the lines.

    1. Nobody sends what nobody has claimed.
    2. After a send, the next needs a clear "not sent", or, after an answer in doubt or none at
       all, two complete looks that did not find it. Only what somebody waits for is sent again
       without them, after looks that showed nothing for minutes.
    3. What stands in Slack is never sent again.
    4. An outcome is written under the newest claim only (the fence).
    """
    history, keys = History(), dict[str, _Key]()
    for line in lines:
        known = keys.setdefault(line["key"], _Key())
        _STEPS[line["do"]](history, known, line)
    return history


# --- private -------------------------------------------------------------------------------------


def _claim(history: History, known: _Key, line: dict[str, Any]) -> None:
    history.claims += 1
    known.claims += 1
    known.insists = line["why"] == "insisted"
    known.fence = max(known.fence, line["fence"])


def _lease(history: History, known: _Key, line: dict[str, Any]) -> None:
    known.fence = max(known.fence, line["fence"])


def _send(history: History, known: _Key, line: dict[str, Any]) -> None:
    history.sends += 1
    if not known.claims:
        history.complaints.append(f"{line['key']}: sent without a claim")
    if known.stands:
        history.complaints.append(f"{line['key']}: sent again although it stands in Slack")
    elif known.is_open and known.absences < ABSENCES and not (known.insists and known.looks):
        history.complaints.append(
            f"{line['key']}: sent again in doubt after {known.absences} absences "
            f"and {known.looks} looks"
        )
    known.is_open = True
    known.absences = known.looks = 0


def _answer(history: History, known: _Key, line: dict[str, Any]) -> None:
    if line["says"] == "sent":
        known.stands = True
    elif line["says"] == "not_sent":
        known.is_open = False
    else:
        history.in_doubt += 1


def _look(history: History, known: _Key, line: dict[str, Any]) -> None:
    known.looks += 1
    if line["sees"] == "there":
        history.found += 0 if known.stands else 1
        known.stands = True
    elif line["sees"] == "absent":
        known.absences += 1


def _settling(history: History, known: _Key, line: dict[str, Any]) -> None:
    known.settling[line["by"], line["fence"]] = known.fence


def _settle(history: History, known: _Key, line: dict[str, Any]) -> None:
    newest = known.settling.pop((line["by"], line["fence"]), 0)
    if not line["done"]:
        history.fenced += 1
    elif newest > line["fence"]:
        history.complaints.append(f"{line['key']}: settled by somebody who no longer held it")


_STEPS = {
    "claim": _claim,
    "lease": _lease,
    "send": _send,
    "answer": _answer,
    "look": _look,
    "settling": _settling,
    "settle": _settle,
}
