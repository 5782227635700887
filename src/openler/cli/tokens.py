"""In which form is a record or a presentation written, and what may its holder leave out? Options and their work."""

import argparse
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openler.foundation.errors import LerError, Misuse

if TYPE_CHECKING:
    from openler.cli.keys_given import GivenKey
    from openler.cli.sources import World
    from openler.credentials.keys import PublicKey

DATA_INTEGRITY, SD_JWT = "data-integrity", "dc+sd-jwt"
ISSUE_FORMATS = (DATA_INTEGRITY, "vc+jwt", "ob-jwt", "vc+cose", SD_JWT)
PRESENT_FORMATS = (DATA_INTEGRITY, "vp+jwt", SD_JWT)
_FORMAT = "how it is sealed: with a proof inside (data-integrity, if left out), or as a token: "


def add_issue_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``credential issue`` that make tokens."""
    parser.add_argument(
        "--format",
        choices=ISSUE_FORMATS,
        default=DATA_INTEGRITY,
        help=f"{_FORMAT}vc+jwt, ob-jwt (Open Badges 3.0), vc+cose or dc+sd-jwt (SD-JWT)",
    )
    parser.add_argument(
        "--disclosable",
        metavar="POINTER",
        action="append",
        default=[],
        help="for dc+sd-jwt: JSON pointer to what the holder may leave out; repeatable",
    )
    parser.add_argument("--vct", metavar="TYPE", help="for dc+sd-jwt: the type of the SD-JWT credential, such as a URL")
    parser.add_argument(
        "--holder", metavar="DID", help="for dc+sd-jwt: bind it to the key with which this DID signs in"
    )
    _add_algorithm(parser)


def add_present_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``credential present`` that make tokens."""
    parser.add_argument(
        "--format",
        choices=PRESENT_FORMATS,
        default=DATA_INTEGRITY,
        help=f"{_FORMAT}vp+jwt, or dc+sd-jwt, which shows a part of one SD-JWT record",
    )
    parser.add_argument(
        "--disclose",
        metavar="POINTER",
        action="append",
        help="for dc+sd-jwt: JSON pointer to what is shown, repeatable; everything if left out, nothing if empty",
    )
    _add_algorithm(parser)


def is_token(options: argparse.Namespace) -> bool:
    """Tell whether a token was asked for.

    Raises:
        Misuse: options that do not go with the format.
    """
    other = [name for name in ("disclosable", "vct", "holder", "disclose") if getattr(options, name, None)]
    if options.format != SD_JWT and other:
        raise Misuse(f"--{other[0]} only has a meaning together with --format {SD_JWT}.")
    if options.format == DATA_INTEGRITY and options.algorithm:
        raise Misuse("--algorithm only has a meaning for tokens.", advice="Name a cryptosuite with --suite.")
    if options.format != DATA_INTEGRITY and options.suite:
        raise Misuse("--suite only has a meaning for proofs inside a record.", advice="Leave it out, or --format.")
    inside = [name for name in ("mandatory", "add", "proof_id", "previous") if getattr(options, name, None)]
    if options.format != DATA_INTEGRITY and inside:
        raise Misuse(f"--{inside[0].replace('_', '-')} only has a meaning for proofs inside a record.")
    return bool(options.format != DATA_INTEGRITY)


def issue_as_token(options: argparse.Namespace, claims: bytes, key: "GivenKey", world: "World") -> bytes:
    """Sign claims in the format asked for; gives the file's bytes.

    Raises:
        NotIssuable, WrongSigner, Misuse: as the library does.
    """
    from openler.credentials.sd_jwts import issue_sd_jwt
    from openler.credentials.tokens import issue_cose, issue_token

    if options.format == "vc+cose":
        return issue_cose(
            claims,
            signer=key.signer,
            verification_method=key.id,
            algorithm=options.algorithm,
            contexts=world.given,
        )
    if options.format != SD_JWT:
        token = issue_token(
            claims,
            signer=key.signer,
            verification_method=key.id,
            form=options.format,
            algorithm=options.algorithm,
            contexts=world.given,
        )
        return f"{token}\n".encode()
    token = issue_sd_jwt(
        claims,
        signer=key.signer,
        verification_method=key.id,
        at=options.at or datetime.now(UTC),
        chance=os.urandom,
        disclosable=options.disclosable,
        vct=options.vct,
        holder_key=_key_of(options.holder, world) if options.holder else None,
        algorithm=options.algorithm,
        contexts=world.given,
    )
    return f"{token}\n".encode()


def present_as_token(options: argparse.Namespace, records: list[bytes], key: "GivenKey") -> bytes:
    """Present records in the format asked for; gives the file's bytes.

    Raises:
        NotPresentable, NotBound, BadDisclosure, Misuse: as the library does.
    """
    from openler.credentials.sd_jwts import present_sd_jwt
    from openler.credentials.tokens import present_token

    at = options.at or datetime.now(UTC)
    if options.format != SD_JWT:
        token = present_token(
            records,
            signer=key.signer,
            verification_method=key.id,
            at=at,
            challenge=options.challenge,
            domain=options.domain,
            algorithm=options.algorithm,
        )
        return f"{token}\n".encode()
    if len(records) != 1:
        raise Misuse("An SD-JWT shows exactly one record.", advice="Name one record, or use --format vp+jwt.")
    is_asked = options.challenge is not None or options.domain is not None
    token = present_sd_jwt(
        records[0],
        disclose=None if options.disclose is None else [pointer for pointer in options.disclose if pointer],
        signer=key.signer if is_asked else None,
        at=at if is_asked else None,
        challenge=options.challenge,
        domain=options.domain,
        algorithm=options.algorithm,
    )
    return f"{token}\n".encode()


def _add_algorithm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--algorithm", metavar="NAME", help="for tokens: EdDSA or its newer name Ed25519; by the key if left out"
    )


def _key_of(did: str, world: "World") -> "PublicKey":
    from openler.credentials.did import KeyDirectory

    try:
        listed = KeyDirectory(world.documents()).list_keys(did, "authentication")
    except LerError as error:
        raise Misuse(f"The holder's key could not be had. {error.message}", advice=error.advice) from None
    if len(listed) != 1:
        raise Misuse(f"{did} lists {len(listed)} keys to sign in with; exactly one is needed.")
    return listed[0].key
