"""What does one entry of a context define?

Spec: https://www.w3.org/TR/json-ld11-api/#create-term-definition , https://www.w3.org/TR/json-ld11-api/#iri-expansion
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openler.credentials.canonical.active_context import ActiveContext, TermDefinition, is_iri_or_blank
from openler.credentials.canonical.errors import JsonLdFault, ProtectedTermRedefined
from openler.credentials.canonical.iris import has_keyword_form, is_absolute, is_blank, is_keyword, resolve
from openler.foundation.json_types import JsonObject, JsonValue

if TYPE_CHECKING:
    from openler.credentials.canonical.active_context import ContextProcessor

_GEN_DELIMS = tuple(":/?#[]@")
_NOT_TERMS = frozenset(
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"]
)
_ENTRIES = frozenset(
    [
        "@id",
        "@reverse",
        "@container",
        "@context",
        "@direction",
        "@index",
        "@language",
        "@nest",
        "@prefix",
        "@protected",
        "@type",
    ]
)
_SINGLE_CONTAINERS = frozenset(["@graph", "@id", "@index", "@language", "@list", "@set", "@type"])
_MAPS = frozenset(["@index", "@graph", "@id", "@type", "@language"])


@dataclass(slots=True)
class TermBuilder:
    """Builds the definitions of one local context into ``active``, each when it is first needed."""

    processor: "ContextProcessor"
    active: ActiveContext
    local: JsonObject
    base_url: str | None
    remote: list[str]
    override_protected: bool
    validate_scoped: bool
    place: str | None
    _defined: dict[str, bool] = field(default_factory=dict)
    _protected: bool = False

    def build_all(self) -> None:
        """Define every word of the context (5.1, step 5.13)."""
        protected = self.local.get("@protected", False)
        if not isinstance(protected, bool):
            raise self._fault("@protected is not true or false", "invalid @protected value")
        self._protected = protected
        for term in self.local:
            if term not in _NOT_TERMS:
                self.build(term)

    def vocabulary(self, value: JsonValue) -> str | None:
        """Read ``@vocab`` (5.1, step 5.8)."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._fault("@vocab is not text", "invalid vocab mapping")
        if self.processor.policy.processing_mode == "json-ld-1.0" and not is_iri_or_blank(value):
            raise self._fault("@vocab is not an IRI", "invalid vocab mapping")
        expanded = expand_iri(self.active, value, vocab=True, document_relative=True)
        if expanded is None or (not is_iri_or_blank(expanded) and self.active.base is not None):
            raise self._fault("@vocab is not an IRI", "invalid vocab mapping")
        return expanded

    def build(self, term: str) -> None:
        """Create the definition of one word (5.2)."""
        # Steps 1 and 2.
        if term in self._defined:
            if self._defined[term]:
                return
            raise self._fault(f"{term!r} is defined by itself", "cyclic IRI mapping")
        if term == "":
            raise self._fault("a word is empty", "invalid term definition")
        self._defined[term] = False
        value = self.local[term]
        # Steps 4 to 9.
        if term == "@type":
            self._check_type_redefinition(value)
        elif is_keyword(term):
            raise self._fault(f"the keyword {term} is redefined", "keyword redefinition")
        elif has_keyword_form(term):
            return
        previous = self.active.terms.pop(term, None)
        simple = False
        if value is None or isinstance(value, str):
            simple = isinstance(value, str)
            value = {"@id": value}
        if not isinstance(value, dict):
            raise self._fault(f"{term!r} is neither text nor an object", "invalid term definition")
        definition = self._definition(term, value, simple)
        if definition is None:
            return
        # Step 27: a protected word keeps its meaning.
        if not self.override_protected and previous is not None and previous.protected:
            if not definition.same_but_protection(previous):
                raise ProtectedTermRedefined(
                    f"A context gives another meaning to {term!r}, which an earlier context protects.",
                    json_ld_code="protected term redefinition",
                    pointer=self.place,
                )
            definition = previous
        self.active.terms[term] = definition
        self._defined[term] = True

    def _definition(self, term: str, value: JsonObject, simple: bool) -> TermDefinition | None:
        definition = TermDefinition(protected=self._protected, base_url=self.base_url)
        if "@protected" in value:
            self._only_1_1("@protected")
            if not isinstance(value["@protected"], bool):
                raise self._fault("@protected is not true or false", "invalid @protected value")
            definition.protected = value["@protected"]
        if "@type" in value:
            definition.type = self._type(value["@type"])
        if "@reverse" in value:
            return self._reversed(definition, term, value)
        if not self._map_iri(definition, term, value, simple):
            return None
        if "@container" in value:
            definition.container = self._container(definition, value["@container"])
        self._more(definition, term, value)
        if set(value) - _ENTRIES:
            raise self._fault(f"{term!r} has unknown entries", "invalid term definition")
        return definition

    def _check_type_redefinition(self, value: JsonValue) -> None:
        mode = self.processor.policy.processing_mode
        allowed = isinstance(value, dict) and bool(value) and set(value) <= {"@container", "@protected"}
        if mode == "json-ld-1.0" or not allowed or value.get("@container", "@set") != "@set":
            raise self._fault("@type is redefined", "keyword redefinition")

    def _type(self, value: JsonValue) -> str:
        # Step 12.
        if not isinstance(value, str):
            raise self._fault("@type of a word is not text", "invalid type mapping")
        type_ = self._expand(value)
        if type_ in ("@json", "@none") and self.processor.policy.processing_mode == "json-ld-1.0":
            raise self._fault("@type of a word needs JSON-LD 1.1", "invalid type mapping")
        if type_ is None or (type_ not in ("@id", "@vocab", "@json", "@none") and not is_absolute(type_)):
            raise self._fault(f"{value!r} is no type of a word", "invalid type mapping")
        return type_

    def _reversed(self, definition: TermDefinition, term: str, value: JsonObject) -> TermDefinition | None:
        # Step 13.
        if "@id" in value or "@nest" in value:
            raise self._fault(f"{term!r} is reverse and more", "invalid reverse property")
        target = value["@reverse"]
        if not isinstance(target, str):
            raise self._fault("@reverse is not text", "invalid IRI mapping")
        if has_keyword_form(target):
            return None
        definition.iri = self._expand(target)
        if not is_iri_or_blank(definition.iri):
            raise self._fault(f"{target!r} is no IRI", "invalid IRI mapping")
        container = value.get("@container")
        if container not in (None, "@set", "@index"):
            raise self._fault(f"{term!r} is reverse and a list", "invalid reverse property")
        definition.container = frozenset() if container is None else frozenset((container,))
        definition.reverse = True
        return definition

    def _map_iri(self, definition: TermDefinition, term: str, value: JsonObject, simple: bool) -> bool:
        # Steps 14 to 18; false means that the entry is to be passed over.
        if "@id" in value and value["@id"] != term:
            return self._map_explicit(definition, term, value["@id"], simple)
        if ":" in term[1:]:
            prefix, suffix = term.split(":", 1) if not term.startswith(":") else ("", term)
            if prefix in self.local:
                self.build(prefix)
            found = self.active.terms.get(prefix)
            definition.iri = term if found is None or found.iri is None else found.iri + suffix
        elif "/" in term:
            definition.iri = expand_iri(self.active, term, vocab=True)
            if not is_absolute(definition.iri or ""):
                raise self._fault(f"{term!r} is no IRI", "invalid IRI mapping")
        elif term == "@type":
            definition.iri = "@type"
        elif self.active.vocab is not None:
            definition.iri = self.active.vocab + term
        else:
            raise self._fault(f"{term!r} is mapped to nothing", "invalid IRI mapping")
        return True

    def _map_explicit(self, definition: TermDefinition, term: str, id_: JsonValue, simple: bool) -> bool:
        if id_ is None:
            return True
        if not isinstance(id_, str):
            raise self._fault(f"the @id of {term!r} is not text", "invalid IRI mapping")
        if not is_keyword(id_) and has_keyword_form(id_):
            return False
        definition.iri = self._expand(id_)
        if not is_keyword(definition.iri) and not is_iri_or_blank(definition.iri):
            raise self._fault(f"{id_!r} is no IRI", "invalid IRI mapping")
        if definition.iri == "@context":
            raise self._fault("@context has an alias", "invalid keyword alias")
        # Step 14.2.4: a word that looks like an IRI must be that IRI.
        if ":" in term[1:-1] or "/" in term:
            self._defined[term] = True
            if self._expand(term) != definition.iri:
                raise self._fault(f"{term!r} looks like another IRI", "invalid IRI mapping")
        elif simple and definition.iri and (definition.iri.endswith(_GEN_DELIMS) or is_blank(definition.iri)):
            definition.prefix = True
        return True

    def _container(self, definition: TermDefinition, value: JsonValue) -> frozenset[str]:
        # Step 19.
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in listed):
            raise self._fault("a container is not text", "invalid container mapping")
        container = frozenset(listed)
        if self.processor.policy.processing_mode == "json-ld-1.0":
            known = isinstance(value, str) and value in ("@list", "@set", "@index", "@language")
        else:
            known = _is_container(container)
        if not known:
            raise self._fault(f"{value!r} is no container", "invalid container mapping")
        if "@type" in container:
            definition.type = definition.type or "@id"
            if definition.type not in ("@id", "@vocab"):
                raise self._fault("a type map of other values", "invalid type mapping")
        return container

    def _more(self, definition: TermDefinition, term: str, value: JsonObject) -> None:
        # Steps 20 to 25.
        if "@index" in value:
            self._only_1_1("@index")
            index = value["@index"]
            if "@index" not in definition.container or not isinstance(index, str):
                raise self._fault("@index without an index map", "invalid term definition")
            if not is_absolute(self._expand(index) or ""):
                raise self._fault("@index is no word", "invalid term definition")
            definition.index = index
        if "@context" in value:
            self._scoped(definition, value["@context"])
        if "@language" in value and "@type" not in value:
            language = value["@language"]
            if language is not None and not isinstance(language, str):
                raise self._fault("@language is not text", "invalid language mapping")
            definition.language = None if language is None else language.lower()
        if "@direction" in value and "@type" not in value:
            if value["@direction"] not in (None, "ltr", "rtl"):
                raise self._fault("@direction is not ltr or rtl", "invalid base direction")
            definition.direction = value["@direction"]
        if "@nest" in value:
            self._only_1_1("@nest")
            nest = value["@nest"]
            if not isinstance(nest, str) or (is_keyword(nest) and nest != "@nest"):
                raise self._fault("@nest is no word", "invalid @nest value")
            definition.nest = nest
        if "@prefix" in value:
            self._only_1_1("@prefix")
            if ":" in term or "/" in term:
                raise self._fault(f"{term!r} cannot be a prefix", "invalid term definition")
            if not isinstance(value["@prefix"], bool):
                raise self._fault("@prefix is not true or false", "invalid @prefix value")
            definition.prefix = value["@prefix"]
            if definition.prefix and is_keyword(definition.iri):
                raise self._fault("a keyword cannot be a prefix", "invalid term definition")

    def _scoped(self, definition: TermDefinition, context: JsonValue) -> None:
        # Step 21: a scoped context is tried once, so that its faults are told where it is defined.
        self._only_1_1("@context")
        contexts = context if isinstance(context, list) else [context]
        processor = self.processor
        try:
            processor._process(self.active, contexts, self.base_url, self.remote, True, True, False, None)
        except JsonLdFault as error:
            raise self._fault(f"a scoped context is wrong: {error.message}", "invalid scoped context") from None
        definition.context = context
        definition.base_url = self.base_url

    def _expand(self, value: str) -> str | None:
        return expand_iri(self.active, value, vocab=True, builder=self)

    def ensure(self, term: str) -> None:
        """Define a word of this context that another one needs."""
        if term in self.local and not self._defined.get(term, False):
            self.build(term)

    def _only_1_1(self, keyword: str) -> None:
        if self.processor.policy.processing_mode == "json-ld-1.0":
            raise self._fault(f"{keyword} needs JSON-LD 1.1", "invalid term definition")

    def _fault(self, words: str, json_ld_code: str) -> JsonLdFault:
        return JsonLdFault(f"A context is wrong: {words}.", json_ld_code=json_ld_code, pointer=self.place)


