"""Trouble on request: what the network or Slack does wrong, and how often.

The kinds follow reliability.md experiment 3. ``*_after`` kinds do the work first, so the
app cannot know whether it happened.
"""

from __future__ import annotations

from dataclasses import dataclass

RESPONSE_URL = "response_url"
KINDS = {
    "drop_before": "The line is cut before Slack did anything.",
    "drop_after": "Slack does the work, then the line is cut without an answer.",
    "error_500": "Slack answers 500 and does nothing.",
    "error_503": "Slack answers 503 and does nothing.",
    "error_500_after": "Slack does the work and answers 500 all the same.",
    "error_503_after": "Slack does the work and answers 503 with a web page.",
    "internal_error": "Slack answers internal_error and does nothing.",
    "internal_error_after": "Slack does the work and answers internal_error all the same.",
    "fatal_error_after": "Slack does the work and answers fatal_error all the same.",
    "slow": "Slack does the work at once and answers late.",
    "rate_limited": "Slack answers 429 with Retry-After and does nothing.",
    "invalid_blocks": "Slack refuses a block of the message or view.",
    "html_after": "Slack does the work and answers with a web page instead of JSON.",
    "broken_json_after": "Slack does the work and answers with broken JSON.",
    "cut_body_after": "Slack does the work; the line breaks in the middle of the answer.",
    "late_after": "The line is cut without an answer; Slack does the work later.",
}
TIMED = ("slow", "rate_limited", "late_after")
"""Kinds that use ``seconds``."""
RESPONSE_URL_KINDS = ("drop_before", "drop_after", "error_500", "error_503", "slow")


@dataclass
class Fault:
    """``method``: a Web API method, ``response_url``, or ``*``. ``times``: how many calls.

    ``seconds``: for ``slow`` the delay in real time of the answer (the work is done
    before it), for ``rate_limited`` the Retry-After value, for ``late_after`` how long
    after the cut the work is done, in real time. ``number``: which one it is.
    """

    method: str
    kind: str
    times: int = 1
    seconds: float = 5.0
    number: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Unknown fault {self.kind!r}; one of {', '.join(KINDS)}.")
        if self.method == RESPONSE_URL and self.kind not in RESPONSE_URL_KINDS:
            known = ", ".join(RESPONSE_URL_KINDS)
            raise ValueError(f"A response URL knows only these faults: {known}.")

    def hits(self, method: str) -> bool:
        """Whether a call of this method can meet the fault."""
        if self.method not in (method, "*"):
            return False
        return method != RESPONSE_URL or self.kind in RESPONSE_URL_KINDS


class Faults:
    """The faults still waiting to happen, oldest first."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self._last = 0

    def add(
        self, method: str | Fault, kind: str = "", times: int = 1, seconds: float = 5.0
    ) -> Fault:
        """Arrange a fault; give a Fault, or its fields."""
        fault = method if isinstance(method, Fault) else Fault(method, kind, times, seconds)
        self._last += 1
        fault.number = self._last
        self.pending.append(fault)
        return fault

    def remove(self, number: int) -> None:
        """Take one back. Raises LookupError when it is used up or was never there."""
        for fault in self.pending:
            if fault.number == number:
                self.pending.remove(fault)
                return
        raise LookupError("That fault is no longer there.")

    def clear(self) -> None:
        self.pending.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, counted down; None when all is well."""
        for fault in self.pending:
            if fault.hits(method) and fault.times > 0:
                fault.times -= 1
                if fault.times == 0:
                    self.pending.remove(fault)
                return fault
        return None
