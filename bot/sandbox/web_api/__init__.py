"""The Web API: one file per family, one table of methods, one dispatcher."""

from __future__ import annotations
