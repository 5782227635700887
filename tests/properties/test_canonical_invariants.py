"""What holds of canonical forms for all documents: writing does not count, and nothing but a named fault comes back."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openler.credentials.canonical import (
    Policy,
    Quad,
    canonicalize,
    canonicalize_dataset,
    expand,
    find_inline_contexts,
    parse_nquads,
    to_dataset,
)
from openler.credentials.contexts import BUNDLED, ContextSet
from openler.foundation.errors import LerError
from properties.generated_documents import make_document
from properties.generated_features import FEATURES, GIVEN_CONTEXTS
from properties.generated_from_contexts import terms_of

CONTEXTS = ContextSet({url: json.dumps(context).encode() for url, context in GIVEN_CONTEXTS.items()})


def words_of_order(context: Any) -> set[str]:
    """Give the words of a context, at whatever depth, whose values are lists or JSON: there the order counts."""
    found: set[str] = set()
    for name, definition in terms_of(context).items():
        if isinstance(definition, dict):
            is_ordered = definition.get("@type") == "@json" or "@list" in definition.get("@container", ())
            found |= {name} if is_ordered else set()
            found |= words_of_order([definition.get("@context") or {}])
    return found


LISTS = {"@context", "@list", "list", "@value", "value"}.union(
    *(words_of_order(url) for url in BUNDLED), *(words_of_order(known["@context"]) for known in GIVEN_CONTEXTS.values())
)


def rewritten(value: Any, random: Random) -> Any:
    """Write the same otherwise: names and members in another order, single values as arrays."""
    if isinstance(value, dict):
        names = list(value)
        random.shuffle(names)
        return {name: value[name] if name in LISTS else rewritten(value[name], random) for name in names}
    if isinstance(value, list):
        items = [rewritten(item, random) for item in value]
        random.shuffle(items)
        return items if len(items) != 1 or random.random() < 0.5 else items[0]
    return value


@pytest.mark.parametrize("chunk", range(4))
def test_how_a_record_is_written_does_not_count(chunk: int) -> None:
    """Order of names, order of sets, one or many: the canonical form stays."""
    for number in range(chunk * 60, chunk * 60 + 60):
        document = make_document(number)
        try:
            canonical = canonicalize(document, contexts=CONTEXTS)
        except LerError:
            continue
        assert canonicalize(rewritten(document, Random(number)), contexts=CONTEXTS) == canonical, number


@pytest.mark.parametrize("chunk", range(4))
def test_names_and_order_of_a_dataset_do_not_count(chunk: int) -> None:
    """Canonical statements, shuffled and with other labels, come back as they were; labels map one to one."""
    for number in range(chunk * 60, chunk * 60 + 60):
        try:
            canonical = canonicalize(make_document(number), contexts=CONTEXTS).decode()
        except LerError:
            continue
        random = Random(number)
        quads = parse_nquads(canonical)
        labels = sorted({term for quad in quads for term in quad if term.startswith("_:")})
        other = [f"_:x{n}" for n in range(len(labels))]
        random.shuffle(other)
        names = dict(zip(labels, other, strict=True))
        renamed = [Quad(*(names.get(term, term) for term in quad)) for quad in quads]
        random.shuffle(renamed)
        result = canonicalize_dataset([*renamed, *renamed[:3]])
        assert result.nquads == canonical, number
        assert set(result.labels) == {label[2:] for label in other}
        assert len(set(result.labels.values())) == len(labels)


NAMES = st.sampled_from(
    [
        "@context",
        "@id",
        "@type",
        "@value",
        "@language",
        "@direction",
        "@index",
        "@list",
        "@set",
        "@graph",
        "@included",
        "@nest",
        "@reverse",
        "@json",
        "@none",
        "@vocab",
        "@base",
        "@import",
        "@propagate",
        "@protected",
        "@container",
        "@version",
        "id",
        "type",
        "name",
        "issuer",
        "proof",
        "evidence",
        "image",
        "label",
        "steps",
        "data",
        "people",
        "byKind",
        "byRole",
        "titles",
        "graph",
        "namedGraph",
        "partOf",
        "details",
        "inner",
        "weight",
        "ex:x",
        "_:b",
        "urn:x",
    ]
)
URLS = st.sampled_from([*BUNDLED, FEATURES, "https://unknown.example/", "", "x"])
TEXTS = st.one_of(st.text(max_size=6), NAMES, URLS, st.sampled_from(["Thing", "Closed", "_:b0", "en", "ltr", "@x"]))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(NAMES, st.text(max_size=4)), inner, max_size=4)
    ),
    max_leaves=14,
)
DOCUMENTS = st.tuples(st.one_of(URLS, st.lists(URLS, max_size=3), VALUES), VALUES).map(
    lambda pair: {"@context": pair[0], **(pair[1] if isinstance(pair[1], dict) else {"name": pair[1]})}
)
THOROUGH = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@THOROUGH
@given(DOCUMENTS)
def test_any_document_has_a_canonical_form_or_a_named_fault(document: dict[str, Any]) -> None:
    """Whatever stands where: no crash, and every fault says where and what to do."""
    for allowed in (False, True):
        try:
            canonicalize(document, contexts=CONTEXTS, allow_inline_contexts=allowed)
        except LerError as fault:
            assert fault.pointer is not None
            assert fault.message
            assert fault.advice
    find_inline_contexts(document)


@THOROUGH
@given(DOCUMENTS)
def test_any_document_is_read_leniently_or_has_a_named_fault(document: dict[str, Any]) -> None:
    """The same without strictness, with contexts in the document and a base."""
    policy = Policy(load=CONTEXTS.get, strict=False, inline_contexts="any", base="https://base.example/a/b")
    try:
        expand(document, policy=policy)
        canonicalize_dataset(to_dataset(document, policy=policy))
    except LerError as fault:
        assert fault.message
