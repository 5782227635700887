"""What does chance draw? The same number draws the same on every machine."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

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


class Seeded:
    """Draws texts, names, dates and numbers, the awkward ones among them."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def text(self) -> str:
        alphabet = self.random.choice(_ALPHABETS)
        letters = [self.random.choice(alphabet) for _ in range(self.random.randrange(1, 24))]
        if self.random.randrange(500) == 0:
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
        if self.chance(3):
            return self.random.choice(_DISPUTED_NUMBERS)
        return self.random.choice((0, 1, -1, 3, 2**53 - 1, -(2**53) + 1, 0.5, -2.25, 1.5e-7, 123456.789, 1e22))

    def optional(self, percent: int, **members: Callable[[], Any]) -> dict[str, Any]:
        return {name: make() for name, make in members.items() if self.chance(percent)}

    def several(self, make: Callable[[], Any], most: int = 3) -> list[Any]:
        items = [make() for _ in range(self.random.randrange(1, most + 1))]
        if self.chance(8):
            items.append(copy.deepcopy(items[0]))
        return items
