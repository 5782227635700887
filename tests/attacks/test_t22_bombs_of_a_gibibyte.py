"""T22: bombs of every size up to a gibibyte, packed as GZIP and as zlib, in a signed list that a record names."""

import json
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

import openler
from openler.credentials.status import MAX_UNPACKED_BYTES, unpack_list
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.errors import StatusUnavailable
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.specimens import AT, STATUS, Specimen, make_status_list

MEBIBYTE = 1 << 20
SIZES = [9, 64, 256, 1024]


def bomb(mebibytes: int, *, gzip: bool = True) -> str:
    """Pack so many mebibytes of zeros; one packed block, repeated, costs no more to make than one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if gzip else 15)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block refers to nothing before it, so that it may stand any number of times.
    block = packer.compress(bytes(MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return "u" + encode_base64url(head + block * mebibytes + packer.flush(zlib.Z_FINISH))


def _parts() -> Iterator[tuple[int, bool]]:
    yield from ((size, gzip) for size in SIZES for gzip in (True, False))


@pytest.mark.parametrize(("mebibytes", "gzip"), list(_parts()))
def test_no_bomb_takes_more_memory_than_a_few_limits(mebibytes: int, gzip: bool) -> None:
    """Its size is the sender's; what is held of it is ours to say."""
    encoded = bomb(mebibytes, gzip=gzip)
    tracemalloc.start()
    try:
        with pytest.raises(StatusUnavailable):
            unpack_list(encoded)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_UNPACKED_BYTES + 4 * len(encoded)


def test_the_bombs_are_bombs() -> None:
    """The packed block repeated unpacks to what its name says; a reader without a limit would hold it all."""
    unpacker = zlib.decompressobj(31)
    assert len(unpacker.decompress(decode_base64url(bomb(4)[1:]), 3 * MEBIBYTE)) == 3 * MEBIBYTE
    assert len(bomb(1024)) < 3 * MEBIBYTE


def test_a_record_whose_issuer_signed_a_bomb_is_undetermined() -> None:
    """Signed by the right issuer, and still no list: the record is neither revoked nor good."""
    specimen: Specimen = next(one for one in make_specimens() if one.name == "badge with status eddsa-rdfc-2022")
    # A list as large as a verifier reads at most.
    for mebibytes in (9, 256):
        signed: dict[str, Any] = make_status_list(
            specimen.signer, "eddsa-rdfc-2022", subject={"encodedList": bomb(mebibytes)}
        )
        documents = GivenDocuments({STATUS: json.dumps(signed).encode()})
        report = openler.verify(specimen.serialize(), at=AT, documents=documents)
        assert report.check("status").outcome == "undetermined" and not report.verified
        assert [problem.code for problem in report.check("status").problems] == ["status_list_length"]
