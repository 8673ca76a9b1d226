"""Asks a health page and says so by the exit code: images hold no curl (compose.yaml)."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

SECONDS = 7


def main(url: str) -> int:
    """0 when the page answers 200; 1, with what it said, when it does not."""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:
            return 0 if answer.status == 200 else 1
    except urllib.error.HTTPError as refusal:
        sys.stderr.write(refusal.read(2000).decode(errors="replace") + "\n")
    except OSError as problem:
        sys.stderr.write(f"{type(problem).__name__}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
