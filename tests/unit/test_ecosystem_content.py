"""Is the content of the map whole, and is a broken file refused?"""

from collections import Counter
from hashlib import sha256
from importlib.resources import files

import pytest

from openler.platform.ecosystem.content import BrokenContent, ecosystem, parse_ecosystem

TEXT = (files("openler.platform.ecosystem") / "content" / "ecosystem.yml").read_text("utf-8")


def test_the_map_has_ten_stakeholders_four_phases_and_144_acts() -> None:
    """The numbers of the original, every stakeholder with at least one act in every phase."""
    content = ecosystem()
    assert (len(content.stakeholders), len(content.phases), len(content.acts)) == (10, 4, 144)
    assert all(one.acts_of(phase.key) for one in content.stakeholders for phase in content.phases)
    assert (len(content.promises), len(content.action_areas), len(content.imagine)) == (3, 4, 4)
    assert (len(content.story), len(content.glossary)) == (9, 131)


def test_no_identifier_is_used_twice() -> None:
    """Acts, stakeholders, steps and words each have a name of their own."""
    content = ecosystem()
    for names in (
        [act.id for act in content.acts],
        [one.key for one in content.stakeholders],
        [step.step for step in content.story],
        [term.term.casefold() for term in content.glossary],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: funders.using.1 ", "id: funders.using.2 "),
        ("  kind: done\n", "  kind: promised\n"),
        ("  area: promoting\n", "  area: elsewhere\n"),
        ("who: employers", "who: nobody"),
        ("  - step: 2\n", "  - step: 3\n"),
        ("does_here: Press Feedback", "does_there: Press Feedback"),
        ("purpose: ", "aim: "),
        ("glossary:", "words:"),
        ("  - term: Acceptance policy", "  - term: Acceptance"),
        ("phases:\n", "phases: [\n"),
    ],
)
def test_a_broken_file_is_refused(old: str, new: str) -> None:
    """A name used twice, an unknown word, a missing or an extra key: refused, never shown in part."""
    assert old in TEXT
    with pytest.raises(BrokenContent):
        parse_ecosystem(TEXT.replace(old, new, 1))


def test_the_source_is_named_with_its_digest() -> None:
    """SOURCE.txt carries licence and SHA-256 of the very bytes that are shipped."""
    folder = files("openler.platform.ecosystem") / "content"
    source = (folder / "SOURCE.txt").read_text("utf-8")
    assert sha256((folder / "ecosystem.yml").read_bytes()).hexdigest() in source
    assert "CC BY 4.0" in source
