"""Documents over contexts of our own that use every feature of JSON-LD that a record may use."""

from collections.abc import Callable
from random import Random
from typing import Any

from properties.seeded import Seeded

FEATURES = "https://contexts.example/features/v1"
# Laid over the other: words for the keywords that a record may only write where its contexts have a word for them.
ALIASES = "https://contexts.example/aliases/v1"
_EX = "https://vocabulary.example/"
_XSD = "http://www.w3.org/2001/XMLSchema#"

FEATURES_CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "ex": _EX,
        "Thing": {"@id": "ex:Thing", "@context": {"label": "ex:thingLabel", "weight": {"@id": "ex:weight"}}},
        "Closed": {"@id": "ex:Closed", "@context": {"@propagate": True, "inner": {"@id": "ex:closedInner"}}},
        "Local": {"@id": "ex:Local", "@context": {"@language": "fr", "@direction": "ltr", "note": "ex:localNote"}},
        "Guarded": {
            "@id": "ex:Guarded",
            "@context": {"@protected": True, "secret": "ex:secret", "when": {"@id": "ex:when", "@type": _XSD + "date"}},
        },
        "label": "ex:label",
        "weight": {"@id": "ex:weight", "@type": _XSD + "double"},
        "count": {"@id": "ex:count", "@type": _XSD + "integer"},
        "amount": "ex:amount",
        "flag": "ex:flag",
        "when": {"@id": "ex:when", "@type": _XSD + "dateTime"},
        "link": {"@id": "ex:link", "@type": "@id"},
        "kind": {"@id": "ex:kind", "@type": "@vocab"},
        "plain": {"@id": "ex:plain", "@type": "@none"},
        "steps": {"@id": "ex:steps", "@container": "@list"},
        "stepLinks": {"@id": "ex:stepLinks", "@type": "@id", "@container": "@list"},
        "stepWeights": {"@id": "ex:stepWeights", "@type": _XSD + "double", "@container": "@list"},
        "tags": {"@id": "ex:tags", "@container": "@set"},
        "titles": {"@id": "ex:titles", "@container": "@language"},
        "titleSets": {"@id": "ex:titleSets", "@container": ["@language", "@set"]},
        "rightTitles": {"@id": "ex:rightTitles", "@container": "@language", "@direction": "rtl"},
        "german": {"@id": "ex:german", "@language": "de"},
        "hebrew": {"@id": "ex:hebrew", "@language": "he", "@direction": "rtl"},
        "note": {"@id": "ex:note", "@direction": "ltr"},
        "bare": {"@id": "ex:bare", "@language": None, "@direction": None},
        "data": {"@id": "ex:data", "@type": "@json"},
        "people": {"@id": "ex:people", "@container": "@id"},
        "peopleSets": {"@id": "ex:people", "@container": ["@id", "@set"]},
        "byKind": {"@id": "ex:byKind", "@container": "@type"},
        "linksByKind": {"@id": "ex:linksByKind", "@type": "@id", "@container": "@type"},
        "byRole": {"@id": "ex:byRole", "@container": "@index", "@index": "ex:role"},
        "byLink": {"@id": "ex:byLink", "@container": ["@index", "@set"], "@index": "link"},
        "byName": {"@id": "ex:byName", "@container": "@index"},
        "graph": {"@id": "ex:graph", "@container": "@graph"},
        "graphs": {"@id": "ex:graphs", "@container": ["@graph", "@set"]},
        "graphsByName": {"@id": "ex:graphsByName", "@container": ["@graph", "@index"]},
        "namedGraph": {"@id": "ex:namedGraph", "@container": ["@graph", "@id"]},
        "partOf": {"@reverse": "ex:hasPart", "@type": "@id"},
        "parts": {"@reverse": "ex:isPartOf", "@container": "@set"},
        "details": "@nest",
        "more": {"@id": "@nest", "@context": {"label": "ex:moreLabel"}},
        "inner": {"@id": "ex:inner", "@context": {"label": "ex:innerLabel", "deep": {"@id": "ex:deep"}}},
        "sealed": {"@id": "ex:sealed", "@context": {"@propagate": False, "label": "ex:sealedLabel"}},
        "cleared": {
            "@id": "ex:cleared",
            "@context": [
                None,
                {"id": "@id", "type": "@type", "label": "ex:x", "ex": _EX, "inner": {"@id": "ex:inner"}},
            ],
        },
        "german-speaking": {"@id": "ex:speaking", "@context": {"@language": "de-CH", "Thing": "ex:Ding"}},
    }
}
ALIASES_CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "uri": "@id",
        "a": "@type",
        "value": "@value",
        "language": "@language",
        "direction": "@direction",
        "list": "@list",
        "set": "@set",
        "also": "@included",
        "backwards": "@reverse",
        "statements": "@graph",
        "nobody": "@none",
        "hasPart": "https://vocabulary.example/hasPart",
    }
}
GIVEN_CONTEXTS = {FEATURES: FEATURES_CONTEXT, ALIASES: ALIASES_CONTEXT}
_LANGUAGES = ("en", "de-CH", "ar", "zh-Hant-TW", "x-house", "sr-Latn")


