"""Canonical form: what the product's policy takes and refuses beyond the published vectors."""

import json
import sys
import threading
from typing import Any

import pytest

from openler.credentials.canonical import (
    AmbiguousNumber,
    DroppedValue,
    InlineContext,
    JsonLdFault,
    MalformedNQuads,
    NotCompacted,
    Quad,
    SplitRecord,
    UndefinedTerm,
    canonicalize,
    canonicalize_dataset,
    find_inline_contexts,
    parse_nquads,
    to_nquads,
)
from openler.credentials.canonical.compiled import MAX_KEPT, Compiler
from openler.credentials.canonical.states import StateCache
from openler.credentials.contexts import ContextSet, UnknownContext
from openler.foundation.strict_json import MAX_DEPTH, TooDeep

V2 = "https://www.w3.org/ns/credentials/v2"
ANY_WORD = "https://www.w3.org/ns/credentials/undefined-terms/v2"
OWN = "https://contexts.example/v1"
WORD = "https://vocabulary.example/"
NO_CONTEXTS = ContextSet()


def given(context: Any) -> ContextSet:
    """Give one context of our own."""
    return ContextSet({OWN: json.dumps({"@context": context}).encode()})


def lines_of(document: dict[str, Any], context: Any) -> list[str]:
    """Canonicalize a document over a context of our own."""
    return canonicalize({"@context": OWN, **document}, contexts=given(context)).decode().split("\n")[:-1]


def literals_of(value: Any, **definition: Any) -> list[str]:
    """Give the literals that a value makes."""
    lines = lines_of({"w": value}, {"w": {"@id": WORD + "w", **definition}})
    return [line.split(" ", 2)[2].removesuffix(" .") for line in lines]


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("number", "literal"),
    [
        (0, f'"0"^^<{XSD}integer>'),
        (-0.0, f'"0"^^<{XSD}integer>'),
        (4.0, f'"4"^^<{XSD}integer>'),
        (1e2, f'"100"^^<{XSD}integer>'),
        (2**53 - 1, f'"9007199254740991"^^<{XSD}integer>'),
        (0.5, f'"5.0E-1"^^<{XSD}double>'),
        (0.1 + 0.2, f'"3.0E-1"^^<{XSD}double>'),
        (1e-7, f'"1.0E-7"^^<{XSD}double>'),
        (5.3, f'"5.3E0"^^<{XSD}double>'),
        (1e21, f'"1.0E21"^^<{XSD}double>'),
        (123456.789, f'"1.23456789E5"^^<{XSD}double>'),
        (True, f'"true"^^<{XSD}boolean>'),
    ],
)
def test_numbers_are_written_as_the_standard_prints_them(number: Any, literal: str) -> None:
    """Whole numbers as integers however JSON writes them, fractions by printf's %1.15E."""
    assert literals_of(number) == [literal]


@pytest.mark.parametrize("number", [float("inf"), -float("inf"), float("nan"), 2**53, -(2**60)])
@pytest.mark.parametrize("written", [False, True])
def test_a_number_that_readers_do_not_agree_on_is_refused(number: float, written: bool) -> None:
    """No JSON text has an infinite number; an object that was made otherwise may."""
    with pytest.raises(AmbiguousNumber):
        literals_of({"@value": number} if written else number)


def test_a_coerced_whole_number_is_a_double() -> None:
    """The context asks for doubles."""
    assert literals_of(4, **{"@type": XSD + "double"}) == [f'"4.0E0"^^<{XSD}double>']


def test_control_characters_are_escaped_and_nothing_else_is() -> None:
    """RDFC-1.0, appendix A."""
    assert literals_of('\x00\b\t\n\x0b\f\r\x1f"\\\x7f\x80ä\u2028😀') == [
        r'"\u0000\b\t\n\u000B\f\r\u001F\"\\\u007F' + '\x80ä\u2028😀"'
    ]


def test_a_list_keeps_its_order_and_its_repetitions() -> None:
    """A set does not."""
    context = {"l": {"@id": WORD + "l", "@container": "@list"}, "s": WORD + "s"}
    assert lines_of({"l": ["a", "b"]}, context) != lines_of({"l": ["b", "a"]}, context)
    assert len(lines_of({"l": ["a", "a"]}, context)) == 5
    assert lines_of({"s": ["a", "b", "a"]}, context) == lines_of({"s": ["b", "a"]}, context)


