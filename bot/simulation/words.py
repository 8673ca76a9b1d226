"""Kinds, outcomes and reasons as an operator or a newcomer reads them; a test keeps them whole."""

from __future__ import annotations

KINDS = {
    "checkin_due": "Check-in question",
    "checkin_nudge": "Second question about an open check-in",
    "checkin_snoozed": "Check-in that was set aside",
    "checkin_rest": "Word that check-ins rest",
    "checkin_shared": "Shared check-in",
    "celebrate_goal": "Celebration of a reached goal",
    "celebrate_return": "Welcome after a quiet time",
    "celebrate_anniversary": "Day a pairing began",
    "digest_mentee": "Digest",
    "digest_mentor": "Digest of a mentor",
    "goal_shared": "Shared goal",
    "goal_question": "Question about a goal",
    "goal_date": "Question about a goal's date",
    "goal_draft": "Offer to finish a draft",
    "map_still": "Note a route that stands still",
    "pause_return": "End of a pause",
    "partner_paused": "Word that a partner takes a break",
    "partner_away": "Word that a partner left",
    "request_received": "Request for mentoring",
    "request_reminder": "Reminder of an open request",
    "request_expiry": "Closing of an unanswered request",
    "request_changed": "Suggested change to a request",
    "request_accepted": "Yes to a request",
    "request_declined": "Word that a request wasn't taken up",
    "agreement_invite": "Agreement to look at",
    "agreement_signed": "Word that an agreement stands",
    "roadblock_mentor_ping": "Ping about a roadblock",
    "roadblock_mentor_reminder": "Reminder of a roadblock",
    "roadblock_reply": "Answer to a roadblock",
    "roadblock_back": "Roadblock that came back",
    "roadblock_no_answer": "Way on for a roadblock without an answer",
    "roadblock_followup": "Question how a roadblock moved",
    "roadblock_thanks": "Thanks for help",
    "wins_jar_resurface": "Old win from the jar",
    "win_shared": "Shared win",
    "praise_received": "Praise for a win",
    "praise_thanks": "Thanks for praise",
    "feedback_request": "Request for advice",
    "feedback_reminder": "Reminder of a request for advice",
    "feedback_lapse": "Quiet end of a request for advice",
    "feedback_permission": "Question whether an observation is welcome",
    "feedback_noted": "Short answer about advice",
    "feedback_held": "Word that advice is here",
    "feedback_line": "One line about advice",
    "feedback_thanks": "Thanks for advice",
    "feedback_tried": "Question what became of advice",
}

#: Why something does not come, or not yet, by the name in its record.
REASONS = {
    "already-asked": "asked that day already",
    "already-checked-in": "checked in already",
    "already-said": "said already",
    "answered": "answered already",
    "asked-enough": "asked often enough",
    "back": "the partner is back",
    "changed": "changed since",
    "closed": "closed already",
    "day-full": "enough for one day",
    "not shown": "the route is shown to nobody",
    "nothing to talk about": "the route is done, or its pairing rests",
    "on the agenda": "it is a line on the agenda instead",
    "finished": "finished already",
    "expired": "nobody needs it any more",
    "first-day-back": "first day back",
    "gone": "away from Slack",
    "lapsed": "nobody answered in time",
    "late": "its time of day has passed",
    "less-of-this": "asked for less of this",
    "month-full": "enough for one month",
    "new-person": "in their first two weeks",
    "no-old-win": "no old win to bring back",
    "no-schedule": "no rhythm any more",
    "nobody": "nobody there",
    "not-active": "the pairing is not active",
    "not-asked-yet": "the question itself waited",
    "not-shared": "not shared any more",
    "not-yet": "not due yet",
    "partner-gone": "the partner is away",
    "paused": "paused",
    "quiet-day": "a quiet day",
    "quiet-hours": "outside their hours",
    "recipient-gone": "away from Slack",
    "reopened": "open again",
    "replaced": "replaced by a newer one",
    "resting": "check-ins rest after a long silence",
    "resumed": "the pause was ended before",
    "skipped": "the check-in was skipped",
    "skipped-late": "too late by then",
    "superseded": "replaced by a newer one",
    "too-close": "too soon after the last one",
    "undone": "undone",
    "uninstalled": "the workspace uninstalled Waymark",
    "unshared": "not shared any more",
    "week-full": "enough for one week",
    "withdrawn": "withdrawn",
}

OUTCOMES = {"sent": "sent", "in-digest": "in a digest", "waits": "waits", "skipped": "skipped"}


def kind_label(kind: str) -> str:
    """What people call this kind of thing."""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def outcome_words(outcome: str, reason: str) -> str:
    """ "sent", or what became of it instead, and why."""
    why = REASONS.get(reason, reason.replace("-", " ").replace("_", " "))
    return f"{OUTCOMES[outcome]}: {why}" if reason else OUTCOMES[outcome]
