"""Which record does a COSE_Sign1 message carry, and how is one made?

The record is the payload, as JSON. What the message says of its key and its algorithm is told in the words of JOSE, so
that the same checks serve both. Only what a record needs is read: one signer, payload inside, no external data.

Spec: https://www.w3.org/TR/vc-jose-cose/#securing-vcs-with-cose , https://www.rfc-editor.org/rfc/rfc9052#section-4.2 ,
https://www.rfc-editor.org/rfc/rfc9053#section-2 , https://www.rfc-editor.org/rfc/rfc9596 (typ)
"""

from typing import Any

import cbor2

from openler.credentials.keys import Signer
from openler.credentials.proofs.errors import AlgorithmNotOffered, BadProof, CriticalHeader, WrongTokenType
from openler.credentials.proofs.jose import MAX_HEADER_BYTES, CompactJws, algorithm_for
from openler.credentials.proofs.token_claims import id_in, listed, to_payload, token_type
from openler.credentials.proofs.vc_jwt import VcJwt
from openler.foundation.encodings import BadEncoding
from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_cbor import parse_cbor
from openler.foundation.strict_json import MAX_BYTES, TooLarge, parse_json_object

# The tag of COSE_Sign1, 18, as it is written; a message without it is not told from other CBOR.
SIGN1 = b"\xd2"
COSE_TYPE = "vc+cose"
# IANA "COSE Algorithms"; RFC 9864 gives the last three names of their own to what the first three mean for these keys.
_ALGORITHMS = {-8: "EdDSA", -7: "ES256", -35: "ES384", -257: "RS256", -19: "Ed25519", -9: "ES256", -51: "ES384"}
_NUMBERS = {"EdDSA": -8, "Ed25519": -19, "ES256": -7, "ES384": -35}
# IANA "COSE Header Parameters".
_ALG, _CRIT, _CONTENT_TYPE, _KID, _TYP = 1, 2, 3, 4, 16
# A message is a list; its headers hold a certificate chain at most.
_MAX_DEPTH = 5


def parse_cose_sign1(data: bytes) -> CompactJws:
    """Read a COSE_Sign1 message; its header comes in the words of JOSE.

    Raises:
        TooLarge: more bytes than a record has.
        BadProof: no such message, or one that is written in a way that two readers may take differently.
        CriticalHeader: the header demands something that is not understood here.
        AlgorithmNotOffered: the algorithm is not checked here.
    """
    if len(data) > MAX_BYTES + 2 * MAX_HEADER_BYTES:
        raise TooLarge(f"The message has {len(data):,} bytes; the limit is {MAX_BYTES:,} and its headers.")
    if data[:1] != SIGN1:
        raise BadProof("This is no COSE message with one signer: its tag is missing.")
    parts = _read(data[1:])
    if not isinstance(parts, list) or [type(part) for part in parts] != [bytes, dict, bytes, bytes]:
        raise BadProof("A COSE message with one signer has a header, another, its payload and its signature.")
    protected, unprotected, payload, signature = parts
    if len(protected) > MAX_HEADER_BYTES:
        raise BadProof(f"The message's header has {len(protected):,} bytes; the limit is {MAX_HEADER_BYTES:,}.")
    # RFC 9052, 3: an empty header may be written as no bytes at all, but then there is no algorithm either.
    header = _read(protected)
    if not isinstance(header, dict):
        raise BadProof("The message's header is no map.")
    # RFC 9052, 4.4: what the signature covers.
    signing_input = cbor2.dumps(["Signature1", protected, b"", payload])
    return CompactJws(_words_of(header, unprotected), payload, signature, signing_input)


def parse_vc_cose(data: bytes) -> VcJwt:
    """Read a COSE message that carries a record.

    Raises:
        WrongTokenType: a message made for something else.
        BadProof, CriticalHeader, AlgorithmNotOffered, TooLarge: as ``parse_cose_sign1``, or no record in it.
    """
    jws = parse_cose_sign1(data)
    if token_type(jws.header) != COSE_TYPE and not ("typ" not in jws.header and jws.header.get("cty") == "vc"):
        raise WrongTokenType("The message's type is not that of a record.")
    try:
        document = parse_json_object(jws.payload)
    except MalformedInput as error:
        raise BadProof(f"The message's payload cannot be read. {error.message}", pointer=error.pointer) from None
    if "VerifiablePresentation" in listed(document.get("type")):
        raise WrongTokenType("The message holds a presentation, and its type is that of a record.")
    return VcJwt(jws, document, {}, id_in(document.get("issuer")), None, None, (), seal="COSE")


def create_vc_cose(
    document: JsonObject, *, signer: Signer, verification_method: str, algorithm: str | None = None
) -> bytes:
    """Sign a record as a COSE_Sign1 message (VC-JOSE-COSE, 3.3.1).

    Args:
        document: the record, judged already.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; the message's ``kid``.
        algorithm: "EdDSA" or "Ed25519" (RFC 9864), "ES256", "ES384"; by the key if None.

    Raises:
        CannotSign: the key does not sign with this algorithm.
    """
    name = algorithm_for(signer.public_key.kind, algorithm)
    header = {
        _ALG: _NUMBERS[name],
        _CONTENT_TYPE: "application/vc",
        _KID: verification_method.encode(),
        _TYP: f"application/{COSE_TYPE}",
    }
    protected, payload = cbor2.dumps(header), to_payload(document)
    signature = signer.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return SIGN1 + cbor2.dumps([protected, {}, payload, signature])


def _read(data: bytes) -> Any:
    try:
        return parse_cbor(data, max_depth=_MAX_DEPTH)
    except BadEncoding as error:
        raise BadProof(f"The message cannot be read. {error.message}") from None


def _words_of(header: dict[Any, Any], unprotected: dict[Any, Any]) -> JsonObject:
    # RFC 9052, 3: a label stands in one of the two headers; what is critical and not understood is refused.
    if set(header) & set(unprotected):
        raise BadProof("The message's two headers both hold the same parameter.")
    if _CRIT in header or _CRIT in unprotected:
        raise CriticalHeader("The message's header marks something as critical that is not understood here.")
    number = header.get(_ALG)
    if type(number) is not int:
        raise BadProof("The message's protected header does not name an algorithm.")
    if number not in _ALGORITHMS:
        raise AlgorithmNotOffered(f"Messages signed with the COSE algorithm {number} are not checked here.")
    words: JsonObject = {"alg": _ALGORITHMS[number]}
    # A name only says which key to try, so it may stand outside the signature; all else may not.
    kid = header.get(_KID, unprotected.get(_KID))
    if kid is not None:
        words["kid"] = _text_of(kid, bytes)
    for label, name in ((_CONTENT_TYPE, "cty"), (_TYP, "typ")):
        if label in header:
            words[name] = _text_of(header[label], str).lower().removeprefix("application/")
    return words


def _text_of(value: object, kind: type) -> str:
    if type(value) is not kind:
        raise BadProof("A parameter of the message's header is of the wrong type.")
    try:
        return value.decode() if isinstance(value, bytes) else str(value)
    except UnicodeDecodeError:
        raise BadProof("The name of the key in the message's header is no text.") from None
