"""What may a holder leave out of a token, what is left, and does it still hold? SD-JWT and SD-JWT VC. No I/O.

Spec: https://www.rfc-editor.org/rfc/rfc9901 , https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

from openler.credentials.proofs.sd_jwt.credential import (
    NEVER_DISCLOSED,
    SdJwtVc,
    create_sd_jwt_vc,
    parse_sd_jwt_vc,
    verify_sd_jwt_vc,
)
from openler.credentials.proofs.sd_jwt.disclosures import Disclosure, parse_disclosure
from openler.credentials.proofs.sd_jwt.errors import BadDisclosure, KeyBindingBroken, NotBound, WeakRandomness
from openler.credentials.proofs.sd_jwt.hiding import hide
from openler.credentials.proofs.sd_jwt.key_binding import KeyBinding, create_key_binding, verify_key_binding
from openler.credentials.proofs.sd_jwt.serialization import SdJwt, is_sd_jwt_object, parse_sd_jwt
from openler.credentials.proofs.sd_jwt.showing import select, show, to_pointer

__all__ = [
    "NEVER_DISCLOSED",
    "BadDisclosure",
    "Disclosure",
    "KeyBinding",
    "KeyBindingBroken",
    "NotBound",
    "SdJwt",
    "SdJwtVc",
    "WeakRandomness",
    "create_key_binding",
    "create_sd_jwt_vc",
    "hide",
    "is_sd_jwt_object",
    "parse_disclosure",
    "parse_sd_jwt",
    "parse_sd_jwt_vc",
    "select",
    "show",
    "to_pointer",
    "verify_key_binding",
    "verify_sd_jwt_vc",
]
