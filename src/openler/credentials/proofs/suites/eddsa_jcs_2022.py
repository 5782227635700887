"""How does the suite eddsa-jcs-2022 sign? Ed25519 over canonical JSON, with SHA-256.

Spec: https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
"""

from openler.credentials.proofs.suite import Suite, configure_jcs, transform_jcs

SUITE = Suite(
    proof_type="DataIntegrityProof",
    cryptosuite="eddsa-jcs-2022",
    hashes={"Ed25519": "sha256"},
    signature_bytes={"Ed25519": 64},
    transform=transform_jcs,
    configure=configure_jcs,
    names_contexts=True,
)
