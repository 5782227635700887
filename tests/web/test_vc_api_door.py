"""Who may ask the VC API for what, and what shape have its answers?"""

import json
from typing import Any

import pytest
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import judge_whole_chain
from openler.platform.base.acts import Act, now
from openler.platform.doors.vc_api import access
from openler.platform.doors.vc_api.errors import BadInstance, NoSuchInstance
from openler.platform.doors.vc_api.instances import close_instance, create_instance, did_of, list_instances
from openler.platform.doors.vc_api.models import Instance, Issued
from openler.platform.keystore.models import IssuerKey
from openler.platform.organizations.models import Membership, Organization
from openler.testing.signing import fixed_signer
from web.people import make_organization, make_user
from web.programs import caller
from web.vc_api import V2, Door, credential_1, credential_2, mutated, post, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

ISSUE = {"credential": credential_2()}


def college(*roles: str) -> tuple[Organization, User]:
    """Give an organization and a member with these roles."""
    ilse = make_user("ilse")
    return make_organization("college", members={ilse: list(roles or ("issuer",))}), ilse


def diplomas(organization: Organization, **settings: Any) -> Instance:
    """Give an instance of an organization."""
    who = Act(None, organization.pk, now())
    return create_instance(who, "diplomas", suite="eddsa-rdfc-2022", organization=organization, **settings)


def call(user: User, organization: Organization, *scopes: str) -> Any:
    """Give what asks the instance of the organization by token."""
    ask = caller(user, organization, *scopes, base="/vc-api/instances/diplomas")
    return lambda path, body: ask("POST", path, body)


# --- open or closed


@pytest.mark.parametrize("is_demo", [False, True])
def test_the_door_is_closed_unless_somebody_opened_it(settings: Any, is_demo: bool) -> None:
    """Every address answers 404 in JSON while it is closed; a demonstration has it open."""
    settings.OPENLER_VC_API, settings.OPENLER_DEMO = False, is_demo
    expected = 200 if is_demo else 404
    assert Client().get("/vc-api/openapi.json").status_code == expected
    status, answer = post("/vc-api/credentials/verify", {"verifiableCredential": credential_2()})
    assert status == (400 if is_demo else 404)
    assert is_demo or answer["code"] == "door_closed"


def test_an_address_beside_the_calls_is_told_in_json() -> None:
    """No page, no redirect to a slash, no other method: programs read JSON."""
    for path in ("/vc-api/nothing", "/vc-api/credentials/verify/", "/vc-api"):
        answer = Client().post(path, "{}", content_type="application/json")
        assert answer.status_code == 404, path
    answer = Client().get("/vc-api/credentials/verify")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


# --- tokens


@pytest.mark.parametrize(
    ("scope", "path", "body"),
    [
        ("vc-api:issue", "/credentials/issue", ISSUE),
        ("vc-api:present", "/presentations", {"presentation": {"@context": [V2], "type": ["VerifiablePresentation"]}}),
    ],
)
def test_each_act_takes_a_token_with_its_own_scope(scope: str, path: str, body: Any) -> None:
    """With it 201; with every other scope 403; without a token, and with one that never was, 401."""
    organization, ilse = college()
    diplomas(organization)
    assert call(ilse, organization, scope)(path, body).status_code == 201
    others = [one for one in access_scopes() if one != scope]
    assert call(ilse, organization, *others)(path, body).status_code == 403
    for headers in ({}, {"Authorization": "Bearer oler_never"}):
        assert post(f"/vc-api/instances/diplomas{path}", body, **headers)[0] == 401


def access_scopes() -> list[str]:
    """Give all scopes that a token may have."""
    from openler.platform.accounts.tokens import SCOPES

    return list(SCOPES)


def test_a_token_of_somebody_who_lost_the_role_signs_nothing() -> None:
    """The role counts at this very moment, not when the token was made."""
    organization, ilse = college()
    diplomas(organization)
    ask = call(ilse, organization, "vc-api:issue")
    assert ask("/credentials/issue", ISSUE).status_code == 201
    Membership.objects.filter(user=ilse).update(roles=["viewer"])
    assert ask("/credentials/issue", ISSUE).status_code == 403


