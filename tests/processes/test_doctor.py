"""`waymark doctor`: each thing that can be wrong, seeded once, is one sentence with what to do."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update

from bot.clock import ManualClock
from bot.doctor import abroad, examine, stored
from bot.domain.messages import BY_KIND
from bot.domain.outbox import DeliveryState
from bot.sandbox.blocks import check_blocks, check_view
from bot.settings import Settings
from bot.slack import samples
from bot.slack.samples import PARTS, SCREENS
from bot.slack.views import notices
from prompts.phrasebook import Phrasebook
from storage.database import Database
from storage.tables.outbox import outbox
from tests.conftest import KEY
from tests.processes.promises import promise
from tests.stage import Conversation

Told = dict[str, tuple[str, str]]
Change = Callable[[Settings], Settings]
#: Samples: messages and parts in two sizes, forms and pages in one.
ALL = 2 * (len(BY_KIND) + len(PARTS)) + len(SCREENS)
EVERY = 10_000


@pytest.fixture
async def house(clock: ManualClock, database_url: str) -> AsyncIterator[Conversation]:
    stage = Conversation(clock, database_url, secret_key=KEY, migrated=True)
    await stage.start()
    yield stage
    await stage.stop()


async def asked(
    stage: Conversation,
    *,
    settings: Settings | None = None,
    later: timedelta = timedelta(),
    screens: int = 1,
) -> tuple[int, Told]:
    """The exit code, and of each line its sign and its words. Only some ``screens`` are shown to
    Slack: two hundred requests are for the tests that are about them."""
    lines: list[str] = []
    now = ManualClock(stage.clock.now() + later)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(abroad, "samples", lambda book: islice(samples.samples(book), screens))
        code = await examine(settings or stage.settings(), lines.append, now)
    told = {
        name: (line[:4].strip(), words)
        for line in lines
        for name, _, words in [line[5:].partition(": ")]
    }
    return code, told


async def test_a_healthy_house_has_nothing_to_look_at(house: Conversation) -> None:
    posts = len(house.sandbox.log)
    code, told = await asked(house, screens=EVERY)
    assert (code, {sign for sign, _ in told.values()}) == (0, {"ok", "note"}), told
    assert told["scopes"] == ("ok", "all there, and no more.")
    assert told["Slack token"][1] == "accepted for the workspace Waymark Trial."
    assert told["screens"] == ("ok", f"Slack accepts all {ALL}.")
    assert told["Messages tab"][0] == told["app"][0] == "note"
    written = {"chat.postMessage", "conversations.open", "views.publish", "views.open"}
    calls = [one.path for one in list(house.sandbox.log)[posts:]]
    assert not [path for path in calls if any(path.endswith(method) for method in written)]


# --- Slack's side --------------------------------------------------------------------------------


async def revoked(stage: Conversation) -> None:
    stage.sandbox.team.installation.state = "revoked"


async def fewer_scopes(stage: Conversation) -> None:
    held = stage.sandbox.team.installation
    held.scopes = tuple(one for one in held.scopes if one != "im:history")


async def before_circles(stage: Conversation) -> None:
    held = stage.sandbox.team.installation
    held.scopes = tuple(one for one in held.scopes if one != "channels:read")


async def more_scopes(stage: Conversation) -> None:
    held = stage.sandbox.team.installation
    held.scopes = (*held.scopes, "files:write")


async def slack_away(stage: Conversation) -> None:
    stage.sandbox.faults.add("auth.test", "drop_before", times=9)


async def busy_slack(stage: Conversation) -> None:
    stage.sandbox.faults.add("blocks.validate", "rate_limited", times=9)


@pytest.mark.parametrize(
    ("seed", "place", "sign", "words"),
    [
        (revoked, "Slack token", "LOOK", "Slack refuses it (token_revoked)."),
        (fewer_scopes, "scopes", "LOOK", "missing im:history: install the app again."),
        (
            before_circles,
            "scopes",
            "note",
            "missing channels:read: install the app again. Until then there are no circles.",
        ),
        (more_scopes, "scopes", "note", "files:write besides"),
        (slack_away, "Slack token", "LOOK", "Slack cannot be reached (ServerDisconnectedError)"),
        (busy_slack, "screens", "note", "Slack asks for a pause"),
    ],
)
async def test_what_slack_says(
    house: Conversation,
    seed: Callable[[Conversation], Awaitable[None]],
    place: str,
    sign: str,
    words: str,
) -> None:
    await seed(house)
    code, told = await asked(house)
    assert told[place][0] == sign, told
    assert words in told[place][1]
    assert code == (1 if sign == "LOOK" else 0), told


@pytest.mark.parametrize(
    ("later", "words"),
    [(90, "90 s ahead of Slack's"), (-400, "400 s behind Slack's")],
)
async def test_a_clock_that_is_wrong(house: Conversation, later: int, words: str) -> None:
    code, told = await asked(house, later=timedelta(seconds=later))
    assert code == 1
    assert told["clock"][0] == "LOOK"
    assert words in told["clock"][1]


async def test_own_wordings_that_cannot_be_said_are_named(
    house: Conversation, tmp_path: Path
) -> None:
    folder = tmp_path / "words" / "en"
    folder.mkdir(parents=True)
    own = dataclasses.replace(house.settings(), prompts_folder=folder.parent)
    assert (await asked(house, settings=own))[1]["wordings"] == (
        "ok",
        "yours can be said, and keep to the copy guide.",
    )
    (folder / "win_ack.j2").write_text("{% block warm_1 %}{{ pay }}{% endblock %}")
    code, told = await asked(house, settings=own)
    assert code == 1
    assert told["wordings"] == (
        "LOOK",
        "no process starts with en/win_ack.j2: win_ack has no pay.",
    )
    assert told["screens"][0] == "ok", "they are shown as a process would say them"


async def test_a_screen_slack_would_refuse_is_named(
    house: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = notices.sentence

    def too_long(text: str, words: str = "") -> list[dict[str, object]]:
        return [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]

    too_long.__name__, too_long.__module__ = sound.__name__, sound.__module__
    parts = tuple(too_long if part is sound else part for part in PARTS)
    monkeypatch.setattr(samples, "PARTS", parts)
    code, told = await asked(house, screens=EVERY)
    assert code == 1
    assert told["screens"][1].startswith("Slack would refuse notices.sentence (usual) (")


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (
            lambda held: dataclasses.replace(held, slack_app_token="xapp-wrong"),
            "Socket Mode",
            "Slack refuses SLACK_APP_TOKEN (",
        ),
        (
            lambda held: dataclasses.replace(held, slack_client_secret="another"),
            "installing",
            "Slack refuses SLACK_CLIENT_ID or SLACK_CLIENT_SECRET",
        ),
        (
            lambda held: dataclasses.replace(held, secret_keys=(Fernet.generate_key().decode(),)),
            "keys",
            "add that key behind the others",
        ),
        (
            lambda held: dataclasses.replace(
                held, database_url="postgresql+asyncpg://nobody@127.0.0.1:1/none"
            ),
            "database",
            "cannot be reached or written (ConnectionRefusedError)",
        ),
    ],
)
async def test_what_the_settings_get_wrong(
    house: Conversation, change: Change, place: str, words: str
) -> None:
    code, told = await asked(house, settings=change(house.settings()))
    assert code == 1
    assert told[place][0] == "LOOK", told
    assert words in told[place][1]


# --- the database's side -------------------------------------------------------------------------


async def test_an_empty_database_is_to_be_migrated(house: Conversation, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    code, told = await asked(
        house, settings=dataclasses.replace(house.settings(), database_url=url)
    )
    assert code == 1
    assert told["database"] == ("LOOK", "The database is empty: run `waymark migrate`.")
    assert told["keys"][0] == told["messages"][0] == told["worker"][0] == "LOOK"


async def test_a_full_disk_is_told_before_it_is_full(
    house: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LITTLE_SPACE", 2**63)
    code, told = await asked(house)
    assert code == 1
    assert "MB are free on its disk: make room." in told["database"][1]


async def test_a_database_that_may_only_be_read(
    house: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.waymark.database.writing() as session:
        await session.execute(outbox.select())
        code, told = await asked_while_locked(house, monkeypatch)
    assert code == 1
    assert told["database"][1].startswith("cannot be reached or written (OperationalError)")


async def asked_while_locked(
    house: Conversation, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, Told]:
    """Somebody holds the writer and does not let go."""
    monkeypatch.setattr("bot.doctor.stored.Database", partial(Database, busy_ms=50))
    return await asked(house)


STATES = [
    (DeliveryState.DEAD, "channel_not_found", "1 dead (channel_not_found) for "),
    (DeliveryState.UNRESOLVED, "", "they may or may not have arrived"),
    (DeliveryState.BLOCKED, "token_revoked", "install the app there again"),
    (DeliveryState.UNKNOWN, "", "nobody knows yet whether Slack took them"),
    (DeliveryState.SENDING, "", "a worker died with them in hand"),
]


@pytest.mark.parametrize(("state", "reason", "words"), STATES)
async def test_a_stuck_message_is_told_with_its_age_and_what_to_do(
    house: Conversation, state: DeliveryState, reason: str, words: str
) -> None:
    await promise(house.waymark, house.sandbox, 0, 1)
    await put(house, state=state, reason=reason)
    code, told = await asked(house, later=timedelta(seconds=50))
    passing = state in (DeliveryState.SENDING, DeliveryState.UNKNOWN)
    assert told["messages"] == ("ok", "none is stuck.") if passing else code == 1
    house.clock.advance(timedelta(hours=3))
    code, told = await asked(house)
    assert code == 1
    assert told["messages"][0] == "LOOK"
    assert words in told["messages"][1]
    assert "for 3 hours" in told["messages"][1]


async def test_a_messages_tab_that_is_off_is_known_from_what_could_not_be_sent(
    house: Conversation,
) -> None:
    await promise(house.waymark, house.sandbox, 0, 1)
    await put(house, state=DeliveryState.DEAD, reason="messages_tab_disabled")
    code, told = await asked(house)
    assert code == 1
    assert told["Messages tab"][0] == "LOOK"
    assert "switch it on under App Home" in told["Messages tab"][1]


async def test_when_nobody_works_it_says_so(house: Conversation) -> None:
    await promise(house.waymark, house.sandbox, 0, 1)
    code, told = await asked(house)
    assert (code, told["worker"]) == (0, ("ok", "nothing is overdue."))
    house.clock.advance(timedelta(minutes=12))
    code, told = await asked(house)
    assert code == 1
    assert told["worker"][1].startswith("something has been due for 12 minutes: no worker seems")


# --- the samples ---------------------------------------------------------------------------------


def test_every_screen_has_a_sample() -> None:
    """A form that is not in the list would never be shown to Slack before a person opens it."""
    modules = {inspect.getmodule(screen) for screen in SCREENS}
    for module in modules:
        for name, found in vars(module).items():
            here = inspect.isfunction(found) and found.__module__ == module.__name__  # type: ignore[union-attr]
            if here and not name.startswith("_") and _makes_a_view(found):
                assert found in SCREENS, f"{module.__name__}.{name}"  # type: ignore[union-attr]


def _makes_a_view(function: Callable[..., object]) -> bool:
    return bool(inspect.signature(function).return_annotation == "View")


def test_every_sample_is_sound() -> None:
    found = list(samples.samples(Phrasebook()))
    assert len(found) == ALL
    for one in found:
        check = check_view if one.kind == "view" else lambda value: check_blocks(value, "message")
        assert check(one.value) == [], one.name
    assert notices.sentence in PARTS


# --- private -------------------------------------------------------------------------------------


async def put(stage: Conversation, **values: object) -> None:
    """Every message into this state."""
    async with stage.waymark.database.writing() as session:
        await session.execute(update(outbox).values(**values))
        await session.commit()
