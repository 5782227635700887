"""A framework comes in through one service: good terms are kept, found by their words, and have a lasting address."""

import hashlib
import json
from pathlib import Path

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.frameworks import queries
from openler.platform.frameworks.demo_frameworks import (
    DEMO_FRAMEWORKS,
    alignments_by_label,
    load_demo_frameworks,
    read_bundled,
)
from openler.platform.frameworks.models import Framework, FrameworkItem
from openler.platform.frameworks.services import FrameworkThere, import_framework
from openler.skills.frameworks import NotAFramework
from web.people import act

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
SOURCE = Path(__file__).parents[2] / "src/openler/platform/frameworks/data/SOURCE.txt"
SHEET = b"code,parent,label,altLabels\n1,,Wound care,\n1.1,1,Dressing wounds,bandaging|Care\n1.2,1,Skin care,\n2,9,Charting,\n"


def bring(data: bytes = SHEET, title: str = "Ward skills") -> Framework:
    """Import a sheet for the installation."""
    return import_framework(act(), tenant_id=None, data=data, title=title).framework


def test_the_good_rows_come_in_and_the_bad_are_kept_as_words() -> None:
    """A missing parent leaves the row at the top, is told, and is written in the log without any content."""
    framework = bring()
    assert (framework.item_count, framework.counted, framework.fault_count) == (4, 4, 1)
    assert framework.faults[0]["reason"].startswith("There is no item 9.")
    assert [(item.label, item.child_count) for item in queries.top_items(framework)] == [
        ("Wound care", 2),
        ("Charting", 0),
    ]
    entry = AuditEntry.objects.get(verb="framework.imported")
    assert entry.detail == {"items": 4, "left_out": 0, "faults": 1}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("wound care", ["Wound care"]),
        ("WOUND CÁRE ", ["Wound care"]),
        ("care", ["Dressing wounds", "Skin care", "Wound care"]),
        ("wounds", ["Wound care", "Dressing wounds"]),
        ("dress", ["Dressing wounds"]),
        ("bandage", ["Dressing wounds"]),
        ("1.2", ["Skin care"]),
        ("", []),
        ("%", []),
        ("welding", []),
    ],
)
def test_words_find_terms_and_an_exact_label_comes_first(text: str, labels: list[str]) -> None:
    """Case, accents and endings do not matter, the exact name is the first hit, and nothing is invented."""
    found = [item.label for item in queries.search_items(text, bring())]
    assert found[: len(labels)] == labels if labels else found == []


def test_a_term_is_found_by_its_address_here_and_at_its_source() -> None:
    """Both addresses lead to the same term; another installation's and nonsense lead to none."""
    framework = bring(b"uri,label\nhttps://s.example/1,Knots\n")
    item = framework.items.get()
    assert queries.find_item(item.uri) == item
    assert queries.find_item("https://s.example/1") == item
    assert queries.find_item("https://other.example/frameworks/items/x/") is None
    assert queries.find_item("") is None


def test_the_same_file_does_not_come_in_twice() -> None:
    """A form that is posted again makes no second framework."""
    bring()
    with pytest.raises(FrameworkThere):
        bring()
    assert Framework.objects.count() == 1


@pytest.mark.parametrize(("data", "title"), [(b"label\n", "T"), (b"label\nKnots\n", "")])
def test_a_file_with_nothing_to_take_or_no_title_is_refused_whole(data: bytes, title: str) -> None:
    """A file of heads alone, and one that nobody named, leave nothing half done."""
    with pytest.raises(NotAFramework):
        bring(data, title)
    assert Framework.objects.count() == 0


def test_the_cycle_of_the_field_comes_in_and_is_told() -> None:
    """Both items of the cycle are kept, and one stands above the other."""
    framework = bring((CASES / "framework-cycle" / "case.json").read_bytes(), "")
    assert framework.title == "Boat Yard Skills"
    assert [fault["code"] for fault in framework.faults] == ["hierarchy_cycle"]
    (top,) = queries.top_items(framework)
    (below,) = queries.children_of(top)
    assert queries.parents_of(below) == [top]


def test_matching_gets_the_edges_around_a_term() -> None:
    """The hierarchy and published matches are given with who says so."""
    framework = bring()
    charting, wounds = FrameworkItem.objects.get(code="2"), FrameworkItem.objects.get(code="1.1")
    assert queries.edges_around([charting.uri, "https://nowhere.example/"]) == []
    edges = queries.edges_around([wounds.uri])
    assert {edge.relation for edge in edges} == {"isChildOf"}
    assert {edge.framework for edge in edges} == {framework.uri}
    assert len(edges) == 2


def test_the_bundled_frameworks_are_those_whose_source_is_written_down() -> None:
    """Each bundled file has its digest, licence and attribution, and they come in without a fault, once."""
    written = SOURCE.read_text("utf-8")
    for one in DEMO_FRAMEWORKS:
        assert f"{one.file}\t{hashlib.sha256(read_bundled(one.file)).hexdigest()}" in written
        assert one.licence
        assert one.attribution
    loaded = load_demo_frameworks(act(), tenant_id=None)
    assert [framework.fault_count for framework in loaded] == [0, 0]
    assert load_demo_frameworks(act(), tenant_id=None) == loaded
    (first, *_rest) = queries.search_items("provide basic support to patients")
    assert first.source_uri.startswith("http://data.europa.eu/esco/skill/")
    aligned = alignments_by_label()["provide basic support to patients"]
    assert aligned == {"uri": first.uri, "label": first.label, "code": "", "framework": "ESCO, nursing and care"}


def test_five_thousand_items_come_in_while_somebody_waits() -> None:
    """The bar is 30 seconds; a tenth of it is enough here, parents included."""
    items = [{"identifier": f"i{n}", "fullStatement": f"Handles part number {n} of the rig"} for n in range(5_000)]
    links = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"i{n}"},
            "destinationNodeURI": {"identifier": f"i{n // 10}"},
        }
        for n in range(1, 5_000)
    ]
    data = json.dumps({"CFDocument": {"title": "Rig"}, "CFItems": items, "CFAssociations": links}).encode()
    framework = bring(data, "")
    assert framework.item_count == 5_000
    assert queries.search_items("handles part number 4711 of the rig", framework)[0].label.endswith("4711 of the rig")
