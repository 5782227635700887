"""Does an owner get a signing key by clicking, and does nobody get one alone once there is somebody else?"""

import json
import re

import pytest
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.issuing import batches
from openler.platform.issuing.models import Seat
from openler.platform.issuing.signing import open_unbound
from openler.platform.jobs.services import run_all
from openler.platform.keystore.services import keys_of
from openler.platform.organizations.models import KeyChange, Organization
from openler.platform.organizations.services import join
from web.issuing import College, verified
from web.people import act, make_organization, make_user, prove, signed_client

pytestmark = pytest.mark.django_db

FIRST = {"kind": "make", "algorithm": "Ed25519", "reason": "", "expected_key": "0"}
ROTATE = {"kind": "rotate", "algorithm": "Ed25519", "reason": "Once a year.", "expected_key": "1"}
END = {"kind": "retire", "reason": "A laptop was stolen.", "expected_key": "1"}
PASSWORD = "a long walk by the river"


@pytest.fixture
def owner() -> User:
    """Give the only member of a college without a key."""
    user = make_user("olga")
    make_organization("college", members={user: ["owner"]})
    return user


def words(client: Client, path: str = "/o/college/keys/") -> str:
    """Give the words of a page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def second(*roles: str, name: str = "rita") -> Client:
    """Let somebody else join the college; give their client."""
    user = make_user(name)
    join(act(), organization=Organization.objects.get(slug="college"), user=user, roles=roles)
    return signed_client(user)


def numbers() -> list[int]:
    """Give the numbers of the college's keys."""
    return [key.number for key in keys_of(Organization.objects.get(slug="college").pk)]


def test_an_organization_outside_the_demonstration_gets_a_key_by_clicking(owner: User) -> None:
    """The page says what a key is for, one press makes it, and the world finds it under the identifier."""
    client = signed_client(owner)
    assert "Make a signing key" in words(client, "/o/college/")
    assert "without one nothing can be issued" in words(client)
    assert client.post("/o/college/keys/ask/", FIRST)["Location"] == "/o/college/keys/"
    page = words(client)
    assert "The new key signs from now on." in page
    assert "Make a signing key" not in words(client, "/o/college/")
    (key,) = keys_of(Organization.objects.get().pk)
    assert key.public_multikey in page
    document = Client().get("/o/college/did.json").json()
    assert document["id"] in page
    assert document["verificationMethod"][0]["publicKeyMultibase"] == key.public_multikey


@pytest.mark.parametrize("kind", ["credentialing_organizations", "employers", "governance"])
def test_whoever_may_issue_finds_the_page_in_the_menu(kind: str) -> None:
    """A college, an employer and a board alike, their owners and reviewers; an issuer does not."""
    members = {make_user("olga"): ["owner"], make_user("rita"): ["reviewer"], make_user("stan"): ["issuer"]}
    make_organization("college", kinds=[kind], members=members)
    for name, is_there in (("olga", True), ("rita", True), ("stan", False)):
        home = signed_client(User.objects.get(username=name)).get("/o/college/").content.decode()
        assert ('href="/o/college/keys/"' in home) is is_there, name


def test_a_second_person_decides_on_the_page_and_at_home(owner: User) -> None:
    """Whoever asked cannot approve; the other finds it among what waits, and approves."""
    reviewer, asker = second("reviewer"), signed_client(owner)
    asker.post("/o/college/keys/ask/", FIRST)
    change = KeyChange.objects.get()
    own = words(asker)
    assert "Nobody approves their own. It waits for Rita" in own
    assert "Approve: make the key" not in own
    assert "Make a signing key?" not in words(asker, "/o/college/")
    assert "Make a signing key?Olga sent it" in words(reviewer, "/o/college/")
    assert "Approve: make the key" in words(reviewer)
    refused = asker.post(f"/o/college/keys/{change.pk}/approve/")
    assert refused.status_code == 409
    assert "somebody else approves it" in refused.content.decode()
    assert numbers() == []
    assert reviewer.post(f"/o/college/keys/{change.pk}/approve/").status_code == 302
    assert numbers() == [1]
    assert "Olga asked; Rita approved" in words(asker)
    again = reviewer.post(f"/o/college/keys/{change.pk}/approve/")
    assert (again.status_code, numbers()) == (409, [1])


