"""With which key does a command sign: one in a file, or one that a hardware module or a key service keeps?"""

import argparse
import os
import sys
from dataclasses import dataclass
from getpass import getpass
from typing import TYPE_CHECKING

from openler.cli.sources import read_file
from openler.foundation.errors import Misuse

if TYPE_CHECKING:
    from openler.credentials.keys import Signer

# Keys that are kept elsewhere are named by a URI; everything else is a file.
_SCHEMES = ("pkcs11:", "awskms:")


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key that signs, and its name.

    Attributes:
        id: the verification method: a DID URL or URL with a fragment.
        signer: the key.
    """

    id: str
    signer: "Signer"


def add_key_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say with which key is signed."""
    parser.add_argument(
        "--key",
        metavar="KEY",
        required=True,
        help="key file made by 'openler key create', or pkcs11:… or awskms:… for a key that is kept elsewhere",
    )
    add_passphrase(parser)
    parser.add_argument(
        "--verification-method",
        metavar="URL",
        help="under which name the key is published, such as did:web:school.example#key-1; "
        "what the key file says, or else its did:key",
    )


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the passphrase of an encrypted key is."""
    parser.add_argument(
        "--passphrase-file", metavar="FILE", help="file with the passphrase of an encrypted key; asked for if left out"
    )


def is_kept_elsewhere(name: str) -> bool:
    """Tell whether a key is named by a URI rather than a file."""
    return name.lower().startswith(_SCHEMES)


def open_key(options: argparse.Namespace) -> GivenKey:
    """Open the key that ``--key`` names.

    Raises:
        Misuse, BadKeyFile, BadPassphrase, KeeperUnusable, KeeperAway: it cannot be used, and why.
    """
    name = options.verification_method
    if name is not None and (":" not in name or "#" not in name):
        raise Misuse(f"--verification-method {name} names no key: a DID or URL with a part after '#' does.")
    if is_kept_elsewhere(options.key):
        from openler.credentials.did import did_key_of
        from openler.platform.keystore.elsewhere import open_elsewhere

        signer = open_elsewhere(options.key, os.environ)
        own = f"{did_key_of(signer.public_key)}#{signer.public_key.multikey}"
        return GivenKey(name or own, signer)
    from openler.credentials.keys import parse_key_file

    data = read_file(options.key)
    key = parse_key_file(data, passphrase=passphrase_for(data, options))
    return GivenKey(name or key.id, key.signer)


def passphrase_for(data: bytes, options: argparse.Namespace) -> bytes | None:
    """Give the passphrase of an encrypted key; None for a key that needs none.

    Raises:
        Misuse: the file of the passphrase cannot be read.
    """
    from openler.credentials.keys import is_private_pem

    if not is_private_pem(data, encrypted_only=True):
        return None
    if options.passphrase_file:
        return read_passphrase(options.passphrase_file)
    return getpass("Passphrase of the key: ").encode() if sys.stdin.isatty() else None


def read_passphrase(name: str) -> bytes:
    """Read a passphrase from a file; the end of its line does not count.

    Raises:
        Misuse: the file cannot be read or is empty.
    """
    words = read_file(name).rstrip(b"\r\n")
    if not words:
        raise Misuse(f"{name} holds no passphrase.")
    return words
