"""Which key does a URI name that is kept outside of this program? Plain Python, so that a terminal can sign too.

A URI of a key is what the database remembers: it names the key, and neither a library nor a secret. Those come from
this machine's own settings, so that a changed database cannot have another library loaded.
"""

from collections.abc import Mapping
from dataclasses import replace

from openler.credentials.keys import KeyKind, PublicKey, Signer
from openler.platform.keystore import aws_kms, pkcs11_uri
from openler.platform.keystore.aws_requests import read_credentials
from openler.platform.keystore.errors import BadKeyUri
from openler.platform.keystore.pkcs11_keys import create_pkcs11, is_taken, log_in, open_pkcs11, with_settings
from openler.platform.keystore.pkcs11_uri import Pkcs11Uri, parse_pkcs11_uri


def keeper_of(uri: str) -> str:
    """Tell what keeps the keys of a URI: "pkcs11" or "awskms".

    Raises: BadKeyUri.
    """
    for scheme in (pkcs11_uri.SCHEME, aws_kms.SCHEME):
        if uri.lower().startswith(scheme):
            return scheme.removesuffix(":")
    raise BadKeyUri("The URI names no keeper of keys that is known here.", advice="Write pkcs11:… or awskms:… .")


def open_elsewhere(uri: str, environ: Mapping[str, str], *, expected: PublicKey | None = None) -> Signer:
    """Open a key that a hardware module or a key service keeps.

    Args:
        environ: settings of this machine: library, and files of PIN and credentials.
        expected: the public half, where it is known; then nobody is asked before something is signed.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if keeper_of(uri) == "awskms":
        return aws_kms.open_kms(uri, environ, expected=expected)
    return open_pkcs11(with_settings(parse_pkcs11_uri(uri), environ), expected=expected)


def open_remembered(uri: str, keeper: str, environ: Mapping[str, str], *, expected: PublicKey) -> Signer:
    """Open a key by the URI that a database remembers.

    Args:
        keeper: the operator's own URI, which may name library and file of the PIN of the same token; may be empty.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if keeper_of(uri) == "awskms":
        return open_elsewhere(uri, environ, expected=expected)
    key = parse_pkcs11_uri(uri)
    own = parse_pkcs11_uri(keeper) if keeper and keeper_of(keeper) == "pkcs11" else None
    is_same = own is not None and (own.token, own.serial) == (key.token, key.serial)
    bare = Pkcs11Uri(token=key.token, serial=key.serial, label=key.label, id=key.id)
    if own is not None and is_same:
        bare = replace(bare, module_path=own.module_path, pin_file=own.pin_file)
    return open_pkcs11(with_settings(bare, environ), expected=expected)


def create_named(uri: str, kind: KeyKind, environ: Mapping[str, str], *, id: bytes) -> tuple[str, Signer]:
    """Make one key that somebody names, and give the URI to open it by, and what signs with it.

    Args:
        uri: `pkcs11:token=LABEL;object=KEY`, or `awskms:REGION`.
        id: the key's own bytes in a hardware module, where the URI names none.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if keeper_of(uri) == "awskms":
        return aws_kms.create_kms(uri, kind, environ, label="openler")
    place = parse_pkcs11_uri(uri)
    if not place.label:
        raise BadKeyUri("The PKCS #11 URI does not say how the new key is called.", advice="Add object=LABEL to it.")
    place = replace(with_settings(place, environ), id=place.id or id)
    if is_taken(place):
        raise BadKeyUri(f"The token holds a key of the name {place} already.", advice="Choose another label.")
    return str(place), create_pkcs11(place, kind)


def look_at_keeper(keeper: str, environ: Mapping[str, str]) -> str:
    """Try whether keys can be made where a URI says, as far as that makes none; give what was found, in one sentence.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if keeper_of(keeper) == "awskms":
        place = aws_kms.parse_region(keeper, environ)
        read_credentials(place.credentials_file)
        return f"New signing keys are made in AWS KMS, at {place.endpoint}; whether it lets us is seen with the first"
    place_of_token = with_settings(parse_pkcs11_uri(keeper), environ)
    log_in(place_of_token)
    return f"New signing keys are made in the token {place_of_token.token}, which answers and takes the PIN"


def create_elsewhere(
    keeper: str, kind: KeyKind, environ: Mapping[str, str], *, label: str, id: bytes
) -> tuple[str, Signer]:
    """Make a key where a URI says, and give the URI to remember it by, and what signs with it.

    Args:
        keeper: `pkcs11:token=LABEL`, or `awskms:REGION`.
        label: how the keeper lists the key, for people.
        id: the key's own bytes, in a hardware module.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if keeper_of(keeper) == "awskms":
        return aws_kms.create_kms(keeper, kind, environ, label=label)
    place = parse_pkcs11_uri(keeper)
    if place.names_key:
        raise BadKeyUri("The URI names one key, and many are to be made.", advice="Leave out object and id.")
    place = replace(with_settings(place, environ), label=label, id=id)
    return str(place), create_pkcs11(place, kind)
