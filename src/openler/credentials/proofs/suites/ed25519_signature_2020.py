"""How did the older suite Ed25519Signature2020 sign? As eddsa-rdfc-2022, named by its type; it is only checked.

Spec: https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020
"""

from openler.credentials.proofs.suite import Suite, configure_rdfc, transform_rdfc

SUITE = Suite(
    proof_type="Ed25519Signature2020",
    cryptosuite=None,
    hashes={"Ed25519": "sha256"},
    signature_bytes={"Ed25519": 64},
    transform=transform_rdfc,
    configure=configure_rdfc,
    requires_created=True,
    needs_context="https://w3id.org/security/suites/ed25519-2020/v1",
)