def _is_container(container: frozenset[str]) -> bool:
    if len(container) == 1:
        return container <= _SINGLE_CONTAINERS
    if "@graph" in container:
        rest = container - {"@graph", "@set"}
        return len(rest) <= 1 and rest <= {"@id", "@index"}
    return "@set" in container and len(container) == 2 and container - {"@set"} <= _MAPS


def expand_iri(
    active: ActiveContext,
    value: Any,
    *,
    vocab: bool = False,
    document_relative: bool = False,
    builder: TermBuilder | None = None,
) -> str | None:
    """Expand a word, a compact IRI or a reference (JSON-LD 1.1 API, 5.3); what cannot be expanded comes back as is."""
    # Steps 1 to 3.
    if value is None or is_keyword(value):
        return value  # type: ignore[no-any-return]
    text: str = value
    if has_keyword_form(text):
        return None
    if builder is not None:
        builder.ensure(text)
    definition = active.terms.get(text)
    if definition is not None:
        # Steps 4 and 5.
        if is_keyword(definition.iri):
            return definition.iri
        if vocab:
            return definition.iri
    # Step 6.
    if ":" in text[1:]:
        prefix, suffix = text.split(":", 1) if not text.startswith(":") else ("", text)
        if prefix == "_" or suffix.startswith("//"):
            return text
        if builder is not None:
            builder.ensure(prefix)
        found = active.terms.get(prefix)
        if found is not None and found.iri is not None and found.prefix:
            return found.iri + suffix
        if is_absolute(text):
            return text
    # Steps 7 and 8.
    if vocab and active.vocab is not None:
        return active.vocab + text
    if document_relative:
        return resolve(active.base, text)
    return text
