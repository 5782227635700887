"""Documents that follow the definitions of contexts: the bundled ones, in the combinations in which records name them."""

from typing import Any, TypeAlias

from openler.credentials.contexts import load_bundled_context
from properties.seeded import Seeded

_V1, _V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
_OB, _CLR = "https://purl.imsglobal.org/spec/ob/v3p0/", "https://purl.imsglobal.org/spec/clr/v2p0/"
_DID, _SECURITY = "https://www.w3.org/ns/did/v1", "https://w3id.org/security/"
_INTEGRITY, _ED25519 = _SECURITY + "data-integrity/v2", _SECURITY + "suites/ed25519-2020/v1"
_STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"
CONTEXT_SETS: tuple[tuple[str, ...], ...] = (
    (_V2, _OB + "context-3.0.3.json"),
    (_V2, _OB + "context-3.0.3.json", _OB + "extensions.json"),
    (_V2, _OB + "context-3.0.2.json"),
    (_V2, _OB + "context-3.0.1.json"),
    (_V1, _OB + "context.json"),
    (_V1, _OB + "context-3.0.1.json", _ED25519),
    (_V2, _CLR + "context-2.0.1.json", _OB + "context-3.0.3.json"),
    (_V2, _CLR + "context.json", _OB + "context-3.0.2.json"),
    (_V1, _CLR + "context.json", _OB + "context.json"),
    (_V2,),
    (_V2, "https://www.w3.org/ns/credentials/examples/v2"),
    (_V2, "https://www.w3.org/ns/credentials/undefined-terms/v2"),
    (_V1, _INTEGRITY),
    (_V1, _ED25519, _STATUS_2021),
    (_V1, _STATUS_2021),
    (_V1, _INTEGRITY, "https://www.w3.org/ns/credentials/status/v1"),
    (_DID, _SECURITY + "multikey/v1", _SECURITY + "jwk/v1"),
    (_DID, _SECURITY + "suites/jws-2020/v1", _SECURITY + "suites/x25519-2019/v1"),
    ("https://www.w3.org/ns/cid/v1",),
    (_SECURITY + "v2",),
    (_SECURITY + "v1",),
    (_SECURITY + "data-integrity/v1",),
)
Terms: TypeAlias = dict[str, Any]
_XSD = "http://www.w3.org/2001/XMLSchema#"


def terms_of(context: Any) -> Terms:
    """Give the words of a context, of whatever form; what comes later counts."""
    if isinstance(context, str):
        return terms_of(load_bundled_context(context)["@context"])
    if isinstance(context, list):
        return {name: value for item in context if item is not None for name, value in terms_of(item).items()}
    return {name: value for name, value in context.items() if name[0] != "@"}


def _iri(definition: Any) -> str:
    found = definition if isinstance(definition, str) else definition.get("@id", definition.get("@reverse", ""))
    return str(found)


def _member(definition: Any, name: str) -> Any:
    return definition.get(name) if isinstance(definition, dict) else None


class FromContexts(Seeded):
    """Makes documents from what contexts say of their words."""

    def document(self) -> dict[str, Any]:
        urls = self.random.choice(CONTEXT_SETS)
        terms = terms_of(list(urls))
        node = self.node(terms, 4, is_whole=True)
        context: Any = urls[0] if len(urls) == 1 and self.chance(50) else list(urls)
        return {"@context": context, **node}

    def node(self, terms: Terms, depth: int, *, is_whole: bool = False) -> dict[str, Any]:
        """Make an object with one or two types and with words that they, or the contexts around, define."""
        types = self.types(terms)
        own: Terms = {}
        for type_ in sorted(types):
            own |= terms_of(_member(terms.get(type_), "@context") or {})
        names = {_iri(value): name for name, value in {**terms, **own}.items() if _iri(value)[:1] == "@"}
        made: dict[str, Any] = {}
        if types:
            made[names.get("@type", "@type")] = types if len(types) > 1 or self.chance(60) else types[0]
        if is_whole or self.chance(45):
            made[names.get("@id", "@id")] = self.uuid() if self.chance(85) else f"_:n{self.random.randrange(3)}"
        told = own if own and self.chance(85) else {**terms, **own}
        usable = [name for name, value in told.items() if self.is_property(name, value)]
        if depth:
            for name in self.random.sample(usable, min(len(usable), self.random.randrange(1, 6 if depth > 2 else 4))):
                made[name] = self.member(told[name], terms, depth - 1)
        return made

    def types(self, terms: Terms) -> list[str]:
        classes = [name for name, value in terms.items() if name[0].isupper() and ":" in _iri(value)]
        scoped = [name for name in classes if _member(terms[name], "@context")]
        if not classes or self.chance(10):
            return []
        one = self.random.choice(scoped or classes) if self.chance(80) else self.random.choice(classes)
        return [one, self.random.choice(classes)] if self.chance(25) else [one]

    def is_property(self, name: str, definition: Any) -> bool:
        iri = _iri(definition)
        return not (name[0].isupper() or iri[:1] == "@" or iri[-1:] in "#/:" or ":" not in iri)

    def member(self, definition: Any, terms: Terms, depth: int) -> Any:
        container = _member(definition, "@container") or ()
        containers = {container} if isinstance(container, str) else set(container)
        inner = {**terms, **terms_of(_member(definition, "@context") or {})}
        if "@language" in containers:
            return {"en": self.text(), "de-CH": self.text()}
        if "@graph" in containers:
            return self.one_or_more(lambda: {**self.node(inner, max(depth, 1)), **self.said(inner)})
        if "@list" in containers:
            return [self.value(definition, inner, depth) for _ in range(self.random.randrange(4))]
        return self.one_or_more(lambda: self.value(definition, inner, depth))

    def one_or_more(self, make: Any) -> Any:
        return make() if self.chance(55) else self.several(make, 3)

    def said(self, terms: Terms) -> dict[str, Any]:
        # A graph may not be empty: an object in it says at least that it is something.
        alias = next((name for name, value in terms.items() if _iri(value) == "@type"), "@type")
        return {alias: self.types(terms) or [self.url("types")]}

    def value(self, definition: Any, terms: Terms, depth: int) -> Any:
        type_ = _member(definition, "@type")
        if type_ == "@id":
            return self.node(terms, depth) if depth and self.chance(60) else self.url("things")
        if type_ == "@vocab":
            words = [name for name, value in terms.items() if ":" in _iri(value)]
            return self.random.choice(words) if words and self.chance(80) else self.url("words")
        if type_ == "@json":
            return {"a": [1, self.text(), None], "b": self.number()}
        if type_ is not None:
            return self.typed(str(type_))
        return self.untyped(terms, depth)

    def typed(self, type_: str) -> Any:
        if "double" in type_ or "float" in type_ or "integer" in type_ or "decimal" in type_.lower():
            return self.number() if self.chance(80) else "12"
        if "boolean" in type_:
            return self.chance(50) if self.chance(80) else "true"
        return self.date() if self.chance(80) else self.text()

    def untyped(self, terms: Terms, depth: int) -> Any:
        if depth and self.chance(30):
            return self.node(terms, depth)
        if self.chance(15):
            made = {"@value": self.text(), "@language": self.random.choice(("en", "de-CH", "ar"))}
            return {**made, "@direction": "rtl"} if self.chance(4) else made
        return self.random.choice((self.text, self.text, self.text, self.number, lambda: self.chance(50)))()