def test_another_organization_learns_nothing_of_an_instance() -> None:
    """A good token of elsewhere gets the same answer for an instance of others and for one that never was."""
    organization, _ilse = college()
    diplomas(organization)
    ben = make_user("ben")
    board = make_organization("board", members={ben: ["issuer", "owner"]})
    ask = call(ben, board)
    nowhere = caller(ben, board, base="/vc-api/instances/nowhere")("POST", "/credentials/issue", ISSUE)
    for path in ("/credentials/issue", "/presentations", "/credentials/status"):
        answer = ask(path, ISSUE)
        assert answer.status_code == 404
        assert json.loads(answer.content)["code"] == json.loads(nowhere.content)["code"] == "no_such_instance"


def test_an_ended_instance_signs_nothing_and_its_records_hold() -> None:
    """Its key is retired; what it signed verifies, and its status lists are served."""
    door = Door("eddsa-rdfc-2022", "Ed25519", status_purposes=["revocation"])
    signed = door.issued(credential_2())
    close_instance(Act(None, None, now()), door.instance.slug)
    assert door.issue(credential_2())[0] == 401
    assert post("/vc-api/credentials/verify", {"verifiableCredential": signed})[0] == 200
    with pytest.raises(NoSuchInstance):
        close_instance(Act(None, None, now()), door.instance.slug)
    assert did_of(list_instances().get()) == ""


# --- open instances


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_an_open_instance_signs_for_its_own_machine_only(meta: dict[str, str]) -> None:
    """From elsewhere, through a proxy, or from a page of another site nothing is signed."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    for path, body in (("/credentials/issue", ISSUE), ("/presentations", {"presentation": {}})):
        answer = Client().post(door.base + path, json.dumps(body), content_type="application/json", **meta)
        assert answer.status_code == 403, answer.content
    assert not AuditEntry.objects.filter(verb="vc_api.issued").exists()


def test_an_open_instance_is_refused_where_the_world_reaches_the_installation(settings: Any) -> None:
    """Neither is one made there, nor does one that was made before sign."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    settings.OPENLER_PUBLIC_URL = "https://records.example.org"
    with pytest.raises(BadInstance, match="sign for anybody"):
        create_instance(Act(None, None, now()), "open", suite="eddsa-rdfc-2022", is_open=True)
    assert door.issue(credential_2())[0] == 403


@pytest.mark.parametrize(
    "asked",
    [
        {"suite": "bbs-2023"},
        {"suite": "eddsa-rdfc-2022", "key": "P-256"},
        {"suite": "ecdsa-rdfc-2019", "key": "P-521"},
        {"suite": "eddsa-rdfc-2022", "slug": "No Slug"},
        {"suite": "eddsa-rdfc-2022", "slug": ""},
        {"suite": "eddsa-rdfc-2022", "failure_status": 500},
        {"suite": "eddsa-rdfc-2022", "status_purposes": ["message"]},
        {"suite": "eddsa-rdfc-2022", "is_open": False},
    ],
)
def test_an_instance_that_cannot_work_is_not_made(asked: dict[str, Any]) -> None:
    """Nothing is kept of it, no key either."""
    given = {"slug": "one", "is_open": True, **asked}
    with pytest.raises(BadInstance):
        create_instance(Act(None, None, now()), given.pop("slug"), **given)
    assert not Instance.objects.exists()
    assert not IssuerKey.objects.exists()


def test_a_name_is_given_once() -> None:
    """A second instance of the same name would be another issuer under the same address."""
    Door("eddsa-rdfc-2022", "Ed25519")
    with pytest.raises(BadInstance, match="already"):
        Door("eddsa-rdfc-2022", "Ed25519")
    assert IssuerKey.objects.count() == 1


# --- shapes


