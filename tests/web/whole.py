"""Which installation has something to show on every page? The demonstration, and beside it what people do in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from openler.platform.accounts.models import SignInProvider, User
from openler.platform.achievements import services as achievements
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import published_of
from openler.platform.base.acts import Act, now
from openler.platform.demo.ecosystem import load_ecosystem
from openler.platform.demo.people import COLLEGE, HOME, REGISTRY
from openler.platform.frameworks.models import FrameworkItem
from openler.platform.frameworks.services import import_framework
from openler.platform.issuing import batches, changes
from openler.platform.issuing.claims import make_link, token_of
from openler.platform.issuing.models import Batch, Seat
from openler.platform.issuing.rows import propose_columns
from openler.platform.issuing.uploads import keep_upload
from openler.platform.mail.models import DemoLetter
from openler.platform.opportunities.models import Posting
from openler.platform.opportunities.services import GivenAnswer, apply_with
from openler.platform.organizations import key_changes, memberships
from openler.platform.organizations.domains import ask_for_proof
from openler.platform.organizations.models import Invitation, Membership, Organization
from openler.platform.recognition.models import RegistryEntry
from openler.platform.sharing.requests import ask_for_presentation
from openler.platform.sharing.tokens import present_token_of
from web.applying import record
from web.issuing import draft
from web.people import make_user, prove, signed_client
from web.routes import Route
from web.sharing import badge, presentation, shared

Values = Mapping[str, object]
PASSWORD = "a long walk by the river"
_CLASS = "name,email,student id\nAda Fictional,ada@people.example,S-7\nBo Fictional,no address,S-8\n"
# The base point of P-256.
_BASE_X = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
_BASE_Y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
# Whoever asks for these is told that it did not work, or that there is nothing to ask now.
_STATUS = {"socialaccount_login_error": 401, "openid_connect_login": 404, "openid_connect_callback": 404}


@dataclass(frozen=True)
class Visit:
    """One page, and who opens it.

    Attributes:
        user: None for somebody who is not signed in.
        status: of the answer.
    """

    route: Route
    path: str
    user: User | None
    status: int

    def client(self) -> Client:
        """Give a client of whoever opens it, who proved who they are just now."""
        if self.route.name == "mfa_authenticate":
            half_way = Client()
            half_way.post("/sign-in/", {"login": "second@people.example", "password": PASSWORD})
            return half_way
        if self.user is None:
            return Client()
        client = signed_client(self.user)
        return prove(client, self.user, "password") if self.route.name == "mfa_reauthenticate" else client


@dataclass(frozen=True)
class Whole:
    """An installation in which every page shows something.

    Attributes:
        people: who opens what only somebody signed in may open, by the name of the address; "" for all others.
        values: what stands in addresses, by the organization or by the name of the address.
        also: further values or questions (`?`) of one address, where it shows something else as well.
    """

    people: Mapping[str, User]
    values: Mapping[str, Values]
    also: Mapping[str, Sequence[Values]]

    def visits(self, route: Route) -> Iterator[Visit]:
        """Say how a page is opened by somebody who may, in each of its states."""
        place = _place_of(route)
        known = {**self.values.get(place, {}), **self.values.get(route.name, {})}
        for more in ({}, *self.also.get(route.name, ())):
            path = route.path(place, {**known, **more}) + str(more.get("?", ""))
            yield Visit(
                route, path, self._who(route, place), int(str(more.get("status", _STATUS.get(route.name, 200))))
            )

    def _who(self, route: Route, place: str) -> User | None:
        access = route.access
        assert access is not None, route.text
        if access.kind == "members":
            return User.objects.get(pk=_member(place, access.roles, now()).actor_id)
        # Whoever signs out is signed in.
        is_somebody = access.kind == "signed_in" or route.text == "sign-out/"
        return self.people.get(route.name, self.people[""]) if is_somebody else None


def make_whole() -> Whole:
    """Load the demonstration, and let its people do what leaves something to see on each page."""
    at = now()
    load_ecosystem(Act(None, None, at))
    student = User.objects.get(username="demo-student")
    college, values = _at_the_college(at), _of_the_student(student, at)
    also: dict[str, list[Values]] = {
        "batch": [{"batch": college["waiting"]}, {"batch": college["done"]}],
        "achievement_version": [{"version": college["draft"]}],
        "issued_record": [{"seat": college["revoked"]}],
        "issued_records": [{"?": "?q=nobody"}],
        "organization_audit": [{"?": "?person=00417"}, {"?": "?since=x", "status": 422}],
        "claim": [{"token": "nothing", "status": 410}],
        "frameworks": [{"?": "?q=care"}],
        "openings": [{"?": "?q=nurse"}],
        "story": [{"step": step} for step in (2, 4, 7)],
        "stakeholder": [{"slug": slug} for slug in ("employers", "governance")],
    }
    places = {COLLEGE: college, HOME: _at_the_home(student, at), REGISTRY: _at_the_registry(at)}
    people = {"": student, **_with_a_second_factor()}
    return Whole(people, places | values | _of_anybody(at), also)


def _place_of(route: Route) -> str:
    """Name the organization at which a page is looked at: where such work is done."""
    module = str(route.view.__module__)
    if ".employers." in module:
        return HOME
    return REGISTRY if ".governance." in module or ".data_standards_bodies." in module else COLLEGE


def _member(place: str, roles: Sequence[str], at: datetime) -> Act:
    """Act as somebody who has one of these roles in an organization."""
    members = Membership.objects.filter(organization__slug=place).order_by("pk")
    one = next(one for one in members if not roles or any(one.may(role) for role in roles))
    return Act(one.user_id, one.organization_id, at)


def _at_the_college(at: datetime) -> dict[str, object]:
    college = Organization.objects.get(slug=COLLEGE)
    writer, owner = _member(COLLEGE, ["issuer"], at), _member(COLLEGE, ["owner"], at)
    version = published_of(college).get(achievement__code="NUR-110")
    upload = keep_upload(writer, version, title="Class", data=_CLASS.encode(), claim_check=1, form_token="upload")
    open_batch, waiting = _checked(writer, version, "open"), _checked(writer, version, "waiting")
    Batch.objects.filter(pk=waiting.pk).update(needs_second=True)
    waiting.refresh_from_db()
    batches.ask_release(writer, waiting)
    invitation = memberships.invite(owner, organization=college, address="bea@people.example", roles=["viewer"])
    Invitation.objects.filter(pk=invitation.pk).update(token_digest=memberships._digest("whole"))
    ask_for_proof(owner, organization=college, domain="college.edu")
    key_changes.ask(owner, college, kind="rotate", algorithm="Ed25519", reason="Once a year.", expected_key=1)
    seat, revoked, *_rest = Seat.objects.filter(organization=college, version=version, state="in_force")
    changes.correct(
        writer, seat, claims=changes.claims_of(seat) | {"name": "Ines Valdes"}, reason="Name", at_once=False
    )
    objection = changes.object_to(writer, seat, about="name", text="My name has an accent.")
    changes.revoke(writer, [revoked], reason="Given by mistake.")
    return {
        "version": version.pk,
        "version_id": version.pk,
        "slug": COLLEGE,
        "upload": upload.pk,
        "batch": open_batch.pk,
        "waiting": waiting.pk,
        "done": Batch.objects.filter(organization=college, state="done").earliest("made_at").pk,
        "draft": achievements.define(writer, college, draft(code="NUR-200")).pk,
        "number": open_batch.rows.get(state="bad").number,
        "seat": seat.pk,
        "revoked": revoked.pk,
        "objection": objection.pk,
        "member": Membership.objects.filter(organization=college).latest("pk").pk,
    }


def _checked(writer: Act, version: Version, token: str) -> Batch:
    table = batches.read_class(_CLASS.encode())
    return batches.check_batch(
        writer,
        version,
        title="Class",
        head=table.header,
        rows=[(row.number, row.cells) for row in table.rows],
        columns=propose_columns(table.header, version.results),
        form_token=token,
        problems=table.problems,
    )


def _at_the_home(student: User, at: datetime) -> dict[str, object]:
    posting = Posting.objects.filter(tenant_id=Organization.objects.get(slug=HOME).pk).earliest("pk")
    asked = [row["uri"] for row in posting.requirements]
    records = presentation([record(asked[0], at=at, title="Nursing Basics", level="proficient")], at=at)
    answers = [GivenAnswer(asked[1], "Two years on a ward.", b"From my supervisor")]
    application = apply_with(Act(student.pk, None, at), posting.pk, records, answers)
    return {"posting": posting.pk, "application": application.pk}


def _at_the_registry(at: datetime) -> dict[str, object]:
    registry = Organization.objects.get(slug=REGISTRY)
    writer = _member(REGISTRY, ["issuer"], at)
    data = b"label,statement,code\nWound care,Dresses wounds,W1\n,Nothing said,W2\n"
    brought = import_framework(writer, tenant_id=registry.pk, data=data, title="Wounds (fictional)")
    entry = RegistryEntry.objects.first()
    item = FrameworkItem.objects.exclude(framework=brought.framework).first()
    assert entry is not None and item is not None
    return {"framework": brought.framework.pk, "item": item.pk, "entry": entry.pk, "registry": entry.registry_id}


def _of_the_student(student: User, at: datetime) -> dict[str, Values]:
    EmailAddress.objects.create(user=student, email=student.email, verified=True, primary=True)
    _token, share = shared(student, presentation([badge("Wound Care", at=at)], at=at), at=at)
    held = Seat.objects.filter(organization__slug=COLLEGE, state="in_force", email=student.email).latest("pk")
    Seat.objects.filter(pk=held.pk).update(holder_id=student.pk, claimed_at=at)
    return {
        "wallet_issued_one": {"seat": held.pk},
        "wallet_share": {"share_id": share.pk},
    }


def _with_a_second_factor() -> dict[str, User]:
    """Make somebody with password, passkey, app and codes, and say which pages are theirs."""
    user = make_user("second")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": _registration()})
    names = ("account_reauthenticate", "account_change_password", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
    own = ("mfa_index", "mfa_list_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_deactivate_totp")
    return dict.fromkeys((*names, *own, "mfa_view_recovery_codes", "mfa_download_recovery_codes"), user)


def _registration() -> dict[str, object]:
    """Write what a browser says of a new passkey; its key is the base point of the curve."""
    key = {1: 2, 3: -7, -1: 1, -2: bytes.fromhex(_BASE_X), -3: bytes.fromhex(_BASE_Y)}
    kept = AttestedCredentialData.create(Aaguid.NONE, b"passkey of nobody", key)
    said = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, kept)
    client = json.dumps({"type": "webauthn.create", "challenge": "", "origin": "https://nobody.example"}).encode()
    name = websafe_encode(kept.credential_id)
    answer = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
    }
    return {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": {}}


def _of_anybody(at: datetime) -> dict[str, Values]:
    anna = make_user("anna")
    anna.set_password(PASSWORD)
    anna.save()
    address = EmailAddress.objects.create(user=anna, email=anna.email, verified=False, primary=True)
    college = Organization.objects.get(slug=COLLEGE)
    SignInProvider.objects.create(
        tenant_id=college.pk,
        slug=COLLEGE,
        name="Lakeside",
        server_url="https://login.lakeside.example",
        authorization_origin="https://login.lakeside.example",
        client_id="openler",
        created_at=at,
    )
    token, _share = shared(anna, presentation([badge("Wound Care", at=at)], at=at), at=at)
    question = ask_for_presentation(Act(None, None, at), asker="Harbor View", purpose="First day")
    seat = Seat.objects.filter(organization=college, state="in_force", claimed_at=None).latest("pk")
    link = make_link(_member(COLLEGE, ["issuer"], at), seat)
    passkey = Authenticator.objects.get(type="webauthn")
    return {
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "mfa_edit_webauthn": {"pk": passkey.pk},
        "demo_record": {"name": "nursing"},
        "demo_record_file": {"name": "nursing"},
        "do": {"act_id": "employers.adopting.1"},
        "share": {"token": token},
        "verify_asked": {"token": question.asked_token},
        "present": {"token": present_token_of(question.asked_token)},
        "invitation": {"token": "whole"},
        "claim": {"token": token_of(link)},
        "claim_check": {"token": token_of(link)},
        "account_confirm_email": {"key": EmailConfirmationHMAC(address).key},
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(anna),
            "key": default_token_generator.make_token(anna),
        },
        "demo_letter": {"number": DemoLetter.objects.latest("pk").pk},
        "story": {"step": 1},
        "stakeholder": {"slug": "learners-and-earners"},
    }
