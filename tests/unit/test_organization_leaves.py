"""Do the records of an organization verify when the server that issued them is gone?"""

import io
import json
import zipfile
from datetime import timedelta

import pytest

import openler
from openler.foundation.errors import ResolutionFailed
from openler.platform.issuing import changes
from openler.platform.issuing.leaving import export_organization
from openler.platform.issuing.models import Seat
from openler.platform.issuing.signing import open_unbound
from openler.platform.keystore.services import create_key
from web.issuing import College
from web.people import AT

pytestmark = pytest.mark.django_db


class _Files:
    """The exported files, as a web server of files would give them, years later."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def get(self, url: str, *, purpose: str, max_bytes: int = 1 << 20) -> bytes:
        path = "o/college/did.json" if url.startswith("did:web:") else url.partition(":8000/")[2]
        try:
            return self._archive.read(path)
        except KeyError as error:
            raise ResolutionFailed(f"Nothing at {url}.") from error


def test_records_verify_from_the_exported_files_years_later() -> None:
    """Whatever key signed, in force or revoked, years later: the files alone give the same answers."""
    college = College()
    college.issue("name\nKept\nRevoked\n")
    kept, revoked = Seat.objects.order_by("name")
    create_key(college.act(college.issuer), college.organization.pk, "P-256")
    college.issue("name\nLater\n", token="later")
    changes.revoke(college.act(college.issuer), [revoked], reason="Test")
    data = {seat.name: open_unbound(seat) for seat in Seat.objects.all()}
    archive = zipfile.ZipFile(io.BytesIO(export_organization(college.act(college.issuer), college.organization)))
    later = AT + timedelta(days=3650)
    reports = {
        name: openler.verify(record, at=later, documents=_Files(archive))  # type: ignore[arg-type]
        for name, record in data.items()
    }
    assert (reports["Kept"].verified, reports["Later"].verified) == (True, True)
    failed = [check.id for check in reports["Revoked"].checks if check.outcome == "failed"]
    assert failed == ["status"]
    assert kept.award_number in archive.read("private/register.csv").decode()


def test_no_private_key_leaves() -> None:
    """The files hold the public halves of all keys, and nothing that signs."""
    college = College()
    college.issue("name\nA\n")
    archive = zipfile.ZipFile(io.BytesIO(export_organization(college.act(college.issuer), college.organization)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"secretKey" not in everything
    assert b"privateKey" not in everything
    page = archive.read(f"achievements/{college.version.pk}/index.html").decode()
    assert "Twelve hours of lab" in page
    assert json.loads(archive.read(f"achievements/{college.version.pk}/index.json"))["humanCode"] == "NUR-110"
