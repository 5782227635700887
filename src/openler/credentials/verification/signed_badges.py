"""What does the signature of an Open Badges 2.0 assertion prove, and what stands on web pages around it?

The assertion is signed; whose key that was, a page of the issuer says; what the badge stands for, another page. Each
is asked of the documents at hand, and each answer stands by itself.

Spec: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html (Verification Methods, Signed Badges)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openler.credentials.did import IssuerNotProven, KeyNotFound, NotTheIssuersKey, domain_of
from openler.credentials.keys import PublicKey, parse_public_pem
from openler.credentials.model.shape import id_of, listed
from openler.credentials.proofs import parse_compact_jws, verify_compact_jws
from openler.credentials.verification.report import Check, Outcome, Signatory
from openler.credentials.verification.seals import Question
from openler.foundation.documents import MAX_DOCUMENT_BYTES
from openler.foundation.errors import LerError, MalformedInput, ResolutionFailed, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

SIGNED_SOURCE = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#SignedBadge"
# An issuer that changes its key each year for a century.
MAX_KEYS = 100


@dataclass(frozen=True, slots=True)
class SignedBadge:
    """What could be found out about a signed assertion.

    Attributes:
        proof, issuer, status: the checks of these names.
        signatory: who signed, as far as the pages at hand show.
        badge: what it stands for, by the pages at hand; None if that is not at hand.
        is_badge_signed: what it stands for is inside the token, so the signature covers it.
    """

    proof: Check
    issuer: Check
    status: Check
    signatory: Signatory
    badge: JsonObject | None
    is_badge_signed: bool


@dataclass(frozen=True, slots=True)
class _Key:
    """A key as a page describes it: its name, whose it says it is, and whether the issuer's page lists it."""

    id: str | None
    owner: str | None
    is_listed: bool
    key: PublicKey


def judge_signed_badge(document: JsonObject, token: str, question: Question) -> SignedBadge:
    """Judge a signed assertion by its token and the pages at hand; never raises.

    Args:
        document: the assertion, as the token holds it.
        token: the compact JWS.
        question: gives the pages.
    """
    badge, told = _object(document.get("badge"), question, "The badge")
    issuer = badge.get("issuer") if badge else None
    # Keys and revocations are only the issuer's own page to tell, whatever is written inside the badge.
    profile, missing = _object(id_of(issuer), question, "The issuer's page") if badge else (None, told)
    key, proof = _check_signature(document, token, profile, missing, question)
    signatory = Signatory(
        issuer_id=id_of(issuer),
        self_asserted_name=_text((profile or {}).get("name")),
        key=key.key.thumbprint if key else None,
        cryptosuite="JWS" if key else None,
    )
    control = _check(lambda: _require_control(key, profile, missing), "issuer_controls_key")
    if key is not None and control.outcome == "passed":
        signatory = Signatory(
            issuer_id=signatory.issuer_id,
            self_asserted_name=signatory.self_asserted_name,
            proven_domain=domain_of(str(signatory.issuer_id)),
            key=signatory.key,
            cryptosuite=signatory.cryptosuite,
        )
    return SignedBadge(
        proof=proof,
        issuer=control,
        status=_check_revocations(document, profile, missing, question),
        signatory=signatory,
        badge=badge,
        is_badge_signed=isinstance(document.get("badge"), dict),
    )


def _check(judge: Callable[[], None], id: str) -> Check:
    try:
        judge()
    except LerError as error:
        outcome: Outcome = "undetermined" if isinstance(error, Undecided) else "failed"
        return Check(id, outcome, SIGNED_SOURCE, (Problem.from_error(error, type=SIGNED_SOURCE),))
    return Check(id, "passed", SIGNED_SOURCE)


def _object(value: Any, question: Question, what: str) -> tuple[JsonObject | None, str]:
    """Return an object, or the one that stands at an address, or why there is none."""
    if isinstance(value, dict):
        return value, ""
    if not isinstance(value, str) or not value.startswith("https://"):
        return None, f"{what} is not named by an https address."
    try:
        found = parse_json_object(question.documents.get(value, purpose="issuer", max_bytes=MAX_DOCUMENT_BYTES))
    except ResolutionFailed as error:
        return None, f"{what} could not be had. {error.message}"
    except MalformedInput as error:
        return None, f"{what} cannot be read. {error.message}"
    if found.get("id") != value:
        return None, f"What stands at {value[:200]} says that it is something else."
    return found, ""


