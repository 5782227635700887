"""T29: a name, a logo or a domain that looks like another's never stands where trust is told."""

import copy
import json
from typing import Any

import pytest
from django.test import Client

import openler
from openler.platform.portals.public.lookalikes import is_mixed_script

V2 = "https://www.w3.org/ns/credentials/v2"
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))


@pytest.mark.parametrize("name", ["Lаkeside College", "Harvαrd", "МIT", "Stаnford University", "Οxford"])
def test_a_name_that_mixes_alphabets_is_flagged(name: str) -> None:
    """One Cyrillic or Greek letter among Latin ones is how a name is forged."""
    assert is_mixed_script(name)


@pytest.mark.parametrize(
    "name", ["Lakeside College", "Московский университет", "Αθήνα College", "جامعة", "東京大学 Tokyo", "Größe 4"]
)
def test_a_name_in_honest_letters_is_not_flagged(name: str) -> None:
    """Whole words in different alphabets are an ordinary name."""
    assert not is_mixed_script(name)


def _page(name: str, client: Client) -> str:
    claims: dict[str, Any] = {
        "@context": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": KEY.controller,
            "type": ["Profile"],
            "name": name,
            "image": {"id": "https://college.example/logo.png", "type": "Image"},
        },
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:2f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties knots.",
                "criteria": {"narrative": "Tie."},
            },
        },
    }
    from datetime import UTC, datetime

    at = datetime(2026, 6, 1, tzinfo=UTC)
    record = openler.issue(copy.deepcopy(claims), signer=KEY.signer, verification_method=KEY.id, at=at)
    answer = client.post("/verify/", {"record": json.dumps(record)})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_key_stands_above_the_name_and_the_name_is_called_a_claim(client: Client) -> None:
    """First what is proved, then what the record calls its issuer, with the words that nobody checked it."""
    page = _page("Lakeside College", client)
    assert page.index("A bare key, tied to no domain") < page.index("It calls itself")
    assert "we do not know who “Lakeside College” is" in page
    assert "mixes letters" not in page


@pytest.mark.django_db
def test_a_forged_name_is_flagged_on_the_page(client: Client) -> None:
    """The reader is told to compare it with the domain."""
    assert "mixes letters" in _page("Lаkeside College", client)


@pytest.mark.django_db
def test_no_picture_of_the_record_is_shown_near_the_verdict(client: Client) -> None:
    """A logo is self-asserted; the page holds no image of the record at all."""
    page = _page("Lakeside College", client)
    assert "<img" not in page and "logo.png" not in page.split("Technical view")[0]
