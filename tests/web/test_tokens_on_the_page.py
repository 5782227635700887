"""Can somebody paste a token with disclosures, or a presentation that is one, and read what it says?"""

import json
import os
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

import openler
from openler.testing.signing import did_key_of, fixed_signer, method_of

pytestmark = pytest.mark.django_db
ISSUER, HOLDER = fixed_signer(1), fixed_signer(2)
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
RECORD = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "name": "Welding, level 2",
    "credentialSubject": {"id": did_key_of(HOLDER)},
}
PLAIN = {"vct": "https://credentials.example/welding", "given_name": "Ada", "skills": ["MIG", "TIG"]}


def words_of(html: bytes) -> str:
    """Give the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def sd_jwt(claims: Any, **more: Any) -> str:
    """Issue claims as an SD-JWT VC."""
    return openler.issue_sd_jwt(
        claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT, chance=os.urandom, **more
    )


def test_a_record_with_disclosures_is_drawn_by_what_is_shown(client: Client) -> None:
    """Shown with its name it has one; without it nothing of it is there."""
    token = sd_jwt(RECORD, vct="urn:x:1", disclosable=["/name"])
    assert "Welding, level 2" in words_of(client.post("/verify/", {"record": token}).content)
    bare = openler.present_sd_jwt(token, disclose=[])
    response = client.post("/verify/", {"record": f"  {bare}\n"})
    assert response.status_code == 200 and "Welding" not in words_of(response.content)
    assert "is valid" in words_of(response.content)


def test_plain_claims_are_told_and_break_no_page(client: Client) -> None:
    """A credential without words of ours, and one whose claims look like a record's parts."""
    odd = {**PLAIN, "credentialSubject": 7, "name": {"x": []}, "issuer": [1], "proof": "x", "type": {}}
    for claims in (PLAIN, odd):
        response = client.post("/verify/", {"record": sd_jwt(claims)})
        assert response.status_code == 200 and "is valid" in words_of(response.content)


def test_a_presentation_in_a_token_is_shown_with_its_records(client: Client) -> None:
    """The record inside has its own answer."""
    shown = openler.present_token(
        [sd_jwt(RECORD, vct="urn:x:1")], signer=HOLDER, verification_method=method_of(HOLDER), at=AT
    )
    assert "Welding, level 2" in words_of(client.post("/verify/", {"record": shown}).content)


@pytest.mark.parametrize("media_type", ["application/dc+sd-jwt", "application/vp+jwt", "text/plain"])
def test_the_api_gives_the_same_answer(client: Client, media_type: str) -> None:
    """As bytes of whatever media type."""
    token = sd_jwt(PLAIN, disclosable=["/given_name", "/skills/0"])
    response = client.post("/api/v1/verifications", data=token.encode(), content_type=media_type)
    report = json.loads(response.content)
    assert (report["kind"], report["verified"]) == ("sd_jwt_vc", True)