def test_a_reviewer_beside_a_second_owner_only_looks(owner: User) -> None:
    """The page says who decides, and the press that it does not offer is refused."""
    reviewer, _other = second("reviewer"), second("owner", name="otto")
    signed_client(owner).post("/o/college/keys/ask/", FIRST)
    page = words(reviewer)
    assert "It waits for Otto." in page
    assert "Approve" not in page
    change = KeyChange.objects.get()
    assert reviewer.post(f"/o/college/keys/{change.pk}/approve/").status_code == 409
    assert reviewer.post(f"/o/college/keys/{change.pk}/refuse/", {"answer": "No"}).status_code == 409
    assert numbers() == []


def test_a_refusal_is_read_by_whoever_asked(owner: User) -> None:
    """It needs a reason, which then stands on the page; nothing typed is lost on the way."""
    other, asker = second("owner"), signed_client(owner)
    asker.post("/o/college/keys/ask/", FIRST)
    path = f"/o/college/keys/{KeyChange.objects.get().pk}/refuse/"
    empty = other.post(path, {"answer": " "})
    assert empty.status_code == 422
    assert "Say why you refuse it" in empty.content.decode()
    long = other.post(path, {"answer": "No. " * 200})
    assert "No. No. No." in long.content.decode()
    assert other.post(path, {"answer": "Not before the board has met."}).status_code == 302
    assert "Not before the board has met." in words(asker)
    assert numbers() == []


def test_whoever_asked_withdraws(owner: User) -> None:
    """After it, another change can be asked for."""
    other, asker = second("owner"), signed_client(owner)
    asker.post("/o/college/keys/ask/", FIRST)
    path = f"/o/college/keys/{KeyChange.objects.get().pk}/withdraw/"
    assert other.post(path).status_code == 409
    assert asker.post(path).status_code == 302
    assert "Withdrawn" in words(asker)
    assert asker.post("/o/college/keys/ask/", FIRST).status_code == 302


