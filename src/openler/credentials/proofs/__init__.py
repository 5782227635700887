"""Does the seal hold, and with which key was it made? The issuer's right to that key is asked in ``did``. No I/O."""

from openler.credentials.proofs.errors import (
    AlgorithmNotOffered,
    BadPointer,
    BadProof,
    CannotDerive,
    CannotSelect,
    CannotSign,
    ClaimsDiffer,
    NoKeyNamed,
    StatementsDiffer,
    UnderivedProof,
    UnknownCryptosuite,
    Unsigned,
    WrongPurpose,
)
from openler.credentials.proofs.jose import CompactJws, parse_compact_jws, verify_compact_jws
from openler.credentials.proofs.making import create_proof, derive_proof, is_for_holder_alone, is_selective
from openler.credentials.proofs.options import proofs_of
from openler.credentials.proofs.pipeline import ProofOutcome, ProofResult, verify_proof, verify_proofs
from openler.credentials.proofs.suites import DEFAULT_CRYPTOSUITES, SUITES
from openler.credentials.proofs.vc_jwt import VcJwt, parse_vc_jwt, verify_vc_jwt

__all__ = [
    "DEFAULT_CRYPTOSUITES",
    "SUITES",
    "AlgorithmNotOffered",
    "BadPointer",
    "BadProof",
    "CannotDerive",
    "CannotSelect",
    "CannotSign",
    "ClaimsDiffer",
    "CompactJws",
    "NoKeyNamed",
    "ProofOutcome",
    "ProofResult",
    "StatementsDiffer",
    "UnderivedProof",
    "UnknownCryptosuite",
    "Unsigned",
    "VcJwt",
    "WrongPurpose",
    "create_proof",
    "derive_proof",
    "is_for_holder_alone",
    "is_selective",
    "parse_compact_jws",
    "parse_vc_jwt",
    "proofs_of",
    "verify_compact_jws",
    "verify_proof",
    "verify_proofs",
    "verify_vc_jwt",
]
