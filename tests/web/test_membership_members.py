"""Do only owners say who belongs to an organization, and does an invitation reach only whom it was sent to?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from openler.foundation.errors import ResolutionFailed
from openler.platform.accounts.models import User
from openler.platform.achievements import services as achievements
from openler.platform.audit.models import AuditEntry
from openler.platform.organizations import domains, memberships
from openler.platform.organizations.errors import InvitationForAnother, InvitationGone, LastOwner
from openler.platform.organizations.models import DomainProof, Invitation, Membership, Organization
from web.issuing import College, draft
from web.people import AT, act, make_organization, make_user, prove, signed_client

pytestmark = pytest.mark.django_db

INVITED = {"address": "bea@people.example", "roles": ["issuer"], "title": "registrar"}


@pytest.fixture
def owner() -> User:
    """Give the owner of a college."""
    user = make_user("olga")
    make_organization("college", members={user: ["owner"]})
    return user


def confirmed(name: str) -> User:
    """Make somebody whose address is confirmed."""
    user = make_user(name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def invite_by_page(owner: User, capture: object) -> str:
    """Invite Bea on the page and give the path of the link in the mail."""
    with capture(execute=True):  # type: ignore[operator]
        assert signed_client(owner).post("/o/college/members/invite/", INVITED).status_code == 302
    return re.search(r"https?://[^/\s]+(/invitation/\S+)", mail.outbox[-1].body)[1]  # type: ignore[index]


def test_somebody_makes_an_organization_and_owns_it() -> None:
    """One form; the name is unproven; a taken word is told at its field, and what was typed is kept."""
    user = make_user("olga")
    client = signed_client(user)
    given = {"name": "River College", "slug": "river", "kinds": ["credentialing_organizations", "employers"]}
    assert client.post("/organizations/new/", given)["Location"] == "/o/river/"
    page = client.get("/o/river/").content.decode()
    assert "This name is unproven." in page
    assert Membership.objects.get().roles == ["owner"]
    again = client.post("/organizations/new/", given)
    assert again.status_code == 422
    assert "River College" in again.content.decode()


def test_an_invitation_is_accepted_by_a_button(owner: User, django_capture_on_commit_callbacks: object) -> None:
    """Opening the link changes nothing, for whoever opens it; the button joins, once."""
    path = invite_by_page(owner, django_capture_on_commit_callbacks)
    bea = confirmed("bea")
    for client in (Client(), signed_client(bea), signed_client(make_user("eve"))):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert Membership.objects.filter(user=bea).count() == 0
    assert signed_client(bea).post(path)["Location"] == "/o/college/"
    joined = Membership.objects.get(user=bea)
    assert (joined.roles, joined.title) == (["issuer"], "registrar")
    assert signed_client(bea).post(path).status_code == 404
    assert AuditEntry.objects.filter(verb="membership.set", person_id=bea.pk).exists()


def test_a_link_that_was_passed_on_lets_nobody_else_in(owner: User, django_capture_on_commit_callbacks: object) -> None:
    """An account without the confirmed address is refused, and the link is not used up by the try."""
    path = invite_by_page(owner, django_capture_on_commit_callbacks)
    assert signed_client(confirmed("eve")).post(path).status_code == 403
    assert signed_client(make_user("bea")).post(path).status_code == 403
    EmailAddress.objects.create(user=User.objects.get(username="bea"), email="bea@people.example", verified=True)
    assert signed_client(User.objects.get(username="bea")).post(path).status_code == 302


def test_the_token_of_an_invitation_is_not_stored(owner: User, django_capture_on_commit_callbacks: object) -> None:
    """Whoever reads the database cannot join with what stands there."""
    token = invite_by_page(owner, django_capture_on_commit_callbacks).split("/")[2]
    stored = [str(value) for row in Invitation.objects.values() for value in row.values()]
    assert not any(token in value for value in stored)


def test_old_and_withdrawn_invitations_are_dead(owner: User) -> None:
    """After two weeks, after being taken back, and after a new one to the same address."""
    college = Organization.objects.get()
    user = confirmed("bea")
    late = act(user, at=AT + timedelta(days=15))
    first = memberships.invite(act(owner, college), organization=college, **INVITED)  # type: ignore[arg-type]
    second = memberships.invite(act(owner, college), organization=college, **INVITED)  # type: ignore[arg-type]
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (AT, None)
    memberships.take_back(act(owner, college), organization=college, invitation_id=second.pk)
    with pytest.raises(InvitationGone):
        memberships.take_back(act(owner, college), organization=college, invitation_id=second.pk)
    with pytest.raises(InvitationGone):
        memberships.accept(late, token="anything", user=user)


def test_an_organization_keeps_an_owner(owner: User) -> None:
    """The last owner neither leaves nor gives up the role; with a second one they may."""
    college = Organization.objects.get()
    place = Membership.objects.get(user=owner)
    with pytest.raises(LastOwner):
        memberships.remove(act(owner, college), organization=college, membership_id=place.pk)
    with pytest.raises(LastOwner):
        memberships.change_roles(
            act(owner, college), organization=college, membership_id=place.pk, roles=["viewer"], title=""
        )
    assert signed_client(owner).post("/o/college/leave/").status_code == 409
    memberships.join(act(owner, college), organization=college, user=make_user("second"), roles=["owner"])
    assert signed_client(owner).post("/o/college/leave/")["Location"] == "/home/"
    assert signed_client(owner).get("/o/college/").status_code == 404


def test_a_member_of_another_organization_cannot_be_changed_from_here(owner: User) -> None:
    """The number of a membership elsewhere is not found, and it stays as it is (T32)."""
    other = make_organization("board", members={make_user("ben"): ["owner"]})
    place = Membership.objects.get(organization=other)
    client = signed_client(owner)
    assert client.post(f"/o/college/members/{place.pk}/", {"roles": ["viewer"]}).status_code == 404
    assert client.post(f"/o/college/members/{place.pk}/remove/").status_code == 404
    place.refresh_from_db()
    assert place.roles == ["owner"]


def test_fields_outside_the_form_are_not_read(owner: User) -> None:
    """What is sent beside the form's fields changes nothing (T31)."""
    extra = {"proven_domain": "evil.example", "is_fictional": "1", "id": "1", "created_at": "2000-01-01", "owner": "1"}
    given = {"name": "River", "slug": "river", "kinds": ["employers"]} | extra
    signed_client(owner).post("/organizations/new/", given)
    made = Organization.objects.get(slug="river")
    assert (made.proven_domain, made.is_fictional, made.created_at.year > 2000) == ("", False, True)
    college = Organization.objects.get(slug="college")
    bob = make_user("bob")
    place = memberships.join(act(owner, college), organization=college, user=bob, roles=["viewer"])
    sent = {
        "roles": ["viewer"],
        "title": "x",
        "user": owner.pk,
        "organization": str(made.pk),
        "joined_at": "2000-01-01",
    }
    assert signed_client(owner).post(f"/o/college/members/{place.pk}/", sent).status_code == 302
    place.refresh_from_db()
    assert (place.user, place.organization, place.joined_at.year > 2000) == (bob, college, True)
    refused = signed_client(owner).post(f"/o/college/members/{place.pk}/", {"roles": ["superuser"], "title": ""})
    assert refused.status_code == 422
    client = Client()
    answer = {"name": "Eve", "email": "eve@people.example", "password1": "a long walk by the river"}
    client.post("/sign-up/", answer | {"is_staff": "1", "is_superuser": "1", "username": "root", "is_fictional": "1"})
    eve = User.objects.get(email="eve@people.example")
    assert (eve.is_staff, eve.is_superuser, eve.is_fictional, eve.username != "root") == (False, False, False, True)


