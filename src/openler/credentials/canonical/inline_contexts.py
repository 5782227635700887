"""Does a record bring a context of its own, and may it?

The product refuses such contexts. The VC API's contract accepts one that only adds words: it changes none, moves no
base or vocabulary, and gives no URL scheme another meaning.
"""

from collections.abc import Mapping
from typing import Final

from openler.credentials.canonical.active_context import ActiveContext
from openler.credentials.canonical.errors import InlineContext
from openler.credentials.canonical.places import Place
from openler.credentials.canonical.policy import InlineContexts
from openler.credentials.canonical.term_definitions import NOT_TERMS
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.pointers import join

_FORBIDDEN: Final = frozenset(("@base", "@import", "@propagate", "@vocab"))
# A prefix of this name would turn an identifier that looks whole into another one.
_SCHEMES: Final = frozenset(("data", "did", "file", "ftp", "geo", "http", "https", "mailto", "tag", "tel", "urn"))


def find_inline_contexts(document: JsonValue) -> tuple[str, ...]:
    """Return the JSON pointers of all contexts that are written into a document."""
    found: list[str] = []
    pending: list[tuple[str, JsonValue]] = [("", document)]
    while pending:
        pointer, value = pending.pop()
        if isinstance(value, list):
            pending += [(join(pointer, position), item) for position, item in enumerate(value)]
        elif isinstance(value, dict):
            pending += [(join(pointer, name), member) for name, member in value.items() if name != "@context"]
            context = value.get("@context")
            if isinstance(context, list):
                found += [join(pointer, "@context", n) for n, item in enumerate(context) if not isinstance(item, str)]
            elif "@context" in value and not isinstance(context, str):
                found.append(join(pointer, "@context"))
    return tuple(sorted(found))


def check_inline_context(active: ActiveContext, local: JsonValue, *, allowed: InlineContexts, place: Place) -> None:
    """Hold a context of the document to what is allowed.

    Raises:
        InlineContext: it is not allowed.
    """
    if isinstance(local, str) or allowed == "any":
        return
    if allowed == "refuse" or not isinstance(local, dict):
        raise InlineContext("The record brings a context of its own, which could redefine its words.", place=place)
    known = frozenset(active.terms).union(*(_names(term.context) for term in active.terms.values()))
    aliases = {name: str(term.iri) for name, term in active.terms.items() if term.iri in ("@id", "@type")}
    _check_additive(known, aliases, local, place)


def _names(context: JsonValue) -> frozenset[str]:
    """Give all words that a scoped context defines, in whatever depth."""
    if isinstance(context, list):
        return frozenset[str]().union(*(_names(item) for item in context))
    if not isinstance(context, dict):
        return frozenset()
    scoped = (
        _names(value["@context"]) for value in context.values() if isinstance(value, dict) and "@context" in value
    )
    return frozenset(name for name in context if name not in NOT_TERMS).union(*scoped)


def _check_additive(known: frozenset[str], aliases: Mapping[str, str], local: JsonObject, place: Place) -> None:
    for name, value in local.items():
        here = (place, name)
        if name in _FORBIDDEN:
            raise InlineContext(f"The record's own context sets {name}, which reaches every word.", place=here)
        # To say again that "id" is @id changes nothing; scoped contexts of published examples do so.
        if name in NOT_TERMS or (name in aliases and value == aliases[name]):
            continue
        if name in known or name in _SCHEMES or name.startswith("@"):
            raise InlineContext(f"The record's own context redefines {name[:120]!r}.", place=here)
        scoped = value.get("@context") if isinstance(value, dict) else None
        if isinstance(scoped, dict):
            _check_additive(known, aliases, scoped, (here, "@context"))
        elif isinstance(value, dict) and "@context" in value:
            raise InlineContext("The record's own context brings along others.", place=(here, "@context"))