def test_answers_are_wrapped_where_the_instance_is_set_so() -> None:
    """Bare for W3C's runners, {verifiableCredential} and {verifiablePresentation} as VCALM prescribes."""
    door = Door("eddsa-rdfc-2022", "Ed25519", is_wrapped=True)
    status, answer = door.issue(credential_2())
    assert (status, set(answer)) == (201, {"verifiableCredential"})
    status, answer = door.post("/presentations", {"presentation": {"@context": [V2], "type": "VerifiablePresentation"}})
    assert (status, set(answer)) == (201, {"verifiablePresentation"})


def test_a_refusal_has_the_status_that_the_instance_is_set_to() -> None:
    """200 with verified false, as VCALM has it; what cannot be read stays 400."""
    door = Door("eddsa-rdfc-2022", "Ed25519", failure_status=200)
    signed = door.issued(credential_2())
    spoiled = mutated(signed, put("credentialSubject", "name", value="Milo"))
    status, answer = door.verify(spoiled)
    assert (status, answer["verified"]) == (200, False)
    assert answer["errors"]
    assert door.verify_presentation(door.present(spoiled))[0] == 200
    assert door.verify(7)[0] == 400
    assert post("/vc-api/credentials/verify", {"verifiableCredential": spoiled})[0] == 400


def test_the_answer_holds_what_is_asked_for() -> None:
    """Results and problem details unless somebody does without; the record only on request; no errors in a good one."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    signed = door.issued(credential_2())
    full = door.verify(signed, checks=[])[1]
    assert set(full) == {"verified", "checks", "warnings", "problemDetails", "results"}
    assert full["results"]["proof"] == [{"verified": True, "input": signed["proof"]}]
    assert full["results"]["validFrom"] == {"verified": True, "input": signed["validFrom"]}
    bare = door.verify(signed, returnResults=False, returnProblemDetails=False)[1]
    assert set(bare) == {"verified", "checks", "warnings"}
    assert door.verify(signed, returnCredential=True)[1]["credential"] == signed


def test_each_record_of_a_presentation_is_told() -> None:
    """The good one and the altered one, each with its own verdict, and the holder's proof beside them."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    good = door.issued(credential_2())
    spoiled = mutated(good, put("credentialSubject", "name", value="Milo"))
    status, answer = door.verify_presentation(door.present(good, spoiled), challenge="c7", domain="verifier.example")
    assert (status, answer["verified"]) == (400, False)
    assert [one["verified"] for one in answer["results"]["credentials"]] == [True, False]
    assert answer["results"]["credentials"][1]["problemDetails"]
    assert answer["results"]["presentation"]["proof"][0]["verified"] is True
    assert answer["results"]["presentation"]["holder"] == {"verified": True, "input": door.did}


def test_problem_types_are_those_of_the_w3c() -> None:
    """Each problem has a type of the data model's, Data Integrity's or the status list's vocabulary, and our words."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    signed = door.issued(credential_2())
    cases = {
        "https://w3id.org/security#PROOF_VERIFICATION_ERROR": (signed | {"id": "urn:uuid:5"}, {}),
        "https://w3id.org/security#INVALID_DOMAIN_ERROR": (signed, {"domain": "a.example"}),
        "https://w3id.org/security#INVALID_CHALLENGE_ERROR": (signed, {"challenge": "c8"}),
        "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR": (signed | {"id": "no url"}, {}),
    }
    for type_, (record, options) in cases.items():
        answer = door.verify(record, **options)[1]
        assert type_ in {problem["type"] for problem in answer["problemDetails"]}, answer
        assert all(problem["detail"] and problem["title"] for problem in answer["problemDetails"])


def test_a_record_that_is_not_in_force_is_no_valid_one() -> None:
    """Ours says verified false for a date that has passed (T3); the proof alone still holds, and says only that."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    old = door.issued(credential_2(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z"))
    status, answer = door.verify(old, checks=[])
    assert (status, answer["verified"]) == (400, False)
    assert answer["results"]["validUntil"]["verified"] is False
    assert "https://www.w3.org/TR/vc-data-model#RANGE_ERROR" in {one["type"] for one in answer["problemDetails"]}
    status, answer = door.verify(old)
    assert (status, answer["checks"]) == (200, ["proof"])
    assert "validUntil" not in answer["results"]