class Features(Seeded):
    """Makes things of the vocabulary, in keywords or in the words for them."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.aliased = self.chance(40)
        # What an oracle is known to get wrong stands in few documents, so that it can judge the others.
        self.directed, self.crowded, self.linked, self.untyped = (self.chance(percent) for percent in (10, 6, 8, 10))
        self.blanks = 25 if self.chance(40) else 0
        self.words = {value: name for name, value in ALIASES_CONTEXT["@context"].items() if str(value)[0] == "@"}

    def word(self, keyword: str) -> str:
        """Write a keyword as the contexts of the document have it."""
        if self.aliased:
            return self.words[keyword]
        return {"@id": "id", "@type": "type"}.get(keyword, keyword)

    def features(self) -> dict[str, Any]:
        context: Any = [FEATURES, ALIASES] if self.aliased else FEATURES
        if self.aliased and self.chance(15):
            things = [{**self.thing(1), "label": self.text()} for _ in range(self.random.randrange(1, 3))]
            return {"@context": context, "statements": things}
        return {"@context": context, **self.thing(3)}

    def name(self, kind: str) -> str:
        return f"_:n{self.random.randrange(5)}" if self.chance(self.blanks) else self.url(kind)

    def types(self) -> Any:
        scoped = ("Thing", "Closed", "Guarded", *(["Local"] if self.directed else []))
        one = self.random.choice((*scoped, "ex:Other", _EX + "More", "_:t1"))
        other = self.random.choice(scoped) if self.chance(30) else "ex:Other"
        return one if self.chance(50) else [one, other][self.random.randrange(2) :]

    def value(self) -> Any:
        """Write a value out, with a language, a direction or a type of its own."""
        value, language, direction, type_ = (
            self.word(keyword) for keyword in ("@value", "@language", "@direction", "@type")
        )
        tongue, way = self.random.choice(_LANGUAGES), self.random.choice(("ltr", "rtl"))
        made: tuple[Callable[[], dict[str, Any]], ...] = (
            lambda: {value: self.text()},
            lambda: {value: self.text(), language: tongue},
            lambda: {value: self.text(), direction: way},
            lambda: {value: self.text(), language: tongue, direction: way},
            lambda: {value: self.date(), type_: _XSD + "dateTime"},
            lambda: {value: self.text(), type_: "ex:special"},
            lambda: {
                value: self.number(),
                type_: self.random.choice((_XSD + "double", _XSD + "decimal", "ex:measure")),
            },
            lambda: {value: self.number()},
            lambda: {value: self.chance(50)},
            lambda: {value: self.chance(50), type_: "ex:truth"},
            lambda: {value: self.json(), type_: "@json"},
        )
        if not self.directed:
            made = made[:2] + made[4:]
        return self.random.choice(made)()

    def thing(self, depth: int) -> dict[str, Any]:
        simple = {
            **self.optional(
                22,
                **{
                    self.word("@id"): lambda: self.name("things"),
                    self.word("@type"): self.types,
                },
                label=lambda: self.several(self.text),
                weight=self.number,
                count=lambda: self.random.randrange(100),
                amount=lambda: self.several(self.number),
                flag=lambda: self.chance(50),
                when=self.date,
                link=lambda: self.several(lambda: self.name("links")),
                kind=lambda: self.random.choice(("Thing", "label", "ex:kinds", self.url("kinds"))),
                steps=lambda: self.several(self.text),
                stepLinks=lambda: self.several(lambda: self.url("steps")),
                tags=lambda: self.several(self.text),
                titles=lambda: {"en": self.text(), "pt-BR": self.several(self.text), self.none(): self.text()},
                german=self.text,
                data=self.json,
            ),
            **self.optional(
                8,
                plain=lambda: self.random.choice((self.text(), self.url("plain")) if self.untyped else (1, True, 2.5)),
                stepWeights=lambda: self.several(self.number),
                titleSets=lambda: {self.random.choice(_LANGUAGES): self.several(self.text)},
                bare=self.text,
                free=self.text,
            ),
            **self.optional(15, amount=lambda: self.several(self.value), tags=lambda: self.several(self.value)),
        }
        if self.directed:
            simple |= self.optional(
                20,
                rightTitles=lambda: {"he": self.text(), self.none(): self.text()},
                hebrew=self.text,
                note=lambda: self.several(self.text),
            )
        if "free" in simple:
            simple["ex:" + self.random.choice("abc")] = simple.pop("free")
        return {**simple, **self.nested(depth), **self.odd(depth)} if depth else simple

    def none(self) -> str:
        return self.word("@none") if self.aliased and self.chance(50) else "@none"

    def nested(self, depth: int) -> dict[str, Any]:
        def inner() -> dict[str, Any]:
            return self.thing(depth - 1)

        return self.optional(
            16,
            inner=lambda: self.several(inner),
            people=lambda: {self.name("people"): inner(), self.none(): {"label": self.text()}},
            byKind=lambda: {kind: {"label": self.text()} for kind in ("Thing", "ex:Other")[not self.crowded :]},
            byRole=lambda: {self.text(): {"label": self.text()}},
            graph=inner,
            namedGraph=lambda: {self.name("graphs"): {"label": self.text()}},
            partOf=lambda: self.url("wholes"),
            details=lambda: {"link": self.url("links")} if self.chance(50) else {},
        )

    def odd(self, depth: int) -> dict[str, Any]:
        """Use what records use seldom."""

        def inner() -> dict[str, Any]:
            return self.thing(depth - 1)

        made = self.optional(
            6,
            steps=self.lists,
            amount=lambda: {self.word("@list"): self.several(self.value)},
            peopleSets=lambda: {self.name("people"): self.several(inner)},
            linksByKind=lambda: {"Thing": self.several(lambda: self.url("links")), self.none(): self.url("links")},
            byLink=lambda: {self.url("roles") if self.linked else self.none(): self.several(inner)},
            byName=lambda: {self.none(): self.several(inner)},
            graphs=lambda: self.several(inner),
            graphsByName=lambda: {self.none(): inner()},
            parts=lambda: self.several(inner),
            more=lambda: {"label": self.text(), "details": {"flag": True}},
            sealed=lambda: {**inner(), "inner": inner()},
            cleared=lambda: {"label": self.text(), self.random.choice(("id", "type")): self.url("cleared")},
        )
        made |= self.optional(6, **{"german-speaking": inner})
        if self.aliased:
            made |= self.optional(
                8,
                also=lambda: self.several(lambda: {**inner(), "label": self.text()}),
                backwards=lambda: {"hasPart": self.several(inner)},
                tags=lambda: {"set": self.several(self.text)},
                statements=lambda: self.several(lambda: {**inner(), "label": self.text()}),
            )
        return made

    def lists(self) -> Any:
        """Put lists into a list, and things and values of every kind."""
        kinds: tuple[Callable[[], Any], ...] = (
            self.text,
            self.value,
            self.number,
            list,
            lambda: self.several(self.text),
            lambda: [self.several(self.text), []],
            lambda: {"label": self.text()},
            lambda: {self.word("@id"): self.name("cells")},
        )
        return [self.random.choice(kinds)() for _ in range(self.random.randrange(4))]

    def json(self) -> Any:
        return self.random.choice(
            (None, True, 1, 1.5, self.text(), [1, "a", None], {"b": 1, "a": [self.text()], "ä": {"z": 4.0, "y": []}})
        )
