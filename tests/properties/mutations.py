"""What changes the way in which a document is written, what changes its meaning, and what breaks it?"""

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, TypeAlias

Object: TypeAlias = dict[str, Any]
Mutation: TypeAlias = Callable[[Object, Random], None]
# Texts that mean something to a reader of JSON-LD, or nearly do.
ODD_TEXTS = (
    "",
    " ",
    "_:b0",
    "_:",
    "@id",
    "@none",
    "@type",
    "@vocab",
    "a:b",
    "x",
    "#x",
    "//x",
    "ex:",
    "http://",
    "ex:a b",
)
ODD_TEXTS += (
    "did:web:a",
    "urn:x",
    "en",
    "Thing",
    "Profile",
    "\ufffe",
    "\x00",
    "https://a.example/ b",
    "a\u0301",
    "\u0061",
)
KEYWORDS = (
    "@context",
    "@id",
    "@type",
    "@value",
    "@language",
    "@direction",
    "@index",
    "@list",
    "@set",
    "@graph",
    "@nest",
)
KEYWORDS += ("@reverse", "@included", "@json", "@none", "@vocab", "@base", "@import", "@propagate", "@protected", "@x")


def rewrite(document: Object, random: Random) -> None:
    """Change the way in which something is written, or repeat a member, without breaking the document."""
    _apply((_shuffle, _repeat, _wrap, _unwrap), document, random)


def alter(document: Object, random: Random) -> None:
    """Change what a document says, mostly so that it still says something."""
    _apply((_remove, _retext, _renumber, _copy_member, _move), document, random)


def damage(document: Object, random: Random) -> None:
    """Put anything where it does not belong; now and then the document survives it."""
    _apply((_odd_text, _odd_name, _odd_value, _odd_context, _keyword, _move, _nest, _remove), document, random)


def _apply(mutations: tuple[Mutation, ...], document: Object, random: Random) -> None:
    places = [place for place in objects(document) if len(place) > 1]
    if places:
        random.choice(mutations)(random.choice(places), random)


def objects(value: Any) -> list[Object]:
    """Give all objects of a document but those inside JSON literals and contexts."""
    if isinstance(value, dict):
        inner = [member for name, member in value.items() if name not in ("@context", "data")]
        return [value, *(place for member in inner for place in objects(member))]
    return [place for item in value for place in objects(item)] if isinstance(value, list) else []


def _names(place: Object, *kinds: type) -> list[str]:
    return [name for name, value in place.items() if name != "@context" and (not kinds or isinstance(value, kinds))]


def _shuffle(place: Object, random: Random) -> None:
    members = list(place.items())
    random.shuffle(members)
    place.clear()
    place.update(members)


def _repeat(place: Object, random: Random) -> None:
    names = [name for name in _names(place, list) if place[name]]
    if names:
        value = place[random.choice(names)]
        value.append(copy.deepcopy(random.choice(value)))


def _wrap(place: Object, random: Random) -> None:
    names = [name for name in _names(place, str, dict) if name in _REPEATABLE]
    if names:
        name = random.choice(names)
        place[name] = [place[name]]


def _unwrap(place: Object, random: Random) -> None:
    names = [name for name in _names(place, list) if len(place[name]) == 1 and name in _REPEATABLE]
    if names:
        name = random.choice(names)
        place[name] = place[name][0]


def _remove(place: Object, random: Random) -> None:
    if names := _names(place):
        del place[random.choice(names)]


def _retext(place: Object, random: Random) -> None:
    # One letter is a language to one oracle and none to another.
    names = [name for name in _names(place, str) if ":" not in place[name] and "anguage" not in name]
    if names:
        name = random.choice(names)
        place[name] = random.choice(("a", place[name] + "x", place[name][::-1], place[name].upper()))


def _renumber(place: Object, random: Random) -> None:
    if names := _names(place, int, float):
        place[random.choice(names)] = random.choice((0, 1, -7, 2.5, 1e3, True, "1", 1e21, 123456789012345680.0))


def _copy_member(place: Object, random: Random) -> None:
    if len(names := _names(place)) > 1:
        source, target = random.sample(names, 2)
        place[target] = copy.deepcopy(place[source])


def _move(place: Object, random: Random) -> None:
    inner = [member for name in _names(place) for member in _children(place[name])]
    if inner and (names := _names(place)):
        name = random.choice(names)
        random.choice(inner).setdefault(name, copy.deepcopy(place[name]))


def _children(value: Any) -> Iterator[Object]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _odd_text(place: Object, random: Random) -> None:
    if names := _names(place):
        place[random.choice(names)] = random.choice(ODD_TEXTS)


def _odd_name(place: Object, random: Random) -> None:
    if names := _names(place):
        place[random.choice((*ODD_TEXTS, "undefined", "ex:free", "label", "name"))] = place.pop(random.choice(names))


def _odd_value(place: Object, random: Random) -> None:
    if names := _names(place):
        values: tuple[Any, ...] = (None, True, 0, 2**53, -(2**60), 1e400, [], {}, [None], [[]], [{}], {"@id": "x"})
        values += ({"@value": None}, {"@value": 1, "@language": "en"}, {"@list": ["a"]}, {"@set": ["a"]}, {"@id": 1})
        values += ({"@value": "a", "@type": "x"}, {"@value": "a", "@language": "not a tag"}, {"@value": []}, "\ud800")
        values += (
            {"@value": "a", "@direction": "up"},
            {"@type": "@id"},
            {"type": [["a"]]},
            {"@graph": []},
            ["a", ["b"]],
        )
        place[random.choice(names)] = copy.deepcopy(random.choice(values))


def _odd_context(place: Object, random: Random) -> None:
    contexts: tuple[Any, ...] = (None, {}, [], "x", {"@vocab": "https://v.example/"}, {"label": "https://v.example/l"})
    contexts += ("https://www.w3.org/ns/credentials/v2", "https://unknown.example/", [{"@base": "https://b.example/"}])
    contexts += ("https://w3id.org/security/data-integrity/v2", ["https://www.w3.org/2018/credentials/v1"], 7)
    place["@context"] = copy.deepcopy(random.choice(contexts))


def _keyword(place: Object, random: Random) -> None:
    if names := _names(place):
        place[random.choice(KEYWORDS)] = copy.deepcopy(place[random.choice(names)])


def _nest(place: Object, random: Random) -> None:
    if names := _names(place):
        name = random.choice(names)
        place[name] = {random.choice(("@set", "@list", "@graph", "@nest", "details", "id", "type")): place[name]}


_REPEATABLE = frozenset(
    ("name", "description", "narrative", "type", "evidence", "alignment", "tag", "result", "resultDescription")
    + ("identifier", "label", "tags", "link", "kind", "amount", "flag", "achievement", "criteria", "image", "issuer")
)