def test_an_inline_context_is_told_as_a_warning_here_and_refused_everywhere_else() -> None:
    """Only this door takes one; the product's own API refuses the very same record."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    signed = door.issued(
        credential_2(**{"@context": [V2, {"Trial": "urn:example:Trial"}], "type": ["VerifiableCredential", "Trial"]})
    )
    status, answer = door.verify(signed, checks=[])
    assert status == 200
    assert [(one["code"], one["pointer"]) for one in answer["warnings"]] == [("inline_context", "/@context/1")]
    product = Client().post("/api/v1/verifications", json.dumps({"record": signed}), content_type="application/json")
    assert json.loads(product.content)["outcome"] == "failed"
    assert "inline_context" in product.content.decode()


# --- presentations


def test_a_presentation_answers_challenge_and_domain() -> None:
    """Both must be what was asked; without any being asked the proof alone counts."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    shown = door.present(door.issued(credential_2()))
    for asked in ({"challenge": "c7", "domain": "verifier.example"}, {"challenge": "c7"}, {}, {"checks": ["proof"]}):
        assert door.verify_presentation(shown, **asked)[0] == 200, asked
    for asked in ({"challenge": "c8"}, {"domain": "other.example"}, {"challenge": "c7", "domain": "other.example"}):
        assert door.verify_presentation(shown, **asked)[0] == 400, asked


