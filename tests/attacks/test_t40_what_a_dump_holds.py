"""What does somebody find who steals the database? No key, no claim secret, and no record that only its learner holds."""

import json
from pathlib import Path

import pytest
from django.apps import apps

from openler.credentials.keys import KeyFile
from openler.platform.issuing import binding, claims
from openler.platform.issuing.models import Seat
from openler.platform.keystore.master import master_key
from openler.platform.keystore.services import current_key, data_key, open_signer
from web.issuing import College, wallet_presentation
from web.people import act, make_user

pytestmark = pytest.mark.django_db


def _dump() -> str:
    """Write out every value of every table, binary ones as they are."""
    parts = []
    for model in apps.get_models():
        for row in model._default_manager.values():
            for value in row.values():
                if isinstance(value, (bytes, memoryview)):
                    parts.append(bytes(value).decode("latin-1"))
                else:
                    parts.append(json.dumps(value, default=str, ensure_ascii=False))
    return "\n".join(parts)


def test_a_dump_holds_no_secret_and_no_bound_record(settings: object, tmp_path: Path) -> None:
    """Neither private keys, data keys, tokens, codes nor the bytes of a bound copy stand anywhere in the tables."""
    settings.OPENLER_HOME = tmp_path  # type: ignore[attr-defined]
    college, student = College(), make_user("student")
    college.issue("name,email\nInés Canary,ines@people.example\n")
    seat = Seat.objects.select_related("organization").get()
    link = seat.links.get(ended_at=None)
    secrets = [claims.token_of(link), claims.code_of(link)]
    presentation, _did = wallet_presentation("challenge", "place")
    bound = binding.bind(
        act(student), link, presentation, passed_check=1, expected_challenge="challenge", expected_domain="place"
    )
    key = current_key(college.organization.pk)
    assert key is not None
    signer = open_signer(key)
    secret_text = json.loads(KeyFile.of(signer).serialize())["secretKeyMultibase"]  # type: ignore[arg-type]
    secrets += [secret_text, json.loads(bound)["proof"]["proofValue"], json.loads(bound)["id"][9:45] + '"proof']
    secrets += [
        raw.decode("latin-1") for raw in (master_key(tmp_path), data_key(college.organization.pk), signer.secret)
    ]  # type: ignore[attr-defined]
    dump = _dump()
    assert college.organization.name in dump
    for secret in secrets:
        assert secret not in dump


def test_the_master_key_is_its_owners_alone_to_read(settings: object, tmp_path: Path) -> None:
    """The file beside the database can be read by no other user of the machine."""
    settings.OPENLER_HOME = tmp_path  # type: ignore[attr-defined]
    College()
    assert (tmp_path / "master_key").stat().st_mode & 0o077 == 0
