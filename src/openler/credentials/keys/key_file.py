"""What does a key file say, and how is one written?

A file holds one JSON object, a verification method of Controlled Identifiers with its private half, or a PEM key.
Written as ``secretKeyMultibase``, as ``secretKeyJwk`` or as PKCS #8; also read: the older names ``privateKeyMultibase``
and ``privateKeyJwk``, and a bare private JWK. A PEM key has no name, so it goes by its own did:key.

Spec: https://www.w3.org/TR/cid-1.0/#Multikey , https://www.w3.org/TR/cid-1.0/#JsonWebKey ,
https://www.rfc-editor.org/rfc/rfc7517 , https://www.rfc-editor.org/rfc/rfc5208
"""

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from openler.credentials.keys.errors import BadKey, BadKeyFile, KeyNotOffered
from openler.credentials.keys.jwk import parse_jwk, parse_public_part
from openler.credentials.keys.multikey import PRIVATE_CODE_OF_KIND, PRIVATE_CODES, parse_multikey
from openler.credentials.keys.pem import is_pem, is_private_pem, parse_private_pem, parse_public_pem, write_private_pem
from openler.credentials.keys.public import PublicKey
from openler.credentials.keys.signing import SoftwareSigner
from openler.foundation.encodings import (
    BadEncoding,
    decode_base64url,
    decode_multibase,
    decode_varint,
    encode_base64url,
    encode_multibase,
    encode_varint,
)
from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import parse_json_object

# A key file holds one key of at most some hundred letters.
MAX_KEY_FILE_BYTES = 64 << 10
_MULTIBASE_NAMES = ("secretKeyMultibase", "privateKeyMultibase")
_JWK_NAMES = ("secretKeyJwk", "privateKeyJwk")
_ED25519_BYTES = 32

