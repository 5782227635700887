"""``openler key create``, ``show``, ``convert``: make a signing key, show its public half, write it in another form."""

import argparse
import json
import os
import sys
import uuid
from getpass import getpass
from typing import TYPE_CHECKING

from openler.cli.arguments import Commands, Parser, add_command
from openler.cli.exits import VALID
from openler.cli.keys_given import add_passphrase, is_kept_elsewhere, passphrase_for, read_passphrase
from openler.cli.sources import read_file
from openler.cli.terminal import say, write_private_file
from openler.foundation.errors import Misuse

if TYPE_CHECKING:
    from openler.credentials.keys import PublicKey

_CREATE = """\
Make a new signing key, write it to a file that only you can read, and print its did:key, the identifier by which
others find the public half. Whoever has the file can sign in its name: keep it, and never send it.

With --in the key is made in a hardware module or key service instead, which it never leaves; a second line names it.
"""
_CREATE_EXAMPLES = """\
  openler key create -o key.json
  openler key create --type P-256 -o key.json > did.txt
  openler key create --form pem --encrypt -o key.pem
  openler key create --type P-256 --in pkcs11:token=openler;object=diplomas
"""
_SHOW = """\
Print the public half of a key, in the form that somebody asks for. The key is a file (a key file, a JWK or a PEM key,
public or private), a did:key or did:jwk, or the URI of a key in a hardware module or key service.
"""
_SHOW_EXAMPLES = """\
  openler key show key.json
  openler key show --as pem key.json > public.pem
  openler key show --as did:jwk did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2
"""
_CONVERT = """\
Write a private key in another form, into a new file that only you can read: multikey and jwk are verification methods
of Controlled Identifiers 1.0, pem is PKCS #8. A PEM key does not keep the name under which the key is published.
"""
_CONVERT_EXAMPLES = """\
  openler key convert --form pem key.json -o key.pem
  openler key convert --form pem --encrypt --new-passphrase-file words.txt key.json -o key.pem
  openler key convert --form jwk --passphrase-file words.txt key.pem -o key.jwk
"""
_TYPES = ("Ed25519", "P-256", "P-384")
_FORMS = ("multikey", "jwk", "pem")
_WAYS = ("did:key", "did:jwk", "multikey", "jwk", "pem", "thumbprint")


def register(commands: Commands) -> None:
    """Add the commands."""
    create = add_command(
        commands, "create", _create, summary="make a new signing key", about=_CREATE, examples=_CREATE_EXAMPLES
    )
    create.add_argument("--type", choices=_TYPES, default="Ed25519", help="kind of key (default: %(default)s)")
    create.add_argument("--form", choices=_FORMS, default="multikey", help="form of the file (default: %(default)s)")
    create.add_argument(
        "--in", dest="keeper", metavar="URI", help="pkcs11:token=LABEL;object=KEY or awskms:REGION, instead of a file"
    )
    _add_output(create, is_required=False)
    show = add_command(
        commands, "show", _show, summary="print the public half of a key", about=_SHOW, examples=_SHOW_EXAMPLES
    )
    show.add_argument("key", metavar="KEY", help="a key file, a did:key or did:jwk, or the URI of a key kept elsewhere")
    show.add_argument("--as", dest="way", choices=_WAYS, default="did:key", help="form (default: %(default)s)")
    add_passphrase(show)
    convert = add_command(
        commands, "convert", _convert, summary="write a key in another form", about=_CONVERT, examples=_CONVERT_EXAMPLES
    )
    convert.add_argument("key", metavar="KEY", help="the private key: a key file, a JWK or a PEM key")
    convert.add_argument("--form", choices=_FORMS, required=True, help="form of the new file")
    add_passphrase(convert)
    _add_output(convert, is_required=True)


def _add_output(parser: Parser, *, is_required: bool) -> None:
    parser.add_argument("--encrypt", action="store_true", help="encrypt the new file under a passphrase (form pem)")
    parser.add_argument(
        "--new-passphrase-file", metavar="FILE", help="file with that passphrase; asked for if left out"
    )
    parser.add_argument(
        "-o", "--output", metavar="KEY.json", required=is_required, help="new file for the key; never overwritten"
    )


def _create(options: argparse.Namespace) -> int:
    from openler.credentials.keys import KeyFile, SoftwareSigner

    if (options.keeper is None) == (options.output is None):
        raise Misuse("Say where the key is to be: -o FILE, or --in URI.")
    if options.keeper is not None:
        return _create_elsewhere(options)
    passphrase = _new_passphrase(options)
    key = KeyFile.of(SoftwareSigner.generate(options.type))
    write_private_file(options.output, key.serialize(options.form, passphrase=passphrase))
    say(key.controller)
    return VALID


def _create_elsewhere(options: argparse.Namespace) -> int:
    from openler.credentials.did import did_key_of
    from openler.platform.keystore.elsewhere import create_named

    if options.encrypt or options.form != "multikey":
        raise Misuse("--form and --encrypt are about files, and this key is in none.")
    uri, signer = create_named(options.keeper, options.type, os.environ, id=uuid.uuid4().bytes)
    say(did_key_of(signer.public_key))
    say(uri)
    return VALID


def _show(options: argparse.Namespace) -> int:
    say(_written(_public_key(options), options.way))
    return VALID


def _convert(options: argparse.Namespace) -> int:
    from openler.credentials.keys import parse_key_file

    data = read_file(options.key)
    key = parse_key_file(data, passphrase=passphrase_for(data, options))
    write_private_file(options.output, key.serialize(options.form, passphrase=_new_passphrase(options)))
    say(key.id)
    return VALID


def _new_passphrase(options: argparse.Namespace) -> bytes | None:
    if not options.encrypt:
        if options.new_passphrase_file:
            raise Misuse("--new-passphrase-file only has a meaning together with --encrypt.")
        return None
    if options.form != "pem":
        raise Misuse("Only a PEM key is encrypted.", advice="Add --form pem.")
    if options.new_passphrase_file:
        return read_passphrase(options.new_passphrase_file)
    if not sys.stdin.isatty():
        raise Misuse("No passphrase was given.", advice="Name its file: --new-passphrase-file FILE.")
    words = getpass("Passphrase of the new file: ")
    if getpass("The same again: ") != words:
        raise Misuse("The two are not the same.", advice="Try again; nothing was written.")
    return words.encode()


def _public_key(options: argparse.Namespace) -> "PublicKey":
    from openler.credentials.did import resolve_did
    from openler.credentials.keys import parse_public_file

    if options.key.startswith("did:"):
        document = resolve_did(options.key.partition("#")[0])
        return next(document.usable_methods("assertionMethod")).key
    if is_kept_elsewhere(options.key):
        from openler.platform.keystore.elsewhere import open_elsewhere

        return open_elsewhere(options.key, os.environ).public_key
    data = read_file(options.key)
    return parse_public_file(data, passphrase=passphrase_for(data, options))


def _written(key: "PublicKey", way: str) -> str:
    from openler.credentials.did import did_jwk_of, did_key_of
    from openler.credentials.keys import write_public_pem

    if way == "did:key":
        return did_key_of(key)
    if way == "did:jwk":
        return did_jwk_of(key)
    if way == "jwk":
        return json.dumps(key.jwk, indent=2)
    if way == "pem":
        return write_public_pem(key).rstrip("\n")
    return key.multikey if way == "multikey" else key.thumbprint
