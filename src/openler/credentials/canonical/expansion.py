"""What does a document say once every word is written out? Expansion of JSON-LD 1.1.

Expanded objects carry the place they came from, so that a refusal can point at it.

Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithms
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openler.credentials.canonical.active_context import UNSET, ActiveContext, ContextProcessor, TermDefinition
from openler.credentials.canonical.errors import DroppedValue, JsonLdFault, RelativeIri, UndefinedTerm
from openler.credentials.canonical.iris import is_absolute, is_blank, is_keyword
from openler.credentials.canonical.terms import expand_iri
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.pointers import join

_NO_TERM = TermDefinition()
_SCALARS = (str, int, float, bool)


def listed(value: Any) -> list[Any]:
    """Give a value as a list of one, a list as it is."""
    return value if isinstance(value, list) else [value]


def is_list_object(value: Any) -> bool:
    """Tell whether an expanded value is a list object."""
    return isinstance(value, dict) and "@list" in value


def is_graph_object(value: Any) -> bool:
    """Tell whether an expanded value is a graph object."""
    return isinstance(value, dict) and "@graph" in value and not set(value) - {"@graph", "@id", "@index", "@place"}


@dataclass(slots=True)
class Expander:
    """Expands one document."""

    processor: ContextProcessor
    base_url: str | None = None

    @property
    def strict(self) -> bool:
        """Whether anything that would not be signed is refused."""
        return self.processor.policy.strict

    def document(self, document: JsonValue) -> list[Any]:
        """Expand a whole document (JSON-LD 1.1 API, 9.1, expand(), steps 4 to 8)."""
        return self.document_in(self.processor.initial(), document)

    def document_in(self, active: ActiveContext, document: JsonValue) -> list[Any]:
        """Expand a whole document in a context that applies from the start."""
        expanded = self.expand(active, None, document, "")
        if isinstance(expanded, dict) and set(expanded) - {"@place"} == {"@graph"}:
            expanded = expanded["@graph"]
        return [] if expanded is None else listed(expanded)

    def expand(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonValue,
        place: str,
        *,
        from_map: bool = False,
    ) -> Any:
        """Expand one value (5.1.2)."""
        if element is None:
            return None
        term = active.terms.get(active_property, _NO_TERM) if active_property else _NO_TERM
        if isinstance(element, _SCALARS):
            # Step 4.
            if active_property in (None, "@graph"):
                if self.strict:
                    raise DroppedValue("A bare value stands where only an object can.", pointer=place)
                return None
            if term.context is not UNSET:
                active = self.processor.apply_scoped(active, term, propagate=True, override_protected=True)
            return self.value(active, active_property or "", element, place)
        if isinstance(element, list):
            return self._array(active, active_property, element, place, term, from_map)
        return self._object(active, active_property, element, place, term, from_map)

    def _array(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: list[Any],
        place: str,
        term: TermDefinition,
        from_map: bool,
    ) -> list[Any]:
        # Step 5.
        result: list[Any] = []
        for position, item in enumerate(element):
            expanded = self.expand(active, active_property, item, join(place, position), from_map=from_map)
            if "@list" in term.container and isinstance(expanded, list):
                expanded = {"@list": expanded}
            if isinstance(expanded, list):
                result.extend(expanded)
            elif expanded is not None:
                result.append(expanded)
        return result

    def _object(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonObject,
        place: str,
        term: TermDefinition,
        from_map: bool,
    ) -> Any:
        # Step 7: leave a context that does not reach into nested objects.
        if active.previous is not None and not from_map:
            keys = [expand_iri(active, key, vocab=True) for key in element]
            if "@value" not in keys and keys != ["@id"]:
                active = active.previous
        # Step 8.
        if term.context is not UNSET:
            active = self.processor.apply_scoped(active, term, propagate=True, override_protected=True)
        # Step 9.
        if "@context" in element:
            active = self.processor.apply(
                active, element["@context"], base_url=self.base_url, pointer=join(place, "@context")
            )
        # Steps 10 to 12.
        outer = active
        active, input_type = self._type_scoped(active, outer, element)
        result: dict[str, Any] = {}
        nests: list[tuple[str, JsonValue, str]] = []
        self._keys(active, outer, active_property, element, place, result, nests, input_type)
        return self._finish(active_property, result, place)

    def _type_scoped(
        self, active: ActiveContext, outer: ActiveContext, element: JsonObject
    ) -> tuple[ActiveContext, str | None]:
        input_type: str | None = None
        first = True
        for key in sorted(element):
            if expand_iri(active, key, vocab=True) != "@type":
                continue
            values = [value for value in listed(element[key]) if isinstance(value, str)]
            for value in sorted(values):
                definition = outer.terms.get(value)
                if definition is not None and definition.context is not UNSET:
                    active = self.processor.apply_scoped(active, definition, propagate=False, override_protected=False)
            if first and values:
                input_type = expand_iri(active, values[-1], vocab=True)
                first = False
        return active, input_type

    def _keys(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        active_property: str | None,
        element: JsonObject,
        place: str,
        result: dict[str, Any],
        nests: list[tuple[str, JsonValue, str]],
        input_type: str | None,
    ) -> None:
        # Step 13.
        for key in sorted(element):
            if key == "@context":
                continue
            value = element[key]
            here = join(place, key)
            expanded = expand_iri(active, key, vocab=True)
            if expanded is None or (not is_keyword(expanded) and not _is_property(expanded)):
                self._undefined(key, here)
                continue
            if is_keyword(expanded):
                self._keyword(
                    active, outer, active_property, key, expanded, value, here, result, nests, input_type, place
                )
                continue
            self._property(active, key, expanded, value, here, result)
        # Step 14.
        for nesting, value, here in nests:
            self._nested(active, outer, active_property, nesting, value, here, result, input_type)

    def _undefined(self, key: str, here: str) -> None:
        if self.strict:
            raise UndefinedTerm(
                f"No context of the record defines the word {key[:120]!r}, so a signature need not cover it.",
                pointer=here,
            )

    def _nested(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        active_property: str | None,
        nesting: str,
        value: JsonValue,
        here: str,
        result: dict[str, Any],
        input_type: str | None,
    ) -> None:
        definition = active.terms.get(nesting, _NO_TERM)
        if definition.context is not UNSET:
            active = self.processor.apply_scoped(active, definition, propagate=True, override_protected=True)
        for position, item in enumerate(listed(value)):
            place = join(here, position) if isinstance(value, list) else here
            if not isinstance(item, dict) or any(expand_iri(active, key, vocab=True) == "@value" for key in item):
                raise JsonLdFault("@nest holds a value.", json_ld_code="invalid @nest value", pointer=place)
            inner: list[tuple[str, JsonValue, str]] = []
            self._keys(active, outer, active_property, item, place, result, inner, input_type)

    def _keyword(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        active_property: str | None,
        key: str,
        keyword: str,
        value: JsonValue,
        here: str,
        result: dict[str, Any],
        nests: list[tuple[str, JsonValue, str]],
        input_type: str | None,
        place: str,
    ) -> None:
        # Step 13.4.
        if active_property == "@reverse":
            raise JsonLdFault("A keyword in @reverse.", json_ld_code="invalid reverse property map", pointer=here)
        is_1_0 = self.processor.policy.processing_mode == "json-ld-1.0"
        if keyword in result and not (keyword in ("@included", "@type") and not is_1_0):
            raise JsonLdFault(f"Two entries mean {keyword}.", json_ld_code="colliding keywords", pointer=here)
        match keyword:
            case "@id":
                result["@id"] = self._id(active, value, here)
            case "@type":
                types = self._types(outer, value, here)
                earlier = listed(result["@type"]) if "@type" in result else []
                result["@type"] = [*earlier, *types]
            case "@graph":
                result["@graph"] = listed_or_empty(self.expand(active, "@graph", value, here))
            case "@included":
                if not is_1_0:
                    result["@included"] = [*result.get("@included", []), *self._included(active, value, here)]
            case "@value":
                result["@value"] = self._value_of(value, input_type, here)
                result["@json"] = input_type == "@json"
            case "@language":
                if not isinstance(value, str):
                    raise JsonLdFault(
                        "@language is not text.", json_ld_code="invalid language-tagged string", pointer=here
                    )
                result["@language"] = value.lower()
            case "@direction":
                if value not in ("ltr", "rtl"):
                    raise JsonLdFault(
                        "@direction is not ltr or rtl.", json_ld_code="invalid base direction", pointer=here
                    )
                result["@direction"] = value
            case "@index":
                if not isinstance(value, str):
                    raise JsonLdFault("@index is not text.", json_ld_code="invalid @index value", pointer=here)
                if self.strict:
                    raise DroppedValue("An @index is not part of what is signed.", pointer=here)
                result["@index"] = value
            case "@list":
                if active_property in (None, "@graph"):
                    if self.strict:
                        raise DroppedValue("A list stands where only an object can.", pointer=here)
                    return
                result["@list"] = listed_or_empty(self.expand(active, active_property, value, here))
            case "@set":
                result["@set"] = self.expand(active, active_property, value, here)
            case "@reverse":
                self._reverse(active, value, here, result)
            case "@nest":
                nests.append((key, value, here))
            case _:
                self._undefined(key, here)
        del place

    def _id(self, active: ActiveContext, value: JsonValue, here: str) -> str | None:
        if not isinstance(value, str):
            raise JsonLdFault("An id is not text.", json_ld_code="invalid @id value", pointer=here)
        expanded = expand_iri(active, value, document_relative=True)
        self._need_iri(expanded, value, here)
        return expanded

    def _need_iri(self, expanded: str | None, value: str, here: str) -> None:
        if self.strict and (expanded is None or not (is_absolute(expanded) or is_blank(expanded))):
            raise RelativeIri(
                f"{value[:120]!r} is not an absolute URL or URN, so it names nothing that could be signed.",
                pointer=here,
            )

    def _types(self, outer: ActiveContext, value: JsonValue, here: str) -> list[str]:
        types: list[str] = []
        for position, item in enumerate(listed(value)):
            place = join(here, position) if isinstance(value, list) else here
            if not isinstance(item, str):
                raise JsonLdFault("A type is not text.", json_ld_code="invalid type value", pointer=place)
            expanded = expand_iri(outer, item, vocab=True, document_relative=True)
            if self.strict and (expanded is None or not (is_absolute(expanded) or is_blank(expanded))):
                raise UndefinedTerm(
                    f"No context of the record defines the type {item[:120]!r}, so a signature need not cover it.",
                    pointer=place,
                )
            if expanded is not None:
                types.append(expanded)
        return types

    def _included(self, active: ActiveContext, value: JsonValue, here: str) -> list[Any]:
        expanded = listed_or_empty(self.expand(active, None, value, here))
        if any(not isinstance(item, dict) or "@value" in item or "@list" in item for item in expanded):
            raise JsonLdFault("@included holds no objects.", json_ld_code="invalid @included value", pointer=here)
        if not expanded:
            raise JsonLdFault("@included holds no objects.", json_ld_code="invalid @included value", pointer=here)
        return expanded

    def _value_of(self, value: JsonValue, input_type: str | None, here: str) -> JsonValue:
        if input_type == "@json":
            if self.processor.policy.processing_mode == "json-ld-1.0":
                raise JsonLdFault("A JSON value.", json_ld_code="invalid value object value", pointer=here)
            return value
        if value is not None and not isinstance(value, _SCALARS):
            raise JsonLdFault("@value is an object.", json_ld_code="invalid value object value", pointer=here)
        return value

    def _reverse(self, active: ActiveContext, value: JsonValue, here: str, result: dict[str, Any]) -> None:
        # Step 13.4.13.
        if not isinstance(value, dict):
            raise JsonLdFault("@reverse is no object.", json_ld_code="invalid @reverse value", pointer=here)
        expanded = self.expand(active, "@reverse", value, here)
        if not isinstance(expanded, dict):
            return
        for name, items in expanded.pop("@reverse", {}).items():
            result.setdefault(name, []).extend(items)
        reverse = result.setdefault("@reverse", {}) if set(expanded) - {"@place"} else {}
        for name, items in expanded.items():
            if name == "@place":
                continue
            _refuse_reversed_values(items, here)
            reverse.setdefault(name, []).extend(items)

    def _property(
        self, active: ActiveContext, key: str, expanded: str, value: JsonValue, here: str, result: dict[str, Any]
    ) -> None:
        # Steps 13.5 to 13.14.
        term = active.terms.get(key, _NO_TERM)
        container = term.container
        if term.type == "@json":
            found: Any = {"@value": value, "@type": "@json", "@place": here}
        elif "@language" in container and isinstance(value, dict):
            found = list(self._language_map(active, term, value, here))
        elif container & {"@index", "@type", "@id"} and isinstance(value, dict):
            found = list(self._map(active, key, term, value, here))
        else:
            found = self.expand(active, key, value, here)
        if found is None:
            return
        if "@list" in container and not is_list_object(found):
            found = {"@list": listed(found), "@place": here}
        if "@graph" in container and not container & {"@id", "@index"}:
            found = [{"@graph": listed(item), "@place": here} for item in listed(found)]
        if term.reverse:
            items = listed(found)
            _refuse_reversed_values(items, here)
            result.setdefault("@reverse", {}).setdefault(expanded, []).extend(items)
        else:
            result.setdefault(expanded, []).extend(listed(found))

    def _language_map(
        self, active: ActiveContext, term: TermDefinition, value: JsonObject, here: str
    ) -> Iterator[dict[str, Any]]:
        # Step 13.7.
        direction = active.direction if term.direction is UNSET else term.direction
        for language in sorted(value):
            place = join(here, language)
            for item in listed(value[language]):
                if item is None:
                    continue
                if not isinstance(item, str):
                    raise JsonLdFault(
                        "A language map holds no text.", json_ld_code="invalid language map value", pointer=place
                    )
                entry: dict[str, Any] = {"@value": item, "@place": place}
                if expand_iri(active, language, vocab=True) != "@none" and language != "@none":
                    entry["@language"] = language.lower()
                if direction is not None:
                    entry["@direction"] = direction
                self._check_direction(entry, place)
                yield entry

    def _map(
        self, active: ActiveContext, key: str, term: TermDefinition, value: JsonObject, here: str
    ) -> Iterator[Any]:
        # Step 13.8: index, id, type and graph maps.
        container = term.container
        index_key = term.index or "@index"
        for index in sorted(value):
            place = join(here, index)
            inner = active
            if container & {"@id", "@type"} and active.previous is not None:
                inner = active.previous
            if "@type" in container:
                definition = inner.terms.get(index)
                if definition is not None and definition.context is not UNSET:
                    inner = self.processor.apply_scoped(inner, definition, propagate=False, override_protected=False)
            elif not container & {"@id"}:
                inner = active
            expanded_index = expand_iri(active, index, vocab=True)
            items = listed_or_empty(self.expand(inner, key, listed(value[index]), place, from_map=True))
            for item in items:
                if "@graph" in container and not is_graph_object(item):
                    item = {"@graph": listed(item), "@place": place}
                yield self._indexed(active, term, index_key, index, expanded_index, item, place)

    def _indexed(
        self,
        active: ActiveContext,
        term: TermDefinition,
        index_key: str,
        index: str,
        expanded_index: str | None,
        item: dict[str, Any],
        place: str,
    ) -> dict[str, Any]:
        container = term.container
        if expanded_index == "@none":
            return item
        if "@index" in container and index_key != "@index":
            if "@value" in item:
                raise JsonLdFault("An indexed value.", json_ld_code="invalid value object", pointer=place)
            re_expanded = self.value(active, index_key, index, place)
            name = expand_iri(active, index_key, vocab=True) or index_key
            return {**item, name: [re_expanded, *item.get(name, [])]}
        if "@index" in container:
            if self.strict:
                raise DroppedValue("The names of an index map are not part of what is signed.", pointer=place)
            return {"@index": index, **item}
        if "@id" in container:
            if "@id" in item:
                return item
            expanded = expand_iri(active, index, document_relative=True)
            self._need_iri(expanded, index, place)
            return {**item, "@id": expanded}
        types = self._types(active, index, place)
        return {**item, "@type": [*types, *item.get("@type", [])]}

    def _finish(self, active_property: str | None, result: dict[str, Any], place: str) -> Any:
        json_literal = result.pop("@json", False)
        # Step 15.
        if "@value" in result:
            return self._finish_value(active_property, result, place, json_literal)
        if "@type" in result and not isinstance(result["@type"], list):
            result["@type"] = [result["@type"]]
        # Step 17.
        if "@set" in result or "@list" in result:
            if set(result) - {"@set", "@list", "@index"} or len(set(result) - {"@index"}) > 1:
                raise JsonLdFault("A list or set holds more.", json_ld_code="invalid set or list object", pointer=place)
            if "@set" in result:
                return listed_or_empty(result["@set"])
        # Step 18.
        if set(result) == {"@language"}:
            if self.strict:
                raise DroppedValue("A language stands without a text.", pointer=place)
            return None
        # Step 19.
        if active_property in (None, "@graph") and not self._stands_free(result, place):
            return None
        return {**result, "@place": place}

    def _stands_free(self, result: dict[str, Any], place: str) -> bool:
        if not result or "@list" in result:
            if self.strict:
                raise DroppedValue("An object says nothing.", pointer=place)
            return False
        return set(result) != {"@id"}

    def _finish_value(self, active_property: str | None, result: dict[str, Any], place: str, json_literal: bool) -> Any:
        extra = set(result) - {"@value", "@language", "@type", "@index", "@direction"}
        typed = "@type" in result
        if extra or (typed and ("@language" in result or "@direction" in result)):
            raise JsonLdFault("A value has more entries.", json_ld_code="invalid value object", pointer=place)
        value = result["@value"]
        if json_literal:
            return {"@value": value, "@type": "@json", "@place": place}
        if value is None:
            if self.strict:
                raise DroppedValue("A value is null, so nothing of it is signed.", pointer=place)
            return None
        if not isinstance(value, str) and "@language" in result:
            raise JsonLdFault("A language of no text.", json_ld_code="invalid language-tagged value", pointer=place)
        if typed:
            types = listed(result["@type"])
            if len(types) != 1 or not is_absolute(types[0]):
                raise JsonLdFault("A value's type is no IRI.", json_ld_code="invalid typed value", pointer=place)
            result["@type"] = types[0]
        self._check_direction(result, place)
        if active_property in (None, "@graph"):
            if self.strict:
                raise DroppedValue("A bare value stands where only an object can.", pointer=place)
            return None
        return {**result, "@place": place}

    def _check_direction(self, entry: dict[str, Any], place: str) -> None:
        if self.strict and "@direction" in entry and self.processor.policy.rdf_direction is None:
            raise DroppedValue("The direction of a text is not part of what is signed.", pointer=place)

    def value(self, active: ActiveContext, active_property: str, value: JsonValue, place: str) -> dict[str, Any]:
        """Expand a scalar (5.3.2, value expansion)."""
        term = active.terms.get(active_property, _NO_TERM)
        if isinstance(value, str) and term.type in ("@id", "@vocab"):
            expanded = expand_iri(active, value, vocab=term.type == "@vocab", document_relative=True)
            self._need_iri(expanded, value, place)
            return {"@id": expanded, "@place": place}
        result: dict[str, Any] = {"@value": value, "@place": place}
        if term.type not in (None, "@id", "@vocab", "@none"):
            result["@type"] = term.type
        elif isinstance(value, str):
            language = active.language if term.language is UNSET else term.language
            direction = active.direction if term.direction is UNSET else term.direction
            if language is not None:
                result["@language"] = language
            if direction is not None:
                result["@direction"] = direction
            self._check_direction(result, place)
        return result


def listed_or_empty(value: Any) -> list[Any]:
    """Give null as an empty list, a value as a list of one, a list as it is."""
    return [] if value is None else listed(value)


def _is_property(expanded: str) -> bool:
    return ":" in expanded


def _refuse_reversed_values(items: list[Any], here: str) -> None:
    for item in items:
        if isinstance(item, dict) and ("@value" in item or "@list" in item):
            raise JsonLdFault(
                "A value has a reverse property.", json_ld_code="invalid reverse property value", pointer=here
            )
