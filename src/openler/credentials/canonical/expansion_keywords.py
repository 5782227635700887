"""What does an entry say whose name is a keyword?

Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm (step 13.4)
"""

from typing import Any

from openler.credentials.canonical.errors import DroppedValue, JsonLdFault, UndefinedTerm
from openler.credentials.canonical.expansion_values import Expanded, require_iri
from openler.credentials.canonical.frames import Frame, Recursion
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import is_iri_or_blank
from openler.credentials.canonical.places import Place
from openler.credentials.canonical.written_form import check_type_is_compact
from openler.foundation.json_types import JsonValue


def expand_keyword(expander: Recursion, frame: Frame, keyword: str, value: JsonValue, place: Place) -> None:
    """Take one entry into the result of its object.

    Raises:
        JsonLdFault: the value is not what the keyword asks for.
    """
    is_1_0 = expander.policy.is_1_0
    result = frame.result
    # Step 13.4.1.
    if frame.active_property == "@reverse":
        raise _fault("A keyword stands in @reverse.", "invalid reverse property map", place)
    # Step 13.4.2.
    if keyword in result and (is_1_0 or keyword not in ("@included", "@type")):
        raise _fault(f"Two entries mean {keyword}.", "colliding keywords", place)
    match keyword:
        case "@id":
            result["@id"] = _id(expander, frame, value, place)
        case "@type":
            _add_types(expander, frame, value, place)
        case "@graph":
            result["@graph"] = expander.expand_list(frame.active, "@graph", value, place)
        case "@included":
            if not is_1_0:
                result["@included"] = [*result.get("@included", ()), *_included(expander, frame, value, place)]
        case "@value":
            result["@value"] = _value(frame, value, is_1_0, place)
        case "@language":
            if not isinstance(value, str):
                raise _fault("@language is not text.", "invalid language-tagged string", place)
            result["@language"] = value.lower()
        case "@direction":
            if value not in ("ltr", "rtl"):
                raise _fault("@direction is neither ltr nor rtl.", "invalid base direction", place)
            result["@direction"] = value
        case "@index":
            if not isinstance(value, str):
                raise _fault("@index is not text.", "invalid @index value", place)
            result["@index"] = value
        case "@list":
            _list(expander, frame, value, place)
        case "@set":
            result["@set"] = expander.expand(frame.active, frame.active_property, value, place)
        case "@reverse":
            _reverse(expander, frame, value, place)
        case _ if expander.policy.strict:
            raise UndefinedTerm(f"{keyword} means nothing here, so a signature would not cover it.", place=place)


def expand_types(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> str | list[str]:
    """Write out the types of an object by the words in force before their own contexts (step 13.4.4)."""
    if isinstance(value, list):
        types = [expand_types(expander, frame, item, (place, n)) for n, item in enumerate(value)]
        return [type_ for type_ in types if isinstance(type_, str)]
    if not isinstance(value, str):
        raise _fault("A type is not text.", "invalid type value", place)
    active = frame.before_types
    expanded = expand_iri(active, value, vocab=True, document_relative=True)
    if expanded == "@json":
        frame.json_type = place
    elif expander.policy.strict:
        if not is_iri_or_blank(expanded):
            raise UndefinedTerm(
                f"No context of the record defines the type {value[:120]!r}, so a signature would not cover it.",
                place=place,
            )
        check_type_is_compact(active, value, expanded, place)
    return expanded if expanded is not None else []


def _id(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> str | None:
    # Step 13.4.3.
    if not isinstance(value, str):
        raise _fault("An identifier is not text.", "invalid @id value", place)
    expanded = expand_iri(frame.active, value, document_relative=True)
    if expander.policy.strict:
        require_iri(expanded, value, place)
    return expanded


def _add_types(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> None:
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        raise _fault("A type is not text.", "invalid type value", place)
    types = expand_types(expander, frame, value, place)
    if "@type" in frame.result:
        types = [*listed(frame.result["@type"]), *listed(types)]
    frame.result["@type"] = types


def _included(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> list[Expanded]:
    # Step 13.4.6.
    expanded = expander.expand_list(frame.active, None, value, place)
    if not expanded or any(not isinstance(item, dict) or "@value" in item or "@list" in item for item in expanded):
        raise _fault("@included holds something that is no object.", "invalid @included value", place)
    return expanded


def _value(frame: Frame, value: JsonValue, is_1_0: bool, place: Place) -> JsonValue:
    # Step 13.4.7.
    if frame.input_type == "@json" and not is_1_0:
        return value
    if isinstance(value, (dict, list)):
        raise _fault("@value is an object or a list.", "invalid value object value", place)
    return value


def _list(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> None:
    # Step 13.4.11.
    if frame.active_property in (None, "@graph"):
        if expander.policy.strict:
            raise DroppedValue("A list stands where only an object can.", place=place)
        return
    frame.result["@list"] = expander.expand_list(frame.active, frame.active_property, value, place)


def _reverse(expander: Recursion, frame: Frame, value: JsonValue, place: Place) -> None:
    # Step 13.4.13.
    if not isinstance(value, dict):
        raise _fault("@reverse is no object.", "invalid @reverse value", place)
    expanded = expander.expand(frame.active, "@reverse", value, place)
    if not isinstance(expanded, dict):
        return
    # Step 13.4.13.3: what is reversed twice points forward again.
    for name, items in expanded.pop("@reverse", {}).items():
        frame.result.setdefault(name, []).extend(items)
    # Step 13.4.13.4.
    for name, items in expanded.items():
        add_reversed(frame.result, name, items, place)


def add_reversed(result: Expanded, name: str, items: list[Any], place: Place) -> None:
    """Note that objects point here; values and lists cannot."""
    if any("@value" in item or "@list" in item for item in items):
        raise _fault("A value points somewhere.", "invalid reverse property value", place)
    result.setdefault("@reverse", {}).setdefault(name, []).extend(items)


def listed(value: Any) -> list[Any]:
    """Give null as an empty list, a value as a list of one, a list as it is."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _fault(words: str, json_ld_code: str, place: Place) -> JsonLdFault:
    return JsonLdFault(words, json_ld_code=json_ld_code, place=place)
