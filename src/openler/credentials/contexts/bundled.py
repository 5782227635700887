"""Which contexts come with the program? Each file is read once, and only if its digest is the pinned one."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

_FOLDER = files(__package__) / "files"
# The 1EdTech validator serves other content under the URL of context 3.0.3: two more terms, jti and endorsementJwt.
VALIDATOR_COPY: Final = "ob-v3p0-context-3.0.3-validator.json"


class DamagedInstallation(LerError):
    """A file that came with the program is not the one that was published."""

    code = "damaged_installation"
    default_mender = "operator"
    default_advice = "Install the program again, and see 'openler doctor'."


@dataclass(frozen=True, slots=True)
class BundledContext:
    """One bundled context.

    Attributes:
        url: the exact URL that a record writes.
        file: its file name in ``contexts/files``.
        sha256: hexadecimal digest of the file's bytes.
        source: repository and path it was taken from.
    """

    url: str
    file: str
    sha256: str
    source: str


def _read_table() -> dict[str, BundledContext]:
    lines = (_FOLDER / "SOURCE.txt").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("url\t"))
    rows = csv.DictReader(lines[start:], delimiter="\t")
    return {row["file"]: BundledContext(row["url"], row["file"], row["sha256"], row["source"]) for row in rows}


_BY_FILE = _read_table()
BUNDLED = {entry.url: entry for entry in _BY_FILE.values() if entry.file != VALIDATOR_COPY}


@cache
def load_context_file(name: str) -> JsonObject:
    """Read one bundled file.

    Raises:
        DamagedInstallation: its digest is not the pinned one.
    """
    return parse_json_object(_read(name))


def bundled_contents(url: str) -> tuple[bytes, ...]:
    """Return the bytes that stand under exactly this URL: none if it is not bundled, two where two were published."""
    return tuple(_read(entry.file) for entry in _BY_FILE.values() if entry.url == url)


def _read(name: str) -> bytes:
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != _BY_FILE[name].sha256:
        raise DamagedInstallation(f"The bundled context {name} was changed after it was published.")
    return data


def load_bundled_context(url: str) -> JsonObject:
    """Return the bundled context of exactly this URL; callers do not change it.

    Raises:
        KeyError: no such context is bundled.
        DamagedInstallation: its digest is not the pinned one.
    """
    return load_context_file(BUNDLED[url].file)
