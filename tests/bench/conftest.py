"""The page is measured in the same browser as it is tested in."""

from __future__ import annotations

from tests.browser.conftest import browser, console, page, stage

__all__ = ["browser", "console", "page", "stage"]
