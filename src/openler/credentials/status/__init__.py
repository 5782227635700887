"""Did the issuer revoke or suspend this record? Lists come through a port, and a list proves itself first. No I/O."""

from openler.credentials.status.check import ListVerifier, StatusAnswer, VerifiedList, check_status
from openler.credentials.status.lists import (
    MAX_UNPACKED_BYTES,
    MIN_ENTRIES,
    StatusListLength,
    StatusListMalformed,
    StatusOutOfRange,
    pack_list,
    pack_values,
    unpack_list,
)
from openler.credentials.status.meanings import STATUS_SOURCE

__all__ = [
    "MAX_UNPACKED_BYTES",
    "MIN_ENTRIES",
    "STATUS_SOURCE",
    "ListVerifier",
    "StatusAnswer",
    "StatusListLength",
    "StatusListMalformed",
    "StatusOutOfRange",
    "VerifiedList",
    "check_status",
    "pack_list",
    "pack_values",
    "unpack_list",
]