def test_a_presentation_without_proof_is_taken_for_what_it_is() -> None:
    """Sent as presentation its records count; sent as verifiablePresentation, or with a challenge, it is refused."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    bare = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [door.issued(credential_2())]}
    assert door.post("/presentations/verify", {"presentation": bare})[0] == 200
    assert door.verify_presentation(bare)[0] == 400
    assert door.post("/presentations/verify", {"presentation": bare, "options": {"challenge": "c7"}})[0] == 400
    shown = door.present()
    assert door.post("/presentations/verify", {"presentation": shown})[0] == 400


def test_a_presentation_needs_no_holder_and_cannot_claim_another() -> None:
    """VCDM 2.0 leaves the holder out if it likes; one who is named must have signed."""
    from openler.credentials.contexts import ContextSet
    from openler.credentials.proofs import create_proof
    from openler.testing.signing import did_key_of, method_of

    signer = fixed_signer(7)

    def shown(**members: Any) -> Any:
        return create_proof(
            {"@context": [V2], "type": ["VerifiablePresentation"], **members},
            signer=signer,
            verification_method=method_of(signer),
            cryptosuite="eddsa-rdfc-2022",
            created=now(),
            contexts=ContextSet(),
            purpose="authentication",
        )

    def ask(presentation: Any) -> int:
        return post("/vc-api/presentations/verify", {"verifiablePresentation": presentation})[0]

    assert ask(shown()) == 200
    assert ask(shown(holder=did_key_of(signer))) == 200
    assert ask(shown(holder={"id": did_key_of(signer)})) == 200
    assert ask(shown(holder=did_key_of(fixed_signer(8)))) == 400
    assert ask(shown(holder={"name": "nobody"})) == 400
    assert ask(shown(verifiableCredential=[])) == 200
    assert ask({**shown(), "@context": ["https://www.w3.org/ns/credentials/examples/v2", V2]}) == 400


@pytest.mark.parametrize(
    "presentation",
    [
        {},
        {"@context": [V2], "type": ["VerifiableCredential"]},
        {"type": ["VerifiablePresentation"]},
        {"@context": [V2], "type": ["VerifiablePresentation"], "holder": "did:example:another"},
        {"@context": [V2], "type": ["VerifiablePresentation"], "holder": 7},
        {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [7]},
        {"@context": [V2], "type": ["VerifiablePresentation"], "proof": {}},
        {"@context": [V2, {"@vocab": "urn:a:"}], "type": ["VerifiablePresentation"]},
        {"@context": [V2], "type": ["VerifiablePresentation"], "unheard": "of"},
    ],
)
def test_what_is_no_presentation_of_the_holder_is_not_signed(presentation: Any) -> None:
    """400 with a reason, and no line in the audit."""
    status, answer = Door("eddsa-rdfc-2022", "Ed25519").post("/presentations", {"presentation": presentation})
    assert status == 400
    assert answer["detail"]
    assert not AuditEntry.objects.filter(verb="vc_api.presented").exists()


def test_a_record_is_not_taken_for_a_presentation_nor_the_other_way() -> None:
    """Each address checks its own kind; the older badge format, which proves nothing here, is neither."""
    door = Door("eddsa-rdfc-2022", "Ed25519")
    signed, shown = door.issued(credential_2()), door.present()
    assert door.verify(shown)[0] == 400
    assert door.verify_presentation(signed)[0] == 400
    assert door.verify({"credential": [signed]})[0] == 400
    old = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://a.example/1"}
    assert door.verify(old)[0] == 400


# --- status


def status_of(door: Door, name: str, **members: Any) -> tuple[int, dict[str, Any]]:
    """Ask for a change of status."""
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", **members.pop("entry", {})}
    return door.post(
        "/credentials/status", {"credentialId": name, "credentialStatus": entry, "status": True, **members}
    )


def test_a_record_is_revoked_by_its_id_and_stays_so() -> None:
    """Its entry points to a list that this installation serves; revoked, it holds no more, and never again."""
    door = Door("ecdsa-rdfc-2019", "P-256", status_purposes=["revocation", "suspension"])
    signed = door.issued(credential_2())
    other = door.issued(credential_2(id="urn:uuid:9d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"))
    assert [one["statusPurpose"] for one in signed["credentialStatus"]] == ["revocation", "suspension"]
    assert door.verify(signed, checks=[])[0] == 200
    assert status_of(door, signed["id"])[0] == 200
    status, answer = door.verify(signed, checks=[])
    assert (status, answer["verified"]) == (400, False)
    assert door.verify(other, checks=[])[0] == 200
    assert status_of(door, signed["id"], status=False)[0] == 409
    assert status_of(door, signed["id"])[0] == 200
    listed = Client().get(signed["credentialStatus"][0]["statusListCredential"].removeprefix("http://127.0.0.1:8000"))
    assert listed.status_code == 200
    assert json.loads(listed.content)["issuer"] == door.did


def test_a_suspension_comes_and_goes() -> None:
    """Suspended it does not hold; reinstated it does."""
    door = Door("eddsa-jcs-2022", "Ed25519", status_purposes=["suspension"])
    signed = door.issued(credential_2(), credentialId="registrar-7")
    assert status_of(door, "registrar-7", entry={"statusPurpose": "suspension"})[0] == 200
    assert door.verify(signed, checks=[])[0] == 400
    assert status_of(door, "registrar-7", entry={"statusPurpose": "suspension"}, status=False)[0] == 200
    assert door.verify(signed, checks=[])[0] == 200


def test_only_the_record_s_own_entry_is_changed() -> None:
    """Another index, list, purpose or record is not found; the members of the entry itself are."""
    door = Door("eddsa-rdfc-2022", "Ed25519", status_purposes=["revocation"])
    entry = door.issued(credential_2())["credentialStatus"]
    for wrong in (
        {"statusListIndex": "7" + entry["statusListIndex"]},
        {"statusListCredential": "https://status.example/7"},
        {"id": "https://status.example/7#7"},
        {"statusPurpose": "suspension"},
    ):
        assert status_of(door, ISSUE["credential"]["id"], entry=wrong)[0] == 404, wrong
    assert status_of(door, "urn:uuid:nobody")[0] == 404
    assert not Issued.objects.filter(is_revoked=True).exists()
    assert status_of(door, ISSUE["credential"]["id"], entry=entry)[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credentialId": 7, "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}},
        {"credentialId": "a", "credentialStatus": "revoked", "status": True},
        {
            "credentialId": "a\u0000",
            "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
            "status": True,
        },
        {"credentialId": "a", "credentialStatus": {"type": "RevocationList2020Status", "statusPurpose": "revocation"}},
        {"credentialId": "a", "credentialStatus": {"type": "BitstringStatusListEntry"}, "status": True},
        {
            "credentialId": "a",
            "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
            "status": "true",
        },
        {"credentialId": "a", "credentialStatus": {"type": "BitstringStatusListEntry", "is_revoked": True}},
    ],
)
def test_a_change_of_status_that_is_none_is_told_so(body: Any) -> None:
    """400 or 422 in JSON."""
    door = Door("eddsa-rdfc-2022", "Ed25519", status_purposes=["revocation"])
    assert door.post("/credentials/status", body)[0] in (400, 422)


def test_an_identifier_is_used_once_and_needed() -> None:
    """A second record of the same name could not be told from the first; one without a name never be taken back."""
    door = Door("eddsa-rdfc-2022", "Ed25519", status_purposes=["revocation"])
    door.issued(credential_2())
    assert door.issue(credential_2())[0] == 409
    assert door.issue(credential_2(id="urn:uuid:\u0000"))[0] == 400
    assert door.issue(credential_2(), credentialId="\u0000")[0] == 400
    nameless = mutated(credential_2(), lambda document: document.pop("id") and None)
    assert door.issue(nameless)[0] == 400
    door.issued(nameless, credentialId="registrar-8")
    assert door.issue(credential_1(id="urn:uuid:8d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"))[0] == 400
    refused = door.issue(
        credential_2(id="urn:uuid:7d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1", type=["VerifiableCredential", "No"])
    )
    assert refused[0] == 400
    # What was not signed has taken no place.
    assert Issued.objects.count() == 2


# --- limits, audit, description


def test_too_much_is_413_and_too_often_429(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both in JSON; the second says when to come again."""
    settings.OPENLER_MAX_BODY_BYTES = 2000
    status, answer = post("/vc-api/credentials/verify", {"verifiableCredential": credential_2(name="x" * 3000)})
    assert (status, answer["code"]) == (413, "body_too_large")
    monkeypatch.setattr(access, "CHECKS_PER_MINUTE", 2)
    for _time in range(2):
        assert post("/vc-api/credentials/verify", {"verifiableCredential": {}})[0] == 400
    answer_ = Client().post("/vc-api/credentials/verify", "{}", content_type="application/json")
    assert answer_.status_code == 429
    assert int(answer_["Retry-After"]) > 0
    monkeypatch.setattr(access, "ACTS_PER_MINUTE", 1)
    door = Door("eddsa-rdfc-2022", "Ed25519")
    assert door.issue(credential_2())[0] == 201
    assert door.issue(credential_2())[0] == 429


