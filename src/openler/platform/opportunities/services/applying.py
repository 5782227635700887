"""How does somebody apply, and take it back? What is handed in is judged, matched and sealed in one act."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.base.rate_limits import count_request
from openler.platform.opportunities.acting import actor_of
from openler.platform.opportunities.errors import (
    AlreadyApplied,
    BadApplication,
    NoSuchApplication,
    PostingNotOpen,
    StageNotReachable,
)
from openler.platform.opportunities.judged import make_report
from openler.platform.opportunities.models import Answer, Application, Posting
from openler.platform.opportunities.queries import is_open, require_access
from openler.platform.opportunities.retention import retention_end, rule_for
from openler.platform.opportunities.sealing import open_for, seal_for
from openler.platform.organizations.models import Organization
from openler.platform.sharing.services import open_share

# A hundred records with pictures; a share holds as much.
MAX_PRESENTATION_BYTES = 4 * 1024 * 1024
# A page of own words; who has more to say gives a file.
MAX_ANSWER = 2_000
# Each try has a judge work for some tenths of a second; nobody applies more often.
MAX_TRIES_PER_HOUR = 40
# A scanned certificate of some pages.
MAX_FILE_BYTES = 2 * 1024 * 1024
_KINDS = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What an applicant says about one requirement."""

    requirement_uri: str
    text: str = ""
    file: bytes = b""


def presentation_of(act: Act, given: bytes, *, visitor: str) -> bytes:
    """Give the records that were handed in: the bytes themselves, or what a share link of this installation opens.

    Raises: BadApplication, and what opening a share raises.
    """
    if len(given) > MAX_PRESENTATION_BYTES:
        raise BadApplication(_("The records are larger than an application may be (4 MB)."))
    text = given.strip()
    if not text:
        raise BadApplication(_("Give your records: a share link, a file, or the presentation itself."))
    if len(text) < 300 and text.lower().startswith((b"http://", b"https://")):
        parts, own = urlsplit(text.decode("ascii", "replace")), urlsplit(settings.OPENLER_PUBLIC_URL)
        steps = parts.path.strip("/").split("/")
        if parts.netloc != own.netloc or len(steps) != 2 or steps[0] != "s":
            raise BadApplication(_("Only a share link of this installation is opened here. Give the file instead."))
        return open_share(act, steps[1], visitor=visitor).presentation
    return text


def apply_with(act: Act, posting_id: UUID, data: bytes, answers: Sequence[GivenAnswer]) -> Application:
    """Apply: judge the records, match them, and keep all of it sealed.

    Raises: PostingNotOpen, AlreadyApplied, BadApplication, TooManyRequests.
    """
    posting = Posting.objects.filter(pk=posting_id).first()
    if posting is None or not is_open(posting, act.at):
        raise PostingNotOpen(_("This posting takes no applications any more."))
    if _live(posting, act).exists():
        raise AlreadyApplied(_("You have applied already."))
    kinds = _check_answers(posting, answers)
    count_request("apply", str(act.actor_id), at=act.at, limit=MAX_TRIES_PER_HOUR, window_seconds=3600)
    said = [one for one in answers if one.text.strip() or one.file]
    report = make_report(
        data,
        requirements=posting.requirements,
        answered=[one.requirement_uri for one in said],
        organization=Organization.objects.get(pk=posting.tenant_id),
        at=act.at,
    )
    if not report["records"]:
        raise BadApplication(
            _("No record could be read in what you gave. %(why)s") % {"why": report["report"]["sentence"]}
        )
    try:
        with transaction.atomic():
            application = _create(act, posting, data)
            _keep_report(application, report, act)
            for one in said:
                _keep_answer(application, one, kinds[one.requirement_uri])
            record(
                act,
                "application.received",
                kind="application",
                object_id=application.pk,
                person_id=act.actor_id,
                tenant_id=application.tenant_id,
                detail={"records": len(report["records"])},
            )
    except IntegrityError as error:
        if not _live(posting, act).exists():
            # Somebody else took the number in the same moment.
            return apply_with(act, posting_id, data, answers)
        raise AlreadyApplied(_("You have applied already.")) from error
    return application