def test_acts_of_owners_ask_for_a_second_factor_and_a_fresh_proof(owner: User) -> None:
    """A session of a password alone is refused; an old proof is asked for again, and the form is kept for later."""
    owner.set_password("a long walk by the river")
    owner.save()
    with_password = prove(signed_client(owner), owner, "password")
    refused = with_password.post("/o/college/members/invite/", INVITED)
    assert refused.status_code == 403
    assert "second factor" in refused.content.decode()
    stale = prove(signed_client(owner), owner, "password", "mfa", seconds_ago=3600)
    asked = stale.post("/o/college/members/invite/", INVITED)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/account/again/")
    assert Invitation.objects.count() == 0


def test_a_domain_is_proven_by_its_file_alone(owner: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Another text, no file, or a server that answers everything with one page proves nothing."""
    settings.OPENLER_ONLINE = True
    college = Organization.objects.get()
    client = signed_client(owner)
    assert client.post("/o/college/domain/", {"domain": "College.edu"}).status_code == 302
    proof = DomainProof.objects.get()
    page = client.get("/o/college/domain/").content.decode()
    assert f"https://college.edu/.well-known/openler-{proof.token}.txt" in page
    asked: list[str] = []

    def serve(text: str | None) -> None:
        def get(_client: object, url: str, **_options: object) -> bytes:
            asked.append(url)
            if text is None:
                raise ResolutionFailed("college.edu answered 404.")
            return text.encode()

        monkeypatch.setattr(domains.GuardedClient, "get", get)

    for text in (None, "<!doctype html><title>Welcome</title>", proof.token, ""):
        serve(text)
        assert client.post("/o/college/domain/check/").status_code == 409
    assert client.get("/o/college/domain/check/").status_code == 405
    college.refresh_from_db()
    assert college.proven_domain == ""
    serve(proof.content + "\n")
    assert client.post("/o/college/domain/check/").status_code == 302
    college.refresh_from_db()
    assert college.proven_domain == "college.edu"
    assert set(asked) == {f"https://college.edu/.well-known/openler-{proof.token}.txt"}


def test_a_domain_is_proven_by_its_dns_record(owner: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The name that the page shows must hold the line; an offline installation asks nobody and says so."""
    settings.OPENLER_ONLINE = True
    college = Organization.objects.get()
    client = signed_client(owner)
    client.post("/o/college/domain/", {"domain": "college.edu"})
    proof = DomainProof.objects.get()
    assert "_openler.college.edu" in client.get("/o/college/domain/").content.decode()
    asked: list[str] = []
    held: list[str] = []

    def text_records(name: str) -> tuple[str, ...]:
        asked.append(name)
        if not held:
            raise ResolutionFailed("No name server answered.")
        return tuple(filter(None, held))

    monkeypatch.setattr(domains, "text_records", text_records)
    for texts, words in (
        [[], "No name server answered"],
        [[""], "has no text record"],
        [["v=spf1 -all"], "none with the line"],
    ):
        held[:] = texts
        refused = client.post("/o/college/domain/check/", {"way": "name"})
        assert refused.status_code == 409
        assert words in refused.content.decode()
    settings.OPENLER_ONLINE = False
    held[:] = ["v=spf1 -all", proof.content]
    assert "asks nothing outside itself" in client.post("/o/college/domain/check/", {"way": "name"}).content.decode()
    college.refresh_from_db()
    assert (college.proven_domain, len(asked)) == ("", 3)
    settings.OPENLER_ONLINE = True
    assert client.post("/o/college/domain/check/", {"way": "name"}).status_code == 302
    college.refresh_from_db()
    assert college.proven_domain == "college.edu"
    assert set(asked) == {"_openler.college.edu"}
    assert AuditEntry.objects.get(verb="domain.proven").detail == {"way": "name"}


@pytest.mark.parametrize("domain", ["localhost", "127.0.0.1", "college", "https://college.edu", "a b.edu", "-a.edu"])
def test_what_is_no_domain_is_refused_at_its_field(domain: str, owner: User) -> None:
    """No address inside a network and no text that is not a name is ever fetched."""
    assert signed_client(owner).post("/o/college/domain/", {"domain": domain}).status_code == 422
    assert DomainProof.objects.count() == 0


def test_pages_of_an_organization_open_for_its_owner(owner: User) -> None:
    """Each page opens, in our design, without a script or style of its own."""
    place = Membership.objects.get()
    for path in ("", "members/", "members/invite/", f"members/{place.pk}/", "leave/", "domain/", "sign-in/"):
        answer = signed_client(owner).get(f"/o/college/{path}")
        assert answer.status_code == 200, path
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.content.decode())


