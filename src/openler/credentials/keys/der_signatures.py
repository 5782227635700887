"""How does an ECDSA signature in DER become one in fixed width?

Hardware modules and cloud services answer in DER; records hold r and s in fixed width. Only strict DER is read.

Spec: https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3 (Ecdsa-Sig-Value)
"""

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from openler.credentials.keys.errors import BadSignature
from openler.credentials.keys.public import CURVES, KeyKind


def decode_der_signature(signature: bytes, *, kind: KeyKind) -> bytes:
    """Turn the DER form of an ECDSA signature into r and s of the curve's width.

    Raises:
        BadSignature: not strict DER, or a number outside the curve's range.
    """
    curve = CURVES[kind]
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        raise BadSignature("An ECDSA signature is not DER.") from None
    if not (0 < r < curve.order and 0 < s < curve.order) or encode_dss_signature(r, s) != signature:
        raise BadSignature("An ECDSA signature is not strict DER, or holds a number outside the curve's range.")
    return r.to_bytes(curve.width) + s.to_bytes(curve.width)
