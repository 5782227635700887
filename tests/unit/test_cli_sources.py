"""Bytes come from where the caller says, and what cannot be read is told as misuse."""

import argparse
import io
import sys
from pathlib import Path

import pytest

from openler.cli.sources import open_world, parse_given, read_file, read_input
from openler.foundation.errors import Misuse, ResolutionFailed
from openler.foundation.strict_json import MAX_BYTES

DID = "did:web:issuer.example"


def options(*documents: str, online: bool = False, loopback: bool = False) -> argparse.Namespace:
    return argparse.Namespace(document=list(documents), online=online, allow_loopback=loopback)


def test_a_document_is_given_by_did_or_url(tmp_path: Path) -> None:
    """The id may hold "=" and so may the file's name: the last "=" with a file behind it divides them."""
    plain, odd = tmp_path / "did.json", tmp_path / "a=b=c.json"
    plain.write_bytes(b"plain")
    odd.write_bytes(b"odd")
    url = "https://issuer.example/list?id=1&page=2#n=3"
    assert parse_given([f"{DID}={plain}", f"{url}={plain}", f"https://x.example/?q=1={odd}"]) == {
        DID: b"plain",
        url: b"plain",
        "https://x.example/?q=1": b"odd",
    }


@pytest.mark.parametrize("value", [f"{DID}=nowhere.json", DID, "", "=", f"{DID}=", "no-id={file}", "={file}"])
def test_a_document_without_file_or_id_is_misuse(value: str, tmp_path: Path) -> None:
    """The answer says how it is written."""
    file = tmp_path / "did.json"
    file.write_bytes(b"{}")
    with pytest.raises(Misuse, match="--document"):
        parse_given([value.format(file=file)])


def test_one_id_is_given_once(tmp_path: Path) -> None:
    """Two documents for one id leave open which counts."""
    file = tmp_path / "did.json"
    file.write_bytes(b"{}")
    with pytest.raises(Misuse, match="twice"):
        parse_given([f"{DID}={file}", f"{DID}={file}"])


def test_nothing_is_fetched_unless_told() -> None:
    """Without --online a URL as input is misuse and a URL in a record is not at hand."""
    world = open_world(options())
    assert world.online is None
    with pytest.raises(Misuse, match="--online"):
        read_input("https://issuer.example/badge.json", world)
    with pytest.raises(ResolutionFailed):
        world.documents().get("https://issuer.example/list", purpose="status")
    with pytest.raises(Misuse, match="--allow-loopback"):
        open_world(options(loopback=True))


def test_given_documents_come_before_the_network(tmp_path: Path) -> None:
    """With --online too, what the caller handed over is used and nothing is asked for it."""
    file = tmp_path / "list.json"
    file.write_bytes(b"given")
    world = open_world(options(f"https://issuer.invalid/list={file}", online=True))
    assert world.online is not None
    # Each record has its own count of fetches, so that a long list of files does not run dry.
    assert world.documents() is not world.documents()
    assert world.documents().get("https://issuer.invalid/list", purpose="status") == b"given"


def test_what_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    """A missing file, a folder and an impossible name each have their words."""
    for name, words in ((tmp_path / "nowhere.json", "no file"), (tmp_path, "folder"), ("a\0b", "cannot be read")):
        with pytest.raises(Misuse, match=words):
            read_file(str(name))


def test_an_endless_file_is_read_to_the_limit_only() -> None:
    """A device that never ends gives a bit more than the limit, and the reader says that it is too much."""
    data = read_file("/dev/zero")
    assert MAX_BYTES < len(data) <= 2 * MAX_BYTES + 1


def test_standard_input_and_odd_names_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen is standard input; blanks, brackets and Arabic letters in names are ordinary."""
    world = open_world(options())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))
    assert read_input("-", world) == b"from a pipe"
    odd = tmp_path / "Zeugnis – große Fahrt (1) صفحة.json"
    odd.write_bytes(b"odd")
    assert read_input(str(odd), world) == b"odd"


def test_a_file_that_is_named_like_a_url_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on the disk is not fetched."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "https:" / "issuer.example"
    folder.mkdir(parents=True)
    (folder / "badge.json").write_bytes(b"on the disk")
    assert read_input("https://issuer.example/badge.json", open_world(options())) == b"on the disk"
    assert read_input("https://issuer.example/badge.json", open_world(options(online=True))) == b"on the disk"
