"""How does the suite eddsa-rdfc-2022 sign? Ed25519 over canonical RDF, with SHA-256.

Spec: https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022
"""

from openler.credentials.proofs.suite import Suite, configure_rdfc, transform_rdfc

SUITE = Suite(
    proof_type="DataIntegrityProof",
    cryptosuite="eddsa-rdfc-2022",
    hashes={"Ed25519": "sha256"},
    signature_bytes={"Ed25519": 64},
    transform=transform_rdfc,
    configure=configure_rdfc,
)
