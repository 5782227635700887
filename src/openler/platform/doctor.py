"""What is wrong with this installation, and how is it mended? Each line says one thing; nothing is changed."""

import atexit
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from openler.foundation.errors import LerError
from openler.platform.arguments import Arguments, say

Standing = Literal["right", "wrong", "note"]

_LEAST_PYTHON = (3, 11)
# This version was made after this day; a clock that shows an earlier one is wrong.
_EARLIEST_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_MARKS: dict[Standing, str] = {"right": "ok   ", "wrong": "WRONG", "note": "note "}
_ABOUT = """\
Say what is right and what is wrong with this installation, and how to mend it. Nothing is changed.

Exit codes: 0 nothing is wrong, 1 something is wrong, 64 misuse.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        standing: "right", "wrong", or "note" for what may be missing.
        words: what was found, one sentence.
        remedy: how to mend it, empty where nothing is to be done.
    """

    standing: Standing
    words: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{_MARKS[self.standing]}  {self.words}" + (f"\n       -> {self.remedy}" if self.remedy else "")


def main(argv: Sequence[str]) -> int:
    """Look at everything and print what was found; 1 where something is wrong."""
    Arguments(prog="openler doctor", description=_ABOUT).parse_args(argv)
    wrong = 0
    for finding in examine():
        say(str(finding))
        wrong += finding.standing == "wrong"
    say("\nNothing is wrong." if not wrong else f"\n{wrong} to mend.")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    """Look at one thing after the other; what cannot even be looked at is wrong, and the rest goes on."""
    for look in (
        _python,
        _packages,
        _clock,
        _contexts,
        _schemas,
        _data_folder,
        _installation,
        _issuer_keys,
        _map,
        _chromium,
    ):
        yield from _guarded(look)


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except LerError as error:
        yield Finding("wrong", error.message, error.advice)
    except Exception as error:  # noqa: BLE001 (a doctor that falls over tells nothing)
        subject = look.__name__.strip("_").replace("_", " ")
        yield Finding("wrong", f"The {subject} could not be examined: {type(error).__name__}: {error}.", "Report it.")


def _python() -> Iterator[Finding]:
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] >= _LEAST_PYTHON:
        yield Finding("right", f"Python {found}")
    else:
        yield Finding("wrong", f"Python {found} is too old", "Install Python 3.11 or newer and run make demo again.")


def _packages() -> Iterator[Finding]:
    # gunicorn brings the package that reads requirements.
    from packaging.requirements import Requirement

    faults = []
    needed = [Requirement(line) for line in requires("openler") or []]
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    for one in needed:
        try:
            found = version(one.name)
        except PackageNotFoundError:
            faults.append(f"{one.name} is missing")
        else:
            if not one.specifier.contains(found, prereleases=True):
                faults.append(f"{one.name} {found} does not fit {one.specifier}")
    if faults:
        yield Finding(
            "wrong", f"Packages: {', '.join(faults)}", "Install the program again: make demo, or pip install."
        )
    else:
        yield Finding("right", f"Packages: all {len(needed)} that the program needs are there")


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    shown = now.strftime("%Y-%m-%d %H:%M UTC")
    if now < _EARLIEST_NOW:
        yield Finding("wrong", f"The clock shows {shown}, before this version was made", "Set the machine's clock.")
    else:
        yield Finding("right", f"The clock shows {shown}")


def _contexts() -> Iterator[Finding]:
    from openler.credentials.contexts import BUNDLED, load_bundled_context

    for url in BUNDLED:
        load_bundled_context(url)
    yield Finding("right", f"Contexts: all {len(BUNDLED)} are as they were published, by digest")


def _schemas() -> Iterator[Finding]:
    from openler.credentials.schemas import BUNDLED_SCHEMAS, check_bundled_digests

    check_bundled_digests()
    yield Finding("right", f"Schemas: all {len(BUNDLED_SCHEMAS)} are as they were published, by digest")


def _home() -> Path:
    return Path(os.environ.get("OPENLER_HOME") or "var").expanduser().absolute()


def _was_started() -> bool:
    return (_home() / "secret_key").exists()


def _data_folder() -> Iterator[Finding]:
    home = _home()
    if not home.exists():
        yield Finding("note", f"There is no data folder {home} yet", "The first openler serve makes it.")
        return
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "wrong",
            f"The data folder {home} cannot be written",
            "Make it writable for this user, or name another with OPENLER_HOME=FOLDER.",
        )
        return
    yield Finding("right", f"The data folder is {home}")
    secret = home / "secret_key"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield Finding("wrong", f"Other users of this machine can read {secret}", f"chmod 600 {secret}")


def _installation() -> Iterator[Finding]:
    if not _was_started():
        yield Finding("note", "Nothing was started in this data folder yet", "Start it: make demo, or openler serve.")
        return
    _set_up_django()
    from openler.platform.base.health import readiness
    from openler.platform.base.installation import find_public_url

    ready = readiness()
    name = _database_name()
    if not ready["database"]:
        remedy = "Start the database, or check DATABASE_URL and the data folder."
        yield Finding("wrong", f"The database ({name}) does not answer", remedy)
        return
    yield Finding("right", f"The database ({name}) answers")
    if not ready["migrated"]:
        yield Finding(
            "wrong", "The database is from an older version", "Start openler serve once: it brings it up to date."
        )
        return
    yield Finding("right", "The database is up to date")
    public_url = find_public_url()
    if public_url is None:
        yield Finding("note", "No public address is fixed yet", "The first openler serve fixes it.")
    else:
        yield Finding("right", f"The public address is {public_url}")


def _issuer_keys() -> Iterator[Finding]:
    _set_up_django()
    from django.conf import settings

    from openler.platform.keystore.elsewhere import look_at_keeper

    place = settings.OPENLER_ISSUER_KEYS
    if place:
        yield Finding("right", look_at_keeper(place, os.environ))


def _map() -> Iterator[Finding]:
    _set_up_django()
    from openler.platform.ecosystem.acts import count_standing

    standing = count_standing()
    yield Finding("note", f"Of the 144 acts of the map, {standing} can be done here in this version")


def _chromium() -> Iterator[Finding]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        yield Finding("right", f"Chromium, which only tests need: {found}")
    else:
        yield Finding("note", "Chromium, which only tests need, is not there", "make test installs it.")


def _database_name() -> str:
    from django.conf import settings

    return "PostgreSQL" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "SQLite"


def _set_up_django() -> None:
    import django

    if not _was_started():
        # Settings make a data folder; a doctor makes none, so they get one that is gone at the end.
        passing = tempfile.TemporaryDirectory(prefix="openler-doctor-")
        atexit.register(passing.cleanup)
        os.environ["OPENLER_HOME"] = passing.name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
