"""Which record does this picture or document carry, and how is one put into a picture? No I/O.

Pictures are never drawn here: a carrier is cut into its parts, and every byte that is not the record stays as it was.
"""

from openler.credentials.baking.carriers import (
    Baked,
    CannotBake,
    Carrier,
    DamagedCarrier,
    NothingInside,
    RecordKind,
    TooLargeInside,
    UnsafeMarkup,
)
from openler.credentials.baking.kinds import kind_of_record
from openler.credentials.baking.oven import bake, unbake
from openler.credentials.baking.sniffing import Sniffed, sniff

__all__ = [
    "Baked",
    "CannotBake",
    "Carrier",
    "DamagedCarrier",
    "NothingInside",
    "RecordKind",
    "Sniffed",
    "TooLargeInside",
    "UnsafeMarkup",
    "bake",
    "kind_of_record",
    "sniff",
    "unbake",
]
