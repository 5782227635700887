"""Documents by number: the same number gives the same document on every machine.

Three families: badges with everything Open Badges 3.0 knows, comprehensive records around several of them, and
documents over a context of our own that uses every feature of JSON-LD that a record may use.
"""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
FEATURES = "https://contexts.example/features/v1"
_EX = "https://vocabulary.example/"
_XSD = "http://www.w3.org/2001/XMLSchema#"

FEATURES_CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "ex": _EX,
        "Thing": {"@id": "ex:Thing", "@context": {"label": "ex:thingLabel", "weight": {"@id": "ex:weight"}}},
        "Closed": {"@id": "ex:Closed", "@context": {"@propagate": True, "inner": {"@id": "ex:closedInner"}}},
        "label": "ex:label",
        "weight": {"@id": "ex:weight", "@type": _XSD + "double"},
        "count": {"@id": "ex:count", "@type": _XSD + "integer"},
        "amount": "ex:amount",
        "flag": "ex:flag",
        "when": {"@id": "ex:when", "@type": _XSD + "dateTime"},
        "link": {"@id": "ex:link", "@type": "@id"},
        "kind": {"@id": "ex:kind", "@type": "@vocab"},
        "steps": {"@id": "ex:steps", "@container": "@list"},
        "stepLinks": {"@id": "ex:stepLinks", "@type": "@id", "@container": "@list"},
        "tags": {"@id": "ex:tags", "@container": "@set"},
        "titles": {"@id": "ex:titles", "@container": "@language"},
        "german": {"@id": "ex:german", "@language": "de"},
        "data": {"@id": "ex:data", "@type": "@json"},
        "people": {"@id": "ex:people", "@container": "@id"},
        "byKind": {"@id": "ex:byKind", "@container": "@type"},
        "byRole": {"@id": "ex:byRole", "@container": "@index", "@index": "ex:role"},
        "graph": {"@id": "ex:graph", "@container": "@graph"},
        "namedGraph": {"@id": "ex:namedGraph", "@container": ["@graph", "@id"]},
        "partOf": {"@reverse": "ex:hasPart", "@type": "@id"},
        "details": "@nest",
        "inner": {"@id": "ex:inner", "@context": {"label": "ex:innerLabel", "deep": {"@id": "ex:deep"}}},
    }
}

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789",
    "äöüßéèñçåøæœ ÄÖÜ –—…„“”‚‘’«»",
    "學習者能力證書 かなカナ 한국어 ไทย",
    "مرحبا שלום \u200f\u200e\u202b",
    "😀🎓👩\u200d🎓🏽e\u0301\u0308",
    "\"\\\n\r\t'<>{}|^`%&#@_:.",
    "\u2028\u2029\u0085\ufeff\u00ad\U00010ffd",
)
# Whole numbers written as fractions, and fractions of more digits than the standard prints.
_DISPUTED_NUMBERS = (4.0, 1e3, -0.0, 5e-324, 0.1 + 0.2)
_CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x0e\x1f\x7f"


def make_document(number: int) -> dict[str, Any]:
    """Make the document of this number."""
    maker = _Maker(Random(number))
    family = (maker.badge, maker.badge, maker.badge, maker.transcript, maker.features)[number % 5]
    document = family()
    for _ in range(maker.random.randrange(4)):
        mutate(document, maker.random)
    return document


def mutate(document: Any, random: Random) -> None:
    """Change the way in which something is written, or repeat a member, without breaking the document."""
    mutations: tuple[Callable[[Any, Random], None], ...] = (_shuffle, _repeat, _wrap, _unwrap)
    places = [place for place in _objects(document) if len(place) > 1]
    if places:
        random.choice(mutations)(random.choice(places), random)


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        inner = [member for name, member in value.items() if name not in ("@context", "data")]
        return [value, *(place for member in inner for place in _objects(member))]
    return [place for item in value for place in _objects(item)] if isinstance(value, list) else []


def _shuffle(place: dict[str, Any], random: Random) -> None:
    members = list(place.items())
    random.shuffle(members)
    place.clear()
    place.update(members)


def _repeat(place: dict[str, Any], random: Random) -> None:
    names = [name for name, value in place.items() if isinstance(value, list) and value and name != "@context"]
    if names:
        value = place[random.choice(names)]
        value.append(copy.deepcopy(random.choice(value)))


