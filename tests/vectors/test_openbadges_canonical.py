"""The worked signing examples of Open Badges 3.0 and CLR 2.0: their canonical documents, byte for byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet
from vectors.table import counted

FOLDER = Path(__file__).parent / "openbadges-canonical"
SOURCE = "Open Badges 3.0 and CLR 2.0 canonical documents"
DOCUMENTS = {
    "linked-data-proof-ob__01_Credential.json": "obv3p0",
    "linked-data-proof-ob__07_Signed_credential.json": "obv3p0",
    "linked-data-proof-clr__01_Credential.json": "clrv2p0",
    "linked-data-proof-clr__02_Document_before_signing.json": "clrv2p0",
    "linked-data-proof-clr__07_Signed_credential.json": "clrv2p0",
}
PROOFS = {
    "linked-data-proof-ob__07_Signed_credential.json": "obv3p0",
    "linked-data-proof-clr__07_Signed_credential.json": "clrv2p0",
}


def read(name: str) -> dict[str, Any]:
    """Read one example."""
    document: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return document


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS.items(), ids=list(DOCUMENTS))
def test_a_document_has_the_published_canonical_form(name: str, kind: str) -> None:
    """Before and after signing: without its proof the signed record is the same document."""
    with counted(SOURCE):
        document = {member: value for member, value in read(name).items() if member != "proof"}
        expected = (FOLDER / kind / "document-canon.txt").read_bytes()
        assert canonicalize(document, contexts=ContextSet()) == expected


@pytest.mark.parametrize(("name", "kind"), PROOFS.items(), ids=list(PROOFS))
def test_a_proof_has_the_published_canonical_form(name: str, kind: str) -> None:
    """The proof without its value, read by the contexts of the record."""
    with counted(SOURCE):
        signed = read(name)
        (proof,) = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
        options = {member: value for member, value in proof.items() if member != "proofValue"}
        expected = (FOLDER / kind / "proof-canon.txt").read_bytes()
        assert canonicalize({"@context": signed["@context"], **options}, contexts=ContextSet()) == expected


@pytest.mark.parametrize("kind", ["ob", "clr"])
def test_the_published_proof_is_that_of_the_signed_record(kind: str) -> None:
    """Step 6 of the worked example makes the proof that stands in the record of step 7."""
    with counted(SOURCE):
        signed = read(f"linked-data-proof-{kind}__07_Signed_credential.json")["proof"]
        proof = read(f"linked-data-proof-{kind}__06_Proof.json")
        assert proof in (signed if isinstance(signed, list) else [signed])
