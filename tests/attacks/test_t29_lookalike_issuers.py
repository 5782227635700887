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


@pytest.mark.django_db
def test_who_recognizes_the_issuer_stands_above_the_name_it_gives_itself(client: Client) -> None:
    """A registry's word comes first; a name that copies the registry's or another's never stands where it speaks."""
    _choose_a_registry(KEY.controller)
    page = _page("Great Rivers Skills Authority", client)
    recognized = page.index("Rivers recognized the issuer", page.index("Who signed"))
    assert recognized < page.index("It calls itself")
    assert "compare it with the registry’s" in page


@pytest.mark.django_db
def test_an_issuer_that_copies_a_recognized_name_is_not_recognized(client: Client) -> None:
    """A registry lists identifiers, never names: the same name under another key stays unknown."""
    _choose_a_registry("did:web:lakeside.example", name="Lakeside College")
    page = _page("Lakeside College", client)
    assert "No chosen registry lists the issuer" in page
    assert "recognized the issuer for" not in page
    assert "no registry here has checked it" in page


def _choose_a_registry(issuer: str, name: str = "A college") -> None:
    from datetime import date

    from openler.platform.recognition.entries import EntryFields
    from openler.platform.recognition.services import Choice, choose_registries, enter_issuer, open_registry
    from web.people import act, make_organization, make_user

    board = make_organization("rivers", kinds=["governance"], members={make_user("grace"): ["owner"]})
    registry = open_registry(act(organization=board), board)
    fields = EntryFields(issuer=issuer, name=name, since=date(2019, 9, 1), policy="Policy 3")
    enter_issuer(act(organization=board), registry, fields)
    choose_registries(act(), None, [Choice(registry_id=registry.pk)])
