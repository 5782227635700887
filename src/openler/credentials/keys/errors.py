"""What can be wrong with a key or a signature?

MalformedInput ── BadKey             the text or object is no key that may be used
Undecided ─────── KeyNotOffered      a real kind of key or algorithm, but one that is not checked here
InvalidProof ──── BadSignature       the signature is not this key's over these bytes
Misuse ─────────┬ BadKeyFile         a key file cannot be used
                └ BadPassphrase      an encrypted key, and the passphrase is missing or another
"""

from openler.foundation.errors import InvalidProof, MalformedInput, Misuse, Undecided


class BadKey(MalformedInput):
    """This is no key, or none that anybody may use."""

    code = "bad_key"
    default_mender = "issuer"
    default_advice = "Ask the issuer to publish a proper key and to sign the record with it."


class KeyNotOffered(Undecided):
    """The key is of a kind that exists but is not checked here."""

    code = "key_not_offered"
    default_advice = "Check the record with software that offers this kind of key."


class BadSignature(InvalidProof):
    """The signature was not made with this key over these bytes."""

    code = "bad_signature"


class BadKeyFile(Misuse):
    """A key file cannot be used for signing."""

    code = "bad_key_file"
    default_mender = "issuer"
    default_advice = "Make a key with: openler key create -o KEY.json"


class BadPassphrase(Misuse):
    """A key is encrypted, and no passphrase was given or one that does not open it."""

    code = "bad_key_passphrase"
    default_mender = "issuer"
    default_advice = "Give the passphrase in a file with --passphrase-file FILE, or on the terminal when asked."
