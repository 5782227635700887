"""Can a governance organization say on pages who may issue what, and does everybody read it, as a page and as a file?"""

import json
import re
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from openler.foundation.errors import LerError
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Organization
from openler.platform.organizations.services import join
from openler.platform.recognition.entries import EntryFields
from openler.platform.recognition.errors import ChangeNotPossible, OwnIssuer
from openler.platform.recognition.models import EntryChange, Registry, RegistryEntry
from openler.platform.recognition.queries import chosen_of, read_own, recognisers_now, who_recognises
from openler.platform.recognition.services import (
    Choice,
    change_entry,
    choose_registries,
    enter_issuer,
    open_registry,
    use_default,
)
from openler.trust import read_registry
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
COLLEGE = "did:web:lakeside.example"
TYPED = {"issuer": COLLEGE, "name": "Lakeside (fictional)", "since": "2019-09-01", "policy": "Policy 3"}


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


@pytest.fixture
def board() -> Organization:
    """Make a governance organization with an owner, somebody who enters and somebody who only looks."""
    people = {make_user("grace"): ["owner"], make_user("issa"): ["issuer"], make_user("vera"): ["viewer"]}
    return make_organization("rivers", kinds=["governance"], members=people)


def client_of(organization: Organization, name: str) -> Client:
    """Sign in as a member."""
    return signed_client(organization.memberships.select_related("user").get(user__username=name).user)


def entered(organization: Organization, **more: Any) -> RegistryEntry:
    """Enter the college by the service."""
    told: dict[str, Any] = {"issuer": COLLEGE, "name": "Lakeside", "since": date(2019, 9, 1), "policy": "P 3"} | more
    registry = open_registry(act(organization=organization), organization)
    return enter_issuer(act(organization=organization, at=now()), registry, EntryFields(**told))