def test_a_json_literal_is_signed_in_canonical_form() -> None:
    """Spacing and order of names do not count, everything else does."""
    assert literals_of({"b": 1.0, "a": [None, "ü"]}, **{"@type": "@json"}) == [
        r'"{\"a\":[null,\"ü\"],\"b\":1}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    ]


def test_a_direction_becomes_a_datatype() -> None:
    """As the cryptosuites in use have agreed."""
    assert literals_of({"@value": "سلام", "@language": "ar-EG", "@direction": "rtl"}) == [
        '"سلام"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>'
    ]


def test_empty_values_say_nothing() -> None:
    """Null and an empty array are no statements, and none is lost."""
    assert lines_of({"w": None, "v": []}, {"w": WORD + "w", "v": WORD + "v"}) == []


@pytest.mark.parametrize("document", [{"id": "urn:a"}, {"w": {"@set": ["x"]}}, {"@graph": []}, {"@included": []}])
def test_forms_that_no_record_needs_are_refused(document: dict[str, Any]) -> None:
    """An object that says nothing, sets and graphs written out."""
    with pytest.raises(JsonLdFault):
        lines_of(document, {"id": "@id", "w": WORD + "w"})


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"@language": "en"}, "/w"),
        ({"@direction": "rtl"}, "/w"),
        ([{}, {"@language": "en", "@id": "urn:a"}], "/w/1"),
        ({"@direction": "ltr", "w": "a"}, "/w"),
    ],
)
def test_a_language_or_direction_without_a_text_is_refused(value: Any, pointer: str) -> None:
    """It would be read by nobody who follows the standard, and no statement would hold it."""
    with pytest.raises(DroppedValue) as caught:
        literals_of(value)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("value", "container", "pointer"),
    [
        ("urn:a", "@graph", "/w"),
        ({"@value": "a"}, "@graph", "/w"),
        ({"@id": "urn:a"}, "@graph", "/w"),
        ([{"@id": "urn:a", "w": {}}, {"@id": "urn:b"}], ["@graph", "@set"], "/w/1"),
        ({"urn:g": {"@id": "urn:a"}}, ["@graph", "@id"], "/w/urn:g"),
        ({"@none": "urn:a"}, ["@graph", "@index"], "/w/@none"),
    ],
)
def test_a_reference_in_place_of_a_graph_is_refused(value: Any, container: Any, pointer: str) -> None:
    """A graph is signed for what is said in it; which record such a reference names could be changed unseen."""
    with pytest.raises(DroppedValue) as caught:
        literals_of(value, **{"@type": "@id", "@container": container})
    assert caught.value.pointer == pointer


def test_a_presentation_names_no_record_instead_of_holding_it() -> None:
    """The holder's signature would hold for any other address as well."""
    document = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": ["https://records.example/1"],
    }
    with pytest.raises(DroppedValue) as caught:
        canonicalize(document, contexts=NO_CONTEXTS)
    assert caught.value.pointer == "/verifiableCredential/0"


def test_a_context_that_forgets_a_word_undefines_it() -> None:
    """A word mapped to null is no word."""
    with pytest.raises(UndefinedTerm):
        lines_of({"w": "x"}, {"@vocab": WORD, "w": None})


def test_a_type_written_out_is_refused_where_there_is_a_word() -> None:
    """Readers look for the word."""
    with pytest.raises(NotCompacted) as caught:
        lines_of({"type": ["T", WORD + "U"]}, {"type": "@type", "T": WORD + "T", "U": WORD + "U"})
    assert caught.value.pointer == "/type/1"


def test_a_word_written_out_is_taken_where_there_is_no_word() -> None:
    """Nobody can look for a word that the contexts do not have."""
    assert len(lines_of({WORD + "x": "a", "w": "b"}, {"w": WORD + "w"})) == 2


def test_the_same_record_may_stand_twice_if_it_says_the_same() -> None:
    """As in a transcript that holds a badge twice."""
    badge = {
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:school.example",
        "credentialSubject": {"id": "urn:uuid:2"},
    }
    outer = {
        "@context": [V2, ANY_WORD],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:school.example",
        "credentialSubject": {"id": "urn:uuid:3", "holds": [badge, dict(reversed(badge.items()))]},
    }
    canonicalize(outer, contexts=NO_CONTEXTS)
    outer["credentialSubject"]["holds"][1] = {**badge, "issuer": "did:web:other.example"}
    with pytest.raises(SplitRecord):
        canonicalize(outer, contexts=NO_CONTEXTS)


