"""The command line: `waymark <process>`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot import logs
from bot.listening import in_words
from bot.settings import BadSettings, Settings
from storage.refusals import CannotUse

PROCESSES = {
    "run": "everything in one process: Slack in, heartbeat, deliveries",
    "web": "Slack in (HTTP or Socket Mode); deliveries happen in a worker",
    "worker": "heartbeat, planner, courier",
    "migrate": "bring the database to the newest schema",
    "backup": "write the whole database into a new file, while Waymark runs",
    "restore": "put a backup in the place of the database; Waymark must be stopped",
    "sandbox": "the bot and a local Slack together, on SQLite; no account needed",
    "simulate": "print what is planned for whom, and what is skipped and why; sends nothing",
    "doctor": "say what is wrong with this installation, in words",
    "prompts": "show a wording in every variant, or check your own wordings",
    "manifest": "print the app manifest to paste into Slack",
    "secret": "print a fresh key for WAYMARK_SECRET_KEYS",
    "rotate-keys": "re-encrypt everything with the newest key",
}


def main(argv: list[str] | None = None) -> int:
    """Run one process. Wrong settings are one sentence and exit code 2."""
    parser = argparse.ArgumentParser(prog="waymark", description="An accountability partner.")
    commands = parser.add_subparsers(dest="process", required=True, metavar="process")
    for name, meaning in PROCESSES.items():
        command = commands.add_parser(name, help=meaning, description=meaning)
        if name == "manifest":
            command.add_argument("--url", help="the public address, for HTTP mode")
        if name == "simulate":
            command.add_argument("--days", type=int, default=30, help="how far ahead, 1 to 366")
            command.add_argument(
                "--person", action="append", metavar="U…", help="only theirs; may be repeated"
            )
        if name in ("backup", "restore"):
            command.add_argument("file", metavar="FILE", type=Path)
        if name == "restore":
            command.add_argument("--verify", action="store_true", help="only check the file")
            command.add_argument("--force", action="store_true", help="replace what is there")
        if name == "prompts":
            command.add_argument("what", choices=("show", "check", "list"))
            command.add_argument("name", nargs="?", default="", help="of a prompt, to show it")
            command.add_argument("--tone", choices=("warm", "direct", "playful"), default="")
            command.add_argument("--every", action="store_true", help="with all kinds of facts")
        if name == "sandbox":
            command.add_argument("--port", type=int, default=3939, help="of the page")
            command.add_argument("--data", help="keep the database in this folder")
            command.add_argument("--socket", action="store_true", help="use Socket Mode")
    options = parser.parse_args(argv)
    try:
        return _PROCESSES[options.process](options)
    except (BadSettings, CannotUse) as complaint:
        print(complaint, file=sys.stderr)
        return 2
    except OSError as problem:
        if not (why := in_words(problem)):
            raise
        print(why, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


# --- private -------------------------------------------------------------------------------------


def _settings(process: str) -> Settings:
    settings = Settings.from_env(os.environ)
    settings.check(process)
    logs.set_up(settings.log_level)
    return settings


def _check_wordings(settings: Settings) -> None:
    """What could stop a message stops the start; what is a matter of taste is only counted."""
    if settings.prompts_folder is None:
        return
    from prompts.preview import problems

    found = problems(settings.prompts_folder)
    if stops := next((one for one in found if one.stops), None):
        raise BadSettings(f"WAYMARK_PROMPTS holds a wording that cannot be said: {stops}.")
    if found:
        logging.getLogger("waymark").warning(
            "%d of your wordings' lines leave the copy guide: `waymark prompts check` names them",
            len(found),
            extra={"action": "wordings_off_guide"},
        )


def _run(options: argparse.Namespace) -> int:
    from bot.bootstrap import build
    from bot.running import run, until_signal
    from storage.private_text import CannotRead

    settings = _settings(options.process)
    _check_wordings(settings)

    async def body(stop: asyncio.Event) -> int:
        try:
            await run(build(settings), options.process, stop)
        except CannotRead:
            raise BadSettings(
                "WAYMARK_SECRET_KEYS does not hold the key this database was written with."
            ) from None
        return 0

    return asyncio.run(until_signal(body))


def _migrate(options: argparse.Namespace) -> int:
    from storage.private_text import KeyRing
    from storage.schema import HEAD, migrate

    settings = _settings("migrate")
    asyncio.run(migrate(settings.database_url, KeyRing(settings.secret_keys)))
    print(f"The database is at revision {HEAD}.")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from storage.backup import back_up

    done = back_up(_settings("backup").database_url, options.file)
    print(
        f"Written: {done.path} ({done.size:,} bytes). To read it, WAYMARK_SECRET_KEYS is needed."
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from storage.private_text import KeyRing
    from storage.restore import examine, restore

    settings = _settings("restore")
    url, ring = settings.database_url, KeyRing(settings.secret_keys)
    if options.verify:
        held = examine(url, options.file, ring)
    else:
        now = SystemClock().now()
        held = asyncio.run(restore(url, options.file, ring, now, force=options.force))
    done = "Whole" if options.verify else "Restored"
    print(
        f"{done}: revision {held.revision}, {held.rows} rows; "
        f"the keys read all of its {held.texts} encrypted texts."
    )
    return 0


def _sandbox(options: argparse.Namespace) -> int:
    from bot.launcher import run_sandbox
    from bot.running import until_signal

    logs.set_up("WARNING")
    return asyncio.run(
        until_signal(
            lambda stop: run_sandbox(
                stop, port=options.port, data=options.data, socket=options.socket
            )
        )
    )


def _simulate(options: argparse.Namespace) -> int:
    from bot.simulation import foresee
    from bot.simulation.table import as_text

    settings = Settings.from_env(os.environ)
    settings.check("simulate")
    logs.set_up("WARNING")  # "Sent a …" would not be true
    _check_wordings(settings)
    if not 1 <= options.days <= 366:
        raise BadSettings("--days is a number from 1 to 366.")
    outlook = asyncio.run(foresee(settings, timedelta(days=options.days)))
    print(as_text(outlook, options.person or ()), end="")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from bot.doctor import examine

    return asyncio.run(examine(_settings("doctor")))


def _prompts(options: argparse.Namespace) -> int:
    from bot.domain.messages import BY_KIND
    from prompts.preview import book_with, problems, show

    own = Settings.from_env(os.environ).prompts_folder
    if options.what == "check":
        found = problems(own)
        print("\n".join(map(str, found)) or "Nothing is wrong with them.")
        return 1 if found else 0
    if options.what == "list" or not options.name:
        print("\n".join(sorted(BY_KIND)))
        return 0
    try:
        print(show(book_with(own), options.name, options.tone, every=options.every))
    except LookupError as unknown:
        raise BadSettings(str(unknown.args[0])) from None
    return 0


def _manifest(options: argparse.Namespace) -> int:
    from bot.slack.manifest import manifest

    here = options.url.rstrip("/") if options.url else None
    found = (
        manifest("http", f"{here}/slack/events", redirect_url=f"{here}/slack/oauth_redirect")
        if here
        else manifest("socket")
    )
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def _secret(options: argparse.Namespace) -> int:
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())
    return 0


def _rotate(options: argparse.Namespace) -> int:
    from storage.rotation import rotate_keys

    settings = _settings("rotate-keys")
    count = asyncio.run(rotate_keys(settings.database_url, settings.secret_keys))
    print(f"{count} texts are now under the newest key.")
    return 0


_PROCESSES: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "web": _run,
    "worker": _run,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "sandbox": _sandbox,
    "simulate": _simulate,
    "doctor": _doctor,
    "prompts": _prompts,
    "manifest": _manifest,
    "secret": _secret,
    "rotate-keys": _rotate,
}

if __name__ == "__main__":
    sys.exit(main())