def _check_signature(
    document: JsonObject, token: str, profile: JsonObject | None, missing: str, question: Question
) -> tuple[_Key | None, Check]:
    used: _Key | None = None

    def judge() -> None:
        nonlocal used
        jws = parse_compact_jws(token)
        reason: LerError = KeyNotFound(f"The key that signed could not be had. {missing}".strip())
        for described, is_listed in _candidates(document, profile):
            try:
                key = _key(described, is_listed, question)
                verify_compact_jws(jws, key.key)
            except LerError as error:
                reason = error
            else:
                used = key
                return
        raise reason

    check = _check(judge, "proof")
    return used, check


def _candidates(document: JsonObject, profile: JsonObject | None) -> Iterator[tuple[Any, bool]]:
    """Give the keys that may have signed: the one that the assertion names, else those that the issuer's page lists."""
    about = document.get("verification") or document.get("verify")
    creator = about.get("creator", about.get("url")) if isinstance(about, dict) else None
    shown = listed((profile or {}).get("publicKey"))[:MAX_KEYS]
    if not isinstance(creator, str):
        yield from ((item, True) for item in shown)
        return
    described = next((item for item in shown if isinstance(item, dict) and id_of(item) == creator), creator)
    yield described, creator in {id_of(item) for item in shown}


def _key(described: Any, is_listed: bool, question: Question) -> _Key:
    name = id_of(described)
    if isinstance(described, str):
        text = _fetched_key(described, question)
        if text.lstrip().startswith("-----BEGIN "):
            # Versions before 2.0 published the PEM text itself.
            return _Key(name, None, is_listed, parse_public_pem(text))
        described = parse_json_object(text)
    pem = described.get("publicKeyPem") if isinstance(described, dict) else None
    if not isinstance(pem, str) or id_of(described) != name:
        raise KeyNotFound(f"What stands at {str(name)[:200]} is no key with publicKeyPem.")
    return _Key(name, _text(described.get("owner")), is_listed, parse_public_pem(pem))


def _fetched_key(url: str, question: Question) -> str:
    if not url.startswith("https://"):
        raise KeyNotFound("The key that signed is not named by an https address.")
    data = question.documents.get(url, purpose="key", max_bytes=MAX_DOCUMENT_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise KeyNotFound(f"What stands at {url[:200]} is no text.") from None


def _require_control(key: _Key | None, profile: JsonObject | None, missing: str) -> None:
    """Require that the issuer's page lists the key, and that the key says that it is the issuer's."""
    if key is None or profile is None:
        raise IssuerNotProven(f"Whether the issuer controls the key that signed is not shown. {missing}".strip())
    if not key.is_listed:
        raise NotTheIssuersKey("The issuer's page lists other keys, or none, and not the one that signed.")
    if key.owner is not None and key.owner != profile.get("id"):
        raise NotTheIssuersKey(f"The key that signed says that it belongs to {key.owner[:120]}.")


def _check_revocations(document: JsonObject, profile: JsonObject | None, missing: str, question: Question) -> Check:
    if profile is None:
        detail = f"Whether the badge was revoked could not be found out. {missing}".strip()
        return Check("status", "undetermined", SIGNED_SOURCE, (Problem("status_retrieval", "Status unknown", detail),))
    if "revocationList" not in profile:
        note = "The issuer publishes no list of revoked badges."
        problem = Problem("no_revocation_list", "No list of revocations", note, severity="warning")
        return Check("status", "not_applicable", SIGNED_SOURCE, (problem,))
    list_, reason = _object(profile["revocationList"], question, "The list of revoked badges")
    revoked = list_.get("revokedAssertions", []) if list_ is not None else None
    if not isinstance(revoked, list) or (list_ or {}).get("issuer", profile.get("id")) != profile.get("id"):
        reason = reason or "What stands there is no list of revoked badges of this issuer."
        return Check("status", "undetermined", SIGNED_SOURCE, (Problem("status_retrieval", "Status unknown", reason),))
    name = document.get("id", document.get("uid"))
    for item in revoked:
        stated = item.get("id", item.get("uid")) if isinstance(item, dict) else item
        if stated == name:
            why = _text(item.get("revocationReason")) if isinstance(item, dict) else None
            detail = f"The issuer has revoked this badge{': ' + why[:200] if why else '.'}"
            return Check("status", "failed", SIGNED_SOURCE, (Problem("revoked", "Revoked", detail, SIGNED_SOURCE),))
    return Check("status", "passed", SIGNED_SOURCE)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
