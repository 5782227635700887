"""Can a team write, publish and close a posting on pages alone, and does nobody's work get lost on the way?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from openler.platform.achievements.models import Achievement, Version
from openler.platform.base.acts import now
from openler.platform.opportunities.models import Application, Posting
from web.applying import PRIVACY, VITALS, make_draft, make_home, record
from web.people import make_organization, make_user, signed_client
from web.sharing import presentation

pytestmark = pytest.mark.django_db


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def typed(posting: Posting, **more: Any) -> dict[str, Any]:
    """Give what the form of a posting sends."""
    at = now()
    return {
        "version": posting.version,
        "title": posting.title,
        "place": "Pier Street",
        "law": "us",
        "accommodation_contact": "Ask Ruth (fictional)",
        "closes_at": (at + timedelta(days=9)).date().isoformat(),
        "access_ends_at": (at + timedelta(days=40)).date().isoformat(),
        "act": "save",
        **more,
    }


def test_from_a_title_to_a_published_posting_that_anybody_reads(client: Client) -> None:
    """Title, fields, a skill by its address, publish; the public page names both ends, the law and the contact."""
    owner = make_user("olive")
    make_organization("home", kinds=["employers"], members={owner: ["owner"]})
    team = signed_client(owner)
    assert "No postings yet" in words_of(team.get("/o/home/postings/").content)
    address = team.post("/o/home/postings/new/", {"title": "Night nurse"}).headers["Location"]
    posting = Posting.objects.get()
    own = {"own-label": "Privacy", "own-uri": PRIVACY, "own-kind": "skill", "level": "3", "need": "required"}
    assert team.post(address, typed(posting, act="add:own", **own)).status_code == 302
    posting.refresh_from_db()
    assert posting.requirements[0] | {} == {
        "uri": PRIVACY,
        "kind": "skill",
        "label": "Privacy",
        "framework": "",
        "level": 3,
        "preferred": False,
    }
    assert client.get(f"/postings/{posting.pk}/").status_code == 404
    assert team.post(address, typed(posting, act="publish")).status_code == 302
    words = words_of(client.get(f"/postings/{posting.pk}/").content)
    for told in ("Night nurse", "Unproven.", "29 CFR 1602.14", "Ask Ruth", "at least Proficient", "can look until"):
        assert told in words
    assert "Night nurse" in words_of(client.get("/postings/").content)
    assert not client.get(f"/postings/{posting.pk}/").cookies
    team.post(f"/o/home/postings/{posting.pk}/close/")
    assert "takes no applications" in words_of(client.get(f"/postings/{posting.pk}/").content)
    assert "Night nurse" not in words_of(client.get("/postings/").content)


def test_a_proven_domain_stands_on_the_posting(client: Client) -> None:
    """Who has shown a domain is told by it, and not warned of."""
    home = make_home(now())
    home.organization.proven_domain = "harbor-view.example"
    home.organization.save()
    words = words_of(client.get(f"/postings/{home.posting.pk}/").content)
    assert "harbor-view.example" in words
    assert "Unproven" not in words


def test_what_lacks_something_is_not_published_and_nothing_typed_is_lost() -> None:
    """422 with what is missing; the fields are kept."""
    owner = make_user("olive")
    organization = make_organization("home", kinds=["employers"], members={owner: ["owner"]})
    posting = make_draft(organization, owner, now())
    team = signed_client(owner)
    address = f"/o/home/postings/{posting.pk}/"
    response = team.post(address, typed(posting, act="publish", accommodation_contact="", hours="24 a week"))
    assert response.status_code == 422
    assert "whom to ask for an accommodation" in words_of(response.content)
    assert 'value="24 a week"' in response.content.decode()
    posting.refresh_from_db()
    response = team.post(address, typed(posting, closes_at="soon"))
    assert response.status_code == 422
    assert 'value="soon"' in response.content.decode()
    posting.refresh_from_db()
    assert posting.state == "draft"
    late = typed(posting, act="publish", access_ends_at=typed(posting)["closes_at"])
    assert "after the closing day" in words_of(team.post(address, late).content)


def test_of_two_who_edit_at_once_the_later_sees_both_versions() -> None:
    """409; what was typed stands in the form, and what is kept beside it."""
    home = make_home(now())
    draft = make_draft(home.organization, home.owner, now())
    address = f"/o/harbor-view/postings/{draft.pk}/"
    first, second = signed_client(home.owner), signed_client(home.recruiter)
    first.post(address, typed(draft, title="Night nurse, east wing"))
    response = second.post(address, typed(draft, title="Night nurse, west wing"))
    assert response.status_code == 409
    page = response.content.decode()
    assert 'value="Night nurse, west wing"' in page
    assert "Night nurse, east wing" in page
    draft.refresh_from_db()
    assert draft.title == "Night nurse, east wing"
    again = typed(draft, title="Night nurse, both wings")
    assert second.post(address, again).status_code == 302


def test_a_published_posting_stays_as_it_is() -> None:
    """No field and no requirement changes after publication."""
    home = make_home(now())
    response = signed_client(home.owner).post(
        f"/o/harbor-view/postings/{home.posting.pk}/", typed(home.posting, title="Something else")
    )
    assert response.status_code == 409
    home.posting.refresh_from_db()
    assert home.posting.title == "Nursing assistant, nights"


def test_a_requirement_is_found_removed_and_its_address_checked() -> None:
    """Nothing found is said; a removed line is gone; an address must be one."""
    home = make_home(now())
    draft = make_draft(home.organization, home.owner, now())
    address, team = f"/o/harbor-view/postings/{draft.pk}/", signed_client(home.recruiter)
    found = team.post(address, typed(draft, act="find", q="zzz"))
    assert "Nothing here is called" in words_of(found.content)
    draft.refresh_from_db()
    team.post(address, typed(draft, act=f"remove:{PRIVACY}"))
    draft.refresh_from_db()
    assert PRIVACY not in [row["uri"] for row in draft.requirements]
    for uri in ("no address", "javascript:alert(1)", "data:text/html,x", ""):
        bad = {"own-label": "X", "own-uri": uri, "own-kind": "skill"}
        assert team.post(address, typed(draft, act="add:own", **bad)).status_code == 422
        draft.refresh_from_db()


def test_only_recruiters_of_the_organization_write_and_strangers_learn_nothing() -> None:
    """A viewer reads; another organization's owner gets 404."""
    home, other = make_home(now()), make_home(now(), slug="other")
    draft = make_draft(home.organization, home.owner, now())
    address = f"/o/harbor-view/postings/{draft.pk}/"
    assert signed_client(home.viewer).get(address).status_code == 200
    assert signed_client(home.viewer).post(address, typed(draft)).status_code == 403
    assert signed_client(home.viewer).post("/o/harbor-view/postings/new/", {"title": "X"}).status_code == 403
    assert signed_client(other.owner).get(address).status_code == 404
    assert signed_client(other.owner).get(f"/o/other/postings/{draft.pk}/").status_code == 404


