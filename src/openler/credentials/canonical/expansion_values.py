"""What does a bare value, or an object around one, say once it is written out?

Spec: https://www.w3.org/TR/json-ld11-api/#value-expansion , https://www.w3.org/TR/json-ld11-api/#expansion-algorithm
(steps 15 to 19)
"""

from math import isfinite
from typing import Any, Final

from openler.credentials.canonical.active_context import NO_TERM, UNSET, ActiveContext
from openler.credentials.canonical.errors import AmbiguousNumber, DroppedValue, JsonLdFault, RelativeIri
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import is_absolute, is_iri_or_blank
from openler.credentials.canonical.places import Place
from openler.foundation.jcs import NotCanonicalizable, canonicalize_json
from openler.foundation.json_types import JsonScalar, JsonValue
from openler.foundation.language_tags import is_language_tag

# Beyond this, readers of JSON round integers to different values (RFC 7493, 2.2).
MAX_SAFE_INTEGER: Final = 2**53 - 1
_VALUE_ENTRIES: Final = frozenset(("@value", "@language", "@type", "@index", "@direction"))
Expanded = dict[str, Any]


def require_language(tag: str, place: Place) -> None:
    """Refuse a language that is none, since other software leaves the text out of what is signed.

    Raises:
        DroppedValue: it is not well-formed.
    """
    if not is_language_tag(tag):
        raise DroppedValue(
            f"{tag[:60]!r} is no language tag; BCP 47 writes en, de-CH or zh-Hant, with hyphens.", place=place
        )


def require_iri(expanded: str | None, written: str, place: Place) -> None:
    """Refuse an identifier that would name nothing in a signature.

    Raises:
        RelativeIri: it is neither an absolute IRI nor a blank node.
    """
    if not is_iri_or_blank(expanded):
        raise RelativeIri(
            f"{written[:120]!r} is not an absolute URL or URN, so it names nothing that could be signed.", place=place
        )


def check_scalar(value: JsonScalar, place: Place) -> None:
    """Refuse a number that readers of the record would not agree on.

    Raises:
        AmbiguousNumber: an integer beyond 2^53 - 1, or a number that JSON cannot write.
    """
    if isinstance(value, float) and not isfinite(value):
        raise AmbiguousNumber("The number is infinite or undefined, which JSON cannot write.", place=place)
    if isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        raise AmbiguousNumber("The integer is larger than 2^53 - 1, which JSON readers do not agree on.", place=place)


def check_json_literal(value: JsonValue, place: Place) -> None:
    """Refuse a JSON literal without a canonical form.

    Raises:
        AmbiguousNumber: it holds a number that readers do not agree on.
    """
    try:
        canonicalize_json(value)
    except NotCanonicalizable as error:
        raise AmbiguousNumber(error.message, place=place) from None


def expand_scalar(
    active: ActiveContext, active_property: str, value: JsonScalar, place: Place, *, strict: bool
) -> Expanded:
    """Write out a text, number or truth value (section 5.3.2)."""
    term = active.terms.get(active_property, NO_TERM)
    # Steps 1 and 2.
    if isinstance(value, str) and term.type in ("@id", "@vocab"):
        expanded = expand_iri(active, value, vocab=term.type == "@vocab", document_relative=True)
        if strict:
            require_iri(expanded, value, place)
        return {"@id": expanded}
    if strict:
        check_scalar(value, place)
    # Step 3.
    result: Expanded = {"@value": value}
    # Step 4.
    if term.type not in (None, "@id", "@vocab", "@none"):
        result["@type"] = term.type
    # Step 5.
    elif isinstance(value, str):
        language = active.language if term.language is UNSET else term.language
        direction = active.direction if term.direction is UNSET else term.direction
        if language is not None:
            result["@language"] = language
        if direction is not None:
            result["@direction"] = direction
    return result


def finish_value(result: Expanded, place: Place, *, strict: bool) -> Expanded | None:
    """Check an object around a value (5.1.2, step 15)."""
    # Step 15.1.
    typed = "@type" in result
    if not result.keys() <= _VALUE_ENTRIES or (typed and ("@language" in result or "@direction" in result)):
        raise JsonLdFault(
            "A value has entries that do not go together.", json_ld_code="invalid value object", place=place
        )
    value = result["@value"]
    # Step 15.2.
    if result.get("@type") == "@json":
        if strict:
            check_json_literal(value, place)
        return result
    # Step 15.3.
    if value is None:
        if strict:
            raise DroppedValue("A value is null, so nothing of it is signed.", place=place)
        return None
    # Step 15.4.
    if not isinstance(value, str) and "@language" in result:
        raise JsonLdFault(
            "Something that is no text has a language.", json_ld_code="invalid language-tagged value", place=place
        )
    # Step 15.5.
    if typed and not (isinstance(result["@type"], str) and is_absolute(result["@type"])):
        raise JsonLdFault("The type of a value is no IRI.", json_ld_code="invalid typed value", place=place)
    if strict:
        check_scalar(value, place)
        if "@language" in result:
            require_language(result["@language"], place)
    return result
