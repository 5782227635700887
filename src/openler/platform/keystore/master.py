"""Where is the master key? In OPENLER_MASTER_KEY, or in a file beside the database; never in the database."""

import contextlib
import os
from pathlib import Path

from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.platform.keystore.errors import MasterKeyMissing
from openler.platform.keystore.sealing import KEY_BYTES, new_key

MASTER_KEY_FILE = "master_key"
_VARIABLE = "OPENLER_MASTER_KEY"


def master_key(home: Path) -> bytes:
    """Give the master key; an installation that sealed nothing yet makes one.

    Raises: MasterKeyMissing.
    """
    named = os.environ.get("OPENLER_MASTER_KEY")
    if named:
        return _read(named, _VARIABLE)
    file = home / MASTER_KEY_FILE
    try:
        return _read(file.read_text("ascii"), str(file))
    except FileNotFoundError:
        return _create(file)
    except OSError as error:
        raise MasterKeyMissing(f"The file {file} cannot be read: {error.strerror}.") from error


def find_master_key(home: Path) -> bytes | None:
    """Give the master key where there is one; none is made.

    Raises: MasterKeyMissing.
    """
    file = home / MASTER_KEY_FILE
    return master_key(home) if os.environ.get("OPENLER_MASTER_KEY") or file.exists() else None


def keep_master_key(home: Path, key: bytes) -> None:
    """Write a master key that came back from a backup into the file beside the database; never over another.

    Raises: MasterKeyMissing.
    """
    file = home / MASTER_KEY_FILE
    try:
        _write(file, key)
    except OSError as error:
        raise MasterKeyMissing(f"The file {file} cannot be written: {error.strerror}.") from error
    if _read(file.read_text("ascii"), str(file)) != key:
        raise MasterKeyMissing(f"Another key was written to {file} in the meantime.")


def _read(text: str, place: str) -> bytes:
    with contextlib.suppress(BadEncoding, UnicodeError):
        key = decode_base64url(text.strip())
        if len(key) == KEY_BYTES:
            return key
    raise MasterKeyMissing(f"{place} does not hold a key of {KEY_BYTES} bytes as base64url.")


def _create(file: Path) -> bytes:
    from openler.platform.keystore.models import DataKey

    # Another key than the one that sealed what is there would open nothing of it.
    if DataKey.objects.exists():
        raise MasterKeyMissing(f"The file {file} is missing, and the database holds what was sealed with it.")
    _write(file, new_key())
    return _read(file.read_text("ascii"), str(file))


def _write(file: Path, key: bytes) -> None:
    # Written beside and then linked, so that of two at once both read the same key.
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(encode_base64url(key))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
