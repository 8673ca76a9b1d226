"""The HTML of the install screen. Everything that came from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.sandbox.app_config import AppConfig
from bot.sandbox.grants import Asked
from bot.sandbox.scope_words import SCOPE_WORDS
from bot.sandbox.workspace import Team, User

#: A workspace one may switch to: its name, the link, whether it is the one shown.
Switch = tuple[str, str, bool]

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect "
    "width='16' height='16' rx='4' fill='%23264653'/%3E%3Cpath d='M4 12V4h6l2 2-2 2H6v4z' "
    "fill='%23fff'/%3E%3C/svg%3E"
)


def screen(
    config: AppConfig,
    asked: Asked,
    team: Team,
    people: Sequence[User],
    switches: Sequence[Switch],
    problem: str = "",
) -> str:
    """The question: may this app do this, in this workspace?"""
    app, place = escape(config.name), escape(team.name)
    body = f"""
<header class="bar">
  <span class="brand">Local Slack</span>
  {_switcher(place, switches)}
</header>
<main class="card">
  <div class="faces" aria-hidden="true">
    <img src="{_ICON}" alt="" width="56" height="56">
    <span class="link-mark"></span>
    <span class="face">{escape(team.name[:1].upper())}</span>
  </div>
  <h1><b>{app}</b> asks for access to the workspace <b>{place}</b></h1>
  {_standing(team, app, place)}
  {f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""}
  <form method="post" action="/oauth/v2/authorize">
    {_hidden(asked, team)}
    {_half(config, asked, "view", f"What will {app} be able to view?")}
    {_half(config, asked, "do", f"What will {app} be able to do?")}
    {_choices(config, asked)}
    {_where(config, place)}
    <p class="field">
      <label for="person">Installing as</label>
      <select id="person" name="person">{_people(people)}</select>
    </p>
    <p class="row">
      <button type="submit" name="answer" value="cancel">Cancel</button>
      <button type="submit" name="answer" value="allow" class="primary">Allow</button>
    </p>
  </form>
  <p class="small">Then you go back to <b>{escape(asked.origin)}</b>.
  A local Slack: nothing leaves this machine.</p>
</main>"""
    return _document(f"Install {app} in {place}", body)


def refusal(code: str, words: str) -> str:
    """Why there is nothing to allow, in words and with Slack's name for it."""
    body = f"""
<header class="bar"><span class="brand">Local Slack</span></header>
<main class="card">
  <h1>This app cannot be installed from this link</h1>
  <p class="alert" role="alert">{escape(words)}</p>
  <p class="small">Slack calls this <code>{escape(code)}</code>. Whoever runs the app can put it
  right; nothing was installed and nothing was changed.</p>
</main>"""
    return _document("This app cannot be installed", body)


# --- private ---------------------------------------------------------------------


def _document(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="{_ICON}">
<link rel="stylesheet" href="/page/install.css">
</head>
<body>{body}
</body>
</html>
"""


def _switcher(place: str, switches: Sequence[Switch]) -> str:
    if len(switches) < 2:
        return f'<span class="place">{place}</span>'
    links = "".join(
        f'<li><a href="{escape(link)}" aria-current="{str(here).lower()}">{escape(name)}</a></li>'
        for name, link, here in switches
    )
    return f'<nav aria-label="Workspace"><ul class="places">{links}</ul></nav>'


def _standing(team: Team, app: str, place: str) -> str:
    """What is there already. A workspace the app never was in has nothing of it."""
    if team.installation.state == "active":
        words = f"{app} is installed in {place} already. Allowing again gives it a new token."
    elif any(channel.messages for channel in team.channels.values()):
        words = (
            f"{app} was removed from {place}. Earlier messages are still there; "
            "allowing brings the app back."
        )
    else:
        return ""
    return f'<p class="note">{words}</p>'


def _hidden(asked: Asked, team: Team) -> str:
    fields = asked.fields() | {"team": team.id}
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _half(config: AppConfig, asked: Asked, half: str, title: str) -> str:
    """One half of the permissions, under their headings; without any, nothing."""
    wanted = [
        SCOPE_WORDS[scope]
        for scope in asked.scopes
        if SCOPE_WORDS[scope].half == half and scope not in config.optional_scopes
    ]
    if not wanted:
        return ""
    groups = "".join(
        f"<h3>{_named(heading, config)}</h3><ul>"
        + "".join(
            f"<li>{_named(one.words, config)}</li>" for one in wanted if one.heading == heading
        )
        + "</ul>"
        for heading in dict.fromkeys(one.heading for one in wanted)
    )
    return f"<details open><summary><h2>{title}</h2></summary>{groups}</details>"


def _choices(config: AppConfig, asked: Asked) -> str:
    """The permissions a person may leave out."""
    offered = [scope for scope in asked.scopes if scope in config.optional_scopes]
    if not offered:
        return ""
    boxes = "".join(
        f'<label class="check"><input type="checkbox" name="optional" value="{escape(scope)}" '
        f"checked> {_named(SCOPE_WORDS[scope].words, config)}</label>"
        for scope in offered
    )
    return f"<fieldset><legend>Only if you like</legend>{boxes}</fieldset>"


def _where(config: AppConfig, place: str) -> str:
    if not config.org_deploy_enabled:
        return ""
    return f"""<fieldset><legend>Where</legend>
<label class="check"><input type="radio" name="where" value="here" checked> {place} only</label>
<label class="check"><input type="radio" name="where" value="everywhere"> The whole
organisation</label></fieldset>"""


def _people(people: Iterable[User]) -> str:
    return "".join(
        f'<option value="{escape(user.id)}">{escape(user.real_name)}'
        f"{' (administrator)' if user.is_admin else ''}</option>"
        for user in people
    )


def _named(words: str, config: AppConfig) -> str:
    return escape(words.replace("{app}", config.name))
