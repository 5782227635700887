"""A framework's file is read: the good terms are kept, and each bad one is named with its place and remedy."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import TooLarge
from openler.skills.frameworks import MAX_ITEMS, FrameworkDraft, NotAFramework
from openler.skills.importers.csv import guess_columns
from openler.skills.importing import read_framework

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"


def package(items: list[Any], links: list[Any] | None = None, **document: str) -> bytes:
    """Write a CASE package."""
    head = {"identifier": "doc", "uri": "https://f.example/doc", "title": "T", "creator": "C"} | document
    return json.dumps({"CFDocument": head, "CFItems": items, "CFAssociations": links or []}).encode()


def item(name: str, **members: Any) -> dict[str, Any]:
    """Write an item of a package."""
    return {"identifier": name, "uri": f"https://f.example/{name}", "fullStatement": f"Does {name}"} | members


def link(origin: str, relation: str, destination: str) -> dict[str, Any]:
    """Write an association of a package."""
    ends = {
        side: {"identifier": name, "uri": f"https://f.example/{name}", "title": name}
        for side, name in (("originNodeURI", origin), ("destinationNodeURI", destination))
    }
    return {"associationType": relation, **ends}


def told(draft: FrameworkDraft) -> list[tuple[str, int, str]]:
    """Give each fault as code, place and column."""
    return [(fault.code, fault.number, fault.column) for fault in draft.faults]


def edges(draft: FrameworkDraft) -> list[tuple[str, str, str]]:
    """Give each link as a triple."""
    return [(one.source, one.relation, one.target) for one in draft.links]


def test_a_case_package_keeps_items_hierarchy_and_matches() -> None:
    """Children point at parents by isChildOf alone; other words are kept as they came."""
    data = package(
        [
            item("a", humanCodingScheme="1", CFItemType="Area"),
            item("b", abbreviatedStatement="Bee", conceptKeywords=["k"]),
        ],
        [
            link("b", "isChildOf", "a"),
            link("a", "isChildOf", "doc"),
            link("b", "exactMatchOf", "elsewhere"),
            link("b", "ext:near", "a"),
        ],
        publisher="P",
        version="2",
        language="en",
    )
    draft = read_framework(data)
    assert (draft.head.title, draft.head.publisher, draft.head.version) == ("T", "P", "2")
    assert [(one.label, one.statement, one.code, one.kind, one.alternatives) for one in draft.items] == [
        ("Does a", "", "1", "Area", ()),
        ("Bee", "Does b", "", "", ("k",)),
    ]
    assert edges(draft) == [
        ("b", "isChildOf", "a"),
        ("b", "exactMatchOf", "https://f.example/elsewhere"),
        ("b", "ext:near", "a"),
    ]
    assert draft.faults == ()


def test_bad_items_of_a_package_are_named_and_the_good_kept() -> None:
    """Each entry that cannot be used is told by its place in its list."""
    data = package(
        [
            item("a"),
            7,
            item("b", fullStatement=" "),
            {"fullStatement": "Nameless"},
            item("A"),
            item("c", uri="javascript:alert(1)"),
            item("d", fullStatement="x" * 10_001),
        ],
        [link("a", "isChildOf", "gone"), link("gone", "isChildOf", "a"), link("a", "inspires", "c"), "x"],
        caseVersion="3.0",
    )
    draft = read_framework(data)
    assert [one.key for one in draft.items] == ["a", "c"]
    assert draft.items[1].uri == ""
    assert told(draft) == [
        ("case_version", 0, "caseVersion"),
        ("bad_item", 2, ""),
        ("missing_statement", 3, "fullStatement"),
        ("missing_identifier", 4, "identifier"),
        ("duplicate_item", 5, "identifier"),
        ("bad_uri", 6, "uri"),
        ("statement_too_long", 7, "fullStatement"),
        ("missing_parent", 1, "destinationNodeURI"),
        ("missing_origin", 2, "originNodeURI"),
        ("unknown_association", 3, "associationType"),
        ("bad_association", 4, ""),
    ]
    assert (draft.counted, draft.left_out) == (7, 5)
    assert all(fault.reason and fault.remedy for fault in draft.faults)


def test_the_cycle_of_the_field_is_told_and_not_fatal() -> None:
    """Two items that are each other's parent: one parent is left out and named, both items are kept."""
    draft = read_framework((CASES / "framework-cycle" / "case.json").read_bytes())
    assert len(draft.items) == 2
    assert len(draft.links) == 1
    assert told(draft) == [("hierarchy_cycle", 2, "isChildOf")]
    assert "cycle" in draft.faults[0].reason
    assert "Works on deck" in draft.faults[0].reason


def test_long_chains_diamonds_and_long_cycles_end() -> None:
    """A chain of 20,000 items needs no stack, a diamond is no cycle, and a long cycle loses one link."""
    names = [f"i{number}" for number in range(MAX_ITEMS)]
    chain = [link(child, "isChildOf", parent) for child, parent in zip(names[1:], names, strict=False)]
    draft = read_framework(package([item(name) for name in names], [*chain, link(names[0], "isChildOf", names[-1])]))
    assert [fault.code for fault in draft.faults] == ["hierarchy_cycle"]
    assert len(draft.links) == MAX_ITEMS - 1
    diamond = [
        link("b", "isChildOf", "a"),
        link("c", "isChildOf", "a"),
        link("d", "isChildOf", "b"),
        link("d", "isChildOf", "c"),
    ]
    assert read_framework(package([item(name) for name in "abcd"], diamond)).faults == ()


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"CFDocument": []}', b'{"CFDocument": {}, "CFItems": 3}', b"{", b""])
def test_what_is_no_package_is_refused_with_a_word(data: bytes) -> None:
    """A file of another kind is told as that."""
    with pytest.raises(MalformedInput):
        read_framework(data)


