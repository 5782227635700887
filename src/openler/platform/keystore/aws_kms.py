"""How does a key in AWS KMS sign, and how is one made there? Over the one guarded client, without an SDK.

The NIST curves sign a hash and answer in DER, which becomes fixed width here; Ed25519 signs the message itself, of at
most 4,096 bytes. Each signature is checked with the public key before it is given out.

Spec: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html · API_GetPublicKey.html · API_CreateKey.html
"""

import base64
import binascii
import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from openler.credentials.keys import BadKey, BadSignature, KeyKind, KeyNotOffered, PublicKey, parse_public_pem
from openler.credentials.keys.der_signatures import decode_der_signature
from openler.foundation.errors import ResolutionFailed
from openler.platform.egress import LOOPBACK_NAMES, EgressRefused, GuardedClient
from openler.platform.keystore.aws_requests import read_credentials, sign_request
from openler.platform.keystore.errors import BadKeyUri, KeeperAway, KeeperUnusable

SCHEME = "awskms:"
_REGION = re.compile(r"[a-z]{2,5}(?:-[a-z]+)+-[0-9]{1,2}", re.ASCII)
_ARN = re.compile(
    r"arn:(?P<partition>aws(?:-[a-z]+)*):kms:(?P<region>[a-z0-9-]{5,32}):[0-9]{12}:(?:key|alias)/[A-Za-z0-9/_-]{1,256}",
    re.ASCII,
)
_DOMAINS = {"aws-cn": "amazonaws.com.cn"}
_SPECS: dict[KeyKind, str] = {"P-256": "ECC_NIST_P256", "P-384": "ECC_NIST_P384", "Ed25519": "ECC_NIST_EDWARDS25519"}
_ALGORITHMS = {"P-256": "ECDSA_SHA_256", "P-384": "ECDSA_SHA_384", "Ed25519": "ED25519_SHA_512"}
_HASHES = {"P-256": hashlib.sha256, "P-384": hashlib.sha384}
# API_Sign: a message that is not hashed has at most so many bytes.
MAX_RAW_BYTES = 4096
# Answers hold a key or a signature, and names.
_MAX_ANSWER_BYTES = 64 << 10
# Signing twice does no harm, so what may pass is tried again.
_PAUSES_SECONDS = (0.2, 0.6)
_OK, _SERVER_FAULT = 200, 500
_PASSING = ("ThrottlingException", "DependencyTimeoutException", "KeyUnavailableException", "KMSInternalException")
_CREDENTIALS = (
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignatureException",
    "IncompleteSignature",
    "ExpiredTokenException",
    "RequestExpired",
    "InvalidClientTokenId",
    "MissingAuthenticationTokenException",
    "MissingAuthenticationToken",
)


@dataclass(frozen=True, slots=True)
class KmsPlace:
    """Where a key service answers, and in whose name it is asked.

    Attributes:
        region: such as "eu-central-1".
        endpoint: URL without a path.
        credentials_file: see ``read_credentials``.
    """

    region: str
    endpoint: str
    credentials_file: str


