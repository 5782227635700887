"""What kind of record is this, and where do its parts stand? Shape only: every MUST lives in ``rules``. No I/O."""

from openler.credentials.model.employment import EmploymentRecord, read_employment
from openler.credentials.model.enveloped import Envelope, read_envelope
from openler.credentials.model.openbadges2 import OpenBadges2, read_openbadges2
from openler.credentials.model.shape import CredentialShape, Kind, Part, read_credential
from openler.credentials.model.summary import RecordSummary, describe

__all__ = [
    "CredentialShape",
    "EmploymentRecord",
    "Envelope",
    "Kind",
    "OpenBadges2",
    "Part",
    "RecordSummary",
    "describe",
    "read_credential",
    "read_employment",
    "read_envelope",
    "read_openbadges2",
]
