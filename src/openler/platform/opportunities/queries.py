"""Which postings and applications are there, and what may be shown of each?"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from openler.foundation.json_types import JsonObject
from openler.platform.opportunities.errors import AccessEnded, NoSuchApplication, NoSuchPosting
from openler.platform.opportunities.hiding import Mask, names_in
from openler.platform.opportunities.models import Application, Keeper, Look, Posting
from openler.platform.opportunities.sealing import open_for


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """What an applicant says about one requirement, opened."""

    pk: int
    text: str
    media_type: str


@dataclass(frozen=True, slots=True)
class OpenedApplication:
    """An application as a page may show it.

    Attributes:
        report: the newest dated report; names are hidden in it until lifted.
        records: of that report.
        answers: by the address of the requirement.
        report_days: when it was judged, newest first.
        name: who applied; empty until lifted.
    """

    report: JsonObject
    records: list[JsonObject]
    answers: dict[str, OpenedAnswer]
    report_days: list[datetime]
    name: str = ""
    message: str = ""
    note: str = ""
    match: JsonObject = field(default_factory=dict)


def is_open(posting: Posting, at: datetime) -> bool:
    """Tell whether a posting takes applications."""
    return posting.state == Posting.State.PUBLISHED and posting.closes_at is not None and at.date() <= posting.closes_at


def open_postings(at: datetime) -> QuerySet[Posting]:
    """List what the world can apply to, the newest first."""
    today = at.date()
    return Posting.objects.filter(state=Posting.State.PUBLISHED, closes_at__gte=today).order_by("-published_at")


def postings_of(tenant_id: UUID) -> QuerySet[Posting]:
    """List an organization's postings with the counts of their applications."""
    live = Q(applications__withdrawn_at=None)
    return Posting.objects.filter(tenant_id=tenant_id).annotate(live_applications=Count("applications", filter=live))


def find_posting(tenant_id: UUID, posting_id: UUID) -> Posting:
    """Find a posting of an organization.

    Raises: NoSuchPosting.
    """
    found = Posting.objects.filter(tenant_id=tenant_id, pk=posting_id).first()
    if found is None:
        raise NoSuchPosting(_("There is no such posting here."))
    return found


def find_public_posting(posting_id: UUID) -> Posting:
    """Find a posting that the world may read; a closed one still tells that it is closed.

    Raises: NoSuchPosting.
    """
    found = Posting.objects.filter(pk=posting_id).exclude(state=Posting.State.DRAFT).first()
    if found is None:
        raise NoSuchPosting(_("There is no such posting."))
    return found


def applications_to(posting: Posting) -> QuerySet[Application]:
    """List the applications to a posting by their numbers; what is sealed is not read."""
    return posting.applications.defer("sealed_presentation", "sealed_message", "sealed_note").order_by("number")


def find_application(tenant_id: UUID, application_id: UUID) -> Application:
    """Find an application to an organization.

    Raises: NoSuchApplication.
    """
    found = Application.objects.select_related("posting").filter(tenant_id=tenant_id, pk=application_id).first()
    if found is None:
        raise NoSuchApplication(_("There is no such application here."))
    return found


def own_applications(user_id: int) -> QuerySet[Application]:
    """List a person's own applications, the newest first."""
    return Application.objects.select_related("posting").filter(applicant_id=user_id).order_by("-received_at")


def find_own_application(user_id: int, application_id: UUID) -> Application:
    """Find one's own application.

    Raises: NoSuchApplication.
    """
    found = own_applications(user_id).filter(pk=application_id).first()
    if found is None:
        raise NoSuchApplication(_("You have no such application."))
    return found


def live_application(user_id: int, posting: Posting) -> Application | None:
    """Give a person's live application to a posting."""
    return own_applications(user_id).filter(posting=posting, withdrawn_at=None).first()


