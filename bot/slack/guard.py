"""Wraps every listener: a refusal becomes its sentence, the unexpected an apology with a
reference, and nothing escapes into Bolt (style.md 1.6, S4)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.domain.errors import AlreadyHandled, WaymarkError
from bot.domain.ids import new_id
from bot.domain.messages.people import SaveProblem
from bot.slack.refusals import refused
from bot.slack.turn import Turn
from bot.slack.views import notices

logger = logging.getLogger(__name__)


class ListenerFailed(Exception):
    """An event could not be handled: Slack gets no yes and delivers it again (slack.md 1)."""


async def guarded(turn: Turn, run: Callable[[Turn], Awaitable[None]]) -> str:
    """Run a listener; the person gets an answer whatever happens.

    Returns the outcome for the metrics: ``ok``, ``refused``, ``repeated`` or ``failed``. Raises
    ``ListenerFailed`` for an event, so that what was typed is delivered again.
    """
    try:
        await run(turn)
    except AlreadyHandled:
        await repeated(turn.ack, turn.body)
        return "repeated"
    except WaymarkError as refusal:
        await _answer(turn, refusal.reply, refusal.words)
        return "refused"
    except Exception as problem:  # noqa: BLE001  the last net: apology and reference
        reference = new_id()[:8]
        logger.error(
            "Something went wrong in a listener (%s): %s",
            reference,
            traced(problem),
            extra={"action": "listener_failed", "reference": reference},
        )
        if turn.body.get("type") == "event_callback":
            raise ListenerFailed(reference) from None
        wording = turn.phrase(SaveProblem(reference=reference))
        await _answer(turn, wording.body, turn.text)
        return "failed"
    return "ok"


async def repeated(ack: AsyncAck, body: Mapping[str, Any]) -> None:
    """Say to a command or a form that it was applied before.

    Slack never sends those again; a balancer does when the process that had applied it died before
    its answer was out. Then this is the only answer the person sees. Everything else is taken
    note of in silence: events come again as a matter of course, and a button's message shows what
    became of it.
    """
    reply = AlreadyHandled().reply
    if body.get("type") == "view_submission":
        await ack(response_action="update", view=notices.window(notices.sentence(reply)))
    elif "command" in body:
        await ack(text=reply, blocks=notices.sentence(reply), response_type="ephemeral")
    else:
        await ack()


def traced(problem: Exception) -> str:
    """What went wrong and where, without a word or a value of anybody's."""
    return f"{_code(problem)}, at {_where(problem)}"


# --- private -------------------------------------------------------------------------------------


async def _answer(turn: Turn, sentence: str, words: str) -> None:
    """The sentence where the person is; in a form it stands beside the first field, and the words
    typed stay where they are."""
    try:
        if turn.body.get("type") == "view_submission" and turn.form.names():
            await turn.problems({turn.form.names()[0]: sentence})
        elif turn.body.get("type") == "event_callback":
            await turn.ack()
        else:
            await turn.show(sentence.splitlines()[0], notices.sentence(sentence, words))
    except Exception as problem:  # noqa: BLE001  even the apology may fail; the ack may not
        logger.error(
            "An answer could not be shown: %s",
            _code(problem),
            extra={"action": "answer_failed"},
        )
        await turn.ack()


def _code(problem: Exception) -> str:
    """A code, never text: error texts may quote what people wrote (reliability.md T15)."""
    if isinstance(problem, SlackApiError):
        return f"slack {refused(problem).code or 'unknown'}"
    return type(problem).__name__


def _where(problem: Exception) -> str:
    """File and line of the last frames: where it happened, without any value."""
    frames = traceback.extract_tb(problem.__traceback__)[-6:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