def test_every_act_is_a_line_of_the_audit_and_no_line_says_what_the_record_says() -> None:
    """Instance, issue, presentation and status, in the organization's name, by a program; the chain is whole."""
    organization, ilse = college()
    instance = diplomas(organization, status_purposes=["revocation"])
    ask = call(ilse, organization)
    signed = json.loads(ask("/credentials/issue", ISSUE).content)
    ask("/presentations", {"presentation": {"@context": [V2], "type": ["VerifiablePresentation"]}})
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    assert (
        ask(
            "/credentials/status", {"credentialId": signed["id"], "credentialStatus": entry, "status": True}
        ).status_code
        == 200
    )
    lines = AuditEntry.objects.filter(verb__startswith="vc_api.").order_by("number")
    assert [line.verb.partition(".")[2] for line in lines] == [
        "instance_created",
        "issued",
        "presented",
        "status_changed",
    ]
    assert {line.tenant_id for line in lines} == {organization.pk}
    issued = lines[1]
    assert (issued.actor_id, issued.object_id, issued.detail["by"]) == (ilse.pk, str(instance.pk), "program")
    assert len(issued.detail["sha256"]) == 64
    assert "Mira" not in json.dumps([line.detail for line in lines])
    assert judge_whole_chain().broken_at is None


def test_the_description_names_every_call_and_closes_every_body() -> None:
    """OpenAPI 3.1, with the statuses that the contract has; no body takes what it does not name."""
    document = Client().get("/vc-api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    paths = {path.replace("/instances/{slug}", "I"): operations for path, operations in document["paths"].items()}
    assert {"/vc-api" + "I/credentials/issue", "/vc-api/credentials/verify"} <= set(paths)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "get":
                continue
            assert ("201" in operation["responses"]) == path.endswith(("/issue", "/derive", "/presentations")), path
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            for one in schema.get("oneOf", [schema]):
                assert one["additionalProperties"] is False
                assert (
                    one["properties"].get("options", {"additionalProperties": False})["additionalProperties"] is False
                )


def test_no_call_takes_a_member_that_it_does_not_name() -> None:
    """Columns of the database, added to any body, are refused with 422, and nothing is written (T31)."""
    organization, ilse = college()
    instance = diplomas(organization)
    ask = caller(ilse, organization, base="")
    tried = 0
    before = (Issued.objects.count(), AuditEntry.objects.count(), Instance.objects.get().suite)
    for path, operations in Client().get("/vc-api/openapi.json").json()["paths"].items():
        for method in set(operations) - {"get"}:
            for extra in ("is_open", "organization_id", "tenant_id", "suite", "status_index", "is_revoked", "verified"):
                answer = ask(method.upper(), path.replace("{slug}", instance.slug), {extra: "t31"})
                assert answer.status_code == 422, (path, extra)
                assert "t31" not in answer.content.decode()
                tried += 1
    assert tried == 8 * 7
    assert (Issued.objects.count(), AuditEntry.objects.count(), Instance.objects.get().suite) == before


JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    2**70,
    "",
    "x",
    "\u0000",
    "\u2028" * 3,
    "did:key:z",
    "https://",
    "data:,",
    "ey.ey.ey",
    [],
    [[]],
    [None],
    {},
    {"@context": None},
    {"@id": 7},
    {"@value": {}},
    {"@list": [{"@set": []}]},
    {"@graph": []},
    {"id": {}},
    {"type": {}},
    {"proof": {"proof": []}},
    "a" * 5000,
)


