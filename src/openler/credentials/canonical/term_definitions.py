"""What does one entry of a context define?

Spec: https://www.w3.org/TR/json-ld11-api/#create-term-definition
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from openler.credentials.canonical.active_context import UNSET, Draft, TermDefinition
from openler.credentials.canonical.errors import JsonLdFault, ProtectedTermRedefined
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import has_keyword_form, is_absolute, is_blank, is_iri_or_blank, is_keyword
from openler.credentials.canonical.places import Place
from openler.foundation.json_types import JsonObject, JsonValue

_GEN_DELIMS: Final = (":", "/", "?", "#", "[", "]", "@")
# Members of a context that are no words.
NOT_TERMS: Final = frozenset(
    ("@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab")
)
_ENTRIES: Final = frozenset(
    ("@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest", "@prefix")
    + ("@protected", "@type")
)
_ONLY_1_1: Final = ("@index", "@context", "@nest", "@prefix", "@protected")
_CONTAINERS: Final = frozenset(("@graph", "@id", "@index", "@language", "@list", "@set", "@type"))
_CONTAINERS_1_0: Final = frozenset(("@index", "@language", "@list", "@set"))


class TermDefiner:
    """Defines the words of one local context in a draft, each when it is first needed."""

    def __init__(
        self,
        draft: Draft,
        local: JsonObject,
        *,
        base_url: str | None,
        override_protected: bool,
        is_1_0: bool,
        try_scoped: Callable[[Draft, JsonValue], None],
        place: Place,
    ) -> None:
        self._draft = draft
        self._local = local
        self._base_url = base_url
        self._override_protected = override_protected
        self._is_1_0 = is_1_0
        self._try_scoped = try_scoped
        self._place = place
        self._protected = False
        # False while a word is being defined, True afterwards.
        self._defined: dict[str, bool] = {}

    def define_all(self) -> None:
        """Define every word of the context (4.1.2, step 5.13)."""
        protected = self._local.get("@protected", False)
        if not isinstance(protected, bool):
            raise self._fault("@protected is not true or false", "invalid @protected value")
        self._protected = protected
        for term in self._local:
            if term not in NOT_TERMS:
                self.define(term)

    def ensure(self, term: str) -> None:
        """Define a word that another one needs, if this context has it."""
        if term in self._local and term not in NOT_TERMS and not self._defined.get(term, False):
            self.define(term)

    def define(self, term: str) -> None:
        """Define one word (4.2.2).

        Raises:
            ProtectedTermRedefined: an earlier context protects it.
            JsonLdFault: the entry breaks the standard.
        """
        # Step 1.
        if term in self._defined:
            if self._defined[term]:
                return
            raise self._fault(f"{term!r} is defined by itself", "cyclic IRI mapping")
        # Step 2.
        if term == "":
            raise self._fault("a word is empty", "invalid term definition")
        self._defined[term] = False
        # Step 3.
        value = self._local[term]
        # Steps 4 and 5.
        if term == "@type":
            self._check_redefined_type(value)
        elif is_keyword(term):
            raise self._fault(f"the keyword {term} is redefined", "keyword redefinition")
        elif has_keyword_form(term):
            return
        # Step 6.
        previous = self._draft.terms.pop(term, None)
        # Steps 7 to 9.
        simple = isinstance(value, str)
        if value is None or simple:
            value = {"@id": value}
        if not isinstance(value, dict):
            raise self._fault(f"{term!r} is neither text nor an object", "invalid term definition")
        definition = self._read(term, value, simple)
        if definition is None:
            return
        # Step 27: a protected word keeps its meaning.
        if previous is not None and previous.protected and not self._override_protected:
            definition = self._keep_protected(term, previous, definition)
        # Step 28.
        self._draft.terms[term] = definition
        self._defined[term] = True

    def _keep_protected(self, term: str, previous: TermDefinition, definition: TermDefinition) -> TermDefinition:
        if definition.means_the_same(previous):
            return previous
        raise ProtectedTermRedefined(
            f"A context gives another meaning to {term[:120]!r}, which an earlier context protects.",
            json_ld_code="protected term redefinition",
            place=self._place,
        )

    def _read(self, term: str, value: JsonObject, simple: bool) -> TermDefinition | None:
        """Read an entry; None is an entry that the standard passes over."""
        if self._is_1_0 and any(entry in value for entry in _ONLY_1_1):
            raise self._fault(f"{term!r} needs JSON-LD 1.1", "invalid term definition")
        # Steps 10 and 11.
        protected = value.get("@protected", self._protected)
        if not isinstance(protected, bool):
            raise self._fault("@protected is not true or false", "invalid @protected value")
        # Step 12.
        type_ = self._read_type(value["@type"]) if "@type" in value else None
        # Step 13.
        if "@reverse" in value:
            return self._read_reverse(term, value, type_, protected)
        # Steps 14 to 18.
        mapped = self._map(term, value, simple)
        if mapped is None:
            return None
        iri, prefix = mapped
        # Step 19.
        container = self._read_container(value["@container"]) if "@container" in value else frozenset[str]()
        if "@type" in container:
            type_ = type_ or "@id"
            if type_ not in ("@id", "@vocab"):
                raise self._fault(f"{term!r} maps types to something else", "invalid type mapping")
        # Steps 20 to 25.
        index = self._read_index(value["@index"], container) if "@index" in value else None
        context = self._read_context(value["@context"]) if "@context" in value else UNSET
        language = self._read_language(value["@language"]) if "@language" in value and type_ is None else UNSET
        direction = self._read_direction(value["@direction"]) if "@direction" in value and type_ is None else UNSET
        nest = self._read_nest(value["@nest"]) if "@nest" in value else None
        prefix = self._read_prefix(term, value["@prefix"], iri) if "@prefix" in value else prefix
        # Step 26.
        if not value.keys() <= _ENTRIES:
            raise self._fault(f"{term!r} has unknown entries", "invalid term definition")
        return TermDefinition(
            iri=iri,
            prefix=prefix,
            protected=protected,
            base_url=self._base_url,
            context=context,
            container=container,
            direction=direction,
            index=index,
            language=language,
            nest=nest,
            type=type_,
        )

    def _check_redefined_type(self, value: JsonValue) -> None:
        # Step 4.
        allowed = isinstance(value, dict) and bool(value) and value.keys() <= {"@container", "@protected"}
        if self._is_1_0 or not allowed or value.get("@container", "@set") != "@set":
            raise self._fault("the keyword @type is redefined", "keyword redefinition")

    def _read_type(self, value: JsonValue) -> str:
        if not isinstance(value, str):
            raise self._fault("the @type of a word is not text", "invalid type mapping")
        type_ = self._expand(value)
        known = type_ in ("@id", "@vocab") or (type_ in ("@json", "@none") and not self._is_1_0)
        if type_ is None or not (known or is_absolute(type_)):
            raise self._fault(f"{value!r} is no type of a word", "invalid type mapping")
        return type_

    def _read_reverse(self, term: str, value: JsonObject, type_: str | None, protected: bool) -> TermDefinition | None:
        if "@id" in value or "@nest" in value:
            raise self._fault(f"{term!r} is reverse and more", "invalid reverse property")
        target = value["@reverse"]
        if not isinstance(target, str):
            raise self._fault("@reverse is not text", "invalid IRI mapping")
        if has_keyword_form(target):
            return None
        iri = self._expand(target)
        if not is_iri_or_blank(iri):
            raise self._fault(f"{target!r} is no IRI", "invalid IRI mapping")
        container = value.get("@container")
        if container not in (None, "@set", "@index"):
            raise self._fault(f"{term!r} is reverse and a list", "invalid reverse property")
        containers = frozenset[str]() if container is None else frozenset((container,))
        return TermDefinition(
            iri=iri,
            protected=protected,
            reverse=True,
            base_url=self._base_url,
            container=containers,
            index=self._read_index(value["@index"], containers) if "@index" in value else None,
            type=type_,
        )

    def _map(self, term: str, value: JsonObject, simple: bool) -> tuple[str | None, bool] | None:
        """Find the IRI of a word, and whether it is a prefix; None passes the entry over."""
        # Step 14.
        if "@id" in value and value["@id"] != term:
            return self._map_explicit(term, value["@id"], simple)
        # Step 15.
        if ":" in term[1:]:
            prefix, _, suffix = term.partition(":")
            self.ensure(prefix)
            found = self._draft.terms.get(prefix)
            return (term if found is None or found.iri is None else found.iri + suffix), False
        # Step 16.
        if "/" in term:
            iri = expand_iri(self._draft, term, vocab=True)
            if iri is None or not is_absolute(iri):
                raise self._fault(f"{term!r} is no IRI", "invalid IRI mapping")
            return iri, False
        # Step 17.
        if term == "@type":
            return "@type", False
        # Step 18.
        if self._draft.vocab is None:
            raise self._fault(f"{term!r} is mapped to nothing", "invalid IRI mapping")
        return self._draft.vocab + term, False

    def _map_explicit(self, term: str, id_: JsonValue, simple: bool) -> tuple[str | None, bool] | None:
        # Step 14.1.
        if id_ is None:
            return None, False
        # Steps 14.2.1 to 14.2.3.
        if not isinstance(id_, str):
            raise self._fault(f"the @id of {term!r} is not text", "invalid IRI mapping")
        if not is_keyword(id_) and has_keyword_form(id_):
            return None
        iri = self._expand(id_)
        if iri == "@context":
            raise self._fault("@context has an alias", "invalid keyword alias")
        if not is_keyword(iri) and not is_iri_or_blank(iri):
            raise self._fault(f"{id_!r} is no IRI", "invalid IRI mapping")
        # Step 14.2.4: a word that looks like an IRI must be that IRI.
        if ":" in term[1:-1] or "/" in term:
            self._defined[term] = True
            if self._expand(term) != iri:
                raise self._fault(f"{term!r} looks like another IRI", "invalid IRI mapping")
            return iri, False
        # Step 14.2.5.
        return iri, simple and iri is not None and (iri.endswith(_GEN_DELIMS) or is_blank(iri))

    def _read_container(self, value: JsonValue) -> frozenset[str]:
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in listed):
            raise self._fault("a container is not text", "invalid container mapping")
        container = frozenset[str](listed)
        if self._is_1_0:
            known = isinstance(value, str) and value in _CONTAINERS_1_0
        else:
            known = _is_container(container)
        if not known:
            raise self._fault(f"{value!r} is no container", "invalid container mapping")
        return container

    def _read_index(self, value: JsonValue, container: frozenset[str]) -> str:
        if "@index" not in container or not isinstance(value, str) or not is_absolute(self._expand(value) or ""):
            raise self._fault("@index names no property of an index map", "invalid term definition")
        return value

    def _read_context(self, value: JsonValue) -> JsonValue:
        # Step 21: a scoped context is tried once, so that its faults are told where it is defined.
        try:
            self._try_scoped(self._draft, value)
        except JsonLdFault as error:
            raise self._fault(f"a scoped context is wrong: {error.message}", "invalid scoped context") from None
        return value

    def _read_language(self, value: JsonValue) -> str | None:
        if value is not None and not isinstance(value, str):
            raise self._fault("@language is not text", "invalid language mapping")
        return None if value is None else value.lower()

    def _read_direction(self, value: JsonValue) -> Literal["ltr", "rtl"] | None:
        if value not in (None, "ltr", "rtl"):
            raise self._fault("@direction is neither ltr nor rtl", "invalid base direction")
        direction: Literal["ltr", "rtl"] | None = value
        return direction

    def _read_nest(self, value: JsonValue) -> str:
        if not isinstance(value, str) or (is_keyword(value) and value != "@nest"):
            raise self._fault("@nest is no word", "invalid @nest value")
        return value

    def _read_prefix(self, term: str, value: Any, iri: str | None) -> bool:
        if ":" in term or "/" in term:
            raise self._fault(f"{term!r} cannot be a prefix", "invalid term definition")
        if not isinstance(value, bool):
            raise self._fault("@prefix is not true or false", "invalid @prefix value")
        if value and is_keyword(iri):
            raise self._fault("a keyword cannot be a prefix", "invalid term definition")
        return value

    def _expand(self, value: str) -> str | None:
        return expand_iri(self._draft, value, vocab=True, ensure=self.ensure)

    def _fault(self, words: str, json_ld_code: str) -> JsonLdFault:
        return JsonLdFault(f"A context is wrong: {words}.", json_ld_code=json_ld_code, place=self._place)


def _is_container(container: frozenset[str]) -> bool:
    # Step 19.1.
    if len(container) == 1:
        return container <= _CONTAINERS
    if "@graph" in container:
        rest = container - {"@graph", "@set"}
        return len(rest) <= 1 and rest <= {"@id", "@index"}
    return "@set" in container and "@list" not in container and len(container) == 2 and container <= _CONTAINERS
