"""Can an owner say how long things are kept, on one page that every kind of organization has?"""

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.organizations.keeping import CLASSES, KEPT_ALWAYS, days_kept
from openler.platform.organizations.kinds import STAKEHOLDER_KEYS
from openler.platform.organizations.models import Organization
from web.people import make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db

PAGE = "/o/college/keeping/"
SENT = {"contact": "", "upload": 30, "reject": 30, "claim": 180, "mail": 90, "invitation": 30}


@pytest.fixture
def college() -> Organization:
    """Give a college with an owner."""
    return make_organization("college", members={make_user("olga"): ["owner"]})


def test_the_page_shows_every_class_with_its_reason(college: Organization) -> None:
    """What can be set, what is the same for all, and what is never deleted."""
    page = signed_client(college.memberships.get().user).get(PAGE).content.decode()
    for known in CLASSES.values():
        assert str(known.name) in page
        assert str(known.why) in page
    for always in KEPT_ALWAYS.values():
        assert str(always.why) in page
    assert "How long applications are kept" not in page


def test_only_what_was_changed_is_set_and_written_down(college: Organization) -> None:
    """One period and the contact change; the others go on following the installation."""
    client = signed_client(college.memberships.get().user)
    answer = client.post(PAGE, SENT | {"upload": 14, "contact": " Registrar,  registrar@college.example "}, follow=True)
    assert "The next sweep" in answer.content.decode()
    assert days_kept(college.pk, "upload") == 14
    assert [one.data_class for one in college.kept_for.all()] == ["upload"]
    college.refresh_from_db()
    assert college.privacy_contact == "Registrar, registrar@college.example"
    verbs = AuditEntry.objects.filter(tenant_id=college.pk, actor_id__isnull=False).order_by("number")
    assert [one.verb for one in verbs][-2:] == ["privacy_contact.set", "period.set"]


@pytest.mark.parametrize("days", ["6", "91", "", "many", "1.5", "-30", "9" * 40])
def test_a_period_out_of_bounds_is_told_at_its_field_and_changes_nothing(college: Organization, days: str) -> None:
    """The words name the bounds, what was typed stands there still, and the good fields are not half kept."""
    client = signed_client(college.memberships.get().user)
    answer = client.post(PAGE, SENT | {"upload": days, "claim": 20, "contact": "Registrar"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give a whole number of days from 7 to 90." in page
    assert 'id="id_upload_error"' in page
    assert f'value="{days}"' in page or not days
    assert 'value="Registrar"' in page
    assert not college.kept_for.exists()


@pytest.mark.parametrize("kind", sorted(STAKEHOLDER_KEYS))
def test_every_kind_of_organization_finds_the_page_once(kind: str) -> None:
    """The menu leads to one place; employers go on from there to applications."""
    user = make_user("olga")
    make_organization("college", kinds=[kind], members={user: ["owner"]})
    client = signed_client(user)
    home = client.get("/o/college/").content.decode()
    menu = home.partition('<nav aria-label="Work of this organization">')[2].partition("</nav>")[0]
    assert menu.count("How long things are kept") == 1
    page = client.get(PAGE)
    assert page.status_code == 200
    assert ("/o/college/postings/retention/" in page.content.decode()) == (kind == "employers")
