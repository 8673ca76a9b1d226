"""Posting in a circle's channel: once, through the outbox, and never again (content.md 7.3).

What becomes of a record rewrites its post; words that are let go or taken back leave it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.circles import Circle, CirclePost, PostOutcome
from bot.domain.errors import PostedOnce
from bot.domain.messages import Message
from bot.domain.messages.circles import CircleNotPosted, CircleRoadblock, CircleWin, Post
from bot.domain.outbox import Delivery, DeliveryState
from bot.domain.roadblocks import Roadblock
from bot.domain.visibility import Visibility
from bot.domain.wins import Win
from bot.ports import UnitOfWork
from bot.services.audience import Audience
from bot.services.outbox import tell

ROADBLOCK = "roadblock"
WIN = "win"
#: A post nobody could make for so long is no news any more.
PATIENCE = timedelta(days=1)


async def put(work: UnitOfWork, message: Post, circle: Circle, at: datetime, key: str) -> None:
    """Write a post into the outbox; the same ``key`` is never written twice."""
    row = Delivery(
        workspace_id=work.workspace_id,
        recipient_id=circle.channel_id,
        kind=message.kind,
        payload=message.payload(),
        dedupe_key=key,
        priority=message.priority,
        subject_id=message.subject_id,
        created_at=at,
        due_at=at,
        next_at=at,
        expires_at=at + PATIENCE,
    )
    await work.outbox.add(row)


async def post_roadblock(
    work: UnitOfWork, roadblock: Roadblock, circle: Circle, words: str, at: datetime
) -> CirclePost:
    """Into the channel, with the words its owner chose for it. A second time changes nothing."""
    post = await _kept(work, circle, roadblock.owner_id, ROADBLOCK, roadblock.id, words, at)
    if post.at == at:
        message = await _about_roadblock(work, post)
        await put(work, message, circle, at, _key(post))
    return post


async def set_win(work: UnitOfWork, win: Win, choice: Audience, at: datetime) -> None:
    """Set a win to whom its owner chose: posted once where it is a circle, taken back where it
    was one. Raises ``PostedOnce`` for a circle it was taken back from."""
    await became(work, win.id, win.owner_id, PostOutcome.TAKEN_BACK, at, but=choice.circle_id)
    win.share(choice.visibility, choice.pairing_id, at, circle_id=choice.circle_id)
    circle = await work.circles.get(choice.circle_id) if choice.circle_id else None
    if circle is not None:
        post = await post_win(work, win, circle, at)
        if not post.is_standing:
            raise PostedOnce(channel=f"#{circle.name}")


async def post_win(work: UnitOfWork, win: Win, circle: Circle, at: datetime) -> CirclePost:
    """Into the channel: its title, and what changed because of it."""
    post = await _kept(work, circle, win.owner_id, WIN, win.id, "", at)
    if post.at == at:
        await put(work, await _about_win(work, post, win), circle, at, _key(post))
    return post


async def became(
    work: UnitOfWork,
    subject_id: str,
    owner_id: str,
    outcome: PostOutcome,
    at: datetime,
    *,
    but: str = "",
) -> None:
    """What became of a record, wherever it was posted; ``but`` is a circle left as it is.

    A post that did not go out yet does not go out any more.
    """
    for post in await work.circles.posts_about(subject_id, owner_id=owner_id):
        if post.circle_id != but:
            await post_became(work, post, outcome, at)


async def post_became(
    work: UnitOfWork, post: CirclePost, outcome: PostOutcome, at: datetime
) -> None:
    """The same for one post, while it stands."""
    if not post.is_standing:
        return
    if await _stays_unsent(work, post):
        post.become(PostOutcome.TAKEN_BACK)
    elif post.become(outcome):
        await rewrite(work, post, at)


async def rewrite(work: UnitOfWork, post: CirclePost, at: datetime) -> None:
    """The post says what became of it; an older rewrite that waits is replaced."""
    circle = await work.circles.get(post.circle_id)
    if circle is None:
        return
    kind = CircleWin.kind if post.about == WIN else CircleRoadblock.kind
    await work.outbox.cancel(post.id, kind, reason="replaced")
    if post.about == WIN:
        win = await work.wins.get(post.subject_id, visible_to=post.owner_id)
        message: Post = await _about_win(work, post, win)
    else:
        message = await _about_roadblock(work, post)
    await put(work, message, circle, at, f"{_key(post)}:rewrites")


async def not_posted(work: UnitOfWork, message: Message, circle: Circle, at: datetime) -> None:
    """The channel took nothing: the owner hears why, and nobody sees it."""
    owner_id = await work.circles.owner_of_post(message.subject_id)
    post = await work.circles.post(message.subject_id, visible_to=owner_id) if owner_id else None
    if post is None:
        return
    post.become(PostOutcome.FAILED)
    if post.about == WIN:
        win = await work.wins.get(post.subject_id, visible_to=owner_id)
        if win is not None and win.circle_id == circle.id:
            win.share(Visibility.PRIVATE, "", at)
    told = CircleNotPosted(
        subject_id=post.subject_id, channel_name=circle.name, trouble=circle.trouble
    )
    key = f"{told.kind}:{post.id}:{post.edits}"
    await tell(work, told, to=owner_id, at=at, key=key, urgent=True)


async def maybe_posted(work: UnitOfWork, message: Message, circle: Circle, at: datetime) -> None:
    """Slack did not say whether it took the post: the owner hears that, and how to find out."""
    owner_id = await work.circles.owner_of_post(message.subject_id)
    post = await work.circles.post(message.subject_id, visible_to=owner_id) if owner_id else None
    if post is None:
        return
    told = CircleNotPosted(subject_id=post.subject_id, channel_name=circle.name, is_doubt=True)
    key = f"{told.kind}:{post.id}:{post.edits}:doubt"
    await tell(work, told, to=owner_id, at=at, key=key, urgent=True)


# --- private -------------------------------------------------------------------------------------


async def _kept(
    work: UnitOfWork,
    circle: Circle,
    owner_id: str,
    about: str,
    subject_id: str,
    words: str,
    at: datetime,
) -> CirclePost:
    """A new post; the one there is, unless Slack never took it."""
    for post in await work.circles.posts_about(subject_id, owner_id=owner_id):
        if post.circle_id == circle.id:
            if post.outcome == PostOutcome.FAILED:
                post.text, post.at, post.visibility = words, at, Visibility.GROUP
                post.outcome, post.edits = PostOutcome.STANDING, post.edits + 1
            return post
    post = CirclePost(work.workspace_id, circle.id, owner_id, about, subject_id, words, at)
    work.circles.add(post)
    await work.flush()
    return post


async def _stays_unsent(work: UnitOfWork, post: CirclePost) -> bool:
    """Withdraw what waits; True: the post itself never went out."""
    await work.outbox.cancel(post.id, reason="withdrawn")
    rows = await work.outbox.about(post.id)
    first = next((one for one in rows if not one.payload.get("rewrites")), None)
    return first is None or first.state in (DeliveryState.CANCELLED, DeliveryState.DEAD)


async def _about_roadblock(work: UnitOfWork, post: CirclePost) -> CircleRoadblock:
    roadblock = await work.roadblocks.get(post.subject_id, visible_to=post.owner_id)
    names = await work.people.named([post.owner_id, post.helper_id])
    return CircleRoadblock(
        subject_id=post.id,
        rewrites=post.edits > 0 and bool(post.outcome or post.helper_id),
        owner_name=names.get(post.owner_id, ""),
        help_label=roadblock.help_label if roadblock else "",
        words=post.text if post.is_standing else "",
        post_outcome=post.outcome,
        helper_name=names.get(post.helper_id, "") if post.is_standing else "",
    )


async def _about_win(work: UnitOfWork, post: CirclePost, win: Win | None) -> CircleWin:
    names = await work.people.named([post.owner_id])
    shown = win if win is not None and post.is_standing else None
    return CircleWin(
        subject_id=post.id,
        rewrites=bool(post.outcome),
        owner_name=names.get(post.owner_id, ""),
        win_title=shown.title if shown else "",
        impact=shown.impact if shown else "",
    )


def _key(post: CirclePost) -> str:
    return f"circle_{post.about}:{post.id}:{post.edits}"