def test_an_invitation_for_another_is_an_error_of_its_own(owner: User) -> None:
    """The service refuses as well, not the page alone."""
    college = Organization.objects.get()
    memberships.invite(act(owner, college), organization=college, **INVITED)  # type: ignore[arg-type]
    invitation = Invitation.objects.get()
    token = "known"
    invitation.token_digest = memberships._digest(token)
    invitation.save()
    with pytest.raises(InvitationForAnother):
        memberships.accept(act(), token=token, user=confirmed("eve"))


def test_whoever_signs_approves_or_administers_acts_with_a_second_factor(owner: User) -> None:
    """With a password alone pages open, and no act of an owner, issuer or reviewer is done, on any page."""
    client = prove(signed_client(owner), owner, "password")
    assert client.get("/o/college/members/").status_code == 200
    college = Organization.objects.get()
    sent = memberships.invite(act(owner, college), organization=college, **INVITED)  # type: ignore[arg-type]
    assert client.post(f"/o/college/members/invitations/{sent.pk}/end/").status_code == 403
    sent.refresh_from_db()
    assert sent.ended_at is None
    prove(client, owner, "password", "mfa")
    assert client.post(f"/o/college/members/invitations/{sent.pk}/end/").status_code == 302


def test_the_home_of_an_organization_says_what_waits_and_asks_nobody_about_their_own_work() -> None:
    """A reviewer sees what others sent; whoever sent it does not, and an empty day is said."""
    college = College()
    writer, reviewer = college.issuer, college.reviewer
    version = achievements.define(
        act(writer, college.organization), college.organization, draft(name="Wound Care", code="WND-1")
    )
    achievements.submit(act(writer, college.organization), version)
    page = signed_client(reviewer).get("/o/college/").content.decode()
    assert "1 decision waits for you" in page
    assert "Publish Wound Care?" in page
    own = signed_client(writer).get("/o/college/").content.decode()
    assert "Nothing waits for you" in own
    assert "Wound Care" not in own
