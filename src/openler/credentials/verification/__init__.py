"""Is this record well-formed, intact and in force, and who says so? The one door. No I/O."""

from openler.credentials.verification.policies import AcceptancePolicy, EveryCheckHolds, VerifiedCredential, accept
from openler.credentials.verification.report import CHECK_IDS, Check, Outcome, Signatory, VerificationReport
from openler.credentials.verification.seals import ExpectedProof
from openler.credentials.verification.sentences import sentence
from openler.credentials.verification.verify import verify

__all__ = [
    "CHECK_IDS",
    "AcceptancePolicy",
    "Check",
    "EveryCheckHolds",
    "ExpectedProof",
    "Outcome",
    "Signatory",
    "VerificationReport",
    "VerifiedCredential",
    "accept",
    "sentence",
    "verify",
]
