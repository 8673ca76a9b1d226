"""A conversation of the fleet from which a kill took the very thing it looks at is played again.

Nothing else is: a failure without such a kill stays a failure, and so does the last try.
"""

from __future__ import annotations

import pytest
from _pytest.runner import runtestprotocol

#: What the fleet says of itself when a conversation has ended.
DISTURBED = pytest.StashKey[str]()
TIMES = 5


def play(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run one conversation, again while it fails and a kill may be why; its reports are the last
    run's, and say how often it was played."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for times in range(1, TIMES + 1):
        item.stash[DISTURBED] = ""
        if times > 1:
            item._initrequest()  # type: ignore[attr-defined]  # as at the first time
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        why = item.stash[DISTURBED]
        if times == TIMES or not why or not any(report.failed for report in reports):
            break
        told = [str(one.longrepr).strip().splitlines()[-1] for one in reports if one.failed]
        item.user_properties.append(("played again", f"{why}: {' / '.join(told)}"))
    for report in reports:
        report.user_properties = list(item.user_properties)
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def summary(reports: list[pytest.TestReport]) -> list[str]:
    """A line for each time a conversation was played again."""
    return [
        f"{report.nodeid}: {said}"
        for report in reports
        if report.when == "call"
        for name, said in report.user_properties
        if name == "played again"
    ]
