"""Which literal does a value become?

Spec: https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion
"""

from typing import Any, Final

from openler.credentials.canonical.dataset import RDF, XSD, literal_term
from openler.credentials.canonical.iris import is_absolute
from openler.foundation.jcs import canonicalize_json
from openler.foundation.language_tags import is_language_tag

# Whole numbers from here on are written as doubles (step 9).
_LARGE: Final = 10**21


def write_value(item: dict[str, Any]) -> str | None:
    """Write an expanded value as a literal (section 8.3.2); None where RDF has no such literal."""
    # Steps 4 to 6.
    value, datatype, language = item["@value"], item.get("@type"), item.get("@language")
    if datatype is not None and datatype != "@json" and not is_absolute(datatype):
        return None
    if language is not None and not is_language_tag(language):
        return None
    # Step 7.
    if datatype == "@json":
        return literal_term(canonicalize_json(value).decode(), datatype=RDF + "JSON")
    # Step 8.
    if isinstance(value, bool):
        return literal_term("true" if value else "false", datatype=datatype or XSD + "boolean")
    # Steps 9 and 10.
    if isinstance(value, (int, float)):
        return _write_number(value, datatype)
    # Steps 11 to 14.
    if language is not None:
        return literal_term(value, language=language)
    return literal_term(value, datatype=datatype or XSD + "string")


def _write_number(value: float, datatype: str | None) -> str:
    is_whole = isinstance(value, int) or value.is_integer()
    if is_whole and abs(value) < _LARGE and datatype != XSD + "double":
        return literal_term(str(int(value)), datatype=datatype or XSD + "integer")
    return literal_term(write_double(float(value)), datatype=datatype or XSD + "double")


def write_double(value: float) -> str:
    """Write a double in its canonical form: one digit, a point, at least one digit, an exponent without filling.

    The standard asks for printf's ``%1.15E`` (section 8.6), so the seventeenth digit of a number is not signed.
    """
    mantissa, exponent = f"{value:.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"
