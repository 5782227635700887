"""What is the one canonical text of a JSON value?

Spec: https://www.rfc-editor.org/rfc/rfc8785 (JSON Canonicalization Scheme), over https://www.rfc-editor.org/rfc/rfc7493
"""

import json
from typing import Any

import rfc8785

from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonValue

# Beyond this, readers of JSON round integers to different values (RFC 7493, 2.2).
_TOO_LARGE = 2**53
# For values that are plain, the standard library writes the same text and is five times quicker.
_WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


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
        if _is_plain(value):
            return _WRITER.encode(value).encode()
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        raise NotCanonicalizable("An integer is larger than 2^53 - 1, which JSON readers do not agree on.") from None
    except rfc8785.FloatDomainError:
        raise NotCanonicalizable("A number is infinite or not a number.") from None
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise NotCanonicalizable("A value has no canonical JSON form.") from None


def _is_plain(value: Any) -> bool:
    """Tell whether a value is an object or list without fractions, large integers and names beyond ASCII.

    Names are sorted by UTF-16 and fractions printed as ECMAScript does (sections 3.2.2.3 and 3.2.3); the standard library
    does neither, and ASCII sorts alike.
    """
    pending = [value]
    for holder in pending:
        if type(holder) is dict:
            for name in holder:
                if type(name) is not str or not name.isascii():
                    return False
            holder = holder.values()
        elif type(holder) is not list:
            return False
        for item in holder:
            type_ = type(item)
            if type_ is dict or type_ is list:
                pending.append(item)
            elif type_ is int:
                if not -_TOO_LARGE < item < _TOO_LARGE:
                    return False
            elif type_ is not str and type_ is not bool and item is not None:
                return False
    return True
