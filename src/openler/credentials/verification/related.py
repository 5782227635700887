"""Is what a record binds by a digest the very content that is at hand?

A bundled context or schema is at hand, and so is what the caller gave. Nothing is fetched to compare it, and what is
not at hand is not held against a record.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources
"""

from collections.abc import Iterator

from openler.credentials.contexts import ContextSet
from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import parts_of
from openler.credentials.schemas import BUNDLED_SCHEMAS, bundled_schema, differs_from_digest
from openler.foundation.documents import AT_HAND, Documents
from openler.foundation.errors import ResolutionFailed
from openler.foundation.problems import Problem

RELATED_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources"
# Contexts, schemas, pictures and evidence of one record; each costs a look-up, and a hash if it is at hand.
MAX_RELATED = 1000


def check_related(shape: CredentialShape, contexts: ContextSet, documents: Documents) -> list[Problem]:
    """Compare each related resource that is at hand with the digest that the record names."""
    if "relatedResource" not in shape.document:
        return []
    parts = parts_of(shape.document, "relatedResource")
    return [*_differing(shape, contexts, documents), *_too_many(len(parts))]


def _differing(shape: CredentialShape, contexts: ContextSet, documents: Documents) -> Iterator[Problem]:
    for part in parts_of(shape.document, "relatedResource")[:MAX_RELATED]:
        url = part.value.get("id") if isinstance(part.value, dict) else None
        if not isinstance(url, str):
            continue
        # One address may have had two contents, both published; the record may be bound to either.
        contents = _contents(url, contexts, documents)
        if contents and all(differs_from_digest(content, part.value) for content in contents):
            yield Problem(
                code="related_resource_differs",
                title="Another content than the one bound",
                detail=f"What is at hand for {url[:200]} is not what the record was bound to: its digest is another.",
                type=RELATED_SOURCE,
                pointer=part.pointer,
                mender="verifier",
                next_step="Give the content that the issuer meant, or ask the issuer which one it is.",
            )


def _too_many(count: int) -> Iterator[Problem]:
    if count > MAX_RELATED:
        detail = f"The record names {count} related resources; only the first {MAX_RELATED} were compared."
        yield Problem("too_many_related_resources", "Too many related resources", detail, pointer="/relatedResource")


def _contents(url: str, contexts: ContextSet, documents: Documents) -> tuple[bytes, ...]:
    found = contexts.contents(url)
    if not found and url in BUNDLED_SCHEMAS:
        found = (bundled_schema(url),)
    if found:
        return found
    try:
        return (documents.get(url, purpose=AT_HAND),)
    except ResolutionFailed:
        return ()