class KmsSigner:
    """Signs with a key in AWS KMS."""

    def __init__(self, place: KmsPlace, key: str, public_key: PublicKey) -> None:
        self._place, self._key, self._public = place, key, public_key

    def __repr__(self) -> str:
        return f"KmsSigner({self._key})"

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` in the form that ``PublicKey.verify`` reads.

        Raises: KeeperAway, KeeperUnusable.
        """
        kind = self._public.kind
        if kind == "Ed25519" and len(message) > MAX_RAW_BYTES:
            raise KeeperUnusable(
                f"AWS KMS signs at most {MAX_RAW_BYTES:,} bytes with an Ed25519 key; this has {len(message):,}.",
                advice="Use a suite of Data Integrity, which signs a hash, or a key of P-256.",
            )
        signed = message if kind == "Ed25519" else _HASHES[kind](message).digest()
        asked = {
            "KeyId": self._key,
            "Message": base64.b64encode(signed).decode(),
            "MessageType": "RAW" if kind == "Ed25519" else "DIGEST",
            "SigningAlgorithm": _ALGORITHMS[kind],
        }
        answer = _bytes_of(_ask(self._place, "Sign", asked), "Signature")
        try:
            signature = answer if kind == "Ed25519" else decode_der_signature(answer, kind=kind)
            self._public.verify(signature, message)
        except BadSignature as error:
            raise KeeperUnusable(
                "The key service gave a signature that the public key refuses; it was thrown away.",
                advice="See that the key is the one that is published.",
            ) from error
        return signature


def open_kms(uri: str, environ: Mapping[str, str], *, expected: PublicKey | None = None) -> KmsSigner:
    """Open a key by `awskms:` and its ARN.

    Args:
        expected: the public half, where it is known; else it is asked for.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    key = uri[len(SCHEME) :]
    match = _ARN.fullmatch(key)
    if match is None:
        raise BadKeyUri("The URI names no key of AWS KMS.", advice="Write awskms: and the key's ARN.")
    place = _place(match["region"], match["partition"], environ)
    return KmsSigner(place, key, expected or _public_key(_ask(place, "GetPublicKey", {"KeyId": key}), key))


def create_kms(uri: str, kind: KeyKind, environ: Mapping[str, str], *, label: str) -> tuple[str, KmsSigner]:
    """Make a key in the region that `awskms:REGION` names, and give its URI and what signs with it.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    place = parse_region(uri, environ)
    asked = {"KeySpec": _SPECS[kind], "KeyUsage": "SIGN_VERIFY", "Description": label}
    # A key that was made twice costs money each month, so that this is never tried again.
    made = _ask(place, "CreateKey", asked, may_repeat=False).get("KeyMetadata")
    arn = made.get("Arn") if isinstance(made, dict) else None
    if not isinstance(arn, str):
        raise _odd_answer("CreateKey")
    signer = open_kms(f"{SCHEME}{arn}", environ)
    if signer.public_key.kind != kind:
        raise _odd_answer("CreateKey")
    return f"{SCHEME}{arn}", signer


def parse_region(uri: str, environ: Mapping[str, str]) -> KmsPlace:
    """Read `awskms:REGION`.

    Raises: BadKeyUri.
    """
    region = uri[len(SCHEME) :]
    if _REGION.fullmatch(region) is None:
        raise BadKeyUri("The URI names no region of AWS.", advice="Write it as awskms:eu-central-1.")
    return _place(region, "aws-cn" if region.startswith("cn-") else "aws", environ)


def _place(region: str, partition: str, environ: Mapping[str, str]) -> KmsPlace:
    endpoint = environ.get("OPENLER_KMS_ENDPOINT") or f"https://kms.{region}.{_DOMAINS.get(partition, 'amazonaws.com')}"
    return KmsPlace(region, endpoint.rstrip("/"), environ.get("OPENLER_AWS_CREDENTIALS_FILE", ""))


def _public_key(answer: Mapping[str, Any], key: str) -> PublicKey:
    der = _bytes_of(answer, "PublicKey")
    if answer.get("KeyUsage") != "SIGN_VERIFY":
        raise KeeperUnusable(f"The key {key} is not made for signing.", advice="Make one with the usage SIGN_VERIFY.")
    text = base64.b64encode(der).decode()
    try:
        public = parse_public_pem(f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
    except (BadKey, KeyNotOffered):
        public = None
    if public is None or public.kind not in _SPECS:
        raise KeeperUnusable(
            f"The key {key} is of a kind that does not sign here.",
            advice=f"Make one of {', '.join(_SPECS.values())}.",
        )
    return public


def _ask(place: KmsPlace, operation: str, asked: Mapping[str, str], *, may_repeat: bool = True) -> dict[str, Any]:
    """Ask the service and give its answer.

    Raises: KeeperUnusable, KeeperAway.
    """
    for pause_seconds in (*(_PAUSES_SECONDS if may_repeat else ()), None):
        try:
            return _ask_once(place, operation, asked)
        except KeeperAway:
            if pause_seconds is None:
                raise
            time.sleep(pause_seconds)
    raise AssertionError


def _ask_once(place: KmsPlace, operation: str, asked: Mapping[str, str]) -> dict[str, Any]:
    body = json.dumps(asked).encode()
    headers = sign_request(
        "POST",
        f"{place.endpoint}/",
        headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"TrentService.{operation}"},
        body=body,
        credentials=read_credentials(place.credentials_file),
        region=place.region,
        service="kms",
        at=datetime.now(UTC),
    )
    host = urlsplit(place.endpoint).netloc
    # A stand-in on this machine, for tests; nothing else here is asked.
    is_here = host in LOOPBACK_NAMES or host.rpartition(":")[0] in LOOPBACK_NAMES
    client = GuardedClient(allowed_loopback={host} if is_here else ())
    try:
        reply = client.send(
            "POST", f"{place.endpoint}/", purpose="kms", headers=headers, body=body, max_bytes=_MAX_ANSWER_BYTES
        )
    except EgressRefused as error:
        raise KeeperUnusable(
            f"The key service cannot be asked. {error.message}", advice="Correct its address."
        ) from error
    except ResolutionFailed as error:
        raise KeeperAway(f"The key service does not answer. {error.message}") from error
    try:
        answer = json.loads(reply.body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise KeeperAway(f"The key service answered {reply.status}, and with nothing that can be read.")
    if reply.status == _OK:
        return answer
    raise _fault(reply.status, answer)


def _fault(status: int, answer: Mapping[str, Any]) -> KeeperAway | KeeperUnusable:
    # The type may come with a namespace before it.
    name = str(answer.get("__type") or "").rpartition("#")[2][:80] or f"status {status}"
    if status >= _SERVER_FAULT or name in _PASSING:
        return KeeperAway(f"The key service cannot answer now: {name}.")
    if name in _CREDENTIALS:
        return KeeperUnusable(
            f"The key service does not accept the credentials: {name}.",
            advice="Renew the credentials file, and see that this machine's clock is right.",
        )
    advice = {
        "AccessDeniedException": "Allow kms:Sign and kms:GetPublicKey for this key, and kms:CreateKey to make keys.",
        "NotFoundException": "See that the key was not deleted, and that region and account are right.",
        "DisabledException": "Enable the key.",
        "KMSInvalidStateException": "See that the key is enabled and not waiting for its deletion.",
        "UnsupportedOperationException": "See that the region offers this kind of key.",
    }
    return KeeperUnusable(f"The key service refuses: {name}.", advice=advice.get(name, "See the service's own log."))


def _bytes_of(answer: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(answer.get(name) or "-"), validate=True)
    except binascii.Error:
        raise _odd_answer(name) from None


def _odd_answer(name: str) -> KeeperUnusable:
    return KeeperUnusable(
        f"The key service gave an answer without a usable {name}.", advice="See that its address is right."
    )
