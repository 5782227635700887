"""Why can a record not be brought into canonical form?

MalformedInput ── JsonLdFault ──┬─ UndefinedTerm           a word that no context defines
                                ├─ RelativeIri             an identifier that names nothing on its own
                                ├─ DroppedValue            a value that would not be signed
                                ├─ AmbiguousNumber         a number that readers do not agree on
                                ├─ NotCompacted            a word written so that readers of the JSON miss it
                                ├─ SplitRecord             one record told in two places of the document
                                ├─ ProtectedTermRedefined  a context changes a word that another one protects
                                ├─ InlineContext           a context inside the record instead of a published one
                                └─ PoisonGraph             more work than any honest record needs
"""

from openler.credentials.canonical.places import Place, pointer_of
from openler.foundation.errors import MalformedInput


class JsonLdFault(MalformedInput):
    """The document breaks a rule of JSON-LD 1.1; ``json_ld_code`` is the standard's own error code."""

    code = "bad_json_ld"
    default_mender = "issuer"
    default_advice = "Ask the issuer for a record that follows its contexts."

    def __init__(self, message: str, *, json_ld_code: str = "", place: Place = None) -> None:
        super().__init__(message, pointer=pointer_of(place))
        self.json_ld_code = json_ld_code


class UndefinedTerm(JsonLdFault):
    """A word that no context of the record defines; software that drops it in silence leaves it unsigned."""

    code = "undefined_term"
    default_advice = "Ask the issuer to define the word in a context, or to leave it out."


class RelativeIri(JsonLdFault):
    """An identifier that is neither a URL nor a URN, so it names nothing outside its own system."""

    code = "relative_iri"
    default_advice = "Ask the issuer to write the identifier as an absolute URL or URN."


class DroppedValue(JsonLdFault):
    """A value that would silently not be signed."""

    code = "dropped_value"
    default_advice = "Ask the issuer to leave the value out, or to write it where it is signed."


class AmbiguousNumber(JsonLdFault):
    """A number that JSON readers do not agree on: an integer beyond 2^53 - 1, or one that is infinite or undefined."""

    code = "ambiguous_number"
    default_advice = "Ask the issuer to write the number as text."


class NotCompacted(JsonLdFault):
    """A word that a context defines is written out as a URL or keyword, so that readers of the JSON do not see it."""

    code = "not_compacted"
    default_mender = "sender"
    default_advice = "Ask for the record as its issuer wrote it; rewriting it this way can hide what it says."


class SplitRecord(JsonLdFault):
    """What one record says of itself stands in two places, so that readers of one place miss the other."""

    code = "split_record"
    default_mender = "sender"
    default_advice = "Ask for the record as its issuer wrote it; rewriting it this way can hide what it says."


class ProtectedTermRedefined(JsonLdFault):
    """A context gives another meaning to a word that an earlier context protects."""

    code = "protected_term_redefined"
    default_advice = "Ask the issuer for a record without the context that redefines the word."


class InlineContext(JsonLdFault):
    """A context written into the record, which could redefine any of its words."""

    code = "inline_context"
    default_advice = "Ask the issuer for a record that names its contexts by URL."


class PoisonGraph(JsonLdFault):
    """The record is built so that its canonical form costs more work than any honest record needs."""

    code = "poison_graph"
    default_mender = "sender"
    default_advice = "Do not rely on this file; its sender can only mend it by sending another."
