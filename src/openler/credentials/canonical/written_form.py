"""Does the JSON show what the statements say, to a reader who looks for words in their places?

A signature over statements holds for every way of writing them. Software reads the JSON, though: a ``validUntil``
written as the URL behind the word, or moved into another object with the same identifier, is signed and not seen.
So a record is only read in compacted form, as https://www.w3.org/TR/vc-data-model-2.0/#conformance asks.
"""

import json
from typing import Any, Final

from openler.credentials.canonical.active_context import ActiveContext
from openler.credentials.canonical.errors import DroppedValue, NotCompacted, SplitRecord
from openler.credentials.canonical.expansion_values import Expanded
from openler.credentials.canonical.places import Place
from openler.foundation.json_types import JsonObject

_CREDENTIALS: Final = "https://www.w3.org/2018/credentials#"
# What decides whether a record is in force, and whose it is.
DECISIVE: Final = frozenset(
    _CREDENTIALS + name
    for name in (
        "credentialSchema",
        "credentialStatus",
        "credentialSubject",
        "expirationDate",
        "issuanceDate",
        "issued",
        "issuer",
        "refreshService",
        "termsOfUse",
        "validFrom",
        "validUntil",
    )
)
# Keywords that a compacted document may write, where no context has a word for them.
_WRITTEN: Final = frozenset(("@id", "@type", "@value", "@language", "@direction", "@list"))


def check_key_is_compact(active: ActiveContext, key: str, expanded: str, element: JsonObject, place: Place) -> None:
    """Refuse a name that is no word of the contexts although there is a word for it.

    Raises:
        NotCompacted: readers of the JSON would look for the word.
        DroppedValue: ``@index``, which is never signed.
    """
    if expanded == "@index":
        raise DroppedValue("An @index is not part of what is signed.", place=place)
    if expanded == "@type" and "@value" in element:
        return
    written_out = expanded in active.named_iris or expanded in DECISIVE
    if written_out or (expanded.startswith("@") and expanded not in _WRITTEN):
        raise NotCompacted(
            f"{key[:120]!r} is not how the record's contexts write this, so readers of the record would miss it.",
            place=place,
        )


def check_type_is_compact(active: ActiveContext, written: str, expanded: str | None, place: Place) -> None:
    """Refuse a type that is written out although there is a word for it.

    Raises:
        NotCompacted: readers of the JSON would look for the word.
    """
    if expanded in active.named_iris and written not in active.terms:
        raise NotCompacted(
            f"The type {written[:120]!r} is not how the record's contexts write it, so readers would miss it.",
            place=place,
        )


class RecordPlaces:
    """Remembers, for one graph, what each record says that decides about it."""

    def __init__(self) -> None:
        self._told: dict[str, Expanded] = {}
        # Written once for each record that comes again, however often it comes.
        self._written: dict[str, str] = {}

    def check(self, result: Expanded, place: Place) -> None:
        """Note an expanded object; the same record told twice with the same words is no harm.

        Raises:
            SplitRecord: another object of this identifier says other things.
        """
        id_ = result.get("@id")
        if id_ is None or DECISIVE.isdisjoint(result):
            return
        earlier = self._told.setdefault(id_, result)
        if earlier is result:
            return
        if id_ not in self._written:
            self._written[id_] = _unordered(earlier)
        if _unordered(result) != self._written[id_]:
            raise SplitRecord(
                f"Two places of the document say different things about one record, {id_[:120]!r}.", place=place
            )


def _unordered(value: Any) -> str:
    """Write an expanded value so that order and repetition do not show where they mean nothing."""
    if isinstance(value, dict):
        members = (
            f"{json.dumps(name)}:{_listed(member) if name == '@list' else _unordered(member)}"
            for name, member in sorted(value.items())
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted({_unordered(item) for item in value})) + "]"
    return json.dumps(value)


def _listed(items: list[Any]) -> str:
    return "[" + ",".join(_unordered(item) for item in items) + "]"
