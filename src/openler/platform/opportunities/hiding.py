"""How does a name stay hidden until somebody lifts it, wherever a record would show it?

Three things are taken out: members that say who somebody is, pictures, and every place where a known name or mail
address of the applicant stands in a text. Short parts of names are left, since they are words of other things too.
"""

import re
from collections.abc import Iterable
from typing import Any

HIDDEN = "▒▒▒▒▒"
# A part of a name shorter than this is taken out only together with the whole.
_MIN_PART = 3
_PERSONAL = frozenset(
    {
        "name",
        "givenName",
        "familyName",
        "additionalName",
        "patronymicName",
        "honorificPrefix",
        "honorificSuffix",
        "email",
        "phone",
        "telephone",
        "address",
        "image",
        "url",
        "official",
        "sourcedId",
        "did",
        "dateOfBirth",
        "birthDate",
        "identityHash",
        "salt",
        "gender",
        "parentOrg",
    }
)
_SUBJECT_MEMBERS = frozenset({"credentialSubject", "holder"})
_LEARNED = frozenset({"achievement", "result"})
_PICTURES = frozenset({"image", "photo", "picture", "thumbnail"})


class Mask:
    """Takes the names of one applicant out of texts and documents."""

    def __init__(self, names: Iterable[str], addresses: Iterable[str] = ()) -> None:
        whole = {name.strip() for name in names if name and name.strip()}
        parts = {part for name in whole for part in re.split(r"[\s.,\-]+", name) if len(part) >= _MIN_PART}
        given = {address.strip() for address in addresses if address and address.strip()}
        words = sorted(whole | parts | given, key=len, reverse=True)
        pattern = "|".join(re.escape(word) for word in words)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if words else None

    def text(self, text: str) -> str:
        """Give a text without the names."""
        return self._pattern.sub(HIDDEN, text) if self._pattern else text

    def document(self, value: Any) -> Any:
        """Give a document without the names, without who it is about and without pictures."""
        return self._walk(value, in_subject=False)

    def _walk(self, value: Any, *, in_subject: bool) -> Any:
        if isinstance(value, list):
            return [self._walk(item, in_subject=in_subject) for item in value]
        if not isinstance(value, dict):
            if isinstance(value, str):
                return HIDDEN if value.startswith("data:image") else self.text(value)
            return value
        shown: dict[str, Any] = {}
        for name, item in value.items():
            if name in _PICTURES or (in_subject and (name in _PERSONAL or name in ("id", "identifier"))):
                shown[name] = HIDDEN
            elif name == "holder" or name == "verificationMethod":
                # A did:key of the holder leads from one application to the next.
                shown[name] = HIDDEN
            else:
                is_subject = name in _SUBJECT_MEMBERS or (in_subject and name not in _LEARNED)
                shown[name] = self._walk(item, in_subject=is_subject)
        return shown


def names_in(drawn: Iterable[dict[str, Any]]) -> set[str]:
    """Give the plain names that records carry of whom they are about."""
    found: set[str] = set()
    for record in drawn:
        name = (record.get("summary") or {}).get("subject_name")
        if isinstance(name, str):
            found.add(name)
        found |= names_in(record.get("members", ()))
    return found
