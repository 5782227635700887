"""What do two other implementations make of a document, and where are they known to be wrong?

``oracle-defects.csv`` names each defect, ``TOUCHED`` tells which documents it touches, and ``SMALLEST`` has the smallest
document that shows it.
"""

import copy
import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph
from pyld import jsonld

from openler.credentials.contexts import ContextSet
from properties.document_parts import (
    floats,
    has_alike_nodes_in_graphs,
    has_crowded_type_map,
    has_empty_named_graph,
    has_index_of_identifiers,
    has_property_scope_in_type_scope,
    has_self_reference,
    has_several_scoped_types,
    has_two_directions,
    has_two_ways_of_one_literal,
    holds,
    inside_ending_scopes,
    objects,
    texts,
)
from properties.generated_features import ALIASES, FEATURES, GIVEN_CONTEXTS

CONTEXTS = ContextSet({url: json.dumps(context).encode() for url, context in GIVEN_CONTEXTS.items()})
DEFECTS = {
    (row["oracle"], row["defect"]): row["reason"]
    for row in csv.DictReader(Path(__file__).with_name("oracle-defects.csv").open())
}
# Takes a document and its canonical form as it is here.
Touches: TypeAlias = Callable[[dict[str, Any], str], bool]


def load(url: str, options: Any = None) -> dict[str, Any]:
    """Serve contexts to PyLD."""
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXTS.get(url)}


def ask_pyld(document: dict[str, Any]) -> str:
    """Canonicalize by PyLD (URDNA2015)."""
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": load,
        "rdfDirection": "i18n-datatype",
        "base": "",
    }
    text: str = jsonld.normalize(copy.deepcopy(document), options)
    return text


def inlined(value: Any) -> Any:
    """Write contexts into a document, as pyoxigraph loads none."""
    if isinstance(value, dict):
        return {name: _contexts(member) if name == "@context" else inlined(member) for name, member in value.items()}
    return [inlined(item) for item in value] if isinstance(value, list) else value


def _contexts(context: Any) -> list[Any]:
    if isinstance(context, str):
        return _contexts(CONTEXTS.get(context)["@context"])
    return [part for item in context for part in _contexts(item)] if isinstance(context, list) else [context]


def ask_pyoxigraph(document: dict[str, Any]) -> str:
    """Canonicalize by pyoxigraph (RDFC-1.0); what it cannot read has no canonical form."""
    text = json.dumps(inlined(document)).encode()
    try:
        dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    except SyntaxError as error:
        return f"refused: {error}"
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS).decode().split("\n")
    return "".join(sorted(line + "\n" for line in lines if line))


ORACLES: Mapping[str, Callable[[dict[str, Any]], str]] = {"pyld": ask_pyld, "pyoxigraph": ask_pyoxigraph}


def is_disputed(number: float) -> bool:
    """Tell whether the fewest digits of a number are not its first sixteen."""
    return repr(number) == "-0.0" or float(f"{number:.15E}") != number or number == 5e-324


INDEX_MAPS = ("byRole", "byName", "byLink", "graphsByName")
ID_MAPS = ("people", "peopleSets", "namedGraph")
V2 = "https://www.w3.org/ns/credentials/v2"