def test_what_is_typed_is_kept_where_a_form_is_refused(owner: User) -> None:
    """P-256 without a reason, a reason too long, an end without a reason: each told at its own field."""
    client = signed_client(owner)
    refused = client.post("/o/college/keys/ask/", FIRST | {"algorithm": "P-256"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'href="#reason"' in page
    assert re.search(r'value="P-256" checked', page)
    page = client.post("/o/college/keys/ask/", FIRST | {"reason": "word " * 150}).content.decode()
    assert "word word" in page
    client.post("/o/college/keys/ask/", FIRST)
    page = client.post("/o/college/keys/ask/", END | {"reason": ""}).content.decode()
    assert 'href="#end_reason"' in page
    assert "<details open>" in page


def test_the_same_form_sent_again_changes_nothing_again(owner: User) -> None:
    """The back button and a second press find that another key signs by now."""
    client = signed_client(owner)
    client.post("/o/college/keys/ask/", FIRST)
    assert client.post("/o/college/keys/ask/", ROTATE).status_code == 302
    again = client.post("/o/college/keys/ask/", ROTATE)
    assert again.status_code == 409
    assert "changed in the meantime" in again.content.decode()
    assert numbers() == [1, 2]
    for odd in ("", "-1", "x", "9" * 40):
        assert client.post("/o/college/keys/ask/", ROTATE | {"expected_key": odd}).status_code == 409
    assert numbers() == [1, 2]


def test_fields_outside_the_form_are_not_read(owner: User) -> None:
    """Whoever waits for a second person cannot write that there was one (T31)."""
    _other, client = second("owner"), signed_client(owner)
    extra = {"state": "done", "asked_by": "1", "decided_by": "1", "ended_at": "2026-01-01", "organization": "x"}
    client.post("/o/college/keys/ask/", FIRST | extra)
    change = KeyChange.objects.get()
    assert (change.state, change.asked_by, change.decided_by, change.ended_at) == ("waiting", owner.pk, None, None)
    assert numbers() == []


def test_records_of_each_key_verify_after_a_rotation_and_an_end() -> None:
    """The page counts what each key signed; the retired ones do not sign and what they signed stays good."""
    college = College()
    college.issue("name\nAda\nBo\n")
    writer, reviewer = signed_client(college.issuer), signed_client(college.reviewer)
    for sent in (ROTATE, END | {"expected_key": "2"}):
        assert writer.post("/o/college/keys/ask/", sent).status_code == 302
        open_one = KeyChange.objects.get(ended_at=None)
        assert reviewer.post(f"/o/college/keys/{open_one.pk}/approve/").status_code == 302
        if sent is ROTATE:
            batches.ask_release(act(college.issuer, at=now()), college.check("name\nCy\n", token="later"))
            run_all(now())
    page = words(writer)
    assert re.findall(r"Records signed(\d+)", page) == ["1", "2"]
    assert page.count("It does not sign any more. What it signed stays verifiable.") == 2
    assert "No key signs." in page
    for seat in Seat.objects.all():
        outcomes = {check.id: check.outcome for check in verified(open_unbound(seat), college.organization).checks}
        assert (outcomes["proof"], outcomes["issuer_controls_key"]) == ("passed", "passed")
    methods = {json.loads(open_unbound(seat))["proof"]["verificationMethod"][-5:] for seat in Seat.objects.all()}
    assert methods == {"key-1", "key-2"}
    assert len(writer.get("/o/college/did.json").json()["assertionMethod"]) == 2
    refused = writer.post("/o/college/keys/ask/", ROTATE | {"expected_key": "0"})
    assert "There is no key that signs." in refused.content.decode()


def test_asking_and_approving_need_a_fresh_proof_and_the_form_is_taken_up_after_it(owner: User) -> None:
    """A borrowed session makes no key; a password alone makes none; after the proof nothing is typed again."""
    owner.set_password(PASSWORD)
    owner.save()
    with_password = prove(signed_client(owner), owner, "password")
    assert with_password.post("/o/college/keys/ask/", FIRST).status_code == 403
    stale = prove(signed_client(owner), owner, "password", "mfa", seconds_ago=3600)
    asked = stale.post("/o/college/keys/ask/", FIRST)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/account/again/")
    assert numbers() == []
    done = stale.post(asked["Location"], {"password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/o/college/keys/")
    assert numbers() == [1]
    other = make_user("otto")
    other.set_password(PASSWORD)
    other.save()
    join(act(), organization=Organization.objects.get(), user=other, roles=["owner"])
    signed_client(owner).post("/o/college/keys/ask/", ROTATE)
    change = KeyChange.objects.get(ended_at=None)
    stale = prove(signed_client(other), other, "password", "mfa", seconds_ago=3600)
    assert stale.post(f"/o/college/keys/{change.pk}/approve/")["Location"].startswith("/account/again/")
    assert numbers() == [1]


def test_looking_changes_nothing(owner: User) -> None:
    """Neither the page nor the addresses of its buttons act on being opened."""
    client = second("owner")
    signed_client(owner).post("/o/college/keys/ask/", FIRST)
    before = AuditEntry.objects.count()
    change = KeyChange.objects.get().pk
    assert client.get("/o/college/keys/").status_code == 200
    for path in ("ask", f"{change}/approve", f"{change}/refuse", f"{change}/withdraw"):
        assert client.get(f"/o/college/keys/{path}/").status_code == 405
    assert AuditEntry.objects.count() == before
