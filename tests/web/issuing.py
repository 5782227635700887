"""How do tests come by an organization that can issue, a published achievement, and signed records?"""

import json
from datetime import datetime
from typing import Any

import openler
from openler.credentials.keys import KeyFile, SoftwareSigner
from openler.foundation.documents import Documents
from openler.foundation.errors import ResolutionFailed
from openler.platform.accounts.models import User
from openler.platform.achievements import services as achievements
from openler.platform.achievements.drafts import Draft
from openler.platform.achievements.models import Version
from openler.platform.issuing import batches
from openler.platform.issuing.models import Batch
from openler.platform.issuing.status_lists import find_signed
from openler.platform.jobs.services import run_all
from openler.platform.keystore.services import create_key
from openler.platform.organizations.identity import did_document_of
from openler.platform.organizations.models import Organization
from web.people import AT, act, make_organization, make_user


def draft(**changes: Any) -> Draft:
    """Give a draft that can be published."""
    values: dict[str, Any] = {
        "code": "NUR-110",
        "name": "Fundamentals of Nursing I",
        "achievement_type": "Course",
        "description": "Care for people, supervised.",
        "criteria": "Twelve hours of lab.",
        "results": [
            {"id": "7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001", "name": "Exam", "levels": ["Working", "Proficient"]},
            {"id": "7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a002", "name": "Points", "max": 100, "required": 70},
        ],
    }
    return Draft(**(values | changes))


class College:
    """An organization with a writer and a reviewer, a key and a published achievement."""

    def __init__(self, slug: str = "college", **changes: Any) -> None:
        self.issuer, self.reviewer = make_user(f"{slug}-issuer"), make_user(f"{slug}-reviewer")
        members = {self.issuer: ["owner", "issuer"], self.reviewer: ["reviewer"]}
        self.organization: Organization = make_organization(slug, members=members)
        create_key(act(self.issuer, self.organization), self.organization.pk, "Ed25519")
        self.version: Version = self.publish(**changes)

    def publish(self, **changes: Any) -> Version:
        """Publish an achievement."""
        version = achievements.define(act(self.issuer, self.organization), self.organization, draft(**changes))
        achievements.submit(act(self.issuer, self.organization), version)
        return achievements.approve(act(self.reviewer, self.organization), version)

    def check(self, text: str | bytes, *, token: str = "token", **options: Any) -> Batch:
        """Check a class list with the columns that are proposed for it."""
        from openler.platform.issuing.rows import propose_columns

        table = batches.read_class(text.encode() if isinstance(text, str) else text)
        return batches.check_batch(
            act(self.issuer, self.organization),
            self.version,
            title="Class",
            head=table.header,
            rows=[(row.number, row.cells) for row in table.rows],
            columns=propose_columns(table.header, self.version.results),
            form_token=token,
            problems=table.problems,
            **options,
        )

    def issue(self, text: str | bytes, *, at: datetime = AT, **options: Any) -> Batch:
        """Check, release and sign a class list."""
        batch = batches.ask_release(self.act(self.issuer), self.check(text, **options))
        if batch.state == Batch.State.WAITING:
            batches.release(self.act(self.reviewer), batch)
        run_all(at)
        batch.refresh_from_db()
        return batch

    def act(self, user: User) -> Any:
        """Give an act of a member."""
        return act(user, self.organization)


class OwnDocuments(Documents):
    """What this installation would serve, read from its database."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    def get(self, url: str, *, purpose: str, max_bytes: int = 1 << 20) -> bytes:
        """Give a DID document or a status list."""
        if url.startswith("did:web:"):
            return json.dumps(did_document_of(self._organization)).encode()
        if "/status/" in url:
            list_id, _slash, name = url.partition("/status/")[2].partition("/")
            return find_signed(list_id, name).encode()  # type: ignore[arg-type]
        raise ResolutionFailed(f"Nothing at {url}.")


def verified(data: bytes, organization: Organization, at: datetime = AT) -> openler.VerificationReport:
    """Judge a record of an organization."""
    return openler.verify(data, at=at, documents=OwnDocuments(organization))


def wallet_presentation(challenge: str, domain: str, at: datetime = AT) -> tuple[bytes, str]:
    """Sign what a wallet signs to show its key; the bytes, and its did:key."""
    key = KeyFile.of(SoftwareSigner.generate("Ed25519"))
    signed = openler.present(
        [], signer=key.signer, verification_method=key.id, at=at, challenge=challenge, domain=domain
    )
    return json.dumps(signed).encode(), key.controller
