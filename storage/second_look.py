"""Rule B (reliability.md e.5): what a restored database does before it sends anything again.

A backup is older than Slack. What it holds as waiting may have been sent since; what fell due
since may have been planned, said and read. So that nobody is told twice:

1. Every message that could have gone since becomes `unknown`: the courier looks for its mark in
   Slack's history, and sends only what is surely not there. `sent` stays `sent`.
2. Whatever is planned later for a moment before the restore begins as `unknown` as well. Its
   mark follows from its meaning (``KeyRing.mark``), so it is the mark of the message that went.
   The database itself sees to that, by a trigger; a message for a later moment never meets it.
"""

from __future__ import annotations

from datetime import UTC, datetime

#: When the backup was still alive: the newest of these, of each table.
TRACES = {
    "outbox": ("created_at", "sent_at", "last_start"),
    "inbox": ("handled_at",),
    "nudge_records": ("at",),
}


def statements(known: datetime, at: datetime, *, sqlite: bool) -> list[str]:
    """SQL for a database whose last trace is of ``known``, restored ``at``."""
    first, now = _literal(known, sqlite=sqlite), _literal(at, sqlite=sqlite)
    on_the_way = f"""
        UPDATE outbox SET state = 'unknown', reason = 'restored', owner = '', misses = 0,
            lease_until = NULL, next_at = {now}, last_start = {now},
            first_start = coalesce(first_start, {first}), channel = {_CHANNEL}
        WHERE state = 'sending' OR (state = 'pending' AND next_at <= {now})
    """
    make = _trigger_of_sqlite if sqlite else _trigger_of_postgres
    return [on_the_way, *make(first, now)]


# --- private -------------------------------------------------------------------------------------

#: The conversation it would have gone to, as far as it is known.
_CHANNEL = """CASE WHEN outbox.channel <> '' THEN outbox.channel ELSE coalesce(
    (SELECT dm_channel FROM people WHERE people.workspace_id = outbox.workspace_id
        AND people.user_id = outbox.recipient_id), '') END"""


def _literal(moment: datetime, *, sqlite: bool) -> str:
    """As ``UTCDateTime`` stores it."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return f"'{text}'" if sqlite else f"'{text}+00'::timestamptz"


def _trigger_of_sqlite(first: str, now: str) -> list[str]:
    made = []
    for event in ("INSERT", "UPDATE OF state"):
        name = f"second_look_{event[:6].lower()}"
        made += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"""
            CREATE TRIGGER {name} AFTER {event} ON outbox
            WHEN NEW.state = 'pending' AND NEW.resent = 0 AND NEW.first_start IS NULL
                AND NEW.due_at <= {now}
            BEGIN
                UPDATE outbox SET state = 'unknown', reason = 'restored',
                    first_start = max(due_at, {first}), last_start = max(next_at, {now}),
                    channel = {_CHANNEL}
                WHERE id = NEW.id;
            END
            """,
        ]
    return made


def _trigger_of_postgres(first: str, now: str) -> list[str]:
    return [
        f"""
        CREATE OR REPLACE FUNCTION waymark_second_look() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.state := 'unknown';
            NEW.reason := 'restored';
            NEW.first_start := greatest(NEW.due_at, {first});
            NEW.last_start := greatest(NEW.next_at, {now});
            IF NEW.channel = '' THEN
                NEW.channel := coalesce((SELECT dm_channel FROM people
                    WHERE people.workspace_id = NEW.workspace_id
                        AND people.user_id = NEW.recipient_id), '');
            END IF;
            RETURN NEW;
        END
        $$
        """,
        "DROP TRIGGER IF EXISTS waymark_second_look ON outbox",
        f"""
        CREATE TRIGGER waymark_second_look BEFORE INSERT OR UPDATE OF state ON outbox
        FOR EACH ROW WHEN (NEW.state = 'pending' AND NEW.resent = 0
            AND NEW.first_start IS NULL AND NEW.due_at <= {now})
        EXECUTE FUNCTION waymark_second_look()
        """,
    ]
