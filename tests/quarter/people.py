"""A company of mentees and mentors who live through a quarter as people do: some answer at once,
some after the second question, some never; now and then something gets stuck, or goes well.

Everything they do goes through the local Slack. What they see in front of them decides what they
press, so that a new card is answered without a change here. All chance comes from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from bot.domain.people import Actor, Preferences, Tone
from bot.sandbox import Persona
from bot.sandbox.finding import offers
from bot.sandbox.workspace import Message
from tests.factories import TEAM, paired, with_goal
from tests.stage import Conversation

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Sao_Paulo",
)
#: Shares of mentees: who answers the same day, who needs the second question (content.md 5.2).
SAME_DAY, SECOND_QUESTION = 0.60, 0.35
#: What a mentee says of a goal.
STATUSES = {"On track": 60, "A bit behind": 25, "Stuck": 8, "Skip": 7}
#: Buttons a mentor answers with, and what becomes of a follow-up; whatever of it is there.
MENTOR_ANSWERS = ("Reply with a tip", "I hear you", "Name the strength I see", "Write")
FOLLOW_UPS = ("Solved", "Moving", "Still stuck", "Tried it", "On course", "Thanks")
#: The words of a form's field when it wants some.
WORDS = "Ask both leads for one hour together."


@dataclass
class Member:
    """One person: who they are, and the words of theirs that others may never read.

    ``private`` are words seen by nobody else; ``shared`` by the mentors of ``mentors`` only.
    """

    persona: Persona
    promptness: float
    mentors: list[Member] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    @property
    def is_mentee(self) -> bool:
        return bool(self.mentors)


#: Something somebody does at a moment.
Act = tuple[datetime, int, Callable[[], Any]]


class Company:
    """``live`` plays so many weeks; what was seen and sent is for the rules to judge."""

    hours = Preferences(0, time(10), "UTC", time(8, 30), time(17), "01234")

    def __init__(self, stage: Conversation, mentees: int, mentors: int, seed: int = 1) -> None:
        self.stage = stage
        self.chance = random.Random(seed)
        self.sizes = mentees, mentors
        self.mentees: list[Member] = []
        self.mentors: list[Member] = []
        self.done: dict[str, int] = {}

    @property
    def everybody(self) -> list[Member]:
        return [*self.mentees, *self.mentors]

    async def found(self) -> None:
        """They join, set their week, pair up, and each mentee has one goal or two."""
        mentees, mentors = self.sizes
        self.mentors = [await self._join(f"Mentor{n:03}") for n in range(mentors)]
        self.mentees = [await self._join(f"Mentee{n:03}") for n in range(mentees)]
        for number, mentee in enumerate(self.mentees):
            mentor = self.mentors[number % len(self.mentors)]
            await paired(self.stage, _handle(mentee), _handle(mentor))
            mentee.mentors.append(mentor)
            shown = self._word(mentee.shared, "goal shown")
            await with_goal(self.stage, _handle(mentee), shown, shared=True)
            if self.chance.random() < 0.3:
                kept = self._word(mentee.private, "goal kept")
                await with_goal(self.stage, _handle(mentee), kept)

    async def live(self, weeks: int) -> None:
        """Act after act, in the order of the clock."""
        began = self.stage.clock.now()
        for moment, _, act in sorted(self._plan(began, weeks), key=lambda one: one[:2]):
            if moment > self.stage.clock.now():
                await self.stage.advance(moment - self.stage.clock.now())
            await act()
        await self.stage.advance(began + timedelta(weeks=weeks) - self.stage.clock.now())

    # --- private: who ----------------------------------------------------------------------------

    async def _join(self, name: str) -> Member:
        zone = self.chance.choice(ZONES)
        persona = self.stage.sandbox.join(f"{name} {self.chance.choice(_NAMES)}", tz=zone)
        actor = Actor(TEAM, persona.id)
        services = self.stage.waymark.services
        await services.people.meet(actor)
        hour = self.chance.choice((9, 10, 11, 14))
        await services.settings.save(
            actor,
            replace(
                self.hours,
                zone=zone,
                weekday=self.chance.randrange(5),
                slot=time(hour, 45),
                tone=self.chance.choice(list(Tone)),
            ),
        )
        return Member(persona, self.chance.random())

    def _word(self, held: list[str], about: str) -> str:
        """Words nobody else writes, so that they are recognised wherever they turn up."""
        word = f"{about} {self.chance.getrandbits(48):012x}"
        held.append(word)
        return word

    # --- private: when ---------------------------------------------------------------------------

    def _plan(self, began: datetime, weeks: int) -> Iterator[Act]:
        """Looks at one's messages, and what people come to say by themselves."""
        for number, one in enumerate(self.everybody):
            for day in range(weeks * 7):
                for _ in range(self.chance.choice((0, 1, 1, 2))):
                    moment = began + timedelta(days=day, minutes=30 * self.chance.randrange(48))
                    yield moment, number, _bound(self._look, one)
        for number, mentee in enumerate(self.mentees):
            for day in range(weeks * 7):
                moment = began + timedelta(days=day, minutes=30 * self.chance.randrange(48))
                for each_day, act in (
                    (1 / 30, self._roadblock),
                    (1 / 14, self._win),
                    (1 / 120, self._setback),
                    (1 / 60, self._feedback),
                ):
                    if self.chance.random() < each_day:
                        yield moment, number, _bound(act, mentee)

    # --- private: what ---------------------------------------------------------------------------

    async def _look(self, one: Member) -> None:
        """Open the DM and answer what stands there, if one is in the mood."""
        for message in one.persona.dms[-3:]:
            if message.ts in one.answered:
                continue
            said = self._answer(one, message)
            if said:
                one.answered.add(message.ts)
                await self._press(one, message, said)

    def _answer(self, one: Member, message: Message) -> str:
        """The button this person presses now; empty for none."""
        there = {offer.label for offer in offers(message)}
        if "On track" in there:
            if one.promptness > SAME_DAY + SECOND_QUESTION:
                return ""
            is_second = any(word in message.text for word in ("still open", "set aside"))
            if one.promptness > SAME_DAY and not is_second and self.chance.random() < 0.9:
                return ""
            return self.chance.choices(list(STATUSES), list(STATUSES.values()))[0]
        wanted = [word for word in (*MENTOR_ANSWERS, *FOLLOW_UPS) if word in there]
        return self.chance.choice(wanted) if wanted and self.chance.random() < 0.8 else ""

    async def _press(self, one: Member, message: Message, said: str) -> None:
        self._count(said)
        await one.persona.click(said, message=message)
        if one.persona.modal:
            await self._fill(one)

    async def _roadblock(self, one: Member) -> None:
        shown = self.chance.random() < 0.7
        words = self._word(one.shared if shown else one.private, "roadblock")
        await self._say(one, f"/mentor roadblock {words}", audience=_AUDIENCE[shown](one))

    async def _win(self, one: Member) -> None:
        shown = self.chance.random() < 0.3
        words = self._word(one.shared if shown else one.private, "win")
        await one.persona.slash(f"/mentor win {words}")
        self._count("win")
        if shown:
            card = one.persona.ephemerals[-1]
            await one.persona.click("Share", message=card)
            await self._fill(one, audience=_AUDIENCE[True](one))

    async def _setback(self, one: Member) -> None:
        await self._say(one, f"/mentor setback {self._word(one.private, 'setback')}")

    async def _feedback(self, one: Member) -> None:
        await self._say(one, f"/mentor feedback {self._word(one.shared, 'event')}")

    async def _say(self, one: Member, line: str, **fields: str) -> None:
        self._count(line.split()[1])
        await one.persona.slash(line)
        if one.persona.modal:
            await self._fill(one, **fields)

    async def _fill(self, one: Member, **fields: str) -> None:
        """Send the open form: what is required gets words; what it asks back is let be."""
        for _ in range(2):
            view = one.persona.modal
            if view is None or not view.get("submit"):
                break
            result = await one.persona.submit(**{**_required(view), **fields})
            if result.errors or not (result.updated or result.pushed):
                break
            fields = {}
        while one.persona.modal:
            await one.persona.close_modal(clear=True)

    def _count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


# --- private -------------------------------------------------------------------------------------

_NAMES = ("Ash", "Brook", "Cedar", "Dale", "Elm", "Fern", "Glen", "Hazel", "Ivy", "Juniper")
_AUDIENCE: dict[bool, Callable[[Member], str]] = {
    True: lambda one: f"You and {one.mentors[0].persona.name.split()[0]}",
    False: lambda _: "Only you",
}


def _handle(one: Member) -> str:
    return one.persona.user.name


def _bound(act: Callable[[Member], Any], one: Member) -> Callable[[], Any]:
    return lambda: act(one)


def _required(view: dict[str, Any]) -> dict[str, str]:
    """Words for each text field that may not stay empty and is."""
    blocks: Sequence[dict[str, Any]] = view["blocks"]
    return {
        block["block_id"]: WORDS
        for block in blocks
        if block["type"] == "input"
        and not block.get("optional")
        and block["element"]["type"] == "plain_text_input"
        and not block["element"].get("initial_value")
    }
