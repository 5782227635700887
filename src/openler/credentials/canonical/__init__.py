"""Which exact bytes does a signature over this record cover? JSON-LD 1.1 to N-Quads, then RDFC-1.0. No I/O."""

from openler.credentials.canonical.dataset import MalformedNQuads, Quad, parse_nquads
from openler.credentials.canonical.errors import (
    AmbiguousNumber,
    DroppedValue,
    InlineContext,
    JsonLdFault,
    NotCompacted,
    PoisonGraph,
    ProtectedTermRedefined,
    RelativeIri,
    SplitRecord,
    UndefinedTerm,
)
from openler.credentials.canonical.inline_contexts import find_inline_contexts
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.rdfc import MAX_CALLS, CanonicalResult, canonicalize_dataset
from openler.credentials.canonical.shapes import canonical_template
from openler.credentials.canonical.templates import CanonicalTemplate, NotOneShape, quote_plain
from openler.credentials.canonical.transform import (
    canonicalize,
    canonicalize_by_reference,
    expand,
    to_dataset,
    to_nquads,
)

__all__ = [
    "MAX_CALLS",
    "AmbiguousNumber",
    "CanonicalResult",
    "CanonicalTemplate",
    "DroppedValue",
    "InlineContext",
    "JsonLdFault",
    "MalformedNQuads",
    "NotCompacted",
    "NotOneShape",
    "PoisonGraph",
    "Policy",
    "ProtectedTermRedefined",
    "Quad",
    "RelativeIri",
    "SplitRecord",
    "UndefinedTerm",
    "canonical_template",
    "canonicalize",
    "canonicalize_by_reference",
    "canonicalize_dataset",
    "expand",
    "find_inline_contexts",
    "parse_nquads",
    "quote_plain",
    "to_dataset",
    "to_nquads",
]
