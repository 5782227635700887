"""How strict is the reading of a document, and where do its contexts come from?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openler.foundation.json_types import JsonObject

# (url, JSON pointer to where the record names it) to the context document.
ContextLoader = Callable[[str, str | None], JsonObject]


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of one reading; the defaults are the product's.

    Attributes:
        load: finds the document of a context URL.
        strict: refuse whatever would silently not be signed: undefined words, relative identifiers, dropped values.
        inline_contexts: allow contexts written into the document.
        base: base IRI of relative identifiers; the product has none.
        processing_mode: "json-ld-1.1" or "json-ld-1.0".
        rdf_direction: how a base direction becomes RDF; the product refuses directions instead of dropping them.
    """

    load: ContextLoader
    strict: bool = True
    inline_contexts: bool = False
    base: str | None = None
    processing_mode: str = "json-ld-1.1"
    rdf_direction: Literal["i18n-datatype", "compound-literal"] | None = None
