"""Where do the bytes come from: a file, standard input, a URL, or a document that the caller names?"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openler.foundation.documents import Documents, GivenDocuments
from openler.foundation.errors import Misuse
from openler.foundation.strict_json import MAX_BYTES

# One byte beyond what any reader takes, so that too much is told as that and never read to its end.
_READ_BYTES = (MAX_BYTES << 1) + 1


@dataclass(frozen=True, slots=True)
class World:
    """What a command may ask.

    Attributes:
        given: documents by DID or URL, as the caller handed them over.
        online: the network, None if it is not allowed.
    """

    given: dict[str, bytes]
    online: Documents | None = None

    def documents(self) -> Documents:
        """Make the port for one decision: the given documents, then the network so many times."""
        given = GivenDocuments(self.given)
        if self.online is None:
            return given
        from openler.platform.egress import LayeredDocuments

        return LayeredDocuments(given, self.online)


def open_world(options: argparse.Namespace) -> World:
    """Make the sources that ``--document``, ``--online`` and ``--allow-loopback`` ask for.

    Raises:
        Misuse: an option that cannot work.
    """
    given = parse_given(options.document)
    if options.allow_loopback and not options.online:
        raise Misuse("--allow-loopback only has a meaning together with --online.")
    if not options.online:
        return World(given)
    # The client with its TLS is only loaded for those who use it.
    from openler.platform.egress import LOOPBACK_NAMES, GuardedClient

    return World(given, GuardedClient(allowed_loopback=LOOPBACK_NAMES if options.allow_loopback else ()))


def parse_given(values: Sequence[str]) -> dict[str, bytes]:
    """Read the documents of ``--document ID=FILE``.

    An id may hold "=" itself, and so may a file name: the last "=" with an existing file behind it divides them.

    Raises:
        Misuse: no file behind any "=", no id before it, or one id given twice.
    """
    given: dict[str, bytes] = {}
    for value in values:
        id, path = _divide(value)
        if id in given:
            raise Misuse(f"--document gives {id} twice.")
        given[id] = read_file(path)
    return given


def read_input(name: str, world: World) -> bytes:
    """Read a file, ``-`` for standard input, or a URL if the network is allowed.

    Raises:
        Misuse: it cannot be read.
        ResolutionFailed: the URL could not be fetched.
    """
    if name == "-":
        return sys.stdin.buffer.read(_READ_BYTES)
    if is_address(name) and not Path(name).exists():
        if world.online is None:
            raise Misuse(f"{name} is an address, and nothing is fetched unless --online is given.")
        return world.online.get(name, purpose="record", max_bytes=MAX_BYTES)
    return read_file(name)


def is_address(name: str) -> bool:
    """Tell whether an argument is a URL."""
    return name.lower().startswith(("https://", "http://"))


def read_file(name: str) -> bytes:
    """Read a file, up to a bit more than any reader takes.

    Raises:
        Misuse: there is none, it is a folder, or it may not be read.
    """
    try:
        with Path(name).open("rb") as file:
            return file.read(_READ_BYTES)
    except FileNotFoundError:
        raise Misuse(f"There is no file {name}.") from None
    except IsADirectoryError:
        raise Misuse(
            f"{name} is a folder.", advice="Name the files inside it, for example with FOLDER/*.json."
        ) from None
    except PermissionError:
        raise Misuse(f"{name} may not be read by this user.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Misuse(f"{name} cannot be read: {reason}.") from None


def _divide(value: str) -> tuple[str, str]:
    place = value.rfind("=")
    while place >= 0:
        if Path(value[place + 1 :]).is_file():
            break
        place = value.rfind("=", 0, place)
    if place < 0:
        raise Misuse(
            f"--document {value} names no file that exists.",
            advice="Write it as --document ID=FILE, ID being a DID or URL.",
        )
    id, path = value[:place], value[place + 1 :]
    if ":" not in id:
        raise Misuse(f"--document {value}: {id!r} is neither a DID nor a URL.")
    return id, path
