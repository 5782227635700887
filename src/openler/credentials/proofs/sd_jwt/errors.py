"""Why can a token with disclosures not be relied on, or not be made?

MalformedInput ── BadDisclosure       a disclosure or digest is not what the standard asks for
InvalidProof ──── KeyBindingBroken    the holder's signature does not belong to what is shown
Misuse ────────── NotBound            the token names no key of a holder, and signing for one was asked
                  WeakRandomness      the source of salts repeats itself
"""

from openler.foundation.errors import InvalidProof, MalformedInput, Misuse


class BadDisclosure(MalformedInput):
    """A disclosure or digest of a token is not what RFC 9901 asks for."""

    code = "bad_disclosure"
    default_mender = "holder"
    default_advice = "Ask the holder to present the record again, straight from their wallet."


class KeyBindingBroken(InvalidProof):
    """The holder's signature does not hold, or was made over something else than what is shown."""

    code = "key_binding_broken"
    default_mender = "holder"
    default_advice = "Ask the holder to present the record again, to you."


class NotBound(Misuse):
    """The token is not bound to the key that is to sign for its holder."""

    code = "not_bound"
    default_mender = "holder"
    default_advice = "Sign with the key to which the issuer bound the record, or show it without a challenge."


class WeakRandomness(Misuse):
    """The source of random bytes gives too few, or the same twice."""

    code = "weak_randomness"
    default_mender = "operator"
    default_advice = "Give a cryptographic source, such as os.urandom; nothing was signed."
