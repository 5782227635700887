"""Where does this installation keep what it must remember, and which secret is its own?

The data folder holds the SQLite file, the secret key, the collected static files and nothing else. It is `var/` in
the working folder unless OPENLER_HOME names another.
"""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from openler.foundation.errors import Misuse

_SECRET_FILE = "secret_key"
_SECRET_BYTES = 48


class HomeNotWritable(Misuse):
    """The data folder cannot be written."""

    code = "home_not_writable"
    default_mender = "operator"


def open_home(environ: Mapping[str, str]) -> Path:
    """Find the data folder and make it where it is missing.

    Raises: HomeNotWritable.
    """
    home = Path(environ.get("OPENLER_HOME") or "var").expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _not_writable(home, error) from error
    return home


def read_or_create_secret(home: Path) -> str:
    """Give the secret key of this installation; the first call makes one that only the owner may read.

    Raises: HomeNotWritable.
    """
    file = home / _SECRET_FILE
    try:
        return _read_secret(file) or _create_secret(file)
    except OSError as error:
        raise _not_writable(home, error) from error


def _read_secret(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _create_secret(file: Path) -> str:
    # Written beside and then linked, so that of two first starts at once both read the same key.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(_SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    return _read_secret(file)


def _not_writable(home: Path, error: OSError) -> HomeNotWritable:
    return HomeNotWritable(
        f"The data folder {home} cannot be used: {error.strerror or error}.",
        advice="Make the folder writable for this user, or name another with OPENLER_HOME=FOLDER.",
    )
