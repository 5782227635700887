"""Why could an identifier not be resolved, or its key not be used?

MalformedInput ──── BadDid               the text is no DID, or not one of its method
ResolutionFailed ┬─ UnsupportedDidMethod the method is not known here
                 ├─ BadDocument          what was found is not this subject's own document
                 ├─ KeyNotFound          no document at hand says what the key is
                 └─ IssuerNotProven      nothing at hand says whether the issuer controls the key
InvalidProof ────┬─ UnknownMethod        the document does not list this key
                 ├─ NotAuthorized        the document lists the key, but not for this purpose
                 ├─ RetiredKey           the document says that the key is no longer in use
                 └─ NotTheIssuersKey     the key belongs to somebody else
"""

from openler.foundation.errors import InvalidProof, MalformedInput, ResolutionFailed


class BadDid(MalformedInput):
    """A text is not a DID, or not one that its method allows."""

    code = "bad_did"
    default_mender = "issuer"
    default_advice = "Ask the issuer for a record whose identifiers are right."


class UnsupportedDidMethod(ResolutionFailed):
    """The DID's method is not known here."""

    code = "unsupported_did_method"
    default_advice = "Check the record with software that knows this DID method."


class BadDocument(ResolutionFailed):
    """What was found under an identifier is not its subject's own document."""

    code = "bad_did_document"
    default_mender = "issuer"
    default_advice = "Tell the issuer that its published document is wrong, and check again later."


class FormNotRead(ResolutionFailed):
    """The document writes the key in a form that is not read here, so its kind stays unknown."""

    code = "key_form_not_read"
    default_advice = "Check the record with software that reads this form of key."


class KeyNotFound(ResolutionFailed):
    """No document at hand says what the key is."""

    code = "key_not_found"


class IssuerNotProven(ResolutionFailed):
    """Nothing at hand says whether the issuer controls the key."""

    code = "issuer_not_proven"
    default_advice = (
        "Check again with network access, or give the issuer's own document, listing the key, with --document."
    )


class UnknownMethod(InvalidProof):
    """The document of the key's controller does not list the key."""

    code = "unknown_verification_method"


class NotAuthorized(InvalidProof):
    """The document lists the key, but not for the purpose for which it was used."""

    code = "key_not_authorized"
    default_advice = "Ask the issuer to sign the record with a key that it lists for this purpose."


class RetiredKey(InvalidProof):
    """The controller's document says that the key expired or was revoked."""

    code = "retired_key"
    default_advice = "Ask the issuer to issue the record again with a key that is in use."


class NotTheIssuersKey(InvalidProof):
    """The key that signed belongs to somebody else than the issuer."""

    code = "not_the_issuers_key"
