"""Contexts: the bundled bytes are the published ones, nothing else is known, and what is given counts once."""

import hashlib
import json
from importlib.resources import files

import pytest

from openler.credentials.contexts import (
    BUNDLED,
    BadContext,
    ContextSet,
    UnknownContext,
    load_bundled_context,
)
from openler.foundation.errors import MalformedInput, Undecided

OB_303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OWN = "https://contexts.example/v1"
# Digests that the specifications print for their own contexts.
PUBLISHED = {
    "https://www.w3.org/ns/credentials/v2": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "https://www.w3.org/ns/credentials/status/v1": "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
    "https://w3id.org/security/data-integrity/v2": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    "https://w3id.org/security/multikey/v1": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    "https://w3id.org/security/jwk/v1": "0f14b62f6071aafe00df265770ea0c7508e118247d79b7d861a406d2aa00bece",
    "https://www.w3.org/ns/cid/v1": "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
}


@pytest.mark.parametrize("url", list(BUNDLED))
def test_a_bundled_context_has_exactly_the_pinned_bytes(url: str) -> None:
    """Digest and content; every one holds a context."""
    entry = BUNDLED[url]
    data = (files("openler.credentials.contexts") / "files" / entry.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry.sha256
    assert load_bundled_context(url) == json.loads(data)
    assert load_bundled_context(url)["@context"]
    assert entry.source


@pytest.mark.parametrize(("url", "digest"), PUBLISHED.items(), ids=list(PUBLISHED))
def test_a_pinned_digest_is_the_one_that_its_specification_prints(url: str, digest: str) -> None:
    """Six specifications print the digest of their context."""
    assert BUNDLED[url].sha256 == digest


def test_every_bundled_file_is_listed() -> None:
    """Nothing lies in the folder without source and licence."""
    folder = files("openler.credentials.contexts") / "files"
    listed = {line.split("\t")[1] for line in (folder / "SOURCE.txt").read_text("utf-8").splitlines() if "\t" in line}
    assert {path.name for path in folder.iterdir()} - {"SOURCE.txt"} == listed - {"file"}


@pytest.mark.parametrize(
    "url",
    [OWN, OB_303 + "#", OB_303 + "/", OB_303.replace("https", "http"), "", "https://www.w3.org/ns/credentials/V2"],
)
def test_only_the_exact_url_is_known(url: str) -> None:
    """Neither fetched nor guessed: the question stays open, and the URL and its place are told."""
    with pytest.raises(UnknownContext) as caught:
        ContextSet().get(url, "/@context/1")
    assert isinstance(caught.value, Undecided)
    assert (caught.value.url, caught.value.pointer) == (url, "/@context/1")


def test_a_given_context_counts_for_its_own_set_only() -> None:
    """Its digest is told once it was used."""
    data = json.dumps({"@context": {"word": "https://vocabulary.example/word"}}).encode()
    given = ContextSet({OWN: data})
    assert given.given_digests == {}
    assert given.get(OWN)["@context"]
    assert given.given_digests == {OWN: hashlib.sha256(data).hexdigest()}
    with pytest.raises(UnknownContext):
        ContextSet().get(OWN)


def test_a_bundled_context_cannot_be_replaced() -> None:
    """What is given for a bundled URL is passed over."""
    given = ContextSet({OB_303: b'{"@context": {}}'})
    assert given.get(OB_303) == load_bundled_context(OB_303)
    assert given.given_digests == {}


@pytest.mark.parametrize("data", [b"", b"[]", b"<html>", b'{"@context": {}, "@context": {}}', b"\xff\xfe"])
def test_a_given_context_is_read_strictly(data: bytes) -> None:
    """A web page or a document with a doubled name is no context."""
    with pytest.raises(BadContext) as caught:
        ContextSet({OWN: data}).get(OWN)
    assert isinstance(caught.value, MalformedInput)


def test_the_validator_s_other_content_of_context_3_0_3_can_be_asked_for() -> None:
    """It defines two words more; without being asked for, the specification's counts."""
    theirs = json.dumps(ContextSet(validator_copy=True).get(OB_303))
    ours = json.dumps(ContextSet().get(OB_303))
    assert "endorsementJwt" in theirs
    assert "endorsementJwt" not in ours