def has_access(application: Application, at: datetime) -> bool:
    """Tell whether the team may open an application: until the agreed day, and never after it was withdrawn."""
    return application.withdrawn_at is None and at.date() < application.access_ends_at


def require_access(application: Application, at: datetime) -> None:
    """Refuse the team once one of the two ends has come.

    Raises: AccessEnded.
    """
    if application.withdrawn_at is not None:
        raise AccessEnded(_("The applicant withdrew, so nobody in the team can open this any more."))
    if not has_access(application, at):
        raise AccessEnded(_("The time to look that you agreed on has ended."))


def is_keeper(tenant_id: UUID, user_id: int) -> bool:
    """Tell whether a member is named to open sealed copies."""
    return Keeper.objects.filter(tenant_id=tenant_id, user_id=user_id).exists()


def keepers_of(tenant_id: UUID) -> list[int]:
    """List the members who are named to open sealed copies, by account."""
    return list(Keeper.objects.filter(tenant_id=tenant_id).values_list("user_id", flat=True))


def looks_told(application: Application) -> QuerySet[Look]:
    """List who opened an application, as the applicant may know it."""
    return application.looks.select_related("user").filter(kept_from_applicant_by="")


def message_to(application: Application) -> str:
    """Give the employer's last message to the applicant."""
    return _open(application, "message", application.sealed_message)


def read_opened(application: Application, *, names_shown: bool = False) -> OpenedApplication:
    """Open the newest report and the answers; names are hidden unless they were lifted or must be shown.

    Raises: BrokenSeal.
    """
    reports = list(application.reports.all())
    report: JsonObject = json.loads(_open(application, "report", reports[0].sealed))
    answers = {
        one.requirement_uri: OpenedAnswer(
            one.pk, _open(application, f"text {one.requirement_uri}", one.sealed_text), one.media_type
        )
        for one in application.answers.all()
    }
    is_shown = names_shown or application.names_lifted_at is not None
    if not is_shown:
        mask = mask_of(application, report["records"])
        report = hide(report, mask)
        answers = {uri: OpenedAnswer(one.pk, mask.text(one.text), one.media_type) for uri, one in answers.items()}
    return OpenedApplication(
        report=report,
        records=report["records"],
        answers=answers,
        report_days=[one.at for one in reports],
        name=application.applicant.get_full_name() if is_shown else "",
        message=message_to(application),
        note=_open(application, "note", application.sealed_note),
        match=report["match"],
    )


def mask_of(application: Application, records: list[JsonObject]) -> Mask:
    """Make what takes an applicant's names out of texts: those of the account and those in the records."""
    user = application.applicant
    names = names_in([record["drawn"] for record in records if record.get("drawn")])
    return Mask({user.name, f"{user.first_name} {user.last_name}", *names}, addresses={user.email})


def hide(report: JsonObject, mask: Mask) -> JsonObject:
    """Give a report without names, without whom its records are about and without the documents as they came."""
    shown: dict[str, Any] = mask.document(report)
    for record in shown["records"]:
        _hide_drawn(record.get("drawn") or {})
    shown["presenter"] = bool(report.get("presenter"))
    shown["report"].pop("issuer", None)
    return shown


def _hide_drawn(drawn: JsonObject) -> None:
    drawn.pop("raw", None)
    if isinstance(drawn.get("summary"), dict):
        drawn["summary"] |= {"subject_id": None, "subject_name": None, "members": ()}
        # Addresses of evidence lead to pages and pictures that show who it is.
        drawn["summary"]["evidence"] = [[name, None] for name, _url in drawn["summary"].get("evidence") or ()]
    for member in drawn.get("members", ()):
        _hide_drawn(member)


def _open(application: Application, part: str, sealed: bytes | memoryview) -> str:
    return open_for(application.tenant_id, application.pk, part, sealed).decode()


def count_open(at: datetime) -> int:
    """Count the postings that take applications, over all organizations."""
    return open_postings(at).count()