KeyFileForm = Literal["multikey", "jwk", "pem"]
KEY_FILE_FORMS: tuple[KeyFileForm, ...] = get_args(KeyFileForm)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key with the name under which its owner publishes it.

    Attributes:
        id: the verification method: a DID URL or URL with a fragment.
        controller: who signs: the part of ``id`` before the fragment, a DID or URL.
        signer: the key.
    """

    id: str
    controller: str
    signer: SoftwareSigner

    @classmethod
    def of(cls, signer: SoftwareSigner) -> "KeyFile":
        """Name a key as its own did:key."""
        multikey = signer.public_key.multikey
        return cls(f"did:key:{multikey}#{multikey}", f"did:key:{multikey}", signer)

    def serialize(self, form: KeyFileForm = "multikey", *, passphrase: bytes | None = None) -> str:
        """Write the file's text. It holds the private key: keep it where only its owner reads it.

        Args:
            passphrase: encrypts the key; PEM only. A PEM file does not keep the key's name.

        Raises:
            BadKeyFile: a passphrase for a form that is never encrypted.
            BadPassphrase: an empty one, or one that is too long.
        """
        if form == "pem":
            return write_private_pem(self.signer, passphrase=passphrase)
        if passphrase is not None:
            raise BadKeyFile("Only a PEM key is encrypted under a passphrase.", advice="Choose the form pem.")
        public = self.signer.public_key
        members: dict[str, Any] = {"id": self.id, "controller": self.controller}
        if form == "jwk":
            private = {**public.jwk, "d": encode_base64url(self.signer.secret)}
            members = {"type": "JsonWebKey", **members, "publicKeyJwk": public.jwk, "secretKeyJwk": private}
        else:
            secret = encode_multibase(encode_varint(PRIVATE_CODE_OF_KIND[public.kind]) + self.signer.secret)
            halves = {"publicKeyMultibase": public.multikey, "secretKeyMultibase": secret}
            members = {"type": "Multikey", **members, **halves}
        return json.dumps(members, indent=2) + "\n"


def parse_key_file(data: bytes | str, *, passphrase: bytes | None = None) -> KeyFile:
    """Read a key file.

    Args:
        passphrase: what an encrypted PEM key was encrypted under.

    Raises:
        BadKeyFile: neither JSON nor PEM, no private key, or an id or public key that belongs to another key.
        BadPassphrase: the key is encrypted, and the passphrase is missing or another.
    """
    if is_pem(data):
        try:
            return KeyFile.of(parse_private_pem(data, passphrase=passphrase))
        except (BadKey, KeyNotOffered) as error:
            raise BadKeyFile(f"The key file cannot be used. {error.message}") from None
    try:
        members = parse_json_object(data, max_bytes=MAX_KEY_FILE_BYTES)
    except MalformedInput as error:
        raise BadKeyFile(f"The key file cannot be read. {error.message}", pointer=error.pointer) from None
    try:
        signer = _signer(members)
        _check_public_part(members, signer.public_key)
    except (BadKey, KeyNotOffered, BadEncoding) as error:
        raise BadKeyFile(f"The key file cannot be used. {error.message}") from None
    return _named(members, signer)


def parse_public_file(data: bytes | str, *, passphrase: bytes | None = None) -> PublicKey:
    """Read the public half of a key file, whether or not the private one stands there too.

    Raises:
        BadKeyFile: neither JSON nor PEM, no key, or halves that do not belong together.
        BadPassphrase: the private key is encrypted, and the passphrase is missing or another.
        KeyNotOffered: a kind of key that is not used here.
    """
    try:
        if is_pem(data):
            if is_private_pem(data):
                return parse_private_pem(data, passphrase=passphrase).public_key
            return parse_public_pem(data)
        members = parse_json_object(data, max_bytes=MAX_KEY_FILE_BYTES)
        if any(name in members for name in (*_MULTIBASE_NAMES, *_JWK_NAMES, "d")):
            return parse_key_file(data).signer.public_key
        if "publicKeyMultibase" in members:
            return parse_multikey(members["publicKeyMultibase"])
        return parse_jwk(members.get("publicKeyJwk", members))
    except BadKeyFile:
        raise
    except MalformedInput as error:
        raise BadKeyFile(f"The key file cannot be read. {error.message}", pointer=error.pointer) from None


def _signer(members: dict[str, Any]) -> SoftwareSigner:
    for name in _MULTIBASE_NAMES:
        if name in members:
            return _from_multibase(members[name])
    for name in _JWK_NAMES:
        if isinstance(members.get(name), dict):
            return _from_jwk(members[name])
    if "kty" in members:
        return _from_jwk(members)
    if "publicKeyMultibase" in members or "publicKeyJwk" in members:
        raise BadKeyFile("The key file holds only a public key, and signing needs the private one.")
    raise BadKeyFile("The key file holds no private key: it has no member 'secretKeyMultibase'.")


def _from_multibase(text: object) -> SoftwareSigner:
    if not isinstance(text, str):
        raise BadKey("The private key must be text.")
    code, secret = decode_varint(decode_multibase(text, allowed="zu"))
    kind = PRIVATE_CODES.get(code)
    if kind is None:
        raise BadKey("The private key does not say of which kind it is: its multicodec prefix is missing or unknown.")
    # Older files put the public half behind the seed; it must be the seed's own.
    public = secret[_ED25519_BYTES:] if kind == "Ed25519" and len(secret) == 2 * _ED25519_BYTES else b""
    signer = SoftwareSigner.from_secret(kind, secret.removesuffix(public))
    if public and public != signer.public_key.material:
        raise BadKey("The two halves of the private key do not belong together.")
    return signer


def _from_jwk(jwk: dict[str, Any]) -> SoftwareSigner:
    public = parse_public_part(jwk)
    text = jwk.get("d")
    if not isinstance(text, str):
        raise BadKey("The JWK holds no private key: its member 'd' is missing.")
    signer = SoftwareSigner.from_secret(public.kind, decode_base64url(text))
    if signer.public_key != public:
        raise BadKey("The private and the public members of the JWK do not belong together.")
    return signer


def _check_public_part(members: dict[str, Any], key: PublicKey) -> None:
    if "publicKeyMultibase" in members and parse_multikey(members["publicKeyMultibase"]) != key:
        raise BadKey("Its public key does not belong to its private key.")
    if isinstance(members.get("publicKeyJwk"), dict) and parse_public_part(members["publicKeyJwk"]) != key:
        raise BadKey("Its public key does not belong to its private key.")


def _named(members: dict[str, Any], signer: SoftwareSigner) -> KeyFile:
    own = KeyFile.of(signer)
    id = members.get("id", own.id)
    if not isinstance(id, str) or ":" not in id:
        raise BadKeyFile("The member 'id' of the key file must be a DID URL or URL of the key.", pointer="/id")
    controller, _, fragment = id.partition("#")
    if controller.startswith("did:key:"):
        if controller != own.controller or fragment not in ("", own.signer.public_key.multikey):
            raise BadKeyFile("The member 'id' of the key file names another key than the file holds.", pointer="/id")
        return own
    if not fragment:
        raise BadKeyFile("The member 'id' of the key file lacks the part after '#' that names the key.", pointer="/id")
    return KeyFile(id, controller, signer)
