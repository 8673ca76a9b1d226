"""Trouble worth watching, one press away: the fault, and what there is to see."""

from __future__ import annotations

from dataclasses import dataclass

_POST = "chat.postMessage"


@dataclass(frozen=True)
class Preset:
    """A fault with a name. ``watch``: what happens to the next message because of it."""

    id: str
    label: str
    method: str
    kind: str
    watch: str
    times: int = 1
    seconds: float = 5.0


PRESETS = (
    Preset(
        "drop-after",
        "Drop the line after posting",
        _POST,
        "drop_after",
        "Slack has the message and the app cannot know. The outbox says unknown, the app looks"
        " for it in the history (conversations.history), and it stands there once.",
    ),
    Preset(
        "drop-before",
        "Drop the line before posting",
        _POST,
        "drop_before",
        "Nothing arrived and the app cannot know. It looks for the message more than once, two"
        " minutes long, then posts again: it stands there once, late.",
    ),
    Preset(
        "rate-limited",
        "429, Retry-After 30",
        _POST,
        "rate_limited",
        "The outbox says pending again, with the reason ratelimited, for exactly thirty seconds"
        " of the sandbox clock. Then the message goes out.",
        seconds=30.0,
    ),
    Preset(
        "error-500",
        "Answer 500",
        _POST,
        "error_500",
        "A server that failed may have done the work, so the app does not repeat it blindly:"
        " unknown, a look into the history, and only then again.",
    ),
    Preset(
        "slow",
        "Answer 5 s late",
        _POST,
        "slow",
        "The message is there at once, the answer is not. The outbox says sending until it comes,"
        " and other people get theirs meanwhile.",
    ),
    Preset(
        "bad-answer",
        "Answer with a web page",
        _POST,
        "html_after",
        "As a proxy in trouble would: the work is done, the answer is nonsense. Unknown, found in"
        " the history, once.",
    ),
    Preset(
        "no-blocks",
        "Refuse the blocks",
        _POST,
        "invalid_blocks",
        "Slack refuses the drawn message. The same words go out plainly, without buttons.",
    ),
    Preset(
        "history-down",
        "History fails twice",
        "conversations.history",
        "error_500",
        "Together with a dropped line: as long as the history cannot be read nothing is guessed"
        " and nothing is posted twice. It takes longer, that is all.",
        times=2,
    ),
    Preset(
        "home-down",
        "Home cannot be drawn",
        "views.publish",
        "error_503",
        "The Home tab stays as it was. What was said is kept, and the next change draws it anew.",
    ),
)