def test_an_entry_goes_from_a_form_to_everybodys_page_and_file(board: Organization, client: Client) -> None:
    """Typed by a member; read by anybody as a page, as JSON at the same address, and as the file that a terminal reads."""
    team = client_of(board, "issa")
    assert "No issuer is listed yet" in words_of(team.get("/o/rivers/registry/").content)
    sent = team.post("/o/rivers/registry/enter/", TYPED | {"achievement_types": ["Course", "License"]})
    assert sent.status_code == 302
    registry = Registry.objects.get()
    words = words_of(client.get(f"/registries/{registry.pk}/").content)
    for told in ("Lakeside (fictional)", COLLEGE, "Course, Licence", "From 1 September 2019", "Policy 3", "by Issa"):
        assert told in words
    assert "Dated back" in words
    told_json = client.get(f"/registries/{registry.pk}/", headers={"accept": "application/json"})
    file = client.get(f"/registries/{registry.pk}/registry.json")
    for answer in (told_json, file):
        read = read_registry(answer.content)
        assert [(one.issuer, one.scope.achievement_types) for one in read.entries] == [(COLLEGE, ("Course", "License"))]
        assert read.entries[0].is_backdated
        assert read.next_update is not None
    assert not client.get("/registries/").cookies
    assert "Rivers" in words_of(client.get("/registries/").content)
    assert AuditEntry.objects.filter(verb="recognition.entered").get().detail == {"backdated": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "lakeside"),
        ("issuer", f"{COLLEGE}#key-1"),
        ("name", ""),
        ("since", "soon"),
        ("until", "2001-01-01"),
        ("policy", "x" * 2001),
        ("achievement_types", ["Wizardry"]),
        ("framework", "nursing"),
        ("achievements", "one\ntwo"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(board: Organization, field: str, value: Any) -> None:
    """The page comes back with the fault at its field."""
    answer = client_of(board, "issa").post("/o/rivers/registry/enter/", TYPED | {"until": "", field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert "Policy 3" in answer.content.decode() or field == "policy"
    assert not RegistryEntry.objects.exists()


def test_only_those_who_may_enter_do(board: Organization) -> None:
    """A viewer reads; a stranger learns nothing; an organization of another kind keeps no registry."""
    looks = client_of(board, "vera")
    assert "Recognize an issuer" not in words_of(looks.get("/o/rivers/registry/").content)
    assert looks.post("/o/rivers/registry/enter/", TYPED).status_code == 403
    owner = make_user("olive")
    make_organization("home", kinds=["employers"], members={owner: ["owner"]})
    assert signed_client(owner).get("/o/rivers/registry/").status_code == 404
    assert signed_client(owner).post("/o/home/registry/enter/", TYPED).status_code == 422
    assert not RegistryEntry.objects.exists()


def test_a_registry_never_vouches_for_its_own_owner(board: Organization) -> None:
    """Neither for itself, nor for an issuer that shares an owner; one that shares later counts for nothing from then."""
    college = make_organization("college", members={make_user("olive"): ["owner"]})
    with pytest.raises(OwnIssuer):
        entered(board, issuer=did_of(board))
    entry = entered(board, issuer=did_of(college))
    grace = board.memberships.get(user__username="grace").user
    join(act(), organization=college, user=grace, roles=["owner"])
    with pytest.raises(OwnIssuer):
        entered(board, issuer=did_of(college))
    (read,) = read_own(entry.registry, at=now()).entries
    assert read.is_barred
    college.proven_domain = "college.example"
    college.save()
    with pytest.raises(OwnIssuer):
        entered(board, issuer="did:web:College.example:nursing")


def test_a_suspension_and_a_withdrawal_stand_beside_the_entry(board: Organization, client: Client) -> None:
    """From a day, with the reason; nothing is deleted, and a withdrawal is not undone."""
    entry = entered(board)
    address = f"/o/rivers/registry/{entry.pk}/"
    team = client_of(board, "issa")
    assert "Change how it stands" in words_of(team.get(address).content)
    today = now().date()
    change = {"kind": "suspended", "since": today.isoformat(), "reason": "Under review.", "revision": "0"}
    assert team.post(f"{address}change/", change).status_code == 302
    words = words_of(client.get(f"/registries/{entry.registry_id}/").content)
    assert "Suspended" in words
    assert "Under review." in words
    assert who_recognises(COLLEGE, at=now()).verdict == "no_registry"
    assert team.post(f"{address}change/", change).status_code == 409
    entry.refresh_from_db()
    change_entry(act(organization=board, at=now()), entry, "lifted", since=today, reason="Reviewed.")
    change_entry(act(organization=board, at=now()), entry, "withdrawn", since=today, reason="It closed.")
    with pytest.raises(ChangeNotPossible):
        change_entry(act(organization=board, at=now()), entry, "lifted", since=today, reason="No.")
    assert "Change how it stands" not in words_of(team.get(address).content)
    assert RegistryEntry.objects.count() == 1
    assert EntryChange.objects.count() == 3


def test_a_reason_and_a_day_are_asked_for(board: Organization) -> None:
    """Without them nothing changes, and what was typed stays."""
    entry = entered(board)
    sent = {"kind": "withdrawn", "since": "2018-01-01", "reason": "", "revision": "0"}
    answer = client_of(board, "issa").post(f"/o/rivers/registry/{entry.pk}/change/", sent)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.content.decode()
    assert 'href="#since"' in answer.content.decode()
    assert not EntryChange.objects.exists()


def test_two_people_at_once_do_not_overwrite_each_other(board: Organization) -> None:
    """Of two changes from the same page, the second is told."""
    entry = entered(board)
    other = RegistryEntry.objects.get()
    change_entry(act(organization=board, at=now()), entry, "suspended", since=now().date(), reason="One.")
    with pytest.raises(ChangeNotPossible, match="in the meantime"):
        change_entry(act(organization=board, at=now()), other, "withdrawn", since=now().date(), reason="Two.")


def test_the_list_is_searched(board: Organization, client: Client) -> None:
    """By issuer, kind of record or policy."""
    registry = entered(board).registry
    entered(board, issuer="did:web:other.example", name="Other School", achievement_types=["Degree"])
    found = words_of(client.get(f"/registries/{registry.pk}/?q=degree").content)
    assert "Other School" in found
    assert "Lakeside" not in found
    assert "Nothing is found" in words_of(client.get(f"/registries/{registry.pk}/?q=zzz").content)


def test_an_organization_chooses_whose_registries_count(board: Organization) -> None:
    """The operator's default counts until an organization chooses; the others are named and light nothing."""
    registry = entered(board).registry
    owner = make_user("olive")
    home = make_organization("home", kinds=["employers"], members={owner: ["owner"], make_user("rick"): ["recruiter"]})
    asked = {"at": now(), "organization": home}
    assert who_recognises(COLLEGE, **asked).verdict == "no_registry"
    choose_registries(act(), None, [Choice(registry_id=registry.pk)])
    assert who_recognises(COLLEGE, **asked).verdict == "recognized"
    team = signed_client(owner)
    assert "Rivers" in words_of(team.get("/o/home/registries/").content)
    assert team.post("/o/home/registries/choose/", {"act": "choose"}).status_code == 302
    found = who_recognises(COLLEGE, **asked)
    assert found.verdict == "no_registry"
    assert [one.registry.name for one in found.also_listed] == ["Rivers"]
    assert who_recognises(COLLEGE, at=now()).verdict == "recognized"
    elsewhere = {"act": "choose", "new_address": "https://board.example/r.json", "new_name": "The Board"}
    team.post("/o/home/registries/choose/", elsewhere | {"registry": str(registry.pk)})
    assert [one.name or one.registry.organization.name for one in chosen_of(home)] == ["Rivers", "The Board"]
    refused = team.post("/o/home/registries/choose/", elsewhere | {"new_address": "http://board.example/r.json"})
    assert refused.status_code == 422
    use_default(act(organization=home), home)
    assert len(chosen_of(home)) == 1
    assert client_of(home, "rick").post("/o/home/registries/choose/", {"act": "choose"}).status_code == 403


def test_who_recognizes_an_organization_is_told_whatever_it_issues(board: Organization) -> None:
    """An employer that is recognized for one kind of record is recognized; one for which the entry ended is not."""
    registry = entered(board, achievement_types=["Fieldwork"]).registry
    assert recognisers_now(COLLEGE, at=now()) is None
    choose_registries(act(), None, [Choice(registry_id=registry.pk)])
    assert recognisers_now(COLLEGE, at=now()) == ["Rivers"]
    assert who_recognises(COLLEGE, "Course", at=now()).verdict == "other_scope"
    assert recognisers_now("did:web:other.example", at=now()) == []


def test_a_registry_elsewhere_that_cannot_be_had_is_undetermined(board: Organization) -> None:
    """Unreachable is never "not recognized"."""
    choose_registries(act(), None, [Choice(address="https://board.example/r.json", name="The Board")])
    found = who_recognises(COLLEGE, at=now())
    assert (found.verdict, found.unreachable[0].name) == ("undetermined", "The Board")


def test_an_entry_of_tomorrow_does_not_count_today(board: Organization) -> None:
    """From a day means from that day; a last day still counts."""
    today = now().date()
    choose_registries(act(), None, [Choice(registry_id=entered(board, since=today + timedelta(days=1)).registry_id)])
    assert who_recognises(COLLEGE, at=now()).verdict == "not_yet"
    entered(board, since=today, until=today)
    assert who_recognises(COLLEGE, at=now()).verdict == "recognized"


def test_an_unknown_registry_is_not_there(client: Client) -> None:
    """An address that never was is a page of its own, with 404."""
    for end in ("", "registry.json"):
        assert client.get(f"/registries/00000000-0000-4000-8000-000000000000/{end}").status_code == 404


def test_a_page_about_words_of_others_runs_none_of_them(board: Organization, client: Client) -> None:
    """Names, policies and reasons are text."""
    registry = entered(board, name="<script>1</script>", policy="<img src=x onerror=1>").registry
    page = client.get(f"/registries/{registry.pk}/").content.decode()
    assert "<script>1" not in page
    assert "<img src=x" not in page
    assert json.loads(client.get(f"/registries/{registry.pk}/registry.json").content)["entries"][0]["name"]


def test_every_fault_is_one_that_a_person_can_be_told(board: Organization) -> None:
    """Each error of this room names what to do."""
    for kind in (OwnIssuer, ChangeNotPossible):
        assert issubclass(kind, LerError)
        assert kind.default_advice


def test_an_operator_chooses_the_default_list_in_a_terminal(board: Organization) -> None:
    """Listed by id, chosen in order, refused where it is nothing."""
    registry = entered(board).registry
    shown = StringIO()
    call_command("choose_registries", stdout=shown)
    assert str(registry.pk) in shown.getvalue()
    call_command("choose_registries", str(registry.pk), "The Board=https://board.example/r.json", stdout=StringIO())
    assert [one.address for one in chosen_of(None)] == ["", "https://board.example/r.json"]
    for wrong in ("rivers", "The Board=http://board.example/r.json", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(CommandError):
            call_command("choose_registries", wrong, stdout=StringIO())
    call_command("choose_registries", "--none", stdout=StringIO())
    assert chosen_of(None) == []
