"""What a phrasebook reads about a person, and what it gives back (content.md part 3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """How the receiver likes to be spoken to; their setting decides, not the sender's (3.8).

    ``locale`` is Slack's, such as ``en-GB``. ``zone`` is an IANA name. ``emoji`` off removes every
    emoji of the templates and leaves the ones people wrote themselves.
    """

    tone: str
    locale: str
    emoji: bool
    zone: str
    name: str


@dataclass(frozen=True)
class Wording:
    """One message in words, escaped for Slack: ``notify`` is plain, the rest is mrkdwn.

    ``notify`` is the preview on a lock screen and holds nothing private. ``variant`` is the block
    that was chosen, such as ``warm_2``, for the log. ``why`` answers "Why am I seeing this?";
    ``line`` stands for the message in a digest: one line, and below it the words of another person
    where these are the point. Both are empty for answers to a tap of their own.
    """

    notify: str
    body: str
    variant: str
    why: str
    line: str
