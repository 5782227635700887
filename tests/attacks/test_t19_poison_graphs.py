"""T19: a small record whose canonical form costs unbounded work. The call budget refuses it, quickly and always alike."""

import gc
from bisect import bisect_left
from collections.abc import Iterable
from itertools import combinations, product
from time import process_time
from typing import Any

import pytest

from openler.credentials.canonical import MAX_CALLS, PoisonGraph, Quad, canonicalize, canonicalize_dataset
from openler.credentials.canonical.n_degree import HashName
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.proofs import verify_proof
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_multibase
from openler.testing.signing import fixed_signer, method_of

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ANY_WORD = "https://www.w3.org/ns/credentials/undefined-terms/v2"
CLIQUE_SECONDS = 0.1


def record_of(subjects: list[dict[str, Any]]) -> dict[str, Any]:
    """Make a record about these subjects."""
    return {
        "@context": [V2, ANY_WORD],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:school.example",
        "credentialSubject": subjects,
    }


def clique(size: int) -> dict[str, Any]:
    """Make a record whose subjects all know each other and have no names."""
    names = [f"_:s{number}" for number in range(size)]
    return record_of([{"id": own, "knows": [{"id": other} for other in names if other != own]} for own in names])


def ring(size: int) -> list[Quad]:
    """Make nodes in a ring, each as good as the other."""
    return [Quad(f"_:n{number}", "<urn:next>", f"_:n{(number + 1) % size}") for number in range(size)]


def both_ways(pairs: Iterable[tuple[int, int]], graph: str = "") -> list[Quad]:
    """Make two quads of each pair of nodes."""
    return [Quad(f"_:n{one}", "<urn:p>", f"_:n{other}", graph) for pair in pairs for one, other in (pair, pair[::-1])]


SHAPES = {
    "clique in a graph": both_ways(combinations(range(12), 2), "_:g"),
    "everybody of one half with everybody of the other": both_ways(product(range(6), range(6, 12))),
    "hypercube": both_ways((corner, corner ^ 1 << axis) for corner in range(32) for axis in range(5)),
    "fifty small cliques": both_ways(
        (5 * clique + a, 5 * clique + b) for clique in range(50) for a, b in combinations(range(5), 2)
    ),
    "four nodes joined two hundred times": [
        Quad(f"_:n{a}", f"<urn:p{word}>", f"_:n{b}") for word in range(200) for a, b in product(range(4), repeat=2)
    ],
}


@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
@pytest.mark.parametrize("shape", SHAPES)
def test_other_shapes_in_which_all_nodes_look_alike_are_refused_too(shape: str, hash_name: HashName) -> None:
    """The same budget for both hashes, so that no key gets more work done for it than another."""
    with pytest.raises(PoisonGraph):
        canonicalize_dataset(SHAPES[shape], hash_name=hash_name)


@pytest.mark.parametrize("size", [8, 10, 12, 40])
def test_a_clique_is_refused_at_once(size: int) -> None:
    """Twelve blank nodes in one kilobyte cost another implementation twenty minutes; the size of a clique is no matter."""
    record = clique(size)
    canonicalize(clique(2), contexts=ContextSet())
    gc.collect()
    begin = process_time()
    with pytest.raises(PoisonGraph):
        canonicalize(record, contexts=ContextSet())
    assert process_time() - begin < CLIQUE_SECONDS


def test_a_signed_clique_is_refused_while_its_proof_is_checked() -> None:
    """The way in which a verifier meets it."""
    record = clique(12)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-05-04T09:30:00Z",
        "verificationMethod": method_of(fixed_signer(1)),
        "proofPurpose": "assertionMethod",
        "proofValue": encode_multibase(bytes(range(64))),
    }
    keys = KeyDirectory(GivenDocuments({}))
    with pytest.raises(PoisonGraph):
        verify_proof({**record, "proof": proof}, proof, suite_contexts=ContextSet(), resolve_key=keys.resolve_key)


def test_the_verdict_is_counted_and_not_timed() -> None:
    """The same budget refuses at the same step; one call less or more decides, on every machine."""
    quads = [Quad(f"_:e{a}", "<urn:p>", f"_:e{b}") for a in range(4) for b in range(4) if a != b]
    needed = bisect_left(range(MAX_CALLS), True, key=lambda calls: _passes(quads, calls))
    assert not _passes(quads, needed - 1)
    assert all(_passes(quads, needed) for _ in range(3))


def _passes(quads: list[Quad], calls: int) -> bool:
    try:
        canonicalize_dataset(quads, max_calls=calls)
    except PoisonGraph:
        return False
    return True


@pytest.mark.parametrize("size", [100, 1_000, 20_000])
def test_a_long_chain_of_nodes_that_look_alike_overflows_no_stack(size: int) -> None:
    """The recursion of the standard goes as deep as the ring is long; the budget ends it, not the interpreter."""
    with pytest.raises(PoisonGraph):
        canonicalize_dataset(ring(size))


def test_a_short_chain_of_nodes_that_look_alike_is_no_poison() -> None:
    """However it was numbered, the text is one."""
    numbered = ring(12)
    renamed = [Quad(f"{quad.subject}x", quad.predicate, f"{quad.object}x") for quad in reversed(numbered)]
    assert canonicalize_dataset(numbered).nquads == canonicalize_dataset(renamed).nquads


def test_many_twins_in_an_honest_record_are_no_poison() -> None:
    """Five hundred times the same evidence without a name, and the same badge twice."""
    evidence = [{"type": ["Evidence"], "narrative": "Portfolio"} for _ in range(500)]
    record = {
        "@context": [V2, OB],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:school.example", "type": ["Profile"]},
        "credentialSubject": {"type": ["AchievementSubject"]},
        "evidence": evidence,
    }
    assert canonicalize(record, contexts=ContextSet()).count(b"Portfolio") == 500


def test_twins_inside_one_proof_are_no_poison() -> None:
    """Each quad of a named graph joins a node to the graph's name; that is one neighbour, not one for each quad."""
    members = [Quad("_:a", f"<urn:p{n}>", f'"{n}"', "_:g") for n in range(12)]
    twins = [*members, *(quad._replace(subject="_:b") for quad in members), Quad("<urn:r>", "<urn:proof>", "_:g")]
    assert canonicalize_dataset(twins).nquads.count("\n") == 25
