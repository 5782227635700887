"""Why could a document not be fetched: was it not allowed, or did it not work?

ResolutionFailed
├── EgressRefused   the address is one that is never asked; nothing was sent
└── EgressFailed    the address was asked, and no usable answer came
"""

from openler.foundation.errors import ResolutionFailed


class EgressRefused(ResolutionFailed):
    """The address is one that this program never asks; no connection was opened."""

    code = "egress_refused"
    default_mender = "issuer"
    default_advice = "Give the document with --document, or ask the issuer to publish it at a public https address."


class EgressFailed(ResolutionFailed):
    """The address was asked, and no usable answer came."""

    code = "egress_failed"
    default_mender = "verifier"
    default_advice = "Check again later, or give the document with --document."
