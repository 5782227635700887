"""How does the suite ecdsa-jcs-2019 sign? P-256 or P-384 over canonical JSON, with the curve's own hash.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019
"""

from openler.credentials.proofs.suite import Suite, configure_jcs, transform_jcs

SUITE = Suite(
    proof_type="DataIntegrityProof",
    cryptosuite="ecdsa-jcs-2019",
    hashes={"P-256": "sha256", "P-384": "sha384"},
    signature_bytes={"P-256": 64, "P-384": 96},
    transform=transform_jcs,
    configure=configure_jcs,
    names_contexts=True,
)
