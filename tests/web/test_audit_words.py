"""Does a page have words for everything that the audit can say? The source itself is asked what that is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import openler.platform
from openler.platform.accounts.signals import _OF_A_PERSON
from openler.platform.audit.grounds import _OF_FAMILY, _OF_VERB, NONE, ground_of
from openler.platform.audit.words import BASES, BY_LINK, GROUPS, KINDS, OUTCOMES, PURPOSES, VERBS
from openler.platform.opportunities.models import Look

SOURCE = Path(openler.platform.__file__).parent
# Parts of verbs that are put together where they are written.
MADE_OF = {"application.opened.": Look.What.values, "recognition.": ("suspended", "lifted", "withdrawn")}


def _calls() -> Iterator[tuple[Path, ast.Module, ast.Call]]:
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in ("record", "record_many") and len(node.args) >= 2:
                    yield path, tree, node


def _texts(node: ast.AST) -> Iterator[str]:
    """Give the verbs that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        first = node.values[0]
        assert isinstance(first, ast.Constant)
        yield from (f"{first.value}{part}" for part in MADE_OF[first.value])


def _named(tree: ast.Module) -> Iterator[str]:
    """Give the texts of a module that have the form of a verb: what a name or an argument may stand for."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Assign | ast.Tuple)]
    for node in calls:
        parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else [node.value]
        for part in parts:
            yield from (text for text in _texts_or_none(part) if text.partition(".")[0] in _OF_FAMILY and "." in text)


def _texts_or_none(node: ast.AST) -> list[str]:
    if isinstance(node, ast.JoinedStr):
        return []
    return list(_texts(node))


def verbs_in_source() -> dict[str, str]:
    """Give every verb that the source can write, with the file that does."""
    found: dict[str, str] = {}
    for path, tree, call in _calls():
        if path.parent == SOURCE / "audit":
            continue
        texts = list(_texts(call.args[1])) or list(_named(tree))
        assert texts, f"{path}:{call.lineno} writes a verb that this test cannot tell"
        found |= dict.fromkeys(texts, str(path))
    return found


FOUND = verbs_in_source()


def test_the_source_is_read() -> None:
    """Verbs written in each way are among those found: plain, chosen, put together, by a name."""
    for verb in ("record.revoked", "batch.paused", "application.opened.file", "posting.closed", "account.signed_in"):
        assert verb in FOUND
    assert {verb for _signal, verb in _OF_A_PERSON} <= set(FOUND)
    assert len(FOUND) > 80


@pytest.mark.parametrize("verb", sorted(FOUND))
def test_every_verb_has_words_and_a_ground(verb: str) -> None:
    """A line says what was done, why and by what right; one that cannot is refused here."""
    assert verb in VERBS, f"{FOUND[verb]} writes {verb!r}: give it words in audit/words.py"
    ground = ground_of(verb)
    assert ground != NONE, f"give {verb!r} a purpose and a basis in audit/grounds.py"
    assert ground.purpose in PURPOSES and ground.basis in BASES


def test_no_words_are_left_over() -> None:
    """Words for what nobody does any more would hide that it was taken away."""
    assert set(VERBS) == set(FOUND)
    assert set(_OF_VERB) <= set(FOUND)
    assert set(FOUND) >= BY_LINK


def test_kinds_outcomes_and_purposes_have_words() -> None:
    """Whatever stands in a call as a text has words."""
    kinds, outcomes, purposes = set(), {"done"}, set()
    for _path, _tree, call in _calls():
        if len(call.args) > 2:
            kinds |= set(_texts(call.args[2]))
        for keyword in call.keywords:
            kinds |= set(_texts(keyword.value)) if keyword.arg == "kind" else set()
            outcomes |= set(_texts(keyword.value)) if keyword.arg == "outcome" else set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Act", "act_of"):
                for keyword in node.keywords:
                    purposes |= set(_texts(keyword.value)) if keyword.arg == "purpose" else set()
    # How `openler serve` fills a demonstration.
    assert kinds == set(KINDS)
    assert outcomes <= set(OUTCOMES)
    assert purposes and purposes - {"demonstration"} <= set(PURPOSES)
    assert set(PURPOSES) >= {ground.purpose for ground in (*_OF_FAMILY.values(), *_OF_VERB.values())}


def test_every_verb_of_an_organization_is_in_a_group() -> None:
    """A filter reaches each line but those about accounts, wallets and shares, which no organization has."""
    private = ("account", "demo", "holder", "item", "share", "presentation")
    for verb in VERBS:
        if verb.partition(".")[0] not in private:
            assert any(
                verb in group.verbs or verb.startswith(tuple(f"{one}." for one in group.families))
                for group in GROUPS.values()
            ), verb
