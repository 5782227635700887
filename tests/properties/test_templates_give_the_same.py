"""What comes out of a template is what the general path makes of the same claims, byte for byte, or is refused by both.

Over generated documents with slots at any text and rows of any text: alike, doubled, foreign, of no meaning.
"""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

import openler
from openler.credentials.canonical import (
    CanonicalTemplate,
    JsonLdFault,
    NotOneShape,
    canonical_template,
    canonicalize,
    quote_plain,
)
from openler.credentials.templates import BadTemplate, CredentialTemplate
from openler.foundation.errors import LerError
from properties.generated_documents import make_document
from properties.generated_features import FEATURES
from properties.oracles import CONTEXTS
from properties.slotted_documents import badge, filled, places_in, row_for, template_of

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.from_secret("Ed25519", bytes(range(32))))
CHUNKS, PER_CHUNK, ROWS = 4, 250, 4
MANY_CHUNKS, PER_MANY_CHUNK = 10, 2_000


def _canonical(document: dict[str, Any]) -> bytes | None:
    try:
        return canonicalize(document, contexts=CONTEXTS)
    except JsonLdFault:
        return None


def _fill(template: CanonicalTemplate, row: list[str]) -> bytes | None:
    try:
        return template.fill(row, quote_plain(row))
    except (JsonLdFault, UnicodeEncodeError):
        return None


def _compare_forms(numbers: range) -> tuple[int, int]:
    """Compare canonical forms; give how many were filled, and how many were left to the general path."""
    by_template = by_reading = 0
    for number in numbers:
        random = Random(number)
        document = make_document(number)
        places = places_in(document, random)
        markers = [f"urn:slot0:{place:04}:" for place in range(len(places))]
        try:
            marked = filled(document, places, markers)
            template = canonical_template(marked, markers, contexts=CONTEXTS)
        except JsonLdFault:
            continue
        for _ in range(ROWS):
            row = row_for(document, places, random)
            found = _fill(template, row)
            if found is None:
                by_reading += 1
            else:
                by_template += 1
                assert found == _canonical(filled(document, places, row)), (number, row)
    return by_template, by_reading


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_canonical_forms_are_those_of_the_general_path(chunk: int) -> None:
    """A thousand shapes, four rows each; most of them need no reading of the whole."""
    by_template, by_reading = _compare_forms(range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK))
    assert by_template > 2 * by_reading > 0


@pytest.mark.slow  # minutes
@pytest.mark.parametrize("chunk", range(MANY_CHUNKS))
def test_canonical_forms_of_many_more_shapes(chunk: int) -> None:
    """Twenty thousand shapes."""
    start = 100_000 + chunk * PER_MANY_CHUNK
    by_template, by_reading = _compare_forms(range(start, start + PER_MANY_CHUNK))
    assert by_template > 2 * by_reading > 0


def _issued(claims: dict[str, Any]) -> bytes | tuple[str, tuple[Any, ...]]:
    try:
        record = openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)
    except LerError as error:
        return error.code, getattr(error, "problems", ())
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _from_template(template: CredentialTemplate, row: dict[str, str]) -> bytes | tuple[str, tuple[Any, ...]]:
    try:
        return template.issue(row, at=AT)
    except LerError as error:
        return error.code, getattr(error, "problems", ())


def _compare_records(numbers: range) -> tuple[int, int]:
    """Compare what is issued and what is refused; give the counts of both."""
    issued = refused = 0
    for number in numbers:
        random = Random(number)
        document = badge(number)
        if not isinstance(document.get("issuer"), dict):
            continue
        document["issuer"]["id"] = KEY.controller
        places = places_in(document, random)
        try:
            template = CredentialTemplate(
                template_of(document, places, random), signer=KEY.signer, verification_method=KEY.id
            )
        except BadTemplate:
            continue
        if len(template.slots) > len(places):
            # A text of the document has the form of a slot by itself, and no row has a text for that.
            continue
        for _ in range(ROWS + 2):
            row = row_for(document, places, random)
            found = _from_template(template, {f"s{place}": text for place, text in enumerate(row)})
            assert found == _issued(filled(document, places, row)), (number, row)
            issued, refused = issued + isinstance(found, bytes), refused + isinstance(found, tuple)
    return issued, refused


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_records_are_those_that_issue_makes_and_refusals_are_its_own(chunk: int) -> None:
    """The same bytes, or the same problems with the same places."""
    issued, refused = _compare_records(range(chunk * 100, chunk * 100 + 100))
    assert issued > 50
    assert refused > 50


@pytest.mark.slow  # minutes
@pytest.mark.parametrize("chunk", range(MANY_CHUNKS))
def test_records_of_many_more_shapes(chunk: int) -> None:
    """Ten thousand shapes."""
    start = 100_000 + chunk * 1_000
    issued, refused = _compare_records(range(start, start + 1_000))
    assert issued > 300
    assert refused > 300


def test_slots_that_decide_the_shape_make_no_canonical_template() -> None:
    """A type brings words along, and part of a JSON literal has an order of its own."""
    for member in ({"type": ["urn:slot0:0000:"]}, {"data": {"a": "urn:slot0:0000:"}}):
        document = {"@context": FEATURES, "label": "x", **member}
        with pytest.raises(NotOneShape):
            canonical_template(document, ["urn:slot0:0000:"], contexts=CONTEXTS)
