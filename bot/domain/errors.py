"""Everything Waymark refuses, phrased. The docstring of an error *is* the reply (style.md S4)."""

from __future__ import annotations

import inspect


class WaymarkError(Exception):
    """Waymark cannot do that just now. Nothing was changed."""

    def __init__(self, *, words: str = "", **details: object) -> None:
        """``words`` is what the person typed: it comes back with the reply, so nothing is lost.

        ``details`` fill the ``{placeholders}`` of the class docstring.
        """
        self.words = words
        self.details = details
        super().__init__(type(self).__name__)

    @property
    def reply(self) -> str:
        """The sentence for the person, with its details filled in; never their private words."""
        return " ".join(inspect.cleandoc(type(self).__doc__ or "").split()).format(**self.details)


class NotYours(WaymarkError):
    """This isn't yours to open, or it is no longer there. Nothing was changed."""


class TooManyInstalling(WaymarkError):
    """Many people are installing Waymark just now. Please try again in ten minutes."""


class AlreadyHandled(WaymarkError):
    """That was already saved a moment ago. Nothing was changed twice."""


class NotInThisWorkspace(WaymarkError):
    """Waymark can only pair people who are full members of this workspace."""


class CannotBeMentioned(WaymarkError):
    """I couldn't find {who} here. Type @ and pick a person from the list Slack shows."""


class NotWithYourself(WaymarkError):
    """A mentor is somebody else: pick another person, and I'll carry your request to them."""


class NobodyHome(WaymarkError):
    """{who} is not reachable on Slack here. Nothing was sent."""


class AlreadyPaired(WaymarkError):
    """You and {who} are already working together, or a request between you is open."""


class AgreementMoved(WaymarkError):
    """{who} wrote a version in the meantime. Open the agreement again to see it."""


class TooManyRequests(WaymarkError):
    """Two of your requests are still open. When one is answered or withdrawn, you can send
    another."""


class TooLong(WaymarkError):
    """That is longer than the {limit} characters this field holds. Here are your words to
    shorten."""


class Empty(WaymarkError):
    """There were no words in that. One short line is enough."""


class NobodyToTalkTo(WaymarkError):
    """There is nobody you work with yet, so there is no conversation to prepare. Here are your
    words."""


class TooManyLines(WaymarkError):
    """{limit} lines wait already, and no conversation holds more. Take one off first; here are
    your words."""


class TooManyStrengths(WaymarkError):
    """{most} are plenty for one look, wins included. Your words are still here."""


class StepCount(WaymarkError):
    """It takes {least} to {most} steps, one on each line. Here are your words."""


class TakenOver(WaymarkError):
    """{who} took this way over, so it is in their words now. Yours are still here to copy."""


class OneWaySoFar(WaymarkError):
    """There is one way so far, so there is nothing to compare yet. Another one makes two."""


class ToldAlready(WaymarkError):
    """{who} told you of their path already. It stands on your map."""


class AskedMentor(WaymarkError):
    """{who} was asked for this already, and I ask once. It can go on your agenda for the two of
    you."""


class PastDate(WaymarkError):
    """That date has already gone by. Pick a day from today on."""


class StepTooFarOff(WaymarkError):
    """A small step fits into the next seven days. Pick one of those, or leave the day open."""


class NeedsADay(WaymarkError):
    """Which day is the deadline? Pick it here, or choose another line for how it slows you."""


class NotADate(WaymarkError):
    """I couldn't read “{what}” as a date. Try `2 weeks` or `2027-01-15`."""


class AskedEnough(WaymarkError):
    """{who} has this twice already, so I won't ask again. Another reader, or only you, is fine."""


class ChangedElsewhere(WaymarkError):
    """This was changed in another window. Your words are still here: save again to keep them."""


class TooSoon(WaymarkError):
    """That would be over before it began. Pick tomorrow or a later day."""


class TooFarOff(WaymarkError):
    """That is more than a year away. Pick a day within the next twelve months."""


class OutsideWindow(WaymarkError):
    """Messages come from {window} only, so pick an hour in between, or move the window."""


class WindowTurned(WaymarkError):
    """The window has to end at least half an hour after it opens, on the same day."""


class NotAWorkingDay(WaymarkError):
    """{day} is not one of your working days, so nothing would come. Pick another, or add it."""


class NoWorkingDay(WaymarkError):
    """Pick at least one working day. For quiet on all of them there is `/mentor pause`."""


class UnknownZone(WaymarkError):
    """I don't know the time zone “{zone}”. Names look like `Europe/London` or `Asia/Manila`."""


class UndoTooLate(WaymarkError):
    """The ten minutes to undo this are over, so it stays as it is. A new check-in is always
    fine."""


class NobodyAsked(WaymarkError):
    """Who saw it? Pick at least one person to ask."""


class TooManyAsked(WaymarkError):
    """Six of your requests for advice are open. When one is answered, you can ask again."""


class AlreadyRead(WaymarkError):
    """{who} has read your words by now, so they stay as they are. Your new words are still here
    to copy."""


class AlreadyAsked(WaymarkError):
    """One question about this advice is on its way already. Bring this one when you two talk."""


class SaidBack(WaymarkError):
    """{who} has one line back from you already, and it stays one. Keep this for when you talk."""


class HelperTold(WaymarkError):
    """{who} was told that it helped already, and hears it once. Keep these words for your talk."""


class TooFewMentors(WaymarkError):
    """Without a name it takes {most} mentors or more, so that nobody can be guessed."""


class TooFewInCircle(WaymarkError):
    """Without a name it takes {most} people or more in a circle, so nobody can be guessed."""


class NoSuchKey(WaymarkError):
    """No question belongs to that key. Copy it once more, all of it."""


class QuestionClosed(WaymarkError):
    """This question is closed by now, so nothing was added."""


class OnlyAdmins(WaymarkError):
    """Circles are named by a workspace admin. Ask one to type `/mentor circle` here."""


class CircleScopeMissing(WaymarkError):
    """Waymark was installed before it knew circles, so it can't see who is in a channel. A
    workspace admin can install it again; until then everything else works as before."""


class SlackBusy(WaymarkError):
    """Slack didn't tell me who is in the channel just now. Nothing was sent; try again soon."""


class ChannelUnknown(WaymarkError):
    """Slack shows me no such channel. Pick one from the list."""


class ChannelPrivate(WaymarkError):
    """I only see public channels, so a private one can't be a circle."""


class ChannelArchived(WaymarkError):
    """{channel} is archived, so nothing can be posted there. Nothing was sent."""


class NotInChannel(WaymarkError):
    """I'm not in {channel} yet. Type `/invite @Waymark` there and try again. Nothing was sent."""


class PostedOnce(WaymarkError):
    """This was in {channel} once and you took it back, so I won't post it again."""


class NobodysAnswer(WaymarkError):
    """Only an answer in the thread of your own roadblock can be marked. Pick one there."""


class NotInCircle(WaymarkError):
    """You are not in this circle at the moment, or it is none any more. Nothing was sent."""