TOUCHED: Mapping[tuple[str, str], Touches] = {
    ("pyld", "control-characters"): lambda d, _: re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", texts(d)) is not None,
    ("pyld", "type-map-leak"): lambda d, _: has_crowded_type_map(d),
    ("pyld", "id-map-type-scope"): lambda d, _: inside_ending_scopes(d, ID_MAPS),
    ("pyld", "index-of-identifiers"): lambda d, _: has_index_of_identifiers(d),
    ("pyld", "self-reference"): lambda _, canonical: has_self_reference(canonical),
    ("pyld", "same-statement-twice"): lambda d, _: has_two_ways_of_one_literal(d),
    ("pyld", "same-text-two-directions"): lambda d, _: has_two_directions(d),
    ("pyld", "text-of-double"): lambda _, canonical: re.search(r'"[^"E]*"\^\^<[^>]+#double>', canonical) is not None,
    ("pyld", "included-in-ending-scope"): lambda d, _: any(
        "also" in v for o in objects(d) for v in objects(o.get("sealed"))
    ),
    ("pyld", "default-direction-lost"): lambda d, _: holds(d, ["Local"], ["more"]),
    ("pyoxigraph", "shortest-doubles"): lambda d, _: any(is_disputed(number) for number in floats(d)),
    ("pyoxigraph", "index-map-type-scope"): lambda d, _: inside_ending_scopes(d, INDEX_MAPS),
    # Credentials of version 2.0 are not touched: their contexts protect what they define.
    ("pyoxigraph", "property-scope-in-type-scope"): lambda d, _: (
        V2 not in d["@context"] and has_property_scope_in_type_scope(d)
    ),
    ("pyoxigraph", "empty-graph"): lambda d, _: has_empty_named_graph(d),
    ("pyoxigraph", "base-direction"): lambda _, canonical: "<https://www.w3.org/ns/i18n#" in canonical,
    ("pyoxigraph", "several-scoped-types"): lambda d, _: has_several_scoped_types(d),
    ("pyoxigraph", "alike-in-graphs"): lambda _, canonical: has_alike_nodes_in_graphs(canonical),
    ("pyoxigraph", "value-in-protected-scope"): lambda d, _: any("cnf" in value for value in objects(d)),
    ("pyoxigraph", "language-of-untyped"): lambda d, _: any("plain" in value for value in objects(d)),
}

SMALLEST: Mapping[tuple[str, str], dict[str, Any]] = {
    ("pyld", "control-characters"): {"label": "\b"},
    ("pyld", "type-map-leak"): {"byKind": {"Thing": {}, "ex:Other": {"label": "a"}}},
    ("pyld", "id-map-type-scope"): {"type": "Thing", "people": {"https://people.example/1": {"label": "a"}}},
    ("pyld", "index-of-identifiers"): {"byLink": {"https://links.example/1": {}}},
    ("pyld", "self-reference"): {"german-speaking": {"id": "_:n0", "link": "_:n0"}},
    ("pyld", "same-statement-twice"): {"count": [12, "12"]},
    ("pyld", "same-text-two-directions"): {"amount": [{"@value": "a", "@direction": "rtl"}, "a"]},
    ("pyld", "text-of-double"): {"weight": "1"},
    ("pyld", "included-in-ending-scope"): {"@context": [FEATURES, ALIASES], "sealed": {"also": {"label": "a"}}},
    ("pyld", "default-direction-lost"): {"type": "Local", "more": {"label": "a"}},
    ("pyoxigraph", "shortest-doubles"): {"amount": 0.1 + 0.2},
    ("pyoxigraph", "index-map-type-scope"): {"type": "Thing", "byRole": {"r": {"label": "a"}}},
    ("pyoxigraph", "property-scope-in-type-scope"): {"type": "Thing", "inner": {"weight": 3}},
    ("pyoxigraph", "empty-graph"): {"namedGraph": {"https://graphs.example/1": {}}},
    ("pyoxigraph", "base-direction"): {"hebrew": "a"},
    ("pyoxigraph", "several-scoped-types"): {"type": ["Closed", "Guarded", "Thing"], "secret": "a"},
    ("pyoxigraph", "alike-in-graphs"): {
        "graph": {"german-speaking": {"inner": {"stepWeights": [0.5, 3]}}},
        "graphs": {"stepWeights": [0.5, 3]},
    },
    ("pyoxigraph", "value-in-protected-scope"): {"@context": "https://www.w3.org/ns/credentials/v2", "cnf": "a"},
    ("pyoxigraph", "language-of-untyped"): {"german-speaking": {"plain": "a"}},
}


def smallest(defect: tuple[str, str]) -> dict[str, Any]:
    """Give the smallest document that shows a defect."""
    return {"@context": FEATURES, **SMALLEST[defect]}


def explain(oracle: str, document: dict[str, Any], canonical: str) -> list[str]:
    """Give the known defects of an oracle that a document touches."""
    return [defect for (name, defect), touches in TOUCHED.items() if name == oracle and touches(document, canonical)]
