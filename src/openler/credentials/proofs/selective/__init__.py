"""Which statements of a record does a choice of JSON pointers mean? What suites for selective disclosure share. No I/O.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#selective-disclosure-functions
"""

from openler.credentials.proofs.selective.selection import MAX_POINTERS, select
from openler.credentials.proofs.selective.statements import Statements, canonical_statements, part, signed_lines

__all__ = ["MAX_POINTERS", "Statements", "canonical_statements", "part", "select", "signed_lines"]
