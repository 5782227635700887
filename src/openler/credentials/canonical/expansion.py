"""What does a document say once every word is written out? Expansion of JSON-LD 1.1.

Everything that a strict reading refuses is refused here, where the place is known.

Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm
"""

from typing import Any

from openler.credentials.canonical.active_context import NO_TERM, UNSET, ActiveContext, TermDefinition
from openler.credentials.canonical.context_processing import ContextProcessor
from openler.credentials.canonical.errors import DroppedValue, JsonLdFault, NotCompacted, RelativeIri, UndefinedTerm
from openler.credentials.canonical.expansion_keywords import add_reversed, expand_keyword, listed
from openler.credentials.canonical.expansion_maps import (
    check_graph_says_something,
    expand_language_map,
    expand_map,
)
from openler.credentials.canonical.expansion_values import (
    Expanded,
    check_json_literal,
    expand_scalar,
    finish_value,
)
from openler.credentials.canonical.frames import Frame
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import KEYWORDS, is_absolute, is_blank
from openler.credentials.canonical.places import Place, pointer_of
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.written_form import RecordPlaces, check_key_is_compact
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.strict_json import MAX_DEPTH, TooDeep

_MAPS = frozenset(("@index", "@type", "@id"))
# They say something of a text, and nothing of an object, in which no statement would hold them.
_OF_TEXTS = frozenset(("@language", "@direction"))


