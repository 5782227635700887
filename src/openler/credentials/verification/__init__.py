"""Is this record well-formed, intact and in force, and who says so? The one door."""

from openler.credentials.verification.report import CHECK_IDS, Check, Outcome, Signatory, VerificationReport

__all__ = ["CHECK_IDS", "Check", "Outcome", "Signatory", "VerificationReport"]
