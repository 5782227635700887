"""How does this program reach the world outside? Through one guarded client; nothing else opens a connection.

Beside it stands one question to the name servers of this machine: which text records a public name has.

Plain Python without Django, so that a terminal can fetch too.
"""

from openler.platform.egress.addresses import is_public_address
from openler.platform.egress.client import LIMITS, GuardedClient, Limits
from openler.platform.egress.dns import text_records
from openler.platform.egress.errors import EgressFailed, EgressRefused
from openler.platform.egress.layered import MAX_FETCHES, LayeredDocuments
from openler.platform.egress.targets import LOOPBACK_NAMES, Target, parse_target

__all__ = [
    "LIMITS",
    "LOOPBACK_NAMES",
    "MAX_FETCHES",
    "EgressFailed",
    "EgressRefused",
    "GuardedClient",
    "LayeredDocuments",
    "Limits",
    "Target",
    "is_public_address",
    "parse_target",
    "text_records",
]