def test_two_versions_of_a_record_may_stand_in_graphs_of_their_own() -> None:
    """As in a presentation: what one graph says is not said in another."""
    badges = [
        {
            "@context": [V2],
            "id": "urn:uuid:1",
            "type": ["VerifiableCredential"],
            "issuer": "did:web:school.example",
            "validFrom": f"202{year}-01-01T00:00:00Z",
            "credentialSubject": {"id": "urn:uuid:2"},
        }
        for year in (5, 6)
    ]
    presentation = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": badges}
    assert canonicalize(presentation, contexts=NO_CONTEXTS).count(b"validFrom") == 2


ADDITIVE: dict[str, Any] = {
    "@context": [V2, {"boat": WORD + "boat"}],
    "type": ["VerifiableCredential"],
    "issuer": "did:web:school.example",
    "credentialSubject": {"id": "urn:uuid:1", "boat": "Kestrel"},
}


def test_a_context_that_only_adds_words_is_taken_where_the_contract_allows_it() -> None:
    """The VC API's contract; the product path refuses the same record."""
    assert b"Kestrel" in canonicalize(ADDITIVE, contexts=NO_CONTEXTS, allow_inline_contexts=True)
    with pytest.raises(InlineContext):
        canonicalize(ADDITIVE, contexts=NO_CONTEXTS)
    assert find_inline_contexts(ADDITIVE) == ("/@context/1",)


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        ({"@vocab": WORD}, "/@context/1/@vocab"),
        ({"@base": WORD}, "/@context/1/@base"),
        ({"@import": V2}, "/@context/1/@import"),
        ({"issuer": WORD + "issuer"}, "/@context/1/issuer"),
        ({"id": WORD + "id"}, "/@context/1/id"),
        ({"did": {"@id": WORD, "@prefix": True}}, "/@context/1/did"),
        ({"@type": {"@container": "@set"}}, "/@context/1/@type"),
        ({"boat": {"@id": WORD, "@context": {"issuer": WORD}}}, "/@context/1/boat/@context/issuer"),
        ({"boat": {"@id": WORD, "@context": V2}}, "/@context/1/boat/@context"),
        (None, "/@context/1"),
        ([{"boat": WORD}], "/@context/1"),
    ],
)
def test_a_context_that_reaches_further_is_refused_even_there(context: Any, pointer: str) -> None:
    """Vocabulary, base, imports, words that have a meaning, URL schemes, in whatever depth."""
    with pytest.raises(InlineContext) as caught:
        canonicalize({**ADDITIVE, "@context": [V2, context]}, contexts=NO_CONTEXTS, allow_inline_contexts=True)
    assert caught.value.pointer == pointer


def test_an_unknown_context_is_named_with_its_place_in_a_nested_object() -> None:
    """The place is that of the line that names it."""
    record = {**ADDITIVE, "@context": [V2], "credentialSubject": {"id": "urn:a", "@context": ["https://x.example/"]}}
    with pytest.raises(UnknownContext) as caught:
        canonicalize(record, contexts=NO_CONTEXTS)
    assert caught.value.pointer == "/credentialSubject/@context/0"


def test_contexts_that_name_one_another_end() -> None:
    """A ring of given contexts is a fault and no endless loop."""
    ring = {
        f"https://contexts.example/{n}": json.dumps({"@context": f"https://contexts.example/{(n + 1) % 3}"}).encode()
        for n in range(3)
    }
    with pytest.raises(JsonLdFault) as caught:
        canonicalize({"@context": "https://contexts.example/0", "w": "x"}, contexts=ContextSet(ring))
    assert caught.value.json_ld_code == "context overflow"


def test_what_one_record_brings_means_nothing_in_the_next() -> None:
    """Contexts under one URL with different content, one after the other, in both orders and again."""
    one, other = given({"w": WORD + "one"}), given({"w": WORD + "other"})
    document = {"@context": OWN, "w": "x"}
    for contexts, name in ((one, b"one"), (other, b"other"), (one, b"one")):
        assert name in canonicalize(document, contexts=contexts)
    inline = {**ADDITIVE, "@context": [V2, {"boat": WORD + "ship"}]}
    assert b"ship" in canonicalize(inline, contexts=NO_CONTEXTS, allow_inline_contexts=True)
    assert b"boat" in canonicalize(ADDITIVE, contexts=NO_CONTEXTS, allow_inline_contexts=True)
    with pytest.raises(UndefinedTerm):
        canonicalize({**ADDITIVE, "@context": [V2]}, contexts=NO_CONTEXTS)


