"""Does a learner come by a record on pages, and nobody else?"""

import json
import re

import pytest
from django.test import Client

from openler.platform.issuing import changes, claims
from openler.platform.issuing.models import ClaimLink, Objection, Seat
from web.issuing import College, wallet_presentation
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db

CLASS = "name,email,student_id\nInés Valdés,ines@people.example,00417\nBo Marklund,,00418\n"


def _issued(**options: object) -> tuple[College, Seat, ClaimLink]:
    college = College(**options)  # type: ignore[arg-type]
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    return college, seat, seat.links.get(ended_at=None)


def _path(link: ClaimLink) -> str:
    return f"/claim/{claims.token_of(link)}/"


def test_the_mail_names_neither_title_nor_result(mailoutbox: list[object]) -> None:
    """The mail leads to the link and says who has something; everything else waits behind the check."""
    _college, seat, link = _issued()
    assert [mail.to for mail in mailoutbox] == [["ines@people.example"]]  # type: ignore[attr-defined]
    text = mailoutbox[0].subject + mailoutbox[0].body  # type: ignore[attr-defined]
    assert claims.url_of(link) in text
    for secret in (seat.version.name, "Nursing", claims.code_of(link), "Valdés"):
        assert secret not in text


def test_looking_changes_nothing(client: Client) -> None:
    """A scanner that follows the link first learns no title, opens nothing and uses nothing up."""
    _college, seat, link = _issued()
    before = ClaimLink.objects.values().get(pk=link.pk)
    for method in (client.get, client.head, client.get):
        assert method(_path(link)).status_code == 200
    page = client.get(_path(link)).content.decode()
    assert "College" in page
    assert "No registry of issuers is chosen here." in page
    for hidden in (seat.version.name, "Valdés", seat.award_number):
        assert hidden not in page
    assert ClaimLink.objects.values().get(pk=link.pk) == before
    for part in ("check", "bind", "record", "object"):
        assert client.get(f"{_path(link)}{part}/").status_code in (302, 405)


def test_the_code_opens_the_record_in_this_browser_alone(client: Client) -> None:
    """After the code the record is shown to whoever typed it, and to no other browser."""
    _college, seat, link = _issued()
    wrong = client.post(f"{_path(link)}check/", {"code": "AAAA-AAAA"})
    assert wrong.status_code == 422
    assert "never uses up the link" in wrong.content.decode()
    right = client.post(f"{_path(link)}check/", {"code": claims.code_of(link)})
    assert right.status_code == 302
    page = client.get(_path(link)).content.decode()
    assert seat.version.name in page
    assert "Inés Valdés" in page
    assert seat.version.name not in Client().get(_path(link)).content.decode()
    assert ClaimLink.objects.get(pk=link.pk).opened_at is not None


def test_without_the_check_nothing_is_handed_over() -> None:
    """Neither the file nor the bound record is given, nor an objection taken, before the check was passed."""
    _college, _seat, link = _issued()
    client = signed_client(make_user("thief"))
    presentation, _did = wallet_presentation("challenge", "place")
    for part, body in (("record", {}), ("object", {"about": "name", "text": "x"})):
        assert client.post(f"{_path(link)}{part}/", body).status_code == 403
    refused = client.post(
        f"{_path(link)}bind/", json.dumps({"presentation": json.loads(presentation)}), content_type="application/json"
    )
    assert refused.status_code == 403


def test_a_learner_takes_the_record_as_a_file(client: Client) -> None:
    """The file is the unbound record, byte for byte as it was signed."""
    _college, seat, link = _issued()
    client.post(f"{_path(link)}check/", {"code": claims.code_of(link)})
    given = client.post(f"{_path(link)}record/")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(given.content)["credentialSubject"]["achievement"]["name"] == seat.version.name


def test_a_wallet_takes_the_record_bound_to_its_key(settings: object) -> None:
    """The wallet signs the page's own challenge; the record comes back once, and the link has ended."""
    _college, seat, link = _issued()
    student = make_user("student")
    client = signed_client(student)
    client.post(f"{_path(link)}check/", {"code": claims.code_of(link)})
    page = client.get(_path(link)).content.decode()
    challenge = re.search(r'data-challenge="([^"]+)"', page)
    domain = re.search(r'data-domain="([^"]+)"', page)
    assert challenge is not None
    assert domain is not None
    from openler.platform.base.acts import now

    presentation, did = wallet_presentation(challenge[1], domain[1], at=now())
    body = json.dumps({"presentation": json.loads(presentation)})
    given = client.post(f"{_path(link)}bind/", body, content_type="application/json")
    assert given.status_code == 201, given.content
    assert json.loads(given.content)["credentialSubject"]["id"] == did
    seat.refresh_from_db()
    assert (seat.holder_id, seat.claimed_by_check) == (student.pk, claims.CODE)
    assert client.post(f"{_path(link)}bind/", body, content_type="application/json").status_code == 404
    ended = client.get(_path(link))
    assert ended.status_code == 410
    assert "claimed already" in ended.content.decode()


def test_in_person_waits_for_a_member(client: Client) -> None:
    """Without a member who saw an ID nothing opens; with one it does, for some minutes."""
    college, seat, _link = _issued(claim_check=3)
    link = seat.links.get(ended_at=None)
    assert client.post(f"{_path(link)}check/").status_code == 422
    from openler.platform.base.acts import Act, now

    claims.see_in_person(Act(college.issuer.pk, college.organization.pk, now()), link)
    assert client.post(f"{_path(link)}check/").status_code == 302


def test_the_organizations_sign_in_is_matched_on_its_own_number() -> None:
    """Somebody signed in here, even with the same mail address, is not the person on the roster."""
    _college, seat, _link = _issued(claim_check=2)
    link = seat.links.get(ended_at=None)
    student = make_user("ines")
    student.email = "ines@people.example"
    student.save()
    assert signed_client(student).post(f"{_path(link)}check/").status_code == 422


def test_a_link_that_ended_says_why(client: Client) -> None:
    """An unknown link and a revoked record each get an answer in words, and no title."""
    college, seat, link = _issued()
    assert client.get("/claim/nothing/").status_code == 410
    changes.revoke(college.act(college.issuer), [seat], reason="Issued in error")
    page = client.get(_path(link))
    assert page.status_code == 410
    assert "Issued in error" not in page.content.decode()


def test_a_learner_objects(client: Client) -> None:
    """What is wrong becomes a task with a date; an empty message is refused and nothing typed is lost."""
    _college, seat, link = _issued()
    client.post(f"{_path(link)}check/", {"code": claims.code_of(link)})
    kept = client.post(f"{_path(link)}object/", {"about": "other", "text": "My name is Inés Valdés Ruiz"})
    assert kept.status_code == 422
    assert "Valdés Ruiz" in kept.content.decode()
    done = client.post(f"{_path(link)}object/", {"about": "name", "text": "My name is Inés Valdés Ruiz"})
    assert done.status_code == 200
    assert Objection.objects.get().seat == seat


def test_a_returned_mail_is_told_and_a_new_address_works() -> None:
    """The issuer gives another address: the first link dies with it."""
    college, seat, link = _issued()
    new = claims.change_address(college.act(college.issuer), seat, email="new@people.example")
    assert Client().get(_path(link)).status_code == 410
    assert Client().get(_path(new)).status_code == 200
