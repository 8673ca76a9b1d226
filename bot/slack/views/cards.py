"""What a builder of a message's blocks looks like."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.messages import Message
from bot.domain.wording import Wording
from bot.slack.views.vocabulary import Block

#: Gives the fixed label of a button, by "kind.key" (``prompts/en/buttons.toml``).
Label = Callable[[str], str]
#: Facts, words and labels in; blocks out. Pure.
Builder = Callable[[Message, Wording, Label], list[Block]]
