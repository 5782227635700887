"""OpenLER: issue, hold, share and verify learning and employment records.

    report = openler.verify(data, at=now)
    record = openler.issue(claims, signer=key.signer, verification_method=key.id, at=now)

Neither touches the network: documents come through an argument.
"""

from openler.credentials.issuance import issue
from openler.credentials.keys import KeyFile, SoftwareSigner, parse_key_file
from openler.credentials.verification import (
    Check,
    EveryCheckHolds,
    VerificationReport,
    VerifiedCredential,
    accept,
    verify,
)
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import LerError

__all__ = [
    "Check",
    "EveryCheckHolds",
    "GivenDocuments",
    "KeyFile",
    "LerError",
    "SoftwareSigner",
    "VerificationReport",
    "VerifiedCredential",
    "accept",
    "issue",
    "parse_key_file",
    "verify",
]