def test_a_package_beyond_the_limit_is_refused() -> None:
    """More items than any published framework has are not read."""
    with pytest.raises(TooLarge):
        read_framework(package([0] * (MAX_ITEMS + 1)))


def test_the_skill_library_of_the_field_is_read() -> None:
    """A byte order mark and a line break in a cell change nothing."""
    draft = read_framework((CASES / "framework-rsd-bom" / "skills.csv").read_bytes())
    assert draft.head.kind == "rsd"
    assert draft.head.publisher == "Kestrel Harbor Polytechnic"
    (only,) = draft.items
    assert only.label == "Bowline, tied one-handed"
    assert only.statement == "Ties a bowline with one hand,\nwithin ten seconds."
    assert (only.alternatives, only.groups) == (("knot", "rope"), ("Ropes", "Safety"))
    assert draft.faults == ()
    assert "Employer" in draft.unused_columns


def test_every_head_that_osmt_writes_is_known() -> None:
    """Export, upload and batch import name the same things differently."""
    export = "Canonical URL,RSD Name,Skill Statement,Authors,Alignment Name,Alignment URL\n"
    rows = "https://r.example/1,Knots,Ties knots.,A,K,https://k.example/9\nnot-a-url,Bows,Ties bows.,A,,ftp://x\n"
    draft = read_framework((export + rows).encode())
    assert [one.uri for one in draft.items] == ["https://r.example/1", ""]
    assert edges(draft) == [("https://r.example/1", "isRelatedTo", "https://k.example/9")]
    assert told(draft) == [("bad_uri", 3, "Canonical URL"), ("bad_alignment", 3, "Alignment URL")]


def test_bad_rows_of_a_library_are_named_and_the_good_kept() -> None:
    """Empty names, empty statements, long names and doubles are told by row and column."""
    head = "Skill Name,Contextualized Skill Statement\n"
    rows = ["Knots,Ties knots.", ",Ties bows.", "Bows,", f"{'x' * 301},Y", "KNOTS,Ties  knots."]
    draft = read_framework((head + "\n".join(rows)).encode())
    assert [one.label for one in draft.items] == ["Knots"]
    assert told(draft) == [
        ("empty_cell", 3, "Skill Name"),
        ("empty_cell", 4, "Contextualized Skill Statement"),
        ("label_too_long", 5, "Skill Name"),
        ("duplicate_item", 6, "Skill Name"),
    ]


def test_a_plain_table_is_read_by_the_columns_that_are_told() -> None:
    """The caller says what each column holds, in whatever order and language its heads are."""
    data = "Nr;Oberbegriff;Fertigkeit;Notiz\n1;;Pflege;x\n1.1;1;Wunden versorgen;y\n".encode("utf-16")
    draft = read_framework(data, columns={"code": "Nr", "parent": "Oberbegriff", "label": "Fertigkeit"})
    assert [(one.code, one.label) for one in draft.items] == [("1", "Pflege"), ("1.1", "Wunden versorgen")]
    assert edges(draft) == [("1.1", "isChildOf", "1")]
    assert draft.unused_columns == ("Notiz",)
    assert draft.encoding == "utf-16"


def test_columns_are_guessed_from_their_heads() -> None:
    """Usual heads need no telling, and a statement alone serves as the label."""
    assert guess_columns(("URI", "preferredLabel", "altLabels")) == {
        "label": "preferredLabel",
        "uri": "URI",
        "alternatives": "altLabels",
    }
    assert guess_columns(("Statement",)) == {"label": "Statement"}


def test_bad_rows_of_a_table_are_named_and_the_good_kept() -> None:
    """Missing parents, taken codes, cycles and empty labels are told by row, column, value and remedy."""
    data = (
        b"code,parent,label,uri\n"
        b"4.3,,Giving medication,\n"
        b"4.3.8,4.3,Eye drops,\n"
        b"4.3.9,4.33,Insulin pens,\n"
        b"4.3.8,4.3,Advance directives,\n"
        b"5,,,\n"
        b"6,7,Six,x y\n"
        b"7,6,Seven,\n"
        b"8,8,Eight,\n"
        b'9,,"open\n'
    )
    draft = read_framework(data)
    assert [one.code for one in draft.items] == ["4.3", "4.3.8", "4.3.9", "6", "7", "8"]
    assert told(draft) == [
        ("missing_parent", 4, "parent"),
        ("duplicate_item", 5, "code"),
        ("empty_cell", 6, "label"),
        ("bad_uri", 7, "uri"),
        ("hierarchy_cycle", 8, "parent"),
        ("hierarchy_cycle", 9, "parent"),
        ("unclosed_quote", 10, ""),
    ]
    assert draft.faults[0].value == "4.33"
    assert draft.faults[0].reason == "There is no item 4.33. The rows before it stand under 4.3."
    assert draft.faults[1].reason == "4.3.8 is taken by row 3, Eye drops."
    assert (draft.counted, draft.left_out) == (9, 3)


@pytest.mark.parametrize("columns", [{}, {"label": "nowhere"}])
def test_a_table_without_a_label_column_says_what_was_found(columns: dict[str, str]) -> None:
    """The message names the real fault and the heads that are there."""
    with pytest.raises(NotAFramework, match="Nr, Wort"):
        read_framework(b"Nr,Wort\n1,x\n", columns=columns)


def test_a_parent_may_be_named_by_label_and_there_may_be_two() -> None:
    """Tables without codes name parents as people do."""
    draft = read_framework(b"label,parent\nCare,\nRecords,\nCharting,Care|Records\n")
    assert edges(draft) == [("Charting", "isChildOf", "Care"), ("Charting", "isChildOf", "Records")]
