"""How does the suite ecdsa-rdfc-2019 sign? P-256 or P-384 over canonical RDF, with the curve's own hash.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019
"""

from openler.credentials.proofs.suite import Suite, configure_rdfc, transform_rdfc

SUITE = Suite(
    proof_type="DataIntegrityProof",
    cryptosuite="ecdsa-rdfc-2019",
    hashes={"P-256": "sha256", "P-384": "sha384"},
    signature_bytes={"P-256": 64, "P-384": 96},
    transform=transform_rdfc,
    configure=configure_rdfc,
)
