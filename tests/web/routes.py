"""Which addresses does an installation have, who may open each, and how is one written with values in it?"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from openler.platform.organizations.access import Access, access_of


@dataclass(frozen=True)
class Route:
    """One address of the installation."""

    text: str
    name: str
    view: Any
    converters: dict[str, Any]

    @property
    def access(self) -> Access | None:
        """Who may open it."""
        return access_of(self.view)

    @property
    def is_api(self) -> bool:
        """Whether programs use it with a token; what pages use with a session carries a mark."""
        return self.text.startswith(("api/v1/", "vc-api/")) and self.access is None

    def path(self, org: str, known: Mapping[str, object] | None = None) -> str:
        """Give the address with an organization and known values, and for the rest values that name nothing."""
        values = dict(known or {}) | {"org": org}
        text = "/" + self.text.replace("^", "").replace("$", "")
        for key, converter in self.converters.items():
            value = str(values.get(key, _nothing(converter)))
            for form in (f"<{_word_of(converter)}:{key}>", f"<{key}>"):
                text = text.replace(form, value)
        key, person = values.get("key", "known"), values.get("uidb36", "1")
        text = text.replace(r"(?P<key>[-:\w]+)", str(key))
        return text.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", f"{person}-{key}")


def _nothing(converter: Any) -> str:
    if isinstance(converter, UUIDConverter):
        return str(uuid.UUID(int=1))
    return "999999" if isinstance(converter, IntConverter) else "known"


def _word_of(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _routes() -> Iterator[Route]:
    def walk(patterns: Any, before: str, converters: dict[str, Any]) -> Iterator[Route]:
        for one in patterns:
            text = before + str(one.pattern)
            known = converters | one.pattern.converters
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, text, known)
            elif isinstance(one, URLPattern):
                yield Route(text, one.name or "", one.callback, known)

    yield from walk(get_resolver().url_patterns, "", {})


ROUTES = list(_routes())
