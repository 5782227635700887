"""What is the one canonical text of a JSON value?

Spec: https://www.rfc-editor.org/rfc/rfc8785 (JSON Canonicalization Scheme), over https://www.rfc-editor.org/rfc/rfc7493
"""

import rfc8785

from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonValue


class NotCanonicalizable(MalformedInput):
    """A value has no canonical JSON form: an integer beyond 2^53 - 1, infinity, NaN or half a surrogate pair."""

    code = "not_canonicalizable"
    default_mender = "issuer"
    default_advice = "Write the value as text."


def canonicalize_json(value: JsonValue) -> bytes:
    """Give the canonical UTF-8 text of a JSON value.

    Raises:
        NotCanonicalizable: the value lies outside I-JSON.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        raise NotCanonicalizable("An integer is larger than 2^53 - 1, which JSON readers do not agree on.") from None
    except rfc8785.FloatDomainError:
        raise NotCanonicalizable("A number is infinite or not a number.") from None
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise NotCanonicalizable("A value has no canonical JSON form.") from None
