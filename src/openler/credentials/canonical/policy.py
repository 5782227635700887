"""How strictly is a document read, and where do its contexts come from?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openler.foundation.json_types import JsonObject

# Takes the URL of a context and the JSON pointer to where the record names it; gives the document.
ContextLoader = Callable[[str, str], JsonObject]
# "additive" is the contract of the VC API: words may be added, none that is defined may change.
InlineContexts = Literal["refuse", "additive", "any"]
# A base direction has no place in an RDF literal; these are the two ways in which it becomes a datatype or a node.
RdfDirection = Literal["i18n-datatype", "compound-literal"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of one reading; the defaults are the product's.

    Attributes:
        load: finds the document of a context URL.
        strict: refuse whatever would silently not be signed, and whatever hides what is signed from readers of the JSON.
        inline_contexts: whether contexts may be written into the document.
        base: base IRI of relative identifiers; the product has none.
        processing_mode: "json-ld-1.1" or "json-ld-1.0".
        rdf_direction: how a base direction becomes RDF; "i18n-datatype" is what cryptosuites in use have agreed on.
    """

    load: ContextLoader
    strict: bool = True
    inline_contexts: InlineContexts = "refuse"
    base: str | None = None
    processing_mode: Literal["json-ld-1.1", "json-ld-1.0"] = "json-ld-1.1"
    rdf_direction: RdfDirection | None = "i18n-datatype"

    @property
    def is_1_0(self) -> bool:
        """Whether the features of JSON-LD 1.1 are switched off."""
        return self.processing_mode == "json-ld-1.0"
