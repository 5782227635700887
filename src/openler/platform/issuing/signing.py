"""How does a seat get a signed copy? Nothing is signed that says something else than what was released."""

import hashlib
import json
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime

import openler
from openler.credentials.keys import Signer
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object
from openler.platform.issuing.content import content_of_copy, digest_of
from openler.platform.issuing.errors import ContentDiffers
from openler.platform.issuing.models import Copy, Seat
from openler.platform.issuing.status_lists import entries_for, take_place
from openler.platform.keystore.sealing import open_sealed, seal
from openler.platform.keystore.services import data_key
from openler.platform.organizations.identity import signer_of
from openler.platform.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Pen:
    """What signs for an organization, opened once for many records.

    Attributes:
        method: name of the key in the organization's DID document.
        data_key: under which unbound copies are sealed.
    """

    signer: Signer
    method: str
    data_key: bytes


def open_pen(organization: Organization, *, at: datetime) -> Pen:
    """Open the organization's key for signing; it is in memory as long as the pen is.

    Raises: NoIssuerKey, BrokenSeal, MasterKeyMissing.
    """
    signer, method, _did = signer_of(organization, at=at)
    return Pen(signer, method, data_key(organization.pk))


def sign_copy(seat: Seat, *, at: datetime, holder_did: str = "", pen: Pen | None = None) -> tuple[Copy, bytes]:
    """Sign a copy of a seat and keep its line in the register; the caller's transaction holds both.

    Returns: the line, and the bytes of the record.

    Raises: ContentDiffers, NoIssuerKey, NotIssuable.
    """
    if digest_of_text(seat.content) != seat.content_digest:
        raise ContentDiffers("The content of a seat is not what was released.")
    released = parse_json_object(seat.content)
    list_, place = take_place(seat.organization, at=at)
    copy_id = uuid.uuid4()
    subject = released["credentialSubject"]
    if not isinstance(subject, dict):
        raise ContentDiffers("The content of a seat has no subject.")
    claims: JsonObject = {
        **released,
        "id": f"urn:uuid:{copy_id}",
        "credentialSubject": {**({"id": holder_did} if holder_did else {}), **subject},
        "credentialStatus": entries_for(list_, place, can_be_suspended=seat.version.can_be_suspended),
    }
    pen = pen or open_pen(seat.organization, at=at)
    signed = openler.issue(claims, signer=pen.signer, verification_method=pen.method, at=at)
    if digest_of(content_of_copy(signed)) != seat.content_digest:
        raise ContentDiffers("A copy would say something else than what was released.")
    data = json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()
    copy = Copy.objects.create(
        id=copy_id,
        seat=seat,
        generation=seat.copies.count() if holder_did else 0,
        holder_did=holder_did,
        status_list=list_,
        status_index=place,
        # A bound copy is the holder's alone; the register keeps its digest.
        sealed=None if holder_did else seal(pen.data_key, zlib.compress(data), copy_id.bytes),
        digest=hashlib.sha256(data).hexdigest(),
        key_number=int(pen.method.rpartition("-")[2]),
        signed_at=at,
    )
    return copy, data


def open_unbound(seat: Seat) -> bytes:
    """Give the bytes of a seat's unbound copy, as they were signed.

    Raises: ContentDiffers, BrokenSeal.
    """
    copy = seat.copies.filter(holder_did="").first()
    if copy is None or copy.sealed is None:
        raise ContentDiffers("The seat has no unbound copy.")
    data = zlib.decompress(open_sealed(data_key(seat.organization_id), bytes(copy.sealed), copy.pk.bytes))
    if hashlib.sha256(data).hexdigest() != copy.digest:
        raise ContentDiffers("The kept copy is not what was signed.")
    return data


def canonical_text(content: JsonObject) -> str:
    """Give content as the text that a seat keeps."""
    return canonicalize_json(content).decode()


def digest_of_text(text: str) -> str:
    """Give the SHA-256 of canonical text, hexadecimal; that of the content which it writes out."""
    return hashlib.sha256(text.encode()).hexdigest()
