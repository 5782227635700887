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
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(encode_base64url(new_key()))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    return _read(file.read_text("ascii"), str(file))
