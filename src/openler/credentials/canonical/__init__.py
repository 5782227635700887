"""What are the exact bytes that a signature over this record covers? JSON-LD 1.1 to N-Quads, then RDFC-1.0. No I/O."""

from openler.credentials.canonical.dataset import Quad, parse_nquads
from openler.credentials.canonical.errors import (
    DroppedValue,
    InlineContext,
    JsonLdFault,
    PoisonGraph,
    ProtectedTermRedefined,
    RelativeIri,
    UndefinedTerm,
)
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.rdfc import MAX_WORK, CanonicalDataset, canonicalize_dataset
from openler.credentials.canonical.transform import canonicalize, policy_for, to_dataset

__all__ = [
    "MAX_WORK",
    "CanonicalDataset",
    "DroppedValue",
    "InlineContext",
    "JsonLdFault",
    "PoisonGraph",
    "Policy",
    "ProtectedTermRedefined",
    "Quad",
    "RelativeIri",
    "UndefinedTerm",
    "canonicalize",
    "canonicalize_dataset",
    "parse_nquads",
    "policy_for",
    "to_dataset",
]
