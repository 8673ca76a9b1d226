"""Every id Slack sends back to us, once, by name (style.md S8).

``<feature>_<what>``: the part before the first underscore names the feature. Actions and views.
"""

from __future__ import annotations

# Everywhere
CARE_MENU = "care_menu"
NOTICE = "care_notice"

# Check-ins
CHECKIN_ON_TRACK = "checkin_on_track"
CHECKIN_BEHIND = "checkin_behind"
CHECKIN_STUCK = "checkin_stuck"
CHECKIN_SKIP = "checkin_skip"
CHECKIN_MORE = "checkin_more"
CHECKIN_UNDO = "checkin_undo"
CHECKIN_ADD_WIN = "checkin_add_win"
CHECKIN_ASK_MENTOR = "checkin_ask_mentor"
CHECKIN_JUST_NOTING = "checkin_just_noting"
CHECKIN_SAY_MORE = "checkin_say_more"
CHECKIN_OPEN = "checkin_open"
CHECKIN_FORM = "checkin_form"

# Pairings and agreements

# Goals

# Roadblocks

# Wins

# Settings

# Care

# Home

# Replies
