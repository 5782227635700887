"""How is a record checked here? One act: judge it apart, count the outcome, forget the file."""

import atexit
import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from openler import trust as recognition
from openler.credentials.verification.report import Check, VerificationReport
from openler.foundation.documents import NO_DOCUMENTS, Documents
from openler.foundation.errors import LerError, ResolutionFailed
from openler.foundation.problems import Problem
from openler.foundation.strict_json import MAX_BYTES
from openler.platform.egress import GuardedClient, LayeredDocuments
from openler.platform.organizations.models import Organization
from openler.platform.verifying.drawing import draw_report
from openler.platform.verifying.judges import Asked, Judges, JudgeStopped
from openler.platform.verifying.models import VerificationTally
from openler.platform.verifying.own_documents import OwnDocuments
from openler.platform.verifying.recognised import join_recognition


class NotFetched(ResolutionFailed):
    """The address that was given could not be read."""

    code = "record_not_fetched"
    default_mender = "sender"
    default_advice = "Open the address yourself, save the record, and give the file."


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer about one file.

    Attributes:
        report: as ``VerificationReport.to_json`` gives it.
        drawn: what a page draws: summaries, lights, members, the raw text.
        file_digest: SHA-256 of the file's bytes, hexadecimal, so that a printed report names its file.
        read: SHA-256 of each key document and status list that the answer rests on, hexadecimal, by address.
    """

    report: dict[str, Any]
    drawn: dict[str, Any]
    file_digest: str
    read: dict[str, str] = field(default_factory=dict)


class _Noted:
    """Documents from elsewhere, with a note of which bytes came."""

    def __init__(self, inner: Documents) -> None:
        self._inner = inner
        self.digests: dict[str, str] = {}

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Give a document; see ``openler.foundation.documents.Documents``."""
        found = self._inner.get(url, purpose=purpose, max_bytes=max_bytes)
        self.digests[url] = hashlib.sha256(found).hexdigest()
        return found


@cache
def _judges() -> Judges:
    judges = Judges()
    atexit.register(judges.close)
    return judges


# A process that was forked has no judges of its own yet, and must not speak with those of its parent.
os.register_at_fork(after_in_child=_judges.cache_clear)


@cache
def _client() -> GuardedClient:
    return GuardedClient()


def _client_for_a_record() -> GuardedClient:
    # A client keeps what it fetched for some minutes; of a record nothing is kept longer than its answer.
    return GuardedClient()


def _documents() -> Documents:
    return OwnDocuments(LayeredDocuments(NO_DOCUMENTS, _client()) if settings.OPENLER_ONLINE else NO_DOCUMENTS)


def verify_file(
    data: bytes, *, at: datetime, asked: Asked | None = None, organization: Organization | None = None
) -> Verification:
    """Check a file and count its outcome; the file is kept no longer than the answer.

    Args:
        asked: the ``challenge`` and ``domain`` that whoever presents it was to sign just now; None if nobody was asked.
        organization: whose choice of registries counts; the operator's default for None.
    """
    documents = _Noted(_documents())
    try:
        answer = _judges().ask(data, at=at, documents=documents, asked=asked)
        report, drawn, to_ask = answer["report"], answer["drawn"], recognition.Asked.from_json(answer["asked"])
    except JudgeStopped as error:
        report, drawn, to_ask = _stopped(error, at)
    report, drawn = join_recognition(report, drawn, to_ask, organization=organization, at=at)
    done = Verification(report, drawn, hashlib.sha256(data).hexdigest(), documents.digests)
    _count(done.report["outcome"], at)
    return done


def verify_on_conditions(data: bytes, *, at: datetime, conditions: dict[str, Any]) -> dict[str, Any]:
    """Check a file as the VC API asks, count its outcome, and give the report as JSON; nothing of it is kept.

    Args:
        conditions: ``proof_only`` (true asks the proof alone), and what the record's own proofs must say: ``purpose``,
            ``domain``, ``challenge``, each None if it is not asked. Contexts that only add words are taken.
    """
    try:
        asked = {"conditions": conditions}
        report: dict[str, Any] = _judges().ask(data, at=at, documents=_documents(), asked=asked)["report"]
    except JudgeStopped as error:
        report, _drawn, _to_ask = _stopped(error, at)
    _count(report["outcome"], at)
    return report


def verify_url(url: str, *, at: datetime, organization: Organization | None = None) -> Verification:
    """Fetch a record through the guarded client and check it; whose registries count as in ``verify_file``.

    Raises:
        NotFetched: this installation does not fetch, or the address gave nothing.
    """
    if not settings.OPENLER_ONLINE:
        raise NotFetched("This installation fetches nothing from other places.")
    try:
        max_bytes = min(MAX_BYTES, settings.OPENLER_MAX_BODY_BYTES)
        data = _client_for_a_record().get(url, purpose="record", max_bytes=max_bytes)
    except ResolutionFailed as error:
        raise NotFetched(error.message) from None
    return verify_file(data, at=at, organization=organization)


def _stopped(error: LerError, at: datetime) -> tuple[dict[str, Any], dict[str, Any], recognition.Asked]:
    source = "https://www.rfc-editor.org/rfc/rfc8259"
    check = Check("parse", "undetermined", source, (Problem.from_error(error),))
    report = VerificationReport(
        verified=False, verified_document=None, media_type="", at=at, checks=(check,), kind="unreadable"
    )
    return report.to_json(), draw_report(report), recognition.asked_of(report)


def _count(outcome: str, at: datetime) -> None:
    month = at.date().replace(day=1)
    with transaction.atomic():
        VerificationTally.objects.get_or_create(month=month, outcome=outcome)
        VerificationTally.objects.filter(month=month, outcome=outcome).update(count=F("count") + 1)
