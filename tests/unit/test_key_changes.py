"""Does nobody change an organization's key alone, once there is somebody else?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection

from openler.credentials.status import MIN_ENTRIES
from openler.foundation.errors import LerError
from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.issuing.models import StatusList
from openler.platform.issuing.status_lists import REFRESH_AFTER, refresh_lists
from openler.platform.keystore.services import create_key, current_key, keys_of
from openler.platform.organizations import key_changes, memberships
from openler.platform.organizations.errors import (
    BadKeyChange,
    KeyChangeNotPossible,
    NoSuchKeyChange,
    OwnKeyChange,
    RoleMissing,
)
from openler.platform.organizations.identity import did_document_of
from openler.platform.organizations.models import KeyChange, Membership, Organization
from openler.platform.organizations.queries import open_key_change
from openler.platform.organizations.services import join
from web.people import AT, act, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    """Keep the master key of each test apart."""
    settings.OPENLER_HOME = tmp_path


class House:
    """A college with an owner, and further members by their names and roles."""

    def __init__(self, **members: str) -> None:
        self.owner = make_user("olga")
        self.people = {name: make_user(name) for name in members}
        roles = {self.owner: ["owner"], **{self.people[name]: role.split() for name, role in members.items()}}
        self.organization: Organization = make_organization("college", members=roles)

    def ask(self, by: User | None = None, *, days: int = 0, **given: Any) -> KeyChange:
        """Ask for a change; for a first Ed25519 key where nothing else is said."""
        values = {"kind": "make", "algorithm": "Ed25519", "expected_key": 0} | given
        at = AT + timedelta(days=days)
        return key_changes.ask(act(by or self.owner, self.organization, at), self.organization, **values)

    def approve(self, by: str, change: KeyChange, *, days: int = 0) -> KeyChange:
        """Approve a change as a member."""
        by_whom = act(self.people.get(by, self.owner), self.organization, AT + timedelta(days=days))
        return key_changes.approve(by_whom, self.organization, change.pk)

    def numbers(self) -> list[int]:
        """Give the numbers of all keys."""
        return [key.number for key in keys_of(self.organization.pk)]


def verbs() -> list[str]:
    """Give what the audit says about keys, in order."""
    return list(AuditEntry.objects.filter(verb__startswith="key.").order_by("number").values_list("verb", flat=True))


def test_an_owner_alone_gets_a_key_at_once() -> None:
    """Whoever has nobody to ask waits for nobody, and both acts stand in the audit."""
    house = House()
    assert house.ask().state == KeyChange.State.DONE
    key = current_key(house.organization.pk)
    assert key is not None
    assert (key.number, key.algorithm) == (1, "Ed25519")
    assert verbs() == ["key.change_asked", "key.created"]


@pytest.mark.parametrize("role", ["recruiter", "viewer", "recruiter viewer"])
def test_members_who_have_no_say_about_what_is_signed_do_not_count(role: str) -> None:
    """A recruiter or a viewer beside the owner is no second person."""
    house = House(rita=role)
    assert house.ask().state == KeyChange.State.DONE


@pytest.mark.parametrize("role", ["owner", "issuer", "reviewer"])
def test_from_the_second_member_on_a_change_waits(role: str) -> None:
    """Nothing is made before somebody else approved, and the wait is two weeks."""
    house = House(rita=role)
    change = house.ask()
    assert (change.state, change.expires_at - change.asked_at) == (KeyChange.State.WAITING, timedelta(days=14))
    assert house.numbers() == []
    assert open_key_change(house.organization, AT) == change


def test_a_second_owner_approves_and_both_acts_stand_in_the_audit() -> None:
    """Two names stand behind the key: who asked, and who approved."""
    house = House(rita="owner")
    change = house.approve("rita", house.ask())
    assert (change.state, change.decided_by, house.numbers()) == (KeyChange.State.DONE, house.people["rita"].pk, [1])
    assert verbs() == ["key.change_asked", "key.change_approved", "key.created"]
    entries = AuditEntry.objects.filter(verb__startswith="key.").order_by("number")
    assert [entry.actor_id for entry in entries] == [house.owner.pk, *[house.people["rita"].pk] * 2]


def test_a_reviewer_approves_only_where_there_is_no_second_owner() -> None:
    """The nearest in charge decides: a reviewer steps back as soon as another owner is there."""
    house = House(rita="reviewer")
    house.approve("rita", house.ask())
    assert house.numbers() == [1]
    join(act(), organization=house.organization, user=make_user("otto"), roles=["owner"])
    change = house.ask(kind="rotate", expected_key=1)
    with pytest.raises(RoleMissing):
        house.approve("rita", change)
    assert house.numbers() == [1]


@pytest.mark.parametrize("role", ["issuer", "viewer", "recruiter"])
def test_another_role_does_not_approve(role: str) -> None:
    """An issuer, who would sign with the key, has no say in it."""
    house = House(rita="reviewer", stan=role)
    change = house.ask()
    with pytest.raises(RoleMissing):
        house.approve("stan", change)
    with pytest.raises(RoleMissing):
        key_changes.refuse(act(house.people["stan"], house.organization), house.organization, change.pk, reason="No")


def test_where_nobody_may_approve_nobody_is_passed_over() -> None:
    """An owner with an issuer beside them waits, until there is a second owner or a reviewer."""
    house = House(stan="issuer")
    change = house.ask()
    assert key_changes.approvers_of(house.organization, asked_by=house.owner.pk) == []
    with pytest.raises(OwnKeyChange):
        house.approve("olga", change)
    house.people["rita"] = make_user("rita")
    join(act(), organization=house.organization, user=house.people["rita"], roles=["reviewer"])
    house.approve("rita", change)
    assert house.numbers() == [1]


def test_nobody_approves_or_refuses_their_own() -> None:
    """Not even with every role, and not after the other person has left."""
    house = House(rita="owner")
    change = house.ask()
    with pytest.raises(OwnKeyChange):
        house.approve("olga", change)
    place = Membership.objects.get(user=house.people["rita"])
    memberships.remove(act(house.owner, house.organization), organization=house.organization, membership_id=place.pk)
    with pytest.raises(OwnKeyChange):
        house.approve("olga", change)
    with pytest.raises(OwnKeyChange):
        key_changes.refuse(act(house.owner), house.organization, change.pk, reason="No")
    assert house.numbers() == []


@pytest.mark.parametrize("role", ["issuer", "reviewer", "recruiter", "viewer"])
def test_only_an_owner_asks(role: str) -> None:
    """The service refuses as well, not the page alone; so it does for a stranger and for nobody."""
    house = House(rita=role)
    for by in (house.people["rita"], make_user("eve")):
        with pytest.raises(RoleMissing):
            house.ask(by)
    with pytest.raises(RoleMissing):
        key_changes.ask(act(), house.organization, kind="make", algorithm="Ed25519", expected_key=0)
    assert KeyChange.objects.count() == 0


def test_what_somebody_asked_who_is_no_owner_any_more_is_not_done() -> None:
    """Two people with a say stand behind each key, at the time at which it is made."""
    house = House(rita="owner")
    change = house.ask()
    Membership.objects.filter(user=house.owner).update(roles=["viewer"])
    with pytest.raises(KeyChangeNotPossible):
        house.approve("rita", change)
    key_changes.refuse(act(house.people["rita"]), house.organization, change.pk, reason="They left.")
    assert house.numbers() == []


def test_a_rotation_keeps_the_old_key_published() -> None:
    """The new one signs, and the document names both."""
    house = House()
    house.ask()
    house.ask(kind="rotate", algorithm="P-256", reason="Our wallet partner reads nothing else.", expected_key=1)
    current = current_key(house.organization.pk)
    assert current is not None
    assert (current.number, current.algorithm) == (2, "P-256")
    methods: Any = did_document_of(house.organization)["verificationMethod"]
    assert [method["id"].rpartition("#")[2] for method in methods] == ["key-1", "key-2"]


def test_an_end_leaves_no_key_and_keeps_the_old_one_published() -> None:
    """After a suspected loss nothing new is signed until there is a key again, which counts on."""
    house = House()
    house.ask()
    house.ask(kind="retire", algorithm="", reason="A laptop was stolen.", expected_key=1)
    assert current_key(house.organization.pk) is None
    assert len(did_document_of(house.organization)["assertionMethod"]) == 1  # type: ignore[arg-type]
    assert verbs()[-2:] == ["key.change_asked", "key.retired"]
    house.ask()
    assert house.numbers() == [1, 2]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"algorithm": "P-256"}, "reason"),
        ({"algorithm": "P-256", "reason": "  "}, "reason"),
        ({"algorithm": "P-384"}, "algorithm"),
        ({"algorithm": ""}, "algorithm"),
        ({"kind": "sell"}, "kind"),
        ({"kind": "retire", "algorithm": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(given: dict[str, str], field: str) -> None:
    """P-256 and an end need a reason in words; nothing is kept of a form that is refused."""
    house = House()
    with pytest.raises(BadKeyChange) as caught:
        house.ask(**given)
    assert list(caught.value.faults) == [field]
    assert KeyChange.objects.count() == 0


@pytest.mark.parametrize(("has_key", "kind"), [(True, "make"), (False, "rotate"), (False, "retire")])
def test_what_makes_no_sense_as_things_stand_is_refused(has_key: bool, kind: str) -> None:
    """No first key beside another one, and nothing to rotate or end where there is none."""
    house = House()
    if has_key:
        house.ask()
    with pytest.raises(KeyChangeNotPossible):
        house.ask(kind=kind, reason="Because", expected_key=int(has_key))


def test_one_change_is_open_at_a_time() -> None:
    """The service says so, and the database holds to it."""
    house = House(rita="owner")
    change = house.ask()
    with pytest.raises(KeyChangeNotPossible):
        house.ask(house.people["rita"])
    values = KeyChange.objects.filter(pk=change.pk).values().get()
    values.pop("id")
    with pytest.raises(IntegrityError):
        KeyChange.objects.create(**values)


def test_a_change_is_refused_with_a_reason_and_another_may_be_asked_for() -> None:
    """Whoever asked reads why; nothing was made."""
    house = House(rita="owner")
    change = house.ask()
    by_rita = act(house.people["rita"], house.organization)
    with pytest.raises(BadKeyChange):
        key_changes.refuse(by_rita, house.organization, change.pk, reason=" ")
    refused = key_changes.refuse(by_rita, house.organization, change.pk, reason="Not before the board has met.")
    assert (refused.state, refused.answer) == (KeyChange.State.REFUSED, "Not before the board has met.")
    with pytest.raises(NoSuchKeyChange):
        house.approve("rita", change)
    assert house.ask().state == KeyChange.State.WAITING
    assert house.numbers() == []
    assert verbs() == ["key.change_asked", "key.change_refused", "key.change_asked"]


def test_a_change_is_withdrawn_by_whoever_asked_and_nobody_else() -> None:
    """Its approval comes too late then."""
    house = House(rita="owner")
    change = house.ask()
    with pytest.raises(NoSuchKeyChange):
        key_changes.withdraw(act(house.people["rita"]), house.organization, change.pk)
    key_changes.withdraw(act(house.owner), house.organization, change.pk)
    with pytest.raises(NoSuchKeyChange):
        house.approve("rita", change)
    assert verbs() == ["key.change_asked", "key.change_withdrawn"]


def test_a_change_that_nobody_decided_expires() -> None:
    """After two weeks it is not approved any more; asking anew writes its end down."""
    house = House(rita="owner")
    change = house.ask()
    assert open_key_change(house.organization, AT + timedelta(days=14)) is None
    with pytest.raises(NoSuchKeyChange):
        house.approve("rita", change, days=14)
    again = house.ask(days=14)
    change.refresh_from_db()
    assert (change.state, again.state) == (KeyChange.State.EXPIRED, KeyChange.State.WAITING)
    assert verbs() == ["key.change_asked", "key.change_expired", "key.change_asked"]
    house.approve("rita", again, days=27)
    assert house.numbers() == [1]


def test_a_change_is_made_to_the_key_that_was_seen() -> None:
    """Where another key signs by now, an approval does nothing."""
    house = House(rita="owner")
    house.approve("rita", house.ask())
    change = house.ask(kind="retire", reason="A laptop was stolen.", expected_key=1)
    create_key(act(), house.organization.pk, "Ed25519")
    with pytest.raises(KeyChangeNotPossible):
        house.approve("rita", change)
    current = current_key(house.organization.pk)
    assert current is not None
    assert current.number == 2


def test_a_change_of_one_organization_is_not_found_from_another() -> None:
    """An owner elsewhere who knows its id decides nothing (T32)."""
    house = House(rita="owner")
    change = house.ask()
    ben, bea = make_user("ben"), make_user("bea")
    board = make_organization("board", members={ben: ["owner"], bea: ["owner"]})
    for attempt in (key_changes.approve, key_changes.withdraw):
        with pytest.raises(NoSuchKeyChange):
            attempt(act(ben, board), board, change.pk)
    with pytest.raises(NoSuchKeyChange):
        key_changes.refuse(act(ben, board), board, change.pk, reason="No")
    with pytest.raises(RoleMissing):
        key_changes.approve(act(ben, board), house.organization, change.pk)


def at_once(attempt: Callable[[int], object], times: int) -> int:
    """Try something several times at once, on connections of their own; how many succeeded."""

    def tried(number: int) -> bool:
        try:
            attempt(number)
        except LerError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(tried, range(times)))


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_give_one_key() -> None:
    """Whoever comes second finds nothing to approve."""
    house = House(rita="owner", sara="owner")
    change = house.ask()
    assert at_once(lambda number: house.approve(("rita", "sara")[number % 2], change), 8) == 1
    assert house.numbers() == [1]
    assert verbs().count("key.change_approved") == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twenty_times_at_once_rotates_once() -> None:
    """Each says which key it saw signing, so that all but one come too late."""
    house = House()
    house.ask()
    assert at_once(lambda _: house.ask(kind="rotate", expected_key=1), 20) == 1
    assert house.numbers() == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_withdrawal_at_once_end_it_once() -> None:
    """Either there is a key or the change was withdrawn, never both."""
    house = House(rita="owner")
    change = house.ask()
    acts: list[Callable[[], object]] = [
        lambda: house.approve("rita", change),
        lambda: key_changes.withdraw(act(house.owner), house.organization, change.pk),
    ]
    assert at_once(lambda number: acts[number](), 2) == 1
    change.refresh_from_db()
    assert house.numbers() == ([1] if change.state == KeyChange.State.DONE else [])


def test_an_organization_without_a_key_does_not_hold_up_the_status_lists_of_others() -> None:
    """Lists of others are signed anew; its own grow old until it has a key again."""
    house = House()
    ben = make_user("ben")
    board = make_organization("board", members={ben: ["owner"]})
    key_changes.ask(act(ben, board), board, kind="make", algorithm="Ed25519", expected_key=0)
    house.ask()
    mine, theirs = (
        StatusList.objects.create(organization=one, size=MIN_ENTRIES, created_at=AT)
        for one in (house.organization, board)
    )
    refresh_lists(at=AT)
    house.ask(kind="retire", reason="A laptop was stolen.", expected_key=1)
    later = AT + REFRESH_AFTER * 2
    assert refresh_lists(at=later) is False
    signed = dict(StatusList.objects.values_list("pk", "signed_at"))
    assert signed == {mine.pk: AT, theirs.pk: later}
    house.ask()
    refresh_lists(at=later)
    mine.refresh_from_db()
    assert mine.signed_at == later
