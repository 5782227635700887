"""How are claims made into a signed record? Nothing is signed that a verifier would refuse. No I/O.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#securing-mechanisms
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from openler.credentials.canonical import JsonLdFault, canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.keys import Signer
from openler.credentials.model import CredentialShape, read_credential
from openler.credentials.proofs import DEFAULT_CRYPTOSUITES, create_proof, is_selective
from openler.credentials.rules import judge_rules, published_schema, validate_published
from openler.foundation.chance import Chance
from openler.foundation.errors import LerError, MalformedInput, Misuse
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

# What decides whether a record is in force, whose it is and what for: a holder who could leave it out could show a
# revoked record as a good one, or that of somebody else, or one achievement as another. So what Open Badges 3.0 requires
# of an achievement stays as well.
ALWAYS_SHOWN = (
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "credentialSchema",
    "termsOfUse",
)
ALWAYS_SHOWN_OF_SUBJECTS = ("identifier",)
ALWAYS_SHOWN_OF_ACHIEVEMENTS = ("id", "name", "description", "criteria")


class NotIssuable(MalformedInput):
    """The claims would make a record that verifiers refuse; ``problems`` tells every reason."""

    code = "not_issuable"
    default_mender = "issuer"
    default_advice = "Mend the claims and issue them again; nothing was signed."

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        told = " ".join(
            f"{problem.detail}{f' (at {problem.pointer})' if problem.pointer else ''}" for problem in problems[:10]
        )
        super().__init__(f"The claims cannot be issued. {told}", pointer=problems[0].pointer)
        self.problems = problems

    def __str__(self) -> str:
        # Every problem names its own place.
        return self.message


class WrongSigner(Misuse):
    """The key does not belong to the issuer that the claims name."""

    code = "wrong_signer"
    default_mender = "issuer"
    default_advice = "Use the issuer's own key, or name the key's owner as issuer."


def issue(
    claims: bytes | str | JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    at: datetime,
    cryptosuite: str | None = None,
    contexts: Mapping[str, bytes] | None = None,
    mandatory: Sequence[str] = (),
    chance: Chance | None = None,
    proof_id: str | None = None,
    previous: Sequence[str] | None = None,
    allow_inline_contexts: bool = False,
) -> JsonObject:
    """Sign claims as a record and return it; every member stays as it was, and only ``proof`` is added.

    Claims without an issuer get the key's owner as issuer, as the VC API does.

    Args:
        claims: a credential without proof; with ``previous`` it may have proofs already.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        at: time of the proof, aware.
        cryptosuite: "eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023" or
            "Ed25519Signature2020"; by the key if None.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.
        mandatory: for "ecdsa-sd-2023": JSON pointers to what the holder cannot leave out, beside the issuer, the dates,
            the status, the schema and the terms of use, and what says which achievement it is.
        chance: for "ecdsa-sd-2023": source of random numbers, such as ``os.urandom``.
        proof_id: name of the proof, a URL, so that a later proof can build on it.
        previous: add one more proof beside those that the record has, which covers those of these names too; an empty
            list adds one that covers none of them.
        allow_inline_contexts: take contexts in the claims that only add words, as the VC API does; verifiers outside
            its contract refuse such a record.

    Raises:
        NotIssuable: the claims break a rule, with the place of each fault; nothing was signed.
        WrongSigner: the claims name another issuer than the key's owner.
        MalformedInput, Misuse: unreadable claims, a key that the suite does not use, or pointers to nothing.
    """
    known = ContextSet(contexts, allows_inline=allow_inline_contexts)
    document, canonical = _prepare(
        claims, verification_method=verification_method, contexts=known, may_be_signed=previous is not None
    )
    suite = cryptosuite or DEFAULT_CRYPTOSUITES[signer.public_key.kind]
    if is_selective(suite):
        mandatory = tuple(dict.fromkeys((*_always_shown(document), *mandatory)))
    return create_proof(
        document,
        signer=signer,
        verification_method=verification_method,
        cryptosuite=suite,
        created=at,
        contexts=known,
        proof_id=proof_id,
        previous=previous or (),
        mandatory=mandatory,
        chance=chance,
        canonical=canonical,
    )


def prepare(
    claims: bytes | str | JsonObject,
    *,
    verification_method: str,
    contexts: Mapping[str, bytes] | ContextSet | None = None,
    may_be_signed: bool = False,
) -> JsonObject:
    """Name the issuer of claims that name none, and judge them by every rule; gives what may be signed.

    Args:
        claims: a credential, without proof unless ``may_be_signed``.
        verification_method: the key's name; what stands before ``#`` is its owner.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL; or a whole set.
        may_be_signed: the claims may hold proofs already.

    Raises:
        NotIssuable, WrongSigner, MalformedInput: as ``issue``.
    """
    known = contexts if isinstance(contexts, ContextSet) else ContextSet(contexts)
    return _prepare(claims, verification_method=verification_method, contexts=known, may_be_signed=may_be_signed)[0]


def _prepare(
    claims: bytes | str | JsonObject, *, verification_method: str, contexts: ContextSet, may_be_signed: bool
) -> tuple[JsonObject, bytes | None]:
    """Do the same, and give the canonical form, which judging needed, so that signing needs not make it again."""
    document = dict(claims) if isinstance(claims, dict) else parse_json_object(claims)
    owner = verification_method.partition("#")[0]
    if "issuer" not in document:
        document["issuer"] = owner
    elif isinstance(document["issuer"], dict) and "id" not in document["issuer"]:
        document["issuer"] = {"id": owner, **document["issuer"]}
    shape = read_credential(document)
    problems, canonical = _faults(shape, contexts, may_be_signed=may_be_signed)
    if problems:
        raise NotIssuable(tuple(problems))
    if shape.issuer_id != owner:
        raise WrongSigner(f"The claims name the issuer {shape.issuer_id}, and the key belongs to {owner}.")
    return document, canonical


def _always_shown(document: JsonObject) -> Iterator[str]:
    """Give pointers to what no holder can leave out."""
    yield from (join("", name) for name in ALWAYS_SHOWN if name in document)
    for subject, place in _each(document.get("credentialSubject"), "/credentialSubject"):
        yield from (join(place, name) for name in ALWAYS_SHOWN_OF_SUBJECTS if name in subject)
        for achievement, inner in _each(subject.get("achievement"), join(place, "achievement")):
            yield from (join(inner, name) for name in ALWAYS_SHOWN_OF_ACHIEVEMENTS if name in achievement)


def _each(value: object, place: str) -> Iterator[tuple[JsonObject, str]]:
    """Give each object that stands at a place, alone or in a list."""
    found = (
        [(item, join(place, index)) for index, item in enumerate(value)]
        if isinstance(value, list)
        else [(value, place)]
    )
    yield from ((item, inner) for item, inner in found if isinstance(item, dict))


def _faults(shape: CredentialShape, contexts: ContextSet, *, may_be_signed: bool) -> tuple[list[Problem], bytes | None]:
    canonical = None
    if "proof" in shape.document and not may_be_signed:
        detail = "The claims hold a proof already; issue the claims without it."
        return [Problem("already_signed", "Already signed", detail, pointer="/proof")], None
    found = [*judge_rules(shape, check="model", issuing=True), *judge_rules(shape, check="rules", issuing=True)]
    problems = [problem for problem in found if problem.severity == "error"]
    try:
        # Numbers that readers do not agree on have no place in a record, whatever the suite (RFC 7493, 2.2).
        unsigned = {name: value for name, value in shape.document.items() if name != "proof"}
        canonicalize_json(unsigned)
        canonical = canonicalize(unsigned, contexts=contexts, allow_inline_contexts=contexts.allows_inline)
    except JsonLdFault as fault:
        problems.append(Problem.from_error(fault, title="Not well-formed"))
    except LerError as error:
        problems.append(Problem.from_error(error))
    published = published_schema(shape)
    if published:
        # Half a character, which is told above, is nothing that a schema could be asked about.
        with suppress(UnicodeEncodeError):
            problems += [problem for problem in validate_published(shape, published) if problem.severity == "error"]
    return problems, canonical
