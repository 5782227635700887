"""How do I try keys in AWS KMS without it? An imitation on this machine that checks each request as the service does.

It keeps keys in memory, checks Signature Version 4 over the bytes that came, and answers as the service's reference
writes it: keys as SubjectPublicKeyInfo, signatures of the NIST curves as DER over a digest, Ed25519 over the message.

Spec: https://docs.aws.amazon.com/kms/latest/APIReference/ ,
https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

import base64
import hashlib
import hmac
import json
import re
import socket
from collections import deque
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from openler.credentials.keys import KeyKind, SoftwareSigner, write_public_pem
from openler.testing.servers import ScriptedServer, answer
from openler.testing.signing import fixed_signer

_SPECS: dict[str, tuple[KeyKind, str, int]] = {
    "ECC_NIST_P256": ("P-256", "ECDSA_SHA_256", 32),
    "ECC_NIST_P384": ("P-384", "ECDSA_SHA_384", 48),
    "ECC_NIST_EDWARDS25519": ("Ed25519", "ED25519_SHA_512", 0),
}
_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "ECC_NIST_P256": (ec.SECP256R1(), hashes.SHA256()),
    "ECC_NIST_P384": (ec.SECP384R1(), hashes.SHA384()),
}
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<names>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)
_MUST_BE_SIGNED = {"host", "x-amz-date", "x-amz-target", "content-type"}
_SKEW = timedelta(minutes=5)
_MAX_RAW_BYTES = 4096


class Refusal(Exception):
    """The service refuses, with a status and the type that its answer names."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(kind)
        self.status, self.kind = status, kind


class ImitatedKms:
    """Listens on 127.0.0.1; keeps what was asked, and refuses what it is told to refuse first.

    Attributes:
        asked: operation and members of each request that was signed rightly.
        refusals: status and type to answer with, one for each coming request.
        disguise: another key to sign with, as a service with a fault would.
    """

    def __init__(self, *, key_id: str = "AKIDTRIAL", secret: str = "trial secret", token: str = "") -> None:
        """Take the credentials that are right."""
        self._key_id, self._secret, self._token = key_id, secret, token
        self._signers: dict[str, tuple[str, SoftwareSigner]] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refusals: deque[tuple[int, str]] = deque()
        self.disguise: SoftwareSigner | None = None
        self._server = ScriptedServer(self._play)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    def make(self, spec: str) -> str:
        """Make a key and give its ARN."""
        kind = _SPECS[spec][0]
        number = len(self._signers) + 1
        arn = f"arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-{number:012}"
        self._signers[arn] = (spec, fixed_signer(1000 + number, kind))
        return arn

    def _play(self, connection: socket.socket, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode("ascii").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        try:
            if self.refusals:
                raise Refusal(*self.refusals.popleft())
            self._check(first, headers, body)
            reply = self._answer(headers["x-amz-target"].removeprefix("TrentService."), json.loads(body))
            connection.sendall(answer(200, json.dumps(reply).encode()))
        except Refusal as refusal:
            told = json.dumps({"__type": f"com.amazonaws.kms#{refusal.kind}", "message": "refused"}).encode()
            connection.sendall(answer(refusal.status, told))

    def _check(self, first: str, headers: dict[str, str], body: bytes) -> None:
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None:
            raise Refusal(400, "IncompleteSignatureException")
        if found["id"] != self._key_id or headers.get("x-amz-security-token", "") != self._token:
            raise Refusal(400, "UnrecognizedClientException")
        names = found["names"].split(";")
        stamp = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        late = abs(datetime.now(UTC) - stamp) > _SKEW or found["day"] != headers["x-amz-date"][:8]
        unsigned = not set(names) >= _MUST_BE_SIGNED or ("x-amz-security-token" in headers) > (
            "x-amz-security-token" in names
        )
        if late or unsigned or names != sorted(names) or (found["region"], found["service"]) != ("eu-central-1", "kms"):
            raise Refusal(400, "InvalidSignatureException")
        method, path, _version = first.split(" ")
        canonical = [method, path, ""] + [f"{name}:{headers[name]}" for name in names]
        canonical += ["", found["names"], hashlib.sha256(body).hexdigest()]
        scope = f"{found['day']}/{found['region']}/{found['service']}/aws4_request"
        digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{digest}"
        day = _hmac(b"AWS4" + self._secret.encode(), found["day"])
        key = _hmac(_hmac(_hmac(day, found["region"]), found["service"]), "aws4_request")
        if not hmac.compare_digest(_hmac(key, text).hex(), found["signature"]):
            raise Refusal(400, "InvalidSignatureException")

    def _answer(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, asked))
        if operation == "CreateKey":
            if asked["KeyUsage"] != "SIGN_VERIFY" or asked["KeySpec"] not in _SPECS:
                raise Refusal(400, "ValidationException")
            arn = self.make(asked["KeySpec"])
            return {"KeyMetadata": {"Arn": arn, "KeyId": arn.rpartition("/")[2], "KeySpec": asked["KeySpec"]}}
        if asked["KeyId"] not in self._signers:
            raise Refusal(400, "NotFoundException")
        spec, signer = self._signers[asked["KeyId"]]
        if operation == "GetPublicKey":
            der = "".join(write_public_pem(signer.public_key).splitlines()[1:-1])
            return {"KeyId": asked["KeyId"], "PublicKey": der, "KeySpec": spec, "KeyUsage": "SIGN_VERIFY"}
        if operation != "Sign":
            raise Refusal(400, "UnknownOperationException")
        return {"KeyId": asked["KeyId"], "Signature": self._signature(spec, self.disguise or signer, asked)}

    def _signature(self, spec: str, signer: SoftwareSigner, asked: dict[str, Any]) -> str:
        _kind, algorithm, digest_bytes = _SPECS[spec]
        message = base64.b64decode(asked["Message"], validate=True)
        if asked["SigningAlgorithm"] != algorithm:
            raise Refusal(400, "ValidationException")
        if not digest_bytes:
            if asked["MessageType"] != "RAW" or len(message) > _MAX_RAW_BYTES:
                raise Refusal(400, "ValidationException")
            return base64.b64encode(signer.sign(message)).decode()
        if asked["MessageType"] != "DIGEST" or len(message) != digest_bytes:
            raise Refusal(400, "ValidationException")
        curve, hash = _CURVES[spec]
        key = ec.derive_private_key(int.from_bytes(signer.secret), curve)
        return base64.b64encode(key.sign(message, ec.ECDSA(Prehashed(hash)))).decode()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
