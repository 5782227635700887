"""Of which parts does a cryptosuite consist?

A suite declares its parts; ``pipeline`` runs them. Two ways of writing a record and a proof as bytes serve all suites
of this room: RDF canonicalization and JSON canonicalization.

Spec: https://www.w3.org/TR/vc-di-eddsa/ , https://www.w3.org/TR/vc-di-ecdsa/
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.keys import KeyKind, PublicKey, Signer
from openler.credentials.proofs.errors import ContextsDiffer
from openler.foundation.chance import Chance
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject, JsonValue

HashName = Literal["sha256", "sha384"]
# Takes a document, the contexts and the hash; gives the canonical bytes.
Transform = Callable[[JsonObject, ContextSet, HashName], bytes]
# Takes the unsecured document and the proof without its value; gives the document as signed and the configuration.
Configure = Callable[[JsonObject, JsonObject], tuple[JsonObject, JsonObject]]


class CreateValue(Protocol):
    """Makes a proof value from which parts can be shown; ``mandatory`` points to what is always shown."""

    def __call__(
        self,
        document: JsonObject,
        configuration_hash: bytes,
        *,
        signer: Signer,
        mandatory: Sequence[str],
        chance: Chance,
        contexts: ContextSet,
    ) -> str:
        """Return the value in multibase."""
        ...


class CheckValue(Protocol):
    """Raises an error unless a proof value covers the document; ``pointer`` is where the value stands."""

    def __call__(
        self,
        document: JsonObject,
        configuration_hash: bytes,
        value: str,
        *,
        key: PublicKey,
        contexts: ContextSet,
        pointer: str,
    ) -> None:
        """Return if the value holds."""
        ...


class DeriveValue(Protocol):
    """Takes what is to be shown from a document and its proof value."""

    def __call__(
        self, document: JsonObject, value: str, *, selective: Sequence[str], contexts: ContextSet, pointer: str
    ) -> tuple[JsonObject, str]:
        """Return the part of the document, without proof, and the value of its proof."""
        ...


@dataclass(frozen=True, slots=True)
class Selective:
    """What a suite does by itself whose holder can show a part of the record.

    Attributes:
        create: makes the value that only the holder keeps.
        check: checks a value that was derived from one.
        derive: derives a value.
        is_base: tells whether a value is one that only the holder keeps.
    """

    create: CreateValue
    check: CheckValue
    derive: DeriveValue
    is_base: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Suite:
    """One cryptosuite.

    Attributes:
        proof_type: the proof's ``type``.
        cryptosuite: the proof's ``cryptosuite``, None for suites that are named by their type.
        hashes: the kinds of key that it takes, each with its hash.
        signature_bytes: the length of a signature for each kind of key.
        transform: how documents become bytes.
        configure: what is signed about the proof itself.
        requires_created: whether the proof must say when it was made.
        names_contexts: whether a proof carries the contexts that it covers.
        needs_context: the context that a record must name before its proof can be of this suite.
        selective: how parts of a record are shown, None for suites whose records are shown whole.
    """

    proof_type: str
    cryptosuite: str | None
    hashes: Mapping[KeyKind, HashName]
    signature_bytes: Mapping[KeyKind, int]
    transform: Transform
    configure: Configure
    requires_created: bool = False
    names_contexts: bool = False
    needs_context: str | None = None
    selective: Selective | None = None

    @property
    def name(self) -> str:
        """The word by which people know the suite."""
        return self.cryptosuite or self.proof_type


def transform_rdfc(document: JsonObject, contexts: ContextSet, hash_name: HashName) -> bytes:
    """Write a document as canonical N-Quads (RDFC-1.0)."""
    return canonicalize(document, contexts=contexts, hash_name=hash_name)


def transform_jcs(document: JsonObject, contexts: ContextSet, hash_name: HashName) -> bytes:
    """Write a document as canonical JSON (RFC 8785); contexts play no part."""
    return canonicalize_json(document)


def configure_rdfc(document: JsonObject, options: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Read the proof's terms by the document's own contexts (vc-di-eddsa, 3.2.5 step 4)."""
    config = {name: value for name, value in options.items() if name != "@context"}
    return document, {"@context": document.get("@context", []), **config}


def configure_jcs(document: JsonObject, options: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Hold the document to the contexts that the proof names (vc-di-eddsa, 3.3.2 step 4).

    The document may have gained contexts behind those that were signed; the document as signed has only these.

    Raises:
        ContextsDiffer: the document's contexts do not begin with the proof's.
    """
    if "@context" not in options:
        return document, options
    # Step 4.1: the document's contexts must start with the proof's, in the same order.
    signed, present = _listed(options["@context"]), _listed(document.get("@context", []))
    if present[: len(signed)] != signed:
        raise ContextsDiffer(
            "The record's contexts do not begin with those that the proof covers.", pointer="/@context"
        )
    # Step 4.2: the document is checked with the proof's contexts.
    return {**document, "@context": options["@context"]}, options


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
