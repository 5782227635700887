"""Does an installation keep the address that its records will carry?"""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from openler.platform.base.errors import AnotherPublicUrl
from openler.platform.base.installation import find_public_url, settle_public_url
from openler.platform.base.models import Installation

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_first_start_fixes_the_address() -> None:
    """Before it there is none; after it the same one is found again."""
    assert find_public_url() is None
    assert settle_public_url("http://127.0.0.1:8000", at=AT) == "http://127.0.0.1:8000"
    assert find_public_url() == "http://127.0.0.1:8000"
    assert Installation.objects.get().started_at == AT


def test_a_second_start_under_the_same_address_changes_nothing() -> None:
    """The time of the first start stays."""
    settle_public_url("http://127.0.0.1:8000", at=AT)
    settle_public_url("http://127.0.0.1:8000", at=AT.replace(year=2027))
    assert Installation.objects.get().started_at == AT


def test_another_port_is_refused_with_both_remedies() -> None:
    """The old port, or a fresh start: nothing is changed behind anybody's back."""
    settle_public_url("http://127.0.0.1:8123", at=AT)
    with pytest.raises(AnotherPublicUrl) as caught:
        settle_public_url("http://127.0.0.1:8000", at=AT)
    assert "make demo PORT=8123" in caught.value.advice
    assert "make demo-reset" in caught.value.advice
    assert find_public_url() == "http://127.0.0.1:8123"


def test_an_installation_in_the_open_is_started_again_by_its_url() -> None:
    """Where the address is no port of this machine, the remedy names the option for it."""
    settle_public_url("https://records.example.org", at=AT)
    with pytest.raises(AnotherPublicUrl) as caught:
        settle_public_url("https://other.example.org", at=AT)
    assert "--public-url https://records.example.org" in caught.value.advice


def test_the_database_itself_knows_only_one_installation() -> None:
    """A second row is refused, whoever writes it."""
    settle_public_url("http://127.0.0.1:8000", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, public_url="http://127.0.0.1:9000", started_at=AT)
