"""The few pages a browser sees on the way to Slack and back. No script; everything is escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
:root { color-scheme: light dark; --page: #f6f6f7; --card: #fff; --ink: #1d1c1d; --line: #dddce0;
  --accent: #00704f; --focus: #0b66c3; --link: #0b5fa8; }
@media (prefers-color-scheme: dark) { :root { --page: #1a1d21; --card: #222529; --ink: #e6e6e8;
  --line: #3a3e45; --accent: #00765a; --focus: #7cc4ff; --link: #6cb8f5; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; }
main { max-width: 32rem; margin: 10vh auto 0; padding: 2rem; border: 1px solid var(--line);
  border-radius: 12px; background: var(--card); overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
a.button { display: inline-block; padding: .6rem 1.4rem; border-radius: 6px; font-weight: 700;
  background: var(--accent); color: #fff; text-decoration: none; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    # The address holds a code and a state: neither goes on to where the person goes next.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Page:
    """One page: a heading, sentences, and up to two links, the first drawn as a button."""

    status: int
    title: str
    sentences: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()

    def response(self) -> HTMLResponse:
        """The page as an answer."""
        return HTMLResponse(_html(self), status_code=self.status, headers=_HEADERS)


_AGAIN = (("Begin again", "install"),)
_NOTHING = "Nothing was installed and nothing was changed."

DECLINED = Page(
    200,
    "Waymark was not installed",
    ("You chose not to allow it, and that is fine.", _NOTHING),
    (("Begin again after all", "install"),),
)
INCOMPLETE = Page(
    400,
    "Something is missing in this link",
    ("It should come from Slack's install screen, with all that Slack put into it.", _NOTHING),
    _AGAIN,
)
OTHER_BROWSER = Page(
    400,
    "This was not begun in this browser",
    (
        "An installation has to end in the browser it began in, within ten minutes and with "
        "cookies allowed. That keeps anybody else from finishing it for you.",
        _NOTHING,
    ),
    _AGAIN,
)
OVER = Page(
    401,
    "This link is used up",
    ("It is good once and for ten minutes. If Waymark is in your Slack already, all is well.",),
    _AGAIN,
)
CODE_REFUSED = Page(
    401,
    "Slack no longer knows this permission",
    ("It was used already, or it took more than ten minutes.", _NOTHING),
    _AGAIN,
)
ORGANISATION = Page(
    400,
    "Waymark is installed one workspace at a time",
    (
        "Slack offered it to a whole organisation. Waymark cannot do that yet, and has given the "
        "permission back. Choose a single workspace on Slack's install screen.",
    ),
    _AGAIN,
)
MISCONFIGURED = Page(
    500,
    "Slack does not know this Waymark",
    (
        "Slack refused the client id or secret this server uses. Whoever runs it finds the "
        "reason with `waymark doctor`.",
        _NOTHING,
    ),
)
UNREACHABLE = Page(
    502,
    "Slack did not answer",
    ("The installation could not be finished. In a minute it may work.",),
    _AGAIN,
)
FAILED = Page(
    500,
    "That did not work",
    ("Something went wrong here, not with you. It is in the log of this server.",),
    _AGAIN,
)


def invitation(authorize_url: str) -> Page:
    """Where an installation begins."""
    return Page(
        200,
        "Add Waymark to your Slack",
        (
            "Waymark is the memory of a mentoring pair: it asks how the week's goal went, tells "
            "the mentor at once when something is in the way, and never judges.",
            "Slack shows you next what Waymark may see and do. You decide there.",
        ),
        (("Add to Slack", authorize_url),),
    )


def busy(sentence: str) -> Page:
    """Too many installations at once."""
    return Page(503, "One moment, please", (sentence,), _AGAIN)


def refused(code: str) -> Page:
    """Slack sent the person back with an error of its own."""
    return Page(
        400,
        "Slack could not install Waymark",
        (f"Slack calls the reason “{code}”.", _NOTHING),
        _AGAIN,
    )


def installed(team: str, app_link: str, web_link: str) -> Page:
    """Done; the next step is in Slack."""
    return Page(
        200,
        f"Waymark is in {team}",
        ("Open it and say what you would like to reach. `/mentor help` lists every word.",),
        (("Open Waymark in Slack", app_link), ("Open it in the browser instead", web_link)),
    )


# --- private -------------------------------------------------------------------------------------


def _html(page: Page) -> str:
    sentences = "".join(f"<p>{_code(escape(one))}</p>" for one in page.sentences)
    links = "".join(_link(*link, first=link is page.links[0]) for link in page.links)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(page.title)}</h1>{sentences}{links}</main></body></html>\n"
    )


def _link(label: str, url: str, *, first: bool) -> str:
    kind = ' class="button"' if first else ""
    return f'<p><a{kind} href="{escape(url)}">{escape(label)}</a></p>'


def _code(sentence: str) -> str:
    """Words between backticks are words to type."""
    parts = sentence.split("`")
    return "".join(f"<code>{one}</code>" if n % 2 else one for n, one in enumerate(parts))
