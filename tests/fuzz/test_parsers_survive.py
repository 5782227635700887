"""Every parser takes every byte: nothing but a LerError comes out, and what is taken keeps its promise.

The seeds and a few thousand changes of them run in every test run, without a fuzzer; ``make fuzz`` looks for more.
"""

import random
from pathlib import Path

import pytest

from fuzz.targets import TARGETS, refuses

CORPORA = Path(__file__).parent / "corpora"
SEED = 20_261_125
# Some 150 seeds, so that the whole costs seconds.
CHANGES_OF_A_SEED = 40
# No key is at hand for the tokens of the seeds, and an entry of eight bits asks for a longer list than a seed may be.
NEVER_TAKEN = ("vc_jwt", "status_list")
ALL = pytest.mark.parametrize("name", sorted(TARGETS))


def seeds(name: str) -> list[bytes]:
    """Read the seeds of a target."""
    return [path.read_bytes() for path in sorted((CORPORA / name).iterdir())]


def change(data: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """Change bytes as a fuzzer does: flip, cut, repeat, insert, cross with another seed."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        place = draw.randrange(len(changed) + 1)
        end = min(len(changed), place + draw.choice((1, 2, 8, 64)))
        match draw.randrange(7):
            case 0 if place < len(changed):
                changed[place] ^= 1 << draw.randrange(8)
            case 1 if place < len(changed):
                changed[place] = draw.choice(b'\0\x7f\x80\xff0"\\{}[],:<>&=~.#@-\n')
            case 2:
                del changed[place:end]
            case 3:
                changed[place:place] = changed[place:end] * draw.choice((1, 2, 50))
            case 4:
                changed[place:place] = draw.choice(
                    (b"\xef\xbb\xbf", b"\\u0000", b"null", b"1e999", b'"@id":', b"\xf0\x9f")
                )
            case 5:
                other = draw.choice(others)
                changed[place:] = other[draw.randrange(len(other) + 1) :]
            case _:
                changed[place:end] = draw.randbytes(end - place)
    return bytes(changed)


@ALL
def test_the_seeds_and_their_changes_get_an_answer(name: str) -> None:
    """Each seed of the target, and each of some forty changes of it, is taken or refused with words."""
    draw = random.Random(f"{SEED} {name}")
    found = seeds(name)
    refused = [refuses(name, seed) for seed in found]
    changes = [change(seed, found, draw) for seed in found for _ in range(CHANGES_OF_A_SEED)]
    refused += [refuses(name, changed) for changed in changes]
    # The door answers with a report and never refuses to.
    assert any(refused) is (name != "record")
    # Taking nothing at all would mean that only the first line of a parser was tried.
    assert name in NEVER_TAKEN or not all(refused)


def test_every_target_has_seeds_and_every_seed_a_reason() -> None:
    """SOURCE.txt names every file of the corpora, and no other."""
    told = [line.partition(":")[0] for line in (CORPORA / "SOURCE.txt").read_text("utf-8").splitlines() if "/" in line]
    files = {path.relative_to(CORPORA).as_posix() for path in CORPORA.rglob("*") if path.is_file()} - {"SOURCE.txt"}
    assert set(told) >= files
    assert {path.split("/")[0] for path in files} == set(TARGETS)


def test_a_target_that_stumbles_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above can fail: an exception of another kind comes out of the harness."""

    def stumble(data: bytes) -> None:
        raise ValueError("not a LerError")

    monkeypatch.setitem(TARGETS, "instant", stumble)
    with pytest.raises(ValueError, match="not a LerError"):
        refuses("instant", b"")
