"""The forms a string may have to take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_WEB = re.compile(r"https?://[^\s/]+[^\s]*", re.IGNORECASE)
_HTTPS = re.compile(r"https://[^\s/]+[^\s]*", re.IGNORECASE)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _like(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {  # name: test, "must be ..."
    "date": (_is_date, "a date in the format YYYY-MM-DD"),  # D
    "time": (_like(_TIME), "a time in the format HH:mm"),  # D
    "zone": (_like(_ZONE), "a time zone in the IANA format"),  # D
    "number": (_like(_NUMBER), "a number"),  # D
    "colour": (_like(_COLOUR), "a hex colour"),  # D
    "link": (_like(_LINK), "a valid URL"),  # U: any scheme, so mailto: and slack: pass
    "web": (_like(_WEB), "a valid http or https URL"),  # U
    "https": (_like(_HTTPS), "a valid https URL"),  # D for video_url and title_url
}
