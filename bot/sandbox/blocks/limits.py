"""Every number Slack sets on Block Kit, each with the mark of its source.

Marks (as in FIDELITY.md): D Slack's own documentation, S source of slackblocks 3.0.0 or
@slack/types 3.2.0, I seen in an issue or log of a real workspace, U believed but never verified.
Lengths count Unicode code points (S; Slack does not say, U).
"""

from __future__ import annotations

from typing import Final

# --- Surfaces ---
MESSAGE_BLOCKS: Final = 50  # D S I
VIEW_BLOCKS: Final = 100  # D S I
ATTACHMENTS: Final = 100  # S
MESSAGE_CHARTS: Final = 2  # D S
MARKDOWN_TOTAL: Final = 12_000  # D S: all markdown blocks of one message together
TABLE_TOTAL: Final = 10_000  # D: all cells of all `table` blocks of one message
DATA_TABLE_TOTAL: Final = 20_000  # D S: all cells of all `data_table` blocks of one message
VIEW_BYTES: Final = 250_000  # D says "250kb"; that this is 1,000s of UTF-8 bytes is U
VIEW_LABEL: Final = 24  # D S I: title, submit, close
CALLBACK_ID: Final = 255  # D S
EXTERNAL_ID: Final = 255  # D S
PRIVATE_METADATA: Final = 3000  # D S
FOCUSED: Final = 1  # D: one focus_on_load in a surface

# --- Identifiers and text ---
BLOCK_ID: Final = 255  # D S
ACTION_ID: Final = 255  # D S
TEXT: Final = 3000  # D S I
URL: Final = 3000  # D S

# --- Blocks ---
SECTION_FIELDS: Final = 10  # D S
SECTION_FIELD: Final = 2000  # D S
HEADER: Final = 150  # D S
HEADER_LEVELS: Final = 4  # D
CONTEXT_ELEMENTS: Final = 10  # D S
ACTIONS_ELEMENTS: Final = 25  # D S I
CONTEXT_ACTIONS_ELEMENTS: Final = 5  # D S
INPUT_LABEL: Final = 2000  # D S
INPUT_HINT: Final = 2000  # D S
ALT_TEXT: Final = 2000  # D S
IMAGE_TITLE: Final = 2000  # D S
VIDEO_TITLE: Final = 200  # D S
VIDEO_DESCRIPTION: Final = 200  # D S
VIDEO_AUTHOR: Final = 50  # D S
VIDEO_PROVIDER: Final = 50  # S
VIDEO_LINK: Final = 2000  # S: title_url, provider_icon_url
ALERT: Final = 200  # D S
CARD_TITLE: Final = 150  # D S: title, subtitle
CARD_BODY: Final = 200  # D S: body, subtext
CARD_ACTIONS: Final = 3  # D S
CAROUSEL_CARDS: Final = 10  # D S
CONTAINER_TITLE: Final = 150  # D S: title, subtitle
CONTAINER_BLOCKS: Final = 10  # D S
PLAN_TASKS: Final = 50  # S

# --- Tables and charts ---
TABLE_ROWS: Final = 100  # D S
TABLE_CELLS: Final = 20  # D S: cells in a row, entries of column_settings
DATA_TABLE_ROWS_MIN: Final = 2  # D S: the header and one row
DATA_TABLE_ROWS: Final = 201  # D S
DATA_TABLE_PAGE: Final = 100  # D S
CHART_TITLE: Final = 50  # D S
CHART_PARTS: Final = (
    6  # segments, series: 6 in an older D copy, 12 in a newer one and in S; stay with 6
)
CHART_POINTS: Final = 20  # D S: categories, points of a series
CHART_LABEL: Final = 20  # D S: segment, series, point, category
AXIS_LABEL: Final = 50  # D S

# --- Elements ---
BUTTON_TEXT: Final = 75  # D S
BUTTON_VALUE: Final = 2000  # D S
ACCESSIBILITY_LABEL: Final = 75  # D S
AGENT_PROMPT: Final = 4000  # S
VISIBLE_TO: Final = 10  # S
PLACEHOLDER: Final = 150  # D S
SELECT_OPTIONS: Final = 100  # D S I: options, groups, options of a group
OVERFLOW_OPTIONS: Final = 5  # D S I
CHOICES: Final = 10  # D S I: checkboxes, radio buttons
INPUT_LENGTH: Final = 3000  # D S: min_length, max_length; for initial_value U
INPUT_LINES: Final = 100  # D S: rich_text_input
FILES: Final = 10  # D S

# --- Composition objects ---
OPTION_TEXT: Final = 75  # D S: text, description
OPTION_VALUE: Final = 150  # D S
OPTION_URL: Final = 3000  # D S: overflow menus only
GROUP_LABEL: Final = 75  # D S
CONFIRM_TITLE: Final = 100  # D S
CONFIRM_TEXT: Final = 300  # D S
CONFIRM_BUTTON: Final = 30  # D S: confirm, deny
TRIGGERS: Final = 2  # D S: trigger_actions_on

# --- Rich text ---
LIST_INDENT: Final = 8  # D S
BORDER: Final = 1  # D S
