"""Trouble on request: what the network or Slack does wrong, and how often.

The kinds follow reliability.md experiment 3. ``*_after`` kinds do the work first, so the
app cannot know whether it happened.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "drop_before",
    "drop_after",
    "error_500",
    "error_503",
    "internal_error_after",
    "fatal_error_after",
    "slow",
    "rate_limited",
    "invalid_blocks",
    "html_after",
    "broken_json_after",
    "cut_body_after",
)


@dataclass
class Fault:
    """``method``: a Web API method, ``response_url``, or ``*``. ``times``: how many calls.

    ``seconds``: for ``slow`` the delay in real time of the answer (the work is done
    before it), for ``rate_limited`` the Retry-After value.
    """

    method: str
    kind: str
    times: int = 1
    seconds: float = 5.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Unknown fault {self.kind!r}; one of {', '.join(KINDS)}.")


class Faults:
    """The faults still waiting to happen, oldest first."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []

    def add(
        self, method: str | Fault, kind: str = "", times: int = 1, seconds: float = 5.0
    ) -> Fault:
        """Arrange a fault; give a Fault, or its fields."""
        fault = method if isinstance(method, Fault) else Fault(method, kind, times, seconds)
        self.pending.append(fault)
        return fault

    def clear(self) -> None:
        self.pending.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, counted down; None when all is well."""
        for fault in self.pending:
            if fault.method in (method, "*") and fault.times > 0:
                fault.times -= 1
                if fault.times == 0:
                    self.pending.remove(fault)
                return fault
        return None
