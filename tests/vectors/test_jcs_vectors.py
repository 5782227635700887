"""RFC 8785 vectors: the canonical text of JSON, byte for byte."""

import csv
import json
import struct
from pathlib import Path

import pytest

from openler.foundation.jcs import NotCanonicalizable, canonicalize_json
from vectors.table import counted

FOLDER = Path(__file__).parent / "jcs"
SOURCE = "JCS (RFC 8785)"
PAIRS = sorted(path.name for path in (FOLDER / "input").iterdir())
NUMBERS = list(csv.DictReader((FOLDER / "numbers.csv").open()))


@pytest.mark.parametrize("name", PAIRS)
def test_documents_have_the_published_canonical_bytes(name: str) -> None:
    """Input and output pairs of the RFC's own test data; the output stands there as text and as bytes."""
    with counted(SOURCE):
        canonical = canonicalize_json(json.loads((FOLDER / "input" / name).read_text("utf-8")))
        assert canonical == (FOLDER / "output" / name).read_bytes().rstrip(b"\n")
        assert canonical == bytes.fromhex((FOLDER / "outhex" / name).with_suffix(".txt").read_text("ascii"))


@pytest.mark.parametrize("row", NUMBERS, ids=[row["ieee754_hex"] for row in NUMBERS])
def test_numbers_print_as_ecmascript_prints_them(row: dict[str, str]) -> None:
    """Each IEEE 754 value prints as published; NaN and infinities have no JSON form."""
    (number,) = struct.unpack(">d", bytes.fromhex(row["ieee754_hex"].rjust(16, "0")))
    with counted(SOURCE):
        if row["expected"]:
            assert canonicalize_json(number).decode() == row["expected"]
        else:
            with pytest.raises(NotCanonicalizable):
                canonicalize_json(number)


@pytest.mark.parametrize("value", [2**53, -(2**53), [10**400], "\ud800", {"\udc00": 1}])
def test_what_readers_do_not_agree_on_has_no_canonical_form(value: object) -> None:
    """Integers beyond 2^53 - 1 and half surrogate pairs are refused at signing (T20)."""
    with pytest.raises(NotCanonicalizable):
        canonicalize_json(value)
