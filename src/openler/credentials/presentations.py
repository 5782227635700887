"""How are records put together, signed by their holder and shown? Nothing is signed that a verifier would refuse.

The records inside stay as their issuers signed them and are not judged here: whoever is shown them does that. No I/O.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations , https://www.w3.org/TR/vc-data-integrity/#proof-purposes
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from openler.credentials.contexts import ContextSet
from openler.credentials.keys import KeyKind, Signer
from openler.credentials.model import read_credential
from openler.credentials.model.shape import VCDM_2
from openler.credentials.proofs import create_proof, is_for_holder_alone, parse_compact_jws
from openler.credentials.rules import judge_rules
from openler.foundation.errors import LerError, MalformedInput, Misuse
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import decode_text, parse_json_object

AUTHENTICATION = "authentication"
# Canonical JSON needs no context, so that a holder can show a record in words that this version does not know.
DEFAULT_SUITES: dict[KeyKind, str] = {
    "Ed25519": "eddsa-jcs-2022",
    "P-256": "ecdsa-jcs-2019",
    "P-384": "ecdsa-jcs-2019",
}
# A transcript of a whole life has some hundreds of records; nobody shows more at once.
MAX_RECORDS = 500
# A challenge of a verifier is some 32 random bytes as text; a domain is a host, an address or a name.
MAX_ANSWER_LETTERS = 400


class NotPresentable(MalformedInput):
    """What was given cannot be put into a presentation that verifiers take."""

    code = "not_presentable"
    default_mender = "holder"
    default_advice = "Mend what is named and present again; nothing was signed."


class WrongHolder(Misuse):
    """The key does not belong to the holder who is named."""

    code = "wrong_holder"
    default_mender = "holder"
    default_advice = "Sign with the holder's own key, or leave the holder out."


def present(
    credentials: Sequence[bytes | str | JsonObject],
    *,
    signer: Signer,
    verification_method: str,
    at: datetime,
    holder: str | None = None,
    challenge: str | None = None,
    domain: str | None = None,
    cryptosuite: str | None = None,
    contexts: Mapping[str, bytes] | None = None,
) -> JsonObject:
    """Sign a presentation (VCDM 2.0) of records and return it; no record shows only who holds the key.

    Args:
        credentials: each record as a JSON object, its bytes or text, or a compact JWT.
        signer: the holder's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        at: time of the proof, aware.
        holder: the holder's DID; the key's owner if None.
        challenge: what the verifier asked to be signed, so that the presentation is no copy of an earlier one.
        domain: for whom the presentation is made.
        cryptosuite: by the key if None: "eddsa-jcs-2022" or "ecdsa-jcs-2019"; "eddsa-rdfc-2022" and
            "ecdsa-rdfc-2019" as well.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL; for rdfc suites.

    Raises:
        NotPresentable: a record that cannot be read or that only its holder keeps (``ecdsa-sd-2023`` before deriving),
            too many, or an empty or overlong challenge or domain.
        WrongHolder: the holder is another than the key's owner.
        MalformedInput, Misuse: a key that the suite does not use, or words that an rdfc suite cannot sign.
    """
    owner = verification_method.partition("#")[0]
    if holder is not None and holder != owner:
        raise WrongHolder(f"The presentation names the holder {holder}, and the key belongs to {owner}.")
    if len(credentials) > MAX_RECORDS:
        raise NotPresentable(f"At most {MAX_RECORDS} records can be presented at once.")
    document: JsonObject = {"@context": [VCDM_2], "type": ["VerifiablePresentation"], "holder": owner}
    if credentials:
        document["verifiableCredential"] = [_record(given, place) for place, given in enumerate(credentials)]
        _refuse_base_proofs(document["verifiableCredential"])
    _refuse_faults(document)
    return create_proof(
        document,
        signer=signer,
        verification_method=verification_method,
        cryptosuite=cryptosuite or DEFAULT_SUITES[signer.public_key.kind],
        created=at,
        contexts=ContextSet(contexts),
        purpose=AUTHENTICATION,
        answers=_answers(challenge=challenge, domain=domain),
    )


def _record(given: bytes | str | JsonObject, place: int) -> JsonObject:
    if isinstance(given, dict):
        return given
    pointer = f"/verifiableCredential/{place}"
    try:
        text = (decode_text(given) if isinstance(given, bytes) else given).strip()
        if text.startswith("{"):
            return parse_json_object(text)
        parse_compact_jws(text)
    except LerError as error:
        raise NotPresentable(f"Record {place + 1} cannot be read. {error.message}", pointer=pointer) from None
    # VCDM 2.0, 4.13.1: a token stands in a presentation as an enveloped record.
    return {
        "@context": [VCDM_2],
        "id": f"data:application/vc+jwt,{text}",
        "type": ["EnvelopedVerifiableCredential"],
    }


def _refuse_base_proofs(records: Sequence[JsonObject]) -> None:
    for place, record in enumerate(records):
        pointer = f"/verifiableCredential/{place}"
        try:
            kept = is_for_holder_alone(record)
        except LerError as error:
            raise NotPresentable(f"Record {place + 1} cannot be read. {error.message}", pointer=pointer) from None
        if kept:
            raise NotPresentable(
                f"Record {place + 1} is the one that only you keep: it holds what lets every part of it be shown.",
                pointer=pointer,
                advice="Derive what you want to show (openler credential derive), and present that.",
            )


def _refuse_faults(document: JsonObject) -> None:
    for problem in judge_rules(read_credential(document), check="model", issuing=True):
        if problem.severity == "error":
            raise NotPresentable(problem.detail, pointer=problem.pointer)
    # Numbers that readers do not agree on have no place under a signature, whatever the suite (RFC 7493, 2.2).
    canonicalize_json(document)


def _answers(**asked: str | None) -> dict[str, str]:
    answers = {name: text for name, text in asked.items() if text is not None}
    for name, text in answers.items():
        if not text.strip() or len(text) > MAX_ANSWER_LETTERS:
            raise NotPresentable(f"The {name} must have between 1 and {MAX_ANSWER_LETTERS} letters.")
    return answers
