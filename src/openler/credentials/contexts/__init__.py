"""Which words does a record's context define? Bundled JSON-LD contexts, exact bytes by exact URL, and no other loader.

A context is never fetched. A caller may hand one over; it counts for one verification, and its digest is told.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#contexts-and-vocabularies
"""

from openler.credentials.contexts.bundled import (
    BUNDLED,
    VALIDATOR_COPY,
    BundledContext,
    bundled_contents,
    load_bundled_context,
)
from openler.credentials.contexts.sets import BadContext, ContextSet, UnknownContext

__all__ = [
    "BUNDLED",
    "VALIDATOR_COPY",
    "BadContext",
    "BundledContext",
    "ContextSet",
    "UnknownContext",
    "bundled_contents",
    "load_bundled_context",
]
