"""OpenLER: issue, hold, share and verify learning and employment records.

    report = openler.verify(data, at=now)
    record = openler.issue(claims, signer=key.signer, verification_method=key.id, at=now)
    part = openler.derive(record, selective=["/credentialSubject/result"])
    shown = openler.present([record], signer=own.signer, verification_method=own.id, at=now, challenge=asked)

None touches the network: documents come through an argument.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openler.credentials.derivation import derive
    from openler.credentials.issuance import issue
    from openler.credentials.keys import KeyFile, SoftwareSigner, parse_key_file
    from openler.credentials.presentations import present
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
    "derive",
    "issue",
    "parse_key_file",
    "present",
    "verify",
]

_HOMES = {
    "derive": "openler.credentials.derivation",
    "issue": "openler.credentials.issuance",
    "present": "openler.credentials.presentations",
    "KeyFile": "openler.credentials.keys",
    "SoftwareSigner": "openler.credentials.keys",
    "parse_key_file": "openler.credentials.keys",
    "GivenDocuments": "openler.foundation.documents",
    "LerError": "openler.foundation.errors",
}


def __getattr__(name: str) -> Any:
    # PEP 562: each name is loaded when it is first used, so that `openler --help` does not load the engine.
    if name not in __all__:
        raise AttributeError(f"module 'openler' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES.get(name, "openler.credentials.verification")), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