class Expander:
    """Expands one document."""

    def __init__(self, processor: ContextProcessor, base_url: str | None = None) -> None:
        self.processor = processor
        self.policy: Policy = processor.policy
        self._base_url = base_url
        self._depth = 0
        self._records = RecordPlaces()

    def expand_document(self, document: JsonValue, initial_context: JsonValue = None) -> list[Any]:
        """Expand a whole document (section 9.1, expand(), steps 4 to 8)."""
        active = self.processor.initial()
        if initial_context is not None:
            active = self.processor.apply(active, initial_context, base_url=self._base_url, place=None)
        expanded = self.expand(active, None, document, None)
        if isinstance(expanded, dict) and expanded.keys() == {"@graph"}:
            expanded = expanded["@graph"]
        return listed(expanded)

    def expand_list(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonValue,
        place: Place,
        *,
        from_map: bool = False,
    ) -> list[Any]:
        """Expand a value and give the result as a list."""
        return listed(self.expand(active, active_property, element, place, from_map=from_map))

    def expand(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonValue,
        place: Place,
        *,
        from_map: bool = False,
    ) -> Any:
        """Expand one value (section 5.1.2).

        Raises:
            JsonLdFault: it breaks the standard, or the policy refuses it.
            UnknownContext: it names a context that is not at hand.
            TooDeep: it nests deeper than strict JSON may.
        """
        # Step 1.
        if element is None:
            return None
        # Step 3.
        term = NO_TERM if active_property is None else active.terms.get(active_property, NO_TERM)
        # Step 4.
        if not isinstance(element, (dict, list)):
            return self._expand_scalar(active, active_property, element, term, place)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep(f"The document nests deeper than {MAX_DEPTH} levels.", pointer=pointer_of(place))
        if isinstance(element, list):
            expanded = self._expand_array(active, active_property, element, term, place, from_map)
        else:
            expanded = self._expand_object(active, active_property, element, term, place, from_map)
        self._depth -= 1
        return expanded

    def _expand_scalar(
        self, active: ActiveContext, active_property: str | None, value: Any, term: TermDefinition, place: Place
    ) -> Expanded | None:
        if active_property is None or active_property == "@graph":
            if self.policy.strict:
                raise DroppedValue("A bare value stands where only an object can.", place=place)
            return None
        if term.context is not UNSET:
            active = self.processor.apply_scoped(active, term, place=place)
        return expand_scalar(active, active_property, value, place, strict=self.policy.strict)

    def _expand_array(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: list[Any],
        term: TermDefinition,
        place: Place,
        from_map: bool,
    ) -> list[Any]:
        # Step 5.
        is_list = "@list" in term.container
        result: list[Any] = []
        for position, item in enumerate(element):
            expanded = self.expand(active, active_property, item, (place, position), from_map=from_map)
            if isinstance(expanded, list):
                if is_list:
                    result.append({"@list": expanded})
                elif self.policy.strict and isinstance(item, list):
                    # Statements know no set in a set; readers of the JSON would miss what stands in the inner one.
                    raise NotCompacted("A list stands inside a list.", place=(place, position))
                else:
                    result.extend(expanded)
            elif expanded is not None:
                result.append(expanded)
        return result

    def _expand_object(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonObject,
        term: TermDefinition,
        place: Place,
        from_map: bool,
    ) -> Any:
        # Step 7: return to the words in force outside, unless the object is a value or a bare reference.
        if active.previous is not None and not from_map:
            names = [expand_iri(active, key, vocab=True) for key in element]
            if "@value" not in names and names != ["@id"]:
                active = active.previous
        # Step 8.
        if term.context is not UNSET:
            active = self.processor.apply_scoped(active, term, place=place)
        # Step 9.
        if "@context" in element:
            local = element["@context"]
            active = self.processor.apply(active, local, base_url=self._base_url, place=(place, "@context"))
        # Steps 10 to 12.
        frame = Frame(active, active, active_property)
        self._apply_types(frame, element, place)
        # Steps 13 and 14.
        self._expand_entries(frame, element, place)
        # Steps 15 to 20.
        return self._finish(frame, place)

    def _apply_types(self, frame: Frame, element: JsonObject, place: Place) -> None:
        outer = frame.active
        type_keys = [key for key in element if key == "@type" or outer.terms.get(key, NO_TERM).iri == "@type"]
        for position, key in enumerate(sorted(type_keys)):
            # Step 11.
            types = [type_ for type_ in listed(element[key]) if isinstance(type_, str)]
            for type_ in sorted(types):
                definition = outer.terms.get(type_, NO_TERM)
                if definition.context is not UNSET:
                    frame.active = self.processor.apply_scoped(
                        frame.active, definition, place=(place, key), of_type=True
                    )
            # Step 12.
            if position == 0 and types:
                frame.input_type = expand_iri(frame.active, types[-1], vocab=True)

    def _expand_entries(self, frame: Frame, element: JsonObject, place: Place) -> None:
        active = frame.active
        for key, value in element.items():
            # Step 13.1.
            if key == "@context":
                continue
            here: Place = (place, key)
            # Step 13.2.
            term = active.terms.get(key)
            name = expand_iri(active, key, vocab=True) if term is None else term.iri
            if self.policy.strict:
                self._check_name(active, key, name, element, here)
            # Step 13.3.
            if name is None or (":" not in name and name not in KEYWORDS):
                continue
            # Step 13.4.
            if name == "@nest":
                frame.nests.append((key, value, here))
            elif name in KEYWORDS:
                expand_keyword(self, frame, name, value, here)
            else:
                self._expand_property(frame, key, name, term or NO_TERM, value, here)
        # Step 14.
        nests, frame.nests = frame.nests, []
        for key, value, here in nests:
            self._expand_nest(frame, key, value, here)

    def _check_name(self, active: ActiveContext, key: str, name: str | None, element: JsonObject, place: Place) -> None:
        if name is None or (name not in KEYWORDS and not is_absolute(name)):
            if name is not None and is_blank(name):
                raise RelativeIri(f"{key[:120]!r} names no property that could be signed.", place=place)
            raise UndefinedTerm(
                f"No context of the record defines the word {key[:120]!r}, so a signature would not cover it.",
                place=place,
            )
        if key not in active.terms:
            check_key_is_compact(active, key, name, element, place)

    def _expand_property(
        self, frame: Frame, key: str, name: str, term: TermDefinition, value: JsonValue, place: Place
    ) -> None:
        active, container = frame.active, term.container
        # Step 13.6.
        if term.type == "@json":
            if self.policy.strict:
                check_json_literal(value, place)
            expanded: Any = {"@value": value, "@type": "@json"}
        # Step 13.7.
        elif isinstance(value, dict) and "@language" in container:
            expanded = list(expand_language_map(self, active, term, value, place))
        # Step 13.8.
        elif isinstance(value, dict) and container & _MAPS:
            expanded = list(expand_map(self, active, key, value, place))
        elif "@graph" in container:
            expanded = self._expand_graphs(active, key, value, place)
        # Step 13.9.
        else:
            expanded = self.expand(active, key, value, place)
        # Step 13.10.
        if expanded is None:
            return
        # Step 13.11.
        if "@list" in container and not (isinstance(expanded, dict) and "@list" in expanded):
            expanded = {"@list": listed(expanded)}
        # Step 13.12.
        if "@graph" in container and not container & {"@id", "@index"}:
            expanded = [{"@graph": listed(item)} for item in listed(expanded)]
        # Steps 13.13 and 13.14.
        if term.reverse:
            add_reversed(frame.result, name, listed(expanded), place)
        else:
            frame.result.setdefault(name, []).extend(listed(expanded))

    def _expand_graphs(self, active: ActiveContext, key: str, value: JsonValue, place: Place) -> list[Any] | None:
        # Step 13.9 for values that become graphs of their own; what is said in one graph is not said in another.
        items: list[tuple[JsonValue, Place]] = [(value, place)]
        if isinstance(value, list):
            items = [(item, (place, position)) for position, item in enumerate(value)]
        outside, result = self._records, []
        # In maps of graphs the name of the graph is the object's identifier; see ``expand_map``.
        is_anonymous = not active.terms[key].container & {"@id", "@index"}
        for item, here in items:
            self._records = RecordPlaces()
            expanded = self.expand_list(active, key, item, here)
            if self.policy.strict and is_anonymous:
                check_graph_says_something(expanded, here)
            result += expanded
        self._records = outside
        return None if value is None else result

    def _expand_nest(self, frame: Frame, key: str, value: JsonValue, place: Place) -> None:
        # Step 14; a context of the nesting word holds for the members (steps 3 and 8).
        outside = frame.active
        term = outside.terms.get(key, NO_TERM)
        if term.context is not UNSET:
            frame.active = self.processor.apply_scoped(outside, term, place=place)
        for position, item in enumerate(listed(value)):
            here: Place = (place, position) if isinstance(value, list) else place
            names = [expand_iri(frame.active, name, vocab=True) for name in item] if isinstance(item, dict) else []
            if not isinstance(item, dict) or "@value" in names:
                raise JsonLdFault("@nest holds a value.", json_ld_code="invalid @nest value", place=here)
            self._expand_entries(frame, item, here)
        frame.active = outside

    def _finish(self, frame: Frame, place: Place) -> Any:
        result, strict = frame.result, self.policy.strict
        # Step 15.
        if "@value" in result:
            finished = finish_value(result, place, strict=strict)
            return None if finished is None or self._is_dropped(frame, finished, place) else finished
        if strict and frame.json_type is not None:
            raise UndefinedTerm(
                "An object that is no value has the type @json, which no signature would cover.", place=frame.json_type
            )
        # Step 16.
        if isinstance(result.get("@type"), str):
            result["@type"] = [result["@type"]]
        # Step 17.
        if "@set" in result or "@list" in result:
            if not (result.keys() <= {"@set", "@index"} or result.keys() <= {"@list", "@index"}):
                raise JsonLdFault(
                    "A list or set has other entries.", json_ld_code="invalid set or list object", place=place
                )
            if "@set" in result:
                return listed(result["@set"])
        # Step 18.
        if strict and not result.keys().isdisjoint(_OF_TEXTS):
            raise DroppedValue("A language or a direction stands without a text.", place=place)
        if result.keys() == {"@language"}:
            return None
        # Step 19.
        if self._is_dropped(frame, result, place):
            return None
        if strict:
            self._records.check(result, place)
        return result

    def _is_dropped(self, frame: Frame, result: Expanded, place: Place) -> bool:
        if frame.active_property is not None and frame.active_property != "@graph":
            return False
        if not result or "@value" in result or "@list" in result or result.keys() == {"@id"}:
            # A document without a word says nothing, and nothing of it is lost.
            if self.policy.strict and (result or place is not None):
                raise DroppedValue("An object stands where it says nothing.", place=place)
            return True
        return False
