"""Why does a proof not hold, or why can it not be judged?

MalformedInput ┬─ BadProof             the proof is not what the standard asks for
               └─ CannotSelect         the record is written in a way that cannot be parted
InvalidProof ──┬─ WrongPurpose         made for another purpose than the one asked
               ├─ WrongKeyKind         the key is of a kind that the suite does not use
               ├─ WrongDomain          made for another domain or without the challenge that was asked
               ├─ UnderivedProof       the proof is the holder's own, and nothing was derived from it to be shown
               ├─ StatementsDiffer     the record's statements are not those that were signed one by one
               ├─ BrokenChain          an earlier proof that it builds on is not there
               ├─ ContextsDiffer       the record's contexts are not the ones that were signed
               ├─ AlgorithmMismatch    a token's algorithm is not its key's
               ├─ CriticalHeader       a token demands something that is not understood here
               ├─ WrongTokenType       a token made for another use
               ├─ KeysDiffer           a token names one key and brings another
               ├─ Unsigned             a token that nobody signed, or with a shared secret
               └─ ClaimsDiffer         a token's claims contradict the record inside it
Undecided ─────┬─ UnknownCryptosuite   a suite that is not checked here
               ├─ AlgorithmNotOffered  a token's algorithm is not checked here
               └─ NoKeyNamed           a token does not say which key signed it
Misuse ────────┬─ CannotSign           a proof cannot be made from what was given
               ├─ CannotDerive         there is nothing from which a part could be shown
               └─ BadPointer           what was chosen is no part of the record
"""

from openler.foundation.errors import InvalidProof, MalformedInput, Misuse, Undecided


class BadProof(MalformedInput):
    """A proof or token is not what its standard asks for."""

    code = "bad_proof"
    default_mender = "issuer"
    default_advice = "Ask for the record again, straight from its issuer or the holder's wallet."


class CannotSelect(MalformedInput):
    """The record is written in a way that cannot be parted into what is shown and what is kept back."""

    code = "cannot_select"
    default_mender = "issuer"
    default_advice = "Sign the record with a suite that shows it whole, such as ecdsa-rdfc-2019."


class WrongPurpose(InvalidProof):
    """The proof was made for another purpose than the one asked."""

    code = "wrong_proof_purpose"
    default_advice = "Ask the issuer for a record that it signed in order to issue it."


class WrongKeyKind(InvalidProof):
    """The key is of a kind that the proof's suite does not use."""

    code = "wrong_key_kind"


class WrongDomain(InvalidProof):
    """The proof was made for another domain or challenge than the one expected."""

    code = "wrong_domain_or_challenge"
    default_advice = "Ask the holder to present the record again, to you."


class UnderivedProof(InvalidProof):
    """The proof is the one that only the holder keeps; what a verifier checks is derived from it."""

    code = "underived_proof"
    default_mender = "holder"
    default_advice = "Derive a record to show from this one: openler credential derive --selective POINTER FILE -o OUT"


class StatementsDiffer(InvalidProof):
    """The statements of the record are not those that the issuer signed one by one."""

    code = "statements_differ"
    default_mender = "holder"
    default_advice = "Ask the holder to derive the record again from the one that the issuer gave."


class BrokenChain(InvalidProof):
    """An earlier proof that this one builds on is not there."""

    code = "broken_proof_chain"


class ContextsDiffer(InvalidProof):
    """The record's contexts are not those that the proof covers."""

    code = "contexts_differ"


class AlgorithmMismatch(InvalidProof):
    """The algorithm that a token names is not one of its key."""

    code = "algorithm_mismatch"


class CriticalHeader(InvalidProof):
    """A token's header demands something that is not understood here."""

    code = "critical_header"


class WrongTokenType(InvalidProof):
    """The token was made for another use."""

    code = "wrong_token_type"
    default_mender = "sender"


class KeysDiffer(InvalidProof):
    """A token names one key and brings another."""

    code = "keys_differ"


class Unsigned(InvalidProof):
    """A token that nobody signed, or whose seal everybody who can check it can also make."""

    code = "unsigned_token"


class ClaimsDiffer(InvalidProof):
    """The claims of a token contradict the record inside it."""

    code = "claims_differ"


class UnknownCryptosuite(Undecided):
    """The proof is of a suite that is not checked here."""

    code = "unknown_cryptosuite"
    default_advice = "Check the record with software that knows this kind of proof."


class AlgorithmNotOffered(Undecided):
    """The token is signed with an algorithm that is not checked here."""

    code = "algorithm_not_offered"
    default_advice = "Check the record with software that offers this algorithm."


class NoKeyNamed(Undecided):
    """The token does not say which key signed it."""

    code = "no_key_named"
    default_advice = "Ask the issuer for a record that names its key."


class CannotSign(Misuse):
    """A proof cannot be made from what was given."""

    code = "cannot_sign"
    default_mender = "issuer"


class CannotDerive(Misuse):
    """The record has no proof from which a part of it could be shown."""

    code = "cannot_derive"
    default_mender = "holder"
    default_advice = "Ask the issuer for the record signed with the suite ecdsa-sd-2023."


class BadPointer(Misuse):
    """What was chosen is no part of the record, or no part that can be shown by itself."""

    code = "bad_pointer"
    default_mender = "sender"
    default_advice = "Name parts of the record by JSON pointers, such as /credentialSubject/achievement/name."
