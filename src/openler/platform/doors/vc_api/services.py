"""What does an instance do? Issue, derive, present; each act is one transaction and one line of the audit.

Of what it signs nothing is kept but the place in a status list, where the instance keeps one.
Spec: https://w3c.github.io/vcalm/
"""

import hashlib
import os
from datetime import UTC
from typing import Any

from django.db import transaction

import openler
from openler.credentials.model.shape import VCDM_1, VCDM_2, listed
from openler.credentials.presentations import sign_presentation
from openler.credentials.proofs import is_selective
from openler.foundation.errors import MalformedInput
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.doors.vc_api.errors import BadVcApiRequest
from openler.platform.doors.vc_api.instances import open_pen
from openler.platform.doors.vc_api.models import MAX_CREDENTIAL_ID, Instance
from openler.platform.doors.vc_api.status_lists import entries_of, take_place

_DATA_INTEGRITY = ("https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/data-integrity/v1")
_ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
# What a presentation of a holder is signed with where the suite is for disclosing parts of records.
_PLAIN_SUITE = {"ecdsa-sd-2023": "ecdsa-rdfc-2019"}


def issue_credential(
    act: Act,
    instance: Instance,
    credential: JsonObject,
    *,
    mandatory: list[str] | None = None,
    credential_id: str | None = None,
) -> JsonObject:
    """Sign a credential, with a status entry where the instance keeps a list.

    Raises: NotIssuable, WrongSigner, BadVcApiRequest, IssuedAlready, MalformedInput.
    """
    pen = open_pen(instance, act)
    claims = _with_issuance_date(with_suite_context(credential, instance.suite), act)
    if mandatory is not None and not is_selective(instance.suite):
        raise BadVcApiRequest(
            f"The suite {instance.suite} discloses nothing in parts.", pointer="/options/mandatoryPointers"
        )
    with transaction.atomic():
        if instance.status_purposes and "credentialStatus" not in claims:
            claims = _with_status(act, instance, claims, credential_id)
        signed = openler.issue(
            claims,
            signer=pen.signer,
            verification_method=pen.method,
            at=act.at,
            cryptosuite=instance.suite,
            mandatory=mandatory or (),
            chance=os.urandom,
            allow_inline_contexts=True,
        )
        _note(act, instance, "vc_api.issued", signed)
    return signed


def derive_credential(act: Act, instance: Instance, credential: JsonObject, *, selective: list[str]) -> JsonObject:
    """Give the part of a record that is to be shown; the record's own proof decides, no key of the instance.

    Raises: CannotDerive, BadPointer, MalformedInput.
    """
    part = openler.derive(credential, selective=selective, allow_inline_contexts=True)
    _note(act, instance, "vc_api.derived", part)
    return part


def present(
    act: Act, instance: Instance, presentation: JsonObject, *, challenge: str | None, domain: str | None
) -> JsonObject:
    """Sign a presentation as its holder.

    Raises: NotPresentable, WrongHolder, MalformedInput.
    """
    pen = open_pen(instance, act)
    suite = _PLAIN_SUITE.get(instance.suite, instance.suite)
    signed = sign_presentation(
        with_suite_context(presentation, suite),
        signer=pen.signer,
        verification_method=pen.method,
        at=act.at,
        challenge=challenge,
        domain=domain,
        cryptosuite=suite,
        allow_inline_contexts=True,
    )
    _note(act, instance, "vc_api.presented", signed)
    return signed


def with_suite_context(document: JsonObject, suite: str) -> JsonObject:
    """Add the context that defines the words of the proof, where the document's own do not: at its end.

    VCDM 2.0 defines those of Data Integrity itself, VCDM 1.1 does not.
    """
    contexts = listed(document.get("@context"))
    if suite == "Ed25519Signature2020":
        needed: tuple[str, ...] = (_ED25519_2020,)
    else:
        needed = (*_DATA_INTEGRITY, VCDM_2)
    if not contexts or contexts[0] not in (VCDM_1, VCDM_2) or any(url in contexts for url in needed):
        return document
    return {**document, "@context": [*contexts, needed[0]]}


def _with_issuance_date(claims: JsonObject, act: Act) -> JsonObject:
    # Data model 1.1 asks for the date, and runners of its suites leave it to the issuer.
    if listed(claims.get("@context"))[:1] != [VCDM_1] or claims.keys() & {"issuanceDate", "validFrom"}:
        return claims
    return {**claims, "issuanceDate": act.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _with_status(act: Act, instance: Instance, claims: JsonObject, credential_id: str | None) -> JsonObject:
    if listed(claims.get("@context"))[:1] != [VCDM_2]:
        detail = "This instance adds status entries, and those are words of data model 2.0."
        raise BadVcApiRequest(detail, pointer="/credential/@context")
    name = credential_id or claims.get("id")
    # A database keeps no half characters and no zeros; an identifier has neither.
    if not isinstance(name, str) or not 0 < len(name) <= MAX_CREDENTIAL_ID or not name.isprintable():
        raise BadVcApiRequest(
            "This instance adds a status entry, and needs an identifier by which the record can be taken back.",
            pointer="/options/credentialId",
            advice=f"Give the credential an id, or options.credentialId, of at most {MAX_CREDENTIAL_ID} letters.",
        )
    return {**claims, "credentialStatus": entries_of(take_place(act, instance, name))}


def _note(act: Act, instance: Instance, verb: str, made: Any) -> None:
    try:
        digest = hashlib.sha256(canonicalize_json(made)).hexdigest()
    except MalformedInput:
        # Records of others inside may hold numbers that readers do not agree on; the line is still due.
        digest = "not canonical"
    record(
        act,
        verb,
        kind="vc_api_instance",
        object_id=instance.pk,
        detail={"sha256": digest, "suite": instance.suite},
        tenant_id=instance.organization_id,
    )