def test_the_owner_edits_the_table_of_laws_and_names_keepers() -> None:
    """A changed line is marked as the organization's own; a bad one is told; a recruiter may not."""
    home = make_home(now())
    team, address = signed_client(home.owner), "/o/harbor-view/postings/retention/"
    assert "29 CFR 1602.14" in words_of(team.get(address).content)
    line = {"place": "us", "name": "United States", "months": "18", "citation": "Our counsel"}
    assert team.post(address, line).status_code == 302
    assert "(yours)" in words_of(team.get(address).content)
    assert team.post(address, {**line, "months": "0"}).status_code == 422
    team.post(f"{address}keepers/", {"user": home.recruiter.pk, "act": "name"})
    assert "Take back" in words_of(team.get(address).content)
    team.post(f"{address}keepers/", {"user": home.recruiter.pk, "act": "remove"})
    assert "Take back" not in words_of(team.get(address).content)
    assert signed_client(home.recruiter).get(address).status_code == 403


def test_columns_that_no_form_has_change_nothing() -> None:
    """State, owner and dates of publication are not taken from whoever sends them."""
    home, other = make_home(now()), make_home(now(), slug="other")
    draft = make_draft(home.organization, home.owner, now())
    more = {"state": "published", "tenant_id": str(other.organization.pk), "published_at": "2020-01-01", "id": "1"}
    signed_client(home.owner).post(f"/o/harbor-view/postings/{draft.pk}/", typed(draft, **more))
    draft.refresh_from_db()
    assert (draft.state, draft.tenant_id, draft.published_at) == ("draft", home.organization.pk, None)
    ines = make_user("ines")
    sent = {"record": presentation([record(PRIVACY, at=now())], at=now()).decode(), "stage": "hired", "number": "9"}
    sent |= {"applicant_id": str(home.owner.pk), "retention_ends_at": "2000-01-01", "names_lifted_at": "2020-01-01"}
    signed_client(ines).post(f"/postings/{home.posting.pk}/apply/", sent)
    made = Application.objects.get()
    assert (made.stage, made.number, made.applicant_id, made.names_lifted_at) == ("received", 1, ines.pk, None)


def test_skills_and_credentials_of_published_achievements_are_found_by_words() -> None:
    """One press of Add takes the hit with its address, and the level and need that were chosen."""
    college = make_organization("college")
    achievement = Achievement.objects.create(organization=college, code="NUR", created_at=now())
    aligned = [{"uri": VITALS, "label": "Take vital signs", "code": "", "framework": "ONF"}]
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        state="published",
        name="Nursing and vital signs",
        achievement_type="Course",
        description="x",
        criteria="x",
        alignments=aligned,
        edited_at=now(),
    )
    home = make_home(now())
    draft = make_draft(home.organization, home.owner, now())
    address, team = f"/o/harbor-view/postings/{draft.pk}/", signed_client(home.recruiter)
    page = team.post(address, typed(draft, act="find", q="vital signs")).content.decode()
    assert f'name="hit1-uri" value="{VITALS}"' in page
    assert f"/achievements/{version.pk}/" in page
    draft.refresh_from_db()
    hit = {"hit1-uri": VITALS, "hit1-label": "Take vital signs", "hit1-framework": "ONF", "hit1-kind": "skill"}
    assert team.post(address, typed(draft, act="add:hit1", level="2", need="preferred", **hit)).status_code == 302
    draft.refresh_from_db()
    row = next(row for row in draft.requirements if row["uri"] == VITALS)
    assert (row["label"], row["level"], row["preferred"]) == ("Take vital signs", 2, True)
