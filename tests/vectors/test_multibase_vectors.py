"""Multibase: the encodings in use read and write the published strings, the others are refused by name."""

import csv
from pathlib import Path

import pytest

from openler.foundation.encodings import BadEncoding, decode_multibase, encode_multibase
from vectors.table import record

FOLDER = Path(__file__).parent / "multibase"
OFFERED = {"base58btc": "z", "base64url": "u", "base16": "f"}


def rows(path: Path) -> tuple[bytes, list[tuple[str, str]]]:
    """Give the bytes of a test file and its encoded strings."""
    with path.open(newline="") as file:
        lines = [[cell.strip() for cell in row] for row in csv.reader(file, skipinitialspace=True)]
    value = lines[0][1].encode().decode("unicode_escape").encode("latin-1")
    return value, [(name, text) for name, text in lines[1:]]


FILES = sorted((FOLDER / "tests").iterdir())


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_published_strings_are_read_and_written(path: Path) -> None:
    """Offered encodings decode to the file's bytes and encode to its very string; the others give a clean error."""
    value, encoded = rows(path)
    assert encoded
    passed, excluded = 0, {}
    for name, text in encoded:
        if (name in OFFERED and text == text.lower()) or name in ("base58btc", "base64url"):
            assert decode_multibase(text) == value, (name, text)
            assert encode_multibase(value, base=OFFERED[name]) == text
            passed += 1
        else:
            with pytest.raises(BadEncoding):
                decode_multibase(text)
            excluded[name] = "an encoding that no standard here uses; refused cleanly"
    record("Multibase", passed, passed, excluded)


def test_the_table_lists_the_prefixes_in_use() -> None:
    """The three prefixes are those of the multibase table."""
    with (FOLDER / "multibase.csv").open(newline="") as file:
        table = {row["encoding"].strip(): row for row in csv.DictReader(file, skipinitialspace=True)}
    prefixes = {name: next(value for key, value in table[name].items() if key == "character") for name in OFFERED}
    assert prefixes == OFFERED
