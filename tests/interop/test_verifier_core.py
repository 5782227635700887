"""What is issued here is accepted by the verifier of the Digital Credentials Consortium, `@digitalcredentials/verifier-core`.

Its version is pinned in ``package.json``. It gets our DID document, status lists and the schemas of 1EdTech as this
installation serves and bundles them, and opens no connection.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from interop.libraries import Libraries
from openler.credentials import schemas
from openler.credentials.schemas import BUNDLED_SCHEMAS
from openler.platform.base.acts import now
from openler.platform.issuing import binding, changes
from openler.platform.issuing.models import Seat, StatusList
from openler.platform.issuing.signing import open_unbound
from openler.platform.issuing.status_lists import PURPOSES, url_of
from openler.platform.organizations.identity import did_document_of, did_of
from web.issuing import College, wallet_presentation
from web.people import act, make_user

# Slow: installs other software through npm.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "https://records.example"
SCHEMAS = Path(schemas.__file__).parent / "files"
REGISTRY = "https://registry.example/list.json"
CLASS = """\
name,email,student_id,awarded_on,started_on,role,narrative,evidence_url,exam,points
Inés Valdés,ines@people.example,00417,2026-05-04,2026-01-12,Student,Twelve hours.,https://evidence.example/1,Proficient,87.5
"""
ACCEPTED = {"valid_signature": True, "expiration": True, "revocation_status": True, "registered_issuer": True}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """Install the verifier into a folder of its own."""
    return Libraries.install(tmp_path_factory.mktemp("verifier"), contexts={})


@pytest.fixture(autouse=True)
def _at_a_site(settings: Any) -> None:
    """A did:web of a real site is asked for over https alone."""
    settings.OPENLER_PUBLIC_URL = SITE


def _issue(college: College) -> tuple[bytes, bytes]:
    """Issue one record; its unbound copy, and the one that is bound to a wallet's key."""
    college.issue(CLASS, at=now())
    seat = Seat.objects.get()
    presentation, _did = wallet_presentation("challenge", "records.example", at=now())
    bound = binding.bind(
        act(make_user("ines"), at=now()),
        seat.links.get(ended_at=None),
        presentation,
        passed_check=1,
        expected_challenge="challenge",
        expected_domain="records.example",
    )
    return open_unbound(seat), bound


def _documents(college: College) -> dict[str, str]:
    """Give what this installation serves, the published schemas, and a registry that knows the college."""
    served = {f"{SITE}/o/college/did.json": json.dumps(did_document_of(college.organization))}
    for list_ in StatusList.objects.all():
        served |= {url_of(list_, purpose): getattr(list_, f"signed_{purpose}") for purpose in PURPOSES}
    issuer = {"name": college.organization.name, "url": SITE, "location": "Nowhere"}
    registry = {"registry": {did_of(college.organization): issuer}}
    published = {url: (SCHEMAS / file).read_text("utf-8") for url, (file, _digest) in BUNDLED_SCHEMAS.items()}
    return served | published | {REGISTRY: json.dumps(registry)}


def test_a_record_is_accepted_by_another_makers_verifier(libraries: Libraries) -> None:
    """Unbound and bound: seal, dates, status, registered issuer and the schema of 1EdTech all hold."""
    college = College()
    records = _issue(college)
    for answer in libraries.judge(*records, documents=_documents(college)):
        assert answer == {"steps": ACCEPTED, "errors": [], "schema": {"valid": True, "places": []}}


def test_a_record_that_can_be_suspended_is_accepted_but_for_the_schema(libraries: Libraries) -> None:
    """Two status entries are the one thing that the schema of 1EdTech does not foresee; everything else holds."""
    college = College(achievement_type="License", can_be_suspended=True)
    records = _issue(college)
    for answer in libraries.judge(*records, documents=_documents(college)):
        assert (answer["steps"], answer["errors"]) == (ACCEPTED | {"suspension_status": True}, [])
        assert answer["schema"] == {"valid": False, "places": ["/credentialStatus"]}


def test_what_was_changed_revoked_or_signed_by_an_unknown_issuer_is_not(libraries: Libraries) -> None:
    """The verifier does look: each of the three is told."""
    college = College()
    unbound, bound = _issue(college)
    altered = unbound.replace(b"Proficient", b"Excellent!")
    documents = _documents(college)
    (judged,) = libraries.judge(altered, documents=documents)
    assert judged["errors"] == ["invalid_signature"]
    (judged,) = libraries.judge(bound, documents={**documents, REGISTRY: json.dumps({"registry": {}})})
    assert judged["steps"] == {**ACCEPTED, "registered_issuer": False}
    changes.revoke(act(college.issuer, college.organization, now()), list(Seat.objects.all()), reason="Issued in error")
    for judged in libraries.judge(unbound, bound, documents=_documents(college)):
        assert judged["steps"] == {**ACCEPTED, "revocation_status": False}
