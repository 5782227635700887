"""How does the demonstration come to look alive? Through the services that everybody else uses, once."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from openler.platform.accounts.models import User
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import published_of
from openler.platform.achievements.services import approve, define, submit
from openler.platform.base.acts import Act
from openler.platform.demo.achievements import PRACTICAL, WRITTEN, drafts_of
from openler.platform.demo.people import BOARD, CARRIER, CLASSMATES, COLLEGE, HOME, ORGANIZATIONS, REGISTRY
from openler.platform.demo.postings import load_postings
from openler.platform.demo.registries import load_registry
from openler.platform.demo.services import load_people
from openler.platform.frameworks.demo_frameworks import alignments_by_label, load_demo_frameworks
from openler.platform.issuing.batches import ask_release, check_batch, release, sign_chunk
from openler.platform.issuing.claims import code_of, make_link, send_link
from openler.platform.issuing.models import Batch, Seat
from openler.platform.mail.services import send
from openler.platform.organizations import key_changes
from openler.platform.organizations.models import KeyChange, Membership, Organization

_LEVELS = ("Proficient", "Advanced", "Working", "Proficient")


def load_ecosystem(act: Act) -> None:
    """Load whatever of the fictional ecosystem is missing; a second start changes nothing.

    Raises: NoDemo.
    """
    load_people(act)
    if Batch.objects.exists():
        return
    with transaction.atomic():
        authority = Organization.objects.get(slug=REGISTRY)
        load_demo_frameworks(_as(act, authority, "owner"), tenant_id=authority.pk)
        skills = alignments_by_label()
        for one in ORGANIZATIONS:
            organization = Organization.objects.get(slug=one.slug)
            _prove_domain(organization, one.domain, act)
            _make_key(act, organization)
            _publish(act, organization, skills)
        _issue_at_the_college(act)
        _issue_elsewhere(act)
        load_postings(act)
        load_registry(act)


def _as(act: Act, organization: Organization, role: str, *, other_than: int | None = None) -> Act:
    """Act as a member who has a role; another than somebody, where two people are needed."""
    for membership in Membership.objects.filter(organization=organization).order_by("pk"):
        if membership.may(role) and membership.user_id != other_than:
            return Act(membership.user_id, organization.pk, act.at, purpose=act.purpose)
    raise LookupError(f"nobody at {organization.slug} is {role}")


def _prove_domain(organization: Organization, domain: str, act: Act) -> None:
    # The domains are reserved for examples, so no file can stand there; in the demonstration they count as shown.
    organization.proven_domain, organization.proven_at = domain, act.at
    organization.save(update_fields=["proven_domain", "proven_at"])


def _make_key(act: Act, organization: Organization) -> None:
    """Make a signing key as everybody does: an owner asks, and a second person approves where there is one."""
    owner = _as(act, organization, "owner")
    change = key_changes.ask(owner, organization, kind="make", algorithm="Ed25519", expected_key=0)
    if change.state == KeyChange.State.WAITING:
        second = key_changes.approvers_of(organization, asked_by=change.asked_by)[0]
        key_changes.approve(replace(owner, actor_id=second.user_id), organization, change.pk)


def _publish(act: Act, organization: Organization, skills: dict[str, dict[str, str]]) -> None:
    for draft in drafts_of(organization.slug, skills):
        writer = _as(act, organization, "issuer")
        version = submit(writer, define(writer, organization, draft))
        approve(_as(act, organization, "reviewer", other_than=writer.actor_id), version)


def _version(slug: str, code: str) -> Version:
    organization = Organization.objects.get(slug=slug)
    return published_of(organization).select_related("achievement__organization").get(achievement__code=code)


def _issue(act: Act, version: Version, title: str, head: list[str], rows: list[list[str]], **columns: str) -> Batch:
    organization = version.achievement.organization
    writer = _as(act, organization, "issuer")
    batch = check_batch(
        writer,
        version,
        title=title,
        head=head,
        rows=list(enumerate(rows, 2)),
        columns=columns,
        form_token=f"demo {organization.slug} {version.achievement.code} {title}",
    )
    batch = ask_release(writer, batch)
    if batch.state == Batch.State.WAITING:
        batch = release(_as(act, organization, "reviewer", other_than=writer.actor_id), batch)
    while sign_chunk(str(batch.pk), at=act.at):
        pass
    return batch


def _issue_at_the_college(act: Act) -> None:
    student = User.objects.get(username="demo-student")
    day = act.at.date() - timedelta(days=21)
    head = ["name", "mail", "student number", "completed", "practical exam", "written exam"]
    columns = {
        "name": "name",
        "email": "mail",
        "roster_id": "student number",
        "earned_on": "completed",
        f"result:{PRACTICAL}": "practical exam",
        f"result:{WRITTEN}": "written exam",
    }
    people = [(student.name, student.email), *((name, "") for name in CLASSMATES)]
    rows = [
        [name, mail, f"{417 + place:05}", day.isoformat(), _LEVELS[place % 4], str(71 + place)]
        for place, (name, mail) in enumerate(people)
    ]
    _issue(act, _version(COLLEGE, "NUR-110"), "Fundamentals of Nursing, this term", head, rows, **columns)
    for code, title in (("FSC-010", "Food service, spring"), ("MAT-101", "Algebra, spring")):
        version = _version(COLLEGE, code)
        earlier = (day - timedelta(days=120)).isoformat()
        known = {name: column for name, column in columns.items() if not name.startswith("result:")}
        _issue(act, version, title, head, [[*row[:3], earlier, "", ""] for row in rows[:9]], **known)
    for seat in Seat.objects.filter(email=student.email).select_related("organization"):
        _invite(act, seat)


def _issue_elsewhere(act: Act) -> None:
    head = ["name", "number", "on", "until"]
    columns = {"name": "name", "roster_id": "number", "earned_on": "on", "valid_until": "until"}
    start, end = act.at.date() - timedelta(days=60), act.at.date() + timedelta(days=670)
    for slug, code, title, names in (
        (BOARD, "LPN", "Licences, this quarter", CLASSMATES[12:]),
        (CARRIER, "FLT-1", "Depot training", CLASSMATES[6:12]),
        (HOME, "WBL-CARE", "Spring placements", CLASSMATES[:4]),
    ):
        until = "" if code == "WBL-CARE" else _text(end)
        rows = [[name, f"{slug}-{place:03}", _text(start), until] for place, name in enumerate(names, 1)]
        _issue(act, _version(slug, code), title, head, rows, **columns)


def _invite(act: Act, seat: Seat) -> None:
    link = make_link(_as(act, seat.organization, "issuer"), seat)
    send_link(act, link)
    # What comes by post in the world is laid into the same mailbox here, and says so.
    send(
        "letter",
        to=seat.email,
        subject=f"A printed letter from {seat.organization.name}",
        body=f"In the demonstration, letters that come by post lie here too.\n\nYour code: {code_of(link)}",
        tenant_id=seat.organization_id,
    )


def _text(day: date) -> str:
    return day.isoformat()
