"""What do maps say whose names are languages, indexes, identifiers or types?

Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm (steps 13.7 and 13.8)
"""

from collections.abc import Iterator

from openler.credentials.canonical.active_context import NO_TERM, UNSET, ActiveContext, TermDefinition
from openler.credentials.canonical.errors import DroppedValue, JsonLdFault
from openler.credentials.canonical.expansion_keywords import listed
from openler.credentials.canonical.expansion_values import Expanded, expand_scalar, require_iri, require_language
from openler.credentials.canonical.frames import Recursion
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.places import Place
from openler.foundation.json_types import JsonObject


def is_graph_object(value: Expanded) -> bool:
    """Tell whether an expanded object is a graph and nothing else."""
    return "@graph" in value and value.keys() <= {"@graph", "@id", "@index"}


def check_graph_says_something(items: list[Expanded], place: Place) -> None:
    """Refuse what says nothing in a graph: no statement holds it, so it could be changed unseen.

    Raises:
        DroppedValue: a mere reference, or a bare value, would not be signed.
    """
    if any(item.keys() == {"@id"} or "@value" in item or "@list" in item for item in items):
        raise DroppedValue("A reference or a value stands where only what is said of something is signed.", place=place)


def expand_language_map(
    expander: Recursion, active: ActiveContext, term: TermDefinition, value: JsonObject, place: Place
) -> Iterator[Expanded]:
    """Give the texts of a language map (step 13.7)."""
    direction = active.direction if term.direction is UNSET else term.direction
    for language, texts in sorted(value.items()):
        here = (place, language)
        is_none = expand_iri(active, language, vocab=True) == "@none"
        if expander.policy.strict and not is_none:
            require_language(language, here)
        for text in listed(texts):
            if text is None:
                continue
            if not isinstance(text, str):
                raise JsonLdFault(
                    "A language map holds something that is no text.",
                    json_ld_code="invalid language map value",
                    place=here,
                )
            entry: Expanded = {"@value": text}
            if not is_none:
                entry["@language"] = language.lower()
            if direction is not None:
                entry["@direction"] = direction
            yield entry


def expand_map(
    expander: Recursion, active: ActiveContext, key: str, value: JsonObject, place: Place
) -> Iterator[Expanded]:
    """Give the objects of an index, identifier or type map, each with what its name says (step 13.8)."""
    term = active.terms[key]
    container = term.container
    for index, members in sorted(value.items()):
        here = (place, index)
        # Step 13.8.3.1.
        inner = active
        if container & {"@id", "@type"} and active.previous is not None:
            inner = active.previous
        # Step 13.8.3.2.
        if "@type" in container:
            definition = inner.terms.get(index, NO_TERM)
            if definition.context is not UNSET:
                inner = expander.processor.apply_scoped(inner, definition, place=here, of_type=True)
        # Steps 13.8.3.4 to 13.8.3.6.
        expanded_index = expand_iri(active, index, vocab=True)
        items = expander.expand_list(inner, key, listed(members), here, from_map=True)
        if expander.policy.strict and "@graph" in container:
            check_graph_says_something(items, here)
        # Step 13.8.3.7.
        for item in items:
            if "@graph" in container and not is_graph_object(item):
                item = {"@graph": listed(item)}
            yield item if expanded_index == "@none" else _named(expander, active, term, index, item, here)


def _named(
    expander: Recursion, active: ActiveContext, term: TermDefinition, index: str, item: Expanded, place: Place
) -> Expanded:
    strict = expander.policy.strict
    # Step 13.8.3.7.2.
    if term.index is not None:
        if "@value" in item:
            raise JsonLdFault("A value has a property.", json_ld_code="invalid value object", place=place)
        name = expand_iri(active, term.index, vocab=True) or term.index
        filled = expand_scalar(active, term.index, index, place, strict=strict)
        return {**item, name: [filled, *item.get(name, ())]}
    # Step 13.8.3.7.3.
    if "@index" in term.container:
        if strict:
            raise DroppedValue("The names of an index map are not part of what is signed.", place=place)
        return {"@index": index, **item}
    if "@value" in item or "@list" in item:
        _refuse_named_value(item, term, strict, place)
    # Step 13.8.3.7.4.
    if "@id" in term.container:
        expanded = expand_iri(active, index, document_relative=True)
        if strict:
            require_iri(expanded, index, place)
        return {"@id": expanded, **item}
    # Step 13.8.3.7.5.
    type_ = expand_iri(active, index, vocab=True, document_relative=True)
    if strict:
        require_iri(type_, index, place)
    return {**item, "@type": [type_, *item.get("@type", ())]}


def _refuse_named_value(item: Expanded, term: TermDefinition, strict: bool, place: Place) -> None:
    # A value has no identifier and no type but that of its literal, so what the map's name says would be lost.
    if strict:
        raise DroppedValue("A value stands where its name in the map could not be signed.", place=place)
    if "@type" in term.container and "@value" in item:
        raise JsonLdFault("A value has a type of objects.", json_ld_code="invalid value object", place=place)
