"""Which keys does the subject of this document list, and for what?

A DID document and the controlled identifier document of a web issuer have one shape. Keys are read only when asked
for, so that one odd key does not spoil the others.

Spec: https://www.w3.org/TR/cid-1.0/ , https://www.w3.org/TR/did-1.0/#verification-methods
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from openler.credentials.did.errors import BadDocument, FormNotRead, NotAuthorized, UnknownMethod
from openler.credentials.keys import BadKey, KeyNotOffered, PublicKey, VerificationMethod, parse_jwk, parse_multikey
from openler.credentials.keys.methods import MethodSource
from openler.foundation.instants import BadInstant, Instant, parse_instant
from openler.foundation.json_types import JsonObject

PURPOSES = ("authentication", "assertionMethod", "keyAgreement", "capabilityInvocation", "capabilityDelegation")
# No published document lists more; each method costs a comparison, and each key of a search a curve operation.
MAX_METHODS = 256
_SECRET_NAMES = ("secretKeyMultibase", "privateKeyMultibase", "secretKeyJwk", "privateKeyJwk", "privateKeyBase58")
_MULTIBASE_TYPES = ("Multikey", "Ed25519VerificationKey2020")
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """When a document says that a key ends.

    Attributes:
        word: how: "expired" or "was revoked".
        at: from then on nothing is checked with it.
        text: that time as the document writes it.
    """

    word: str
    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class DidDocument:
    """A document about the keys of one subject.

    Attributes:
        id: the subject, a DID or URL.
        methods: the described methods by absolute id.
        relationships: for each purpose the absolute ids that it lists.
        source: who vouches for the keys: "document", or "identifier" where the DID itself is the key.
        members: the document as read.
    """

    id: str
    methods: Mapping[str, JsonObject]
    relationships: Mapping[str, tuple[str, ...]]
    source: MethodSource = "document"
    members: JsonObject = field(default_factory=dict)

    @property
    def lists_keys(self) -> bool:
        """Whether the document lists any key for any purpose."""
        return bool(self.methods) or any(self.relationships.values())

    def verification_method(self, id: str, purpose: str) -> VerificationMethod:
        """Return the method with this absolute id, if it is listed for the purpose.

        Follows "Retrieve Verification Method" of Controlled Identifiers 1.0, section 3.3.

        Raises:
            UnknownMethod: the document does not describe it.
            NotAuthorized: it is described, but not listed for the purpose.
            BadDocument: its controller is another than the document's subject.
            BadKey, KeyNotOffered, FormNotRead: its key cannot be used.
        """
        description = self.methods.get(id)
        if description is None:
            raise UnknownMethod(f"The document of {self.id} does not list the key {id}.")
        if id not in self.relationships.get(purpose, ()):
            allowed = [name for name in PURPOSES if id in self.relationships.get(name, ())]
            listed = f"only for {', '.join(allowed)}" if allowed else "for no purpose"
            raise NotAuthorized(f"The document of {self.id} lists the key {id} {listed}, not for {purpose}.")
        # Step 7: the method must be its controller's own.
        if description.get("controller") != self.id:
            raise BadDocument(f"The key {id} in the document of {self.id} names another controller.")
        return VerificationMethod(id, description["type"], self.id, _key_of(description), self.source)

    def usable_methods(self, purpose: str) -> Iterator[VerificationMethod]:
        """Give every described method of the purpose whose key can be used here; others are passed over."""
        for id in self.relationships.get(purpose, ()):
            if id in self.methods:
                try:
                    yield self.verification_method(id, purpose)
                except (BadKey, KeyNotOffered, FormNotRead, BadDocument):
                    continue

    def end_of(self, id: str) -> KeyEnd | None:
        """Tell from when on a described method is no longer to be used (CID 1.0, section 2.2).

        Where both ``expires`` and ``revoked`` stand there, the earlier one counts.

        Raises:
            BadDocument: a time that is none.
        """
        described = self.methods.get(id, {})
        if described.keys().isdisjoint(("expires", "revoked")):
            return None
        try:
            ends = [
                KeyEnd(word, parse_instant(described[name]), str(described[name]))
                for name, word in (("expires", "expired"), ("revoked", "was revoked"))
                if name in described
            ]
        except BadInstant as error:
            raise BadDocument(f"A time in the document of {self.id} is wrong. {error.message}") from None
        return min(ends, key=lambda end: end.at, default=None)

    def names(self, id: str, purpose: str) -> bool:
        """Tell whether the purpose lists this absolute id, described here or elsewhere."""
        return id in self.relationships.get(purpose, ())


def parse_document(members: JsonObject, *, expected_id: str, source: MethodSource = "document") -> DidDocument:
    """Read a DID document or controlled identifier document.

    Raises:
        BadDocument: it is about another subject, or its lists are not what the standard asks for.
    """
    if members.get("id") != expected_id:
        raise BadDocument(f"The document found for {expected_id} is about another subject.", pointer="/id")
    described = [_described(item, expected_id) for item in _items(members, "verificationMethod")]
    # The older name of the list; badge profiles also use it for keys of other forms, which are passed over.
    described += [_described(item, expected_id) for item in _items(members, "publicKey") if _is_complete(item)]
    relationships: dict[str, tuple[str, ...]] = {}
    for purpose in PURPOSES:
        listed: list[str] = []
        for item in _items(members, purpose):
            if isinstance(item, str):
                listed.append(_absolute(item, expected_id))
            else:
                # An embedded method belongs to this purpose only.
                described.append(_described(item, expected_id))
                listed.append(described[-1][0])
        relationships[purpose] = tuple(listed)
    methods = dict(described)
    if len(methods) != len(described):
        raise BadDocument(f"The document of {expected_id} describes one key id twice.")
    if len(methods) > MAX_METHODS:
        raise BadDocument(f"The document of {expected_id} lists {len(methods)} keys; the limit is {MAX_METHODS}.")
    return DidDocument(expected_id, methods, relationships, source, members)


def _items(members: JsonObject, name: str) -> list[Any]:
    value = members.get(name, [])
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, (str, dict)) for item in items):
        raise BadDocument(f"The member {name!r} of a document must list keys.", pointer=f"/{name}")
    if name == "verificationMethod" and not all(isinstance(item, dict) for item in items):
        raise BadDocument("The member 'verificationMethod' of a document must describe keys.", pointer=f"/{name}")
    return items


def _described(item: JsonObject, base: str) -> tuple[str, JsonObject]:
    if not _is_complete(item):
        raise BadDocument("A key in the document lacks its id, type or controller.")
    return _absolute(item["id"], base), item


def _is_complete(item: Any) -> bool:
    names = ("id", "type", "controller")
    return isinstance(item, dict) and all(isinstance(item.get(name), str) for name in names)


def _absolute(reference: str, base: str) -> str:
    # DID Core 3.2.2 and RFC 3986, 5.2: relative references are resolved against the document's own identifier.
    if reference.startswith("#"):
        return base + reference
    if base.startswith("did:") or ":" in reference:
        return reference
    try:
        return urljoin(base, reference)
    except ValueError:
        # An address that none reads, such as //[, is the name of no key.
        raise BadDocument(f"The document of {base} names a key by an address that is none.") from None


def _key_of(description: JsonObject) -> PublicKey:
    if any(name in description for name in _SECRET_NAMES):
        raise BadKey("The document publishes the private key, so anybody may have signed.")
    type_ = description["type"]
    if type_ in _MULTIBASE_TYPES:
        key = parse_multikey(description.get("publicKeyMultibase"))
        if type_ == "Ed25519VerificationKey2020" and key.kind != "Ed25519":
            raise BadKey(f"A key of the type {type_} is of the kind {key.kind}.")
        return key
    if type_ in _JWK_TYPES:
        return parse_jwk(description.get("publicKeyJwk"))
    raise FormNotRead(f"The key {description['id'][:120]!r} has the type {type_[:80]!r}, which is not read here.")
