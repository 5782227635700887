"""Which key is meant, and does the issuer control it?

Two questions that are kept apart: ``resolve_key`` finds the key that a proof names, ``check_issuer_control`` asks
whether the issuer stands behind that key. A key that can be read from the fragment of an https URL answers the first
question only: anybody can write such a URL.

Spec: https://www.w3.org/TR/cid-1.0/#retrieve-verification-method , https://www.w3.org/TR/vc-data-model-2.0/#issuer
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.errors import (
    BadDid,
    BadDocument,
    IssuerNotProven,
    KeyNotFound,
    NotTheIssuersKey,
    RetiredKey,
)
from openler.credentials.did.jwt_vc_issuer import metadata_keys
from openler.credentials.did.resolver import resolve_did
from openler.credentials.did.syntax import domain_of, is_web_url, split_fragment
from openler.credentials.keys import VerificationMethod, parse_jwk, parse_multikey
from openler.foundation.documents import MAX_DOCUMENT_BYTES, NO_DOCUMENTS, Documents
from openler.foundation.errors import MalformedInput, ResolutionFailed
from openler.foundation.instants import Instant
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

ASSERTION = "assertionMethod"


@dataclass(frozen=True, slots=True)
class IssuerControl:
    """The issuer controls the key that signed; only ``check_issuer_control`` makes one.

    Attributes:
        issuer_id: the issuer.
        domain: the host whose own document lists the key, None where the issuer is a bare key.
    """

    issuer_id: str
    domain: str | None


class KeyDirectory:
    """Finds keys and their controllers for one verification; what it read once it does not ask for again."""

    def __init__(self, documents: Documents = NO_DOCUMENTS, *, at: datetime | None = None) -> None:
        """Take the documents port, and the time at which keys must be in force (None: not asked)."""
        self._documents = documents
        self._at = at
        self._read: dict[str, JsonObject | DidDocument | ResolutionFailed] = {}

    def resolve_key(self, method_id: str, purpose: str) -> VerificationMethod:
        """Return the key that a verification method names; a ``KeyResolver``.

        Raises:
            BadDid, BadKey: the name or the key is malformed.
            UnknownMethod, NotAuthorized, RetiredKey: the controller's document does not list the key, not for this
                purpose, or no longer.
            UnsupportedDidMethod, KeyNotFound, KeyNotOffered, BadDocument, ResolutionFailed: cannot be told.
        """
        base, fragment = split_fragment(method_id)
        if base.startswith("did:"):
            document = self._did_document(base)
            # A did:key has one key, so its DID alone names it.
            named = method_id if fragment or document.source != "identifier" else next(iter(document.methods))
            return self._in_force(document.verification_method(named, purpose), document)
        if is_web_url(base):
            return self._web_key(method_id, base, fragment, purpose)
        if ":" not in base:
            raise BadDid(f"The verification method {method_id[:120]!r} is neither a URL nor a DID URL.")
        raise KeyNotFound(f"Nothing says where the key {method_id[:120]!r} can be found.")

    def list_keys(self, issuer_id: str, purpose: str) -> tuple[VerificationMethod, ...]:
        """Return every key in use that an issuer's own document lists for a purpose; a ``KeyLister``.

        Raises:
            BadDid, BadKey: the identifier is malformed.
            ResolutionFailed: the document is not at hand or not its own.
        """
        document = self._own_document(issuer_id)
        return tuple(method for method in document.usable_methods(purpose) if self._is_in_use(method, document))

    def metadata_keys(self, issuer_id: str, kid: str | None) -> tuple[VerificationMethod, ...]:
        """Return the keys that an https issuer's ``/.well-known/jwt-vc-issuer`` lists, or the one of this name.

        Raises:
            BadDid: the issuer is no https URL.
            ResolutionFailed: the metadata is not at hand, is another's, or lists no such key.
        """
        return metadata_keys(issuer_id, kid, lambda url: self._web_object(url, "issuer"))

    def check_issuer_control(
        self, issuer_id: str, method: VerificationMethod, *, purpose: str = ASSERTION
    ) -> IssuerControl:
        """Ask whether the issuer controls the key that signed.

        It does if the key's controller vouches for it and is the issuer, or if the issuer's own document lists the
        key for the purpose.

        Raises:
            NotTheIssuersKey: the key belongs to somebody else, or the issuer lists other keys only.
            IssuerNotProven: the issuer's document is not at hand, or lists no keys.
            BadDid, BadKey: the issuer's identifier is malformed.
        """
        if method.vouched and method.controller == issuer_id:
            return IssuerControl(issuer_id, domain_of(issuer_id))
        document, reason = self._own_document_or_reason(issuer_id)
        if document is not None and self._lists(document, method, purpose):
            return IssuerControl(issuer_id, domain_of(issuer_id))
        if method.controller is not None and method.controller != issuer_id:
            raise NotTheIssuersKey(
                f"The record names the issuer {issuer_id[:120]}, and the key that signed belongs to "
                f"{method.controller[:120]}."
            )
        if document is not None and document.relationships.get(purpose):
            raise NotTheIssuersKey(f"The document of {issuer_id[:120]} lists other keys, not the one that signed.")
        raise IssuerNotProven(f"Whether {issuer_id[:120]} controls the key that signed is not shown. {reason}")

    def _lists(self, document: DidDocument, method: VerificationMethod, purpose: str) -> bool:
        # A listed id that is described elsewhere names the key by reference; a described one must hold this very key.
        if document.names(method.id, purpose) and method.id not in document.methods:
            return True
        for listed in document.usable_methods(purpose):
            if listed.key == method.key:
                self._in_force(listed, document)
                return True
        return False

    def _own_document_or_reason(self, issuer_id: str) -> tuple[DidDocument | None, str]:
        try:
            document = self._own_document(issuer_id)
        except ResolutionFailed as error:
            return None, error.message
        return document, f"The document of {issuer_id[:120]} lists no keys for this purpose."

    def _own_document(self, identifier: str) -> DidDocument:
        if identifier.startswith("did:"):
            return self._did_document(identifier)
        if is_web_url(identifier):
            return parse_document(self._web_object(split_fragment(identifier)[0], "issuer"), expected_id=identifier)
        raise KeyNotFound(f"Nothing says where the document of {identifier[:120]!r} can be found.")

    def _did_document(self, did: str) -> DidDocument:
        found = self._read.get(did)
        if found is None:
            try:
                found = resolve_did(did, documents=self._documents)
            except ResolutionFailed as error:
                found = error
            self._read[did] = found
        if isinstance(found, ResolutionFailed):
            raise _anew(found)
        assert isinstance(found, DidDocument)
        return found

    def _web_object(self, url: str, purpose: str) -> JsonObject:
        found = self._read.get(url)
        if found is None:
            try:
                data = self._documents.get(url, purpose=purpose, max_bytes=MAX_DOCUMENT_BYTES)
                found = parse_json_object(data, max_bytes=MAX_DOCUMENT_BYTES)
            except ResolutionFailed as error:
                found = error
            except MalformedInput as error:
                found = BadDocument(f"The document found at {url[:120]} cannot be read. {error.message}")
            self._read[url] = found
        if isinstance(found, ResolutionFailed):
            raise _anew(found)
        assert isinstance(found, dict)
        return found

    def _web_key(self, method_id: str, base: str, fragment: str, purpose: str) -> VerificationMethod:
        try:
            found = self._web_object(base, "key")
        except ResolutionFailed as error:
            reason = error.message
        else:
            method = self._described_at(found, method_id, base, fragment, purpose)
            if method is not None:
                return method
            reason = f"The document found at {base[:120]} does not describe it."
        if fragment.startswith("z"):
            # Read from the fragment: enough to compute the proof, never to show who controls the key.
            return VerificationMethod(method_id, "Multikey", base, parse_multikey(fragment), "fragment")
        raise KeyNotFound(f"The key {method_id[:120]} could not be had. {reason}")

    def _described_at(
        self, found: JsonObject, method_id: str, base: str, fragment: str, purpose: str
    ) -> VerificationMethod | None:
        jwk = _jwk_in(found, method_id, fragment)
        if jwk is not None:
            return VerificationMethod(method_id, "JsonWebKey", None, parse_jwk(jwk), "url")
        try:
            document = parse_document(found, expected_id=base)
        except BadDocument:
            return None
        if method_id not in document.methods:
            return None
        return self._in_force(document.verification_method(method_id, purpose), document)

    def _in_force(self, method: VerificationMethod, document: DidDocument) -> VerificationMethod:
        end = document.end_of(method.id)
        if end is not None and not self._is_in_use(method, document):
            # Whatever date the proof bears: whoever has the key can write any (CID 1.0, section 2.2).
            raise RetiredKey(f"The document of {document.id} says that the key {method.id} {end.word} at {end.text}.")
        return method

    def _is_in_use(self, method: VerificationMethod, document: DidDocument) -> bool:
        end = document.end_of(method.id)
        return self._at is None or end is None or end.at > Instant.of(self._at)


def _anew(error: ResolutionFailed) -> ResolutionFailed:
    # Whoever catches the error may note its own place in it, so each gets one of its own.
    return type(error)(error.message, mender=error.mender, advice=error.advice)


def _jwk_in(found: JsonObject, method_id: str, fragment: str) -> Any:
    """Return the JWK that a JWK or a JWK set holds for this name, None if it is neither or holds none."""
    if "kty" in found:
        return found
    keys = found.get("keys")
    if not isinstance(keys, list):
        return None
    names = {method_id, fragment} - {""}
    named = [key for key in keys if isinstance(key, dict) and key.get("kid") in names]
    if len(named) > 1:
        raise BadDocument(f"The key set found for {method_id[:120]} names two keys alike.")
    return named[0] if named else None
