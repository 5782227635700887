"""RFC 8785 numbers: the published ES6 number file, generated line by line and compared by its published digest."""

import csv
import hashlib
import math
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from openler.foundation.jcs import canonicalize_json
from vectors.table import record

FOLDER = Path(__file__).parent / "jcs-es6-numbers"
DIGESTS = {int(row["lines"]): row["sha256"] for row in csv.DictReader((FOLDER / "digests.csv").open())}
# After the fixed numbers come this many neighbours of the smallest normal number, then numbers from a hash chain.
NEIGHBOURS = 2000
SMALLEST_NORMAL = 0x0010000000000000


def published_numbers() -> Iterator[int]:
    """Give the bits of each number in the order of the file."""
    yield from (int(line, 16) for line in (FOLDER / "first-numbers.txt").read_text().split())
    yield from range(SMALLEST_NORMAL, SMALLEST_NORMAL + NEIGHBOURS)
    block = bytes(32)
    while True:
        block = hashlib.sha256(block).digest()
        for bits in struct.unpack("<4Q", block):
            (number,) = struct.unpack("<d", struct.pack("<Q", bits))
            if number and math.isfinite(number):
                yield bits


def digest_of(lines: int) -> str:
    """Hash the first lines of the file as our numbers make them."""
    file = hashlib.sha256()
    for bits in islice(published_numbers(), lines):
        (number,) = struct.unpack("<d", struct.pack("<Q", bits))
        file.update(b"%x,%s\n" % (bits, canonicalize_json(number)))
    return file.hexdigest()


@pytest.mark.parametrize("lines", [1_000, 1_000_000])
def test_the_first_lines_have_the_published_digest(lines: int) -> None:
    """One wrong digit in any of them would change it (T20)."""
    assert digest_of(lines) == DIGESTS[lines]
    if lines == max(DIGESTS):
        beyond = {"lines 1,000,001 to 100,000,000": "ten minutes of processor time for what a million lines show"}
        record("JCS ES6 number file (lines)", lines, lines, beyond)