def _wrap(place: dict[str, Any], random: Random) -> None:
    names = [name for name, value in place.items() if isinstance(value, (str, dict)) and name in _REPEATABLE]
    if names:
        name = random.choice(names)
        place[name] = [place[name]]


def _unwrap(place: dict[str, Any], random: Random) -> None:
    names = [n for n, v in place.items() if isinstance(v, list) and len(v) == 1 and n in _REPEATABLE]
    if names:
        name = random.choice(names)
        place[name] = place[name][0]


_REPEATABLE = frozenset(
    [
        "name",
        "description",
        "narrative",
        "type",
        "evidence",
        "alignment",
        "tag",
        "result",
        "resultDescription",
        "identifier",
        "label",
        "tags",
        "link",
        "kind",
        "amount",
        "flag",
        "achievement",
        "criteria",
        "image",
        "issuer",
    ]
)


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def text(self) -> str:
        alphabet = self.random.choice(_ALPHABETS)
        letters = [self.random.choice(alphabet) for _ in range(self.random.randrange(1, 24))]
        if self.random.randrange(400) == 0:
            letters.append(self.random.choice(_CONTROLS))
        return "".join(letters)

    def url(self, kind: str) -> str:
        return f"https://{kind}.example/{self.random.randrange(10**6)}" + ("#部分" if self.chance(5) else "")

    def uuid(self) -> str:
        digits = f"{self.random.getrandbits(128):032x}"
        return f"urn:uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"

    def date(self) -> str:
        day = f"20{self.random.randrange(10, 40)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
        return day + self.random.choice(("T00:00:00Z", "T23:59:59.123456Z", "T12:30:00+05:30", "T08:00:00-11:00"))

    def number(self) -> int | float:
        if self.chance(6):
            return self.random.choice(_DISPUTED_NUMBERS)
        return self.random.choice((0, 1, -1, 3, 2**53 - 1, -(2**53) + 1, 0.5, -2.25, 1.5e-7, 123456.789, 1e22))

    def optional(self, percent: int, **members: Callable[[], Any]) -> dict[str, Any]:
        return {name: make() for name, make in members.items() if self.chance(percent)}

    def several(self, make: Callable[[], Any], most: int = 3) -> list[Any]:
        items = [make() for _ in range(self.random.randrange(1, most + 1))]
        if self.chance(8):
            items.append(copy.deepcopy(items[0]))
        return items

    def badge(self) -> dict[str, Any]:
        return {
            "@context": [V2, OB],
            "id": self.uuid(),
            "type": ["VerifiableCredential", self.random.choice(("OpenBadgeCredential", "AchievementCredential"))],
            "issuer": self.profile(),
            "validFrom": self.date(),
            "credentialSubject": self.subject(),
            **self.optional(
                50,
                name=self.text,
                description=self.text,
                validUntil=self.date,
                awardedDate=self.date,
                image=self.image,
                evidence=lambda: self.several(self.evidence),
                credentialStatus=self.status,
                credentialSchema=lambda: {"id": self.url("schemas"), "type": "JsonSchema"},
            ),
        }

    def profile(self) -> dict[str, Any]:
        optional = self.optional(
            40, name=self.text, url=lambda: self.url("issuer"), description=self.text, image=self.image
        )
        if self.chance(20):
            optional["otherIdentifier"] = self.several(
                lambda: {"type": "IdentifierEntry", "identifier": self.text(), "identifierType": "identifier"}
            )
        return {"id": self.url("issuer"), "type": ["Profile"], **optional}

    def image(self) -> dict[str, Any]:
        return {"id": self.url("images"), "type": "Image", **self.optional(50, caption=self.text)}

    def evidence(self) -> dict[str, Any]:
        members = self.optional(
            50, id=lambda: self.url("evidence"), name=self.text, description=self.text, narrative=self.text
        )
        return {"type": ["Evidence"], **members, **self.optional(30, genre=self.text, audience=self.text)}

    def status(self) -> dict[str, Any]:
        return {
            "id": self.url("status") + "-entry",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(self.random.randrange(131072)),
            "statusListCredential": self.url("status"),
        }

    def subject(self) -> dict[str, Any]:
        return {
            "type": ["AchievementSubject"],
            "achievement": self.achievement(),
            **self.optional(
                50,
                id=self.uuid,
                activityEndDate=self.date,
                creditsEarned=self.number,
                identifier=lambda: self.several(self.identity, 2),
                narrative=self.text,
                result=lambda: self.several(self.result),
                term=self.text,
            ),
        }

    def identity(self) -> dict[str, Any]:
        return {
            "type": "IdentityObject",
            "hashed": self.chance(50),
            "identityHash": "sha256$" + f"{self.random.getrandbits(256):064x}",
            "identityType": "emailAddress",
            **self.optional(50, salt=self.text),
        }

    def result(self) -> dict[str, Any]:
        return {"type": ["Result"], **self.optional(60, resultDescription=self.uuid, value=self.text)}

    def achievement(self) -> dict[str, Any]:
        return {
            "id": self.uuid(),
            "type": ["Achievement"],
            "name": self.text(),
            "description": self.text(),
            "criteria": {"narrative": self.text(), **self.optional(30, id=lambda: self.url("criteria"))},
            **self.optional(
                40,
                achievementType=lambda: "Course",
                alignment=lambda: self.several(self.alignment),
                creator=self.profile,
                creditsAvailable=self.number,
                fieldOfStudy=self.text,
                humanCode=self.text,
                image=self.image,
                inLanguage=lambda: "pt-BR",
                resultDescription=lambda: self.several(self.result_description),
                specialization=self.text,
                tag=lambda: self.several(self.text, 4),
                version=self.text,
            ),
        }

    def alignment(self) -> dict[str, Any]:
        members = self.optional(40, targetCode=self.text, targetFramework=self.text, targetDescription=self.text)
        return {"type": ["Alignment"], "targetName": self.text(), "targetUrl": self.url("frameworks"), **members}

    def result_description(self) -> dict[str, Any]:
        return {
            "id": self.uuid(),
            "type": ["ResultDescription"],
            "name": self.text(),
            "resultType": "LetterGrade",
            **self.optional(60, allowedValue=lambda: self.several(self.text, 5), requiredValue=self.text),
        }

    def transcript(self) -> dict[str, Any]:
        badges = [self.badge() for _ in range(self.random.randrange(1, 4))]
        if self.chance(10):
            badges.append(copy.deepcopy(badges[0]))
        return {
            "@context": [V2, CLR, OB],
            "id": self.uuid(),
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": self.text(),
            "issuer": self.profile(),
            "validFrom": self.date(),
            "credentialSubject": {"id": self.uuid(), "type": ["ClrSubject"], "verifiableCredential": badges},
        }

    def features(self) -> dict[str, Any]:
        return {"@context": FEATURES, **self.thing(3)}

    def thing(self, depth: int) -> dict[str, Any]:
        simple = self.optional(
            25,
            id=lambda: self.url("things") if self.chance(70) else f"_:n{self.random.randrange(4)}",
            type=lambda: self.random.choice(("Thing", ["Thing"], ["Closed", "ex:Other"], [_EX + "More"])),
            label=lambda: self.several(self.text),
            weight=self.number,
            count=lambda: self.random.randrange(100),
            amount=lambda: self.several(self.number),
            flag=lambda: self.chance(50),
            when=self.date,
            link=lambda: self.url("links"),
            kind=lambda: self.random.choice(("Thing", "label", "ex:kinds", self.url("kinds"))),
            steps=lambda: self.several(self.text),
            stepLinks=lambda: self.several(lambda: self.url("steps")),
            tags=lambda: self.several(self.text),
            titles=lambda: {"en": self.text(), "pt-BR": self.several(self.text), "@none": self.text()},
            german=self.text,
            data=self.json,
        )
        return {**simple, **self.nested(depth)} if depth else simple

    def nested(self, depth: int) -> dict[str, Any]:
        def inner() -> dict[str, Any]:
            return self.thing(depth - 1)

        return self.optional(
            20,
            inner=lambda: self.several(inner),
            people=lambda: {self.url("people"): inner(), "@none": {"label": self.text()}},
            byKind=lambda: {"Thing": {"label": self.text()}, "ex:Other": {"label": self.text()}},
            byRole=lambda: {self.text(): {"label": self.text()}},
            graph=inner,
            namedGraph=lambda: {self.url("graphs"): {"label": self.text()}},
            partOf=lambda: self.url("wholes"),
            details=lambda: {"link": self.url("links")} if self.chance(50) else {},
        )

    def json(self) -> Any:
        return self.random.choice(
            (None, True, 1, 1.5, self.text(), [1, "a", None], {"b": 1, "a": [self.text()], "ä": {"z": 4.0, "y": []}})
        )
