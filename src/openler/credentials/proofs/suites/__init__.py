"""Which suites are known? Each is a module of its own; they are joined here and nowhere else."""

from openler.credentials.keys import KeyKind
from openler.credentials.proofs.suite import Suite
from openler.credentials.proofs.suites import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ecdsa_sd_2023,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)

SUITES: dict[tuple[str, str | None], Suite] = {
    (suite.proof_type, suite.cryptosuite): suite
    for suite in (
        eddsa_rdfc_2022.SUITE,
        eddsa_jcs_2022.SUITE,
        ecdsa_rdfc_2019.SUITE,
        ecdsa_jcs_2019.SUITE,
        ecdsa_sd_2023.SUITE,
        ed25519_signature_2020.SUITE,
    )
}

# What records are signed with unless somebody asks for another: the suites that Open Badges certification and the
# W3C interoperability runs ask for.
DEFAULT_CRYPTOSUITES: dict[KeyKind, str] = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}