def test_what_is_kept_of_contexts_is_bounded() -> None:
    """A stranger's documents cannot make the program grow."""
    types = [f"T{n}" for n in range(1_000)]
    contexts = given({"type": "@type", **{name: {"@id": WORD + name, "@context": {}} for name in types}})
    for first, second in zip(types, reversed(types), strict=True):
        canonicalize({"@context": OWN, "type": [first, second]}, contexts=contexts)
    cache, compiler = contexts.states["canonical"], contexts.states["compiled"]
    assert isinstance(cache, StateCache) and isinstance(compiler, Compiler)
    assert 0 < len(cache) <= 512
    for number in range(3):
        canonicalize({"@context": OWN, **{f"{WORD}{number}/{n}": "x" for n in range(4_000)}}, contexts=contexts)
    assert 0 < len(compiler) <= MAX_KEPT + 4_002


def test_one_canonical_form_in_many_threads() -> None:
    """Shared contexts are safe to use at once."""
    expected = canonicalize({**ADDITIVE, "@context": [V2, ANY_WORD]}, contexts=NO_CONTEXTS)
    seen: set[bytes] = set()

    def work() -> None:
        for _ in range(50):
            seen.add(canonicalize({**ADDITIVE, "@context": [V2, ANY_WORD]}, contexts=ContextSet()))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {expected}


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 5_000])
def test_a_document_that_nests_too_deep_is_refused(levels: int) -> None:
    """Also one that never went through strict JSON; the interpreter's stack is not touched."""
    document: Any = "x"
    for _ in range(levels):
        document = {"w": document}
    with pytest.raises(TooDeep):
        canonicalize({"@context": OWN, **document}, contexts=given({"w": WORD + "w"}))


def test_the_deepest_document_that_is_allowed_fits_the_stack() -> None:
    """With room to spare for whoever calls."""
    document: Any = "x"
    for _ in range(MAX_DEPTH):
        document = {"w": document}
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(850)
    try:
        assert len(to_nquads({"@context": OWN, **document}, contexts=given({"w": WORD + "w"}))) == MAX_DEPTH
    finally:
        sys.setrecursionlimit(limit)


def test_half_a_surrogate_pair_has_no_canonical_form() -> None:
    """A document that did not come through strict JSON meets the same answer."""
    with pytest.raises(JsonLdFault):
        lines_of({"w": "\ud800"}, {"w": WORD + "w"})


def test_labels_tell_which_blank_node_became_which() -> None:
    """As selective disclosure needs them."""
    result = canonicalize_dataset([Quad("_:x", "<urn:p>", "_:y"), Quad("_:y", "<urn:p>", '"v"')])
    assert dict(result.labels) == {"x": "c14n0", "y": "c14n1"} or dict(result.labels) == {"x": "c14n1", "y": "c14n0"}
    assert result.nquads.count("_:c14n") == 3


def test_reading_nquads_gives_terms_in_canonical_form() -> None:
    """Escapes, datatypes, comments and doubled lines."""
    text = (
        "# a comment\r\n"
        '<urn:s> <urn:p> "a\\u0041\\U0001F600\\t"^^<http://www.w3.org/2001/XMLSchema#string> .\n'
        '\n_:b1<urn:p>"x"@en-US<urn:g>.# behind\n'
        '_:b1 <urn:p> "x"@en-US <urn:g> .'
    )
    assert parse_nquads(text) == [
        Quad("<urn:s>", "<urn:p>", '"aA😀\\t"'),
        Quad("_:b1", "<urn:p>", '"x"@en-US', "<urn:g>"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> _:p <urn:o> .",
        '"s" <urn:p> <urn:o> .',
        '<urn:s> <urn:p> "o .',
        "<urn: s> <urn:p> <urn:o> .",
        '<urn:s> <urn:p> "\\x" .',
        '<urn:s> <urn:p> "\\uD800" .',
        '<urn:s> <urn:p> "a\nb" .',
        '<urn:s> <urn:p> <urn:o> "g" .',
    ],
)
def test_a_line_that_is_no_statement_is_refused(text: str) -> None:
    """The number of the line is told."""
    with pytest.raises(MalformedNQuads):
        parse_nquads(text)