def places_in(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to each member of a body."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, one in items for way in ((*here, key), *places_in(one, (*here, key)))]


def test_no_body_breaks_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Junk in every place of every kind of body: always an answer of ours in JSON, never a fault of ours."""
    monkeypatch.setattr(access, "CHECKS_PER_MINUTE", 100_000)
    door = Door("ecdsa-sd-2023", "P-256", status_purposes=["revocation"])
    base = door.issued(credential_2())
    signed = door.provable(base)
    shown = door.present(signed)
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    bodies = {
        "/credentials/issue": {"credential": credential_2(), "options": {"mandatoryPointers": ["/issuer"]}},
        "/credentials/derive": {"verifiableCredential": base, "options": {"selectivePointers": ["/id"]}},
        "/credentials/verify": {"verifiableCredential": signed, "options": {"checks": ["proof"]}},
        "/presentations/verify": {"verifiablePresentation": shown, "options": {"challenge": "c7"}},
        "/presentations": {"presentation": {"@context": [V2], "type": ["VerifiablePresentation"]}, "options": {}},
        "/credentials/status": {"credentialId": base["id"], "credentialStatus": entry, "status": True},
    }
    sent = 0
    for path, body in bodies.items():
        for number, way in enumerate(places_in(body)):
            # A stride that shares no factor with the list, so that each place meets other junk.
            for junk in (JUNK[(number * 11 + step * 7) % len(JUNK)] for step in range(3)):
                status, answer = door.post(path, mutated(body, put(*way, value=junk)))
                assert status in (200, 201, 400, 404, 409, 422), (path, way, junk, answer)
                assert status < 400 or answer.get("detail") or answer["errors"], (path, way, junk)
                sent += 1
    assert sent > 300