def check_again(act: Act, application: Application) -> None:
    """Judge the records anew, as of now; the earlier reports stay.

    Raises: AccessEnded.
    """
    require_access(application, act.at)
    data = open_for(application.tenant_id, application.pk, "presentation", application.sealed_presentation)
    uris = list(application.answers.values_list("requirement_uri", flat=True))
    report = make_report(
        data,
        requirements=application.posting.requirements,
        answered=uris,
        organization=Organization.objects.get(pk=application.tenant_id),
        at=act.at,
    )
    with transaction.atomic():
        _keep_report(application, report, act)
        record(
            act,
            "application.checked",
            kind="application",
            object_id=application.pk,
            person_id=application.applicant_id,
        )


def withdraw(act: Act, application_id: UUID) -> Application:
    """Take one's own application back: from this moment the team can open nothing.

    Raises: NoSuchApplication, StageNotReachable.
    """
    with transaction.atomic():
        found = Application.objects.select_for_update().filter(pk=application_id, applicant_id=actor_of(act)).first()
        if found is None:
            raise NoSuchApplication(_("You have no such application."))
        if found.withdrawn_at is not None:
            raise StageNotReachable(_("You have withdrawn this application already."))
        found.stage, found.withdrawn_at = Application.Stage.WITHDRAWN, act.at
        found.save(update_fields=["stage", "withdrawn_at"])
        record(
            act,
            "application.withdrawn",
            kind="application",
            object_id=found.pk,
            person_id=act.actor_id,
            tenant_id=found.tenant_id,
        )
    return found


def _live(posting: Posting, act: Act) -> QuerySet[Application]:
    return Application.objects.filter(posting=posting, applicant_id=actor_of(act), withdrawn_at=None)


def _create(act: Act, posting: Posting, data: bytes) -> Application:
    assert posting.access_ends_at is not None
    number = (Application.objects.filter(posting=posting).aggregate(most=Max("number"))["most"] or 0) + 1
    rule = rule_for(posting.tenant_id, posting.law)
    application = Application(
        posting=posting,
        tenant_id=posting.tenant_id,
        applicant_id=actor_of(act),
        number=number,
        received_at=act.at,
        access_ends_at=posting.access_ends_at,
        law=rule.place,
        retention_ends_at=retention_end(rule, received=act.at, decided=None),
    )
    application.sealed_presentation = seal_for(posting.tenant_id, application.pk, "presentation", data)
    application.save(force_insert=True)
    return application


def _keep_report(application: Application, report: dict[str, object], act: Act) -> None:
    content = json.dumps(report).encode()
    sealed = seal_for(application.tenant_id, application.pk, "report", content)
    application.reports.create(at=act.at, sealed=sealed)


def _keep_answer(application: Application, given: GivenAnswer, media_type: str) -> None:
    uri, tenant, pk = given.requirement_uri, application.tenant_id, application.pk
    Answer.objects.create(
        application=application,
        requirement_uri=uri,
        sealed_text=seal_for(tenant, pk, f"text {uri}", given.text.strip().encode()),
        sealed_file=seal_for(tenant, pk, f"file {uri}", given.file),
        media_type=media_type,
    )


def _check_answers(posting: Posting, answers: Sequence[GivenAnswer]) -> dict[str, str]:
    asked, kinds = {str(one["uri"]) for one in posting.requirements}, {}
    for one in answers:
        if one.requirement_uri not in asked or one.requirement_uri in kinds:
            raise BadApplication(_("An answer belongs to no requirement of this posting, or comes twice."))
        if len(one.text) > MAX_ANSWER:
            raise BadApplication(_("An answer may have %(most)d characters.") % {"most": MAX_ANSWER})
        kinds[one.requirement_uri] = _media_type(one.file)
    return kinds


def _media_type(file: bytes) -> str:
    """Tell a file by its first bytes.

    Raises: BadApplication.
    """
    if not file:
        return ""
    if len(file) > MAX_FILE_BYTES:
        raise BadApplication(_("A file may have 2 MB."))
    found = next((kind for start, kind in _KINDS if file.startswith(start)), "")
    if found:
        return found
    try:
        text = file.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadApplication(_("A file is a PDF, a PNG or JPEG picture, or plain text."))
    return "text/plain; charset=utf-8"
