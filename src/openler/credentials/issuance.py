"""How are claims made into a signed record? Nothing is signed that a verifier would refuse. No I/O.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#securing-mechanisms
"""

from collections.abc import Mapping
from datetime import datetime

from openler.credentials.canonical import JsonLdFault, canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.keys import Signer
from openler.credentials.model import CredentialShape, read_credential
from openler.credentials.proofs import DEFAULT_CRYPTOSUITES, create_proof
from openler.credentials.rules import judge_rules, published_schema, validate_published
from openler.foundation.errors import LerError, MalformedInput, Misuse
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object


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
    allow_inline_contexts: bool = False,
) -> JsonObject:
    """Sign claims as a record and return it; every member stays as it was, and only ``proof`` is added.

    Claims without an issuer get the key's owner as issuer, as the VC API does.

    Args:
        claims: a credential without proof.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        at: time of the proof, aware.
        cryptosuite: "eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019" or "ecdsa-jcs-2019"; by the key if None.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.
        allow_inline_contexts: take contexts in the claims that only add words, as the VC API does; verifiers outside
            its contract refuse such a record.

    Raises:
        NotIssuable: the claims break a rule, with the place of each fault; nothing was signed.
        WrongSigner: the claims name another issuer than the key's owner.
        MalformedInput, Misuse: unreadable claims, or a key that the suite does not use.
    """
    document = dict(claims) if isinstance(claims, dict) else parse_json_object(claims)
    owner = verification_method.partition("#")[0]
    if "issuer" not in document:
        document["issuer"] = owner
    elif isinstance(document["issuer"], dict) and "id" not in document["issuer"]:
        document["issuer"] = {"id": owner, **document["issuer"]}
    shape = read_credential(document)
    known = ContextSet(contexts, allows_inline=allow_inline_contexts)
    problems = tuple(_faults(shape, known))
    if problems:
        raise NotIssuable(problems)
    if shape.issuer_id != owner:
        raise WrongSigner(f"The claims name the issuer {shape.issuer_id}, and the key belongs to {owner}.")
    return create_proof(
        document,
        signer=signer,
        verification_method=verification_method,
        cryptosuite=cryptosuite or DEFAULT_CRYPTOSUITES[signer.public_key.kind],
        created=at,
        contexts=known,
    )


def _faults(shape: CredentialShape, contexts: ContextSet) -> list[Problem]:
    if "proof" in shape.document:
        detail = "The claims hold a proof already; issue the claims without it."
        return [Problem("already_signed", "Already signed", detail, pointer="/proof")]
    found = [*judge_rules(shape, check="model", issuing=True), *judge_rules(shape, check="rules", issuing=True)]
    problems = [problem for problem in found if problem.severity == "error"]
    try:
        # Numbers that readers do not agree on have no place in a record, whatever the suite (RFC 7493, 2.2).
        canonicalize_json(shape.document)
        canonicalize(shape.document, contexts=contexts, allow_inline_contexts=contexts.allows_inline)
    except JsonLdFault as fault:
        problems.append(Problem.from_error(fault, title="Not well-formed"))
    except LerError as error:
        problems.append(Problem.from_error(error))
    published = published_schema(shape)
    if published:
        problems += [problem for problem in validate_published(shape, published) if problem.severity == "error"]
    return problems
