"""Is this an IRI, and what does a reference mean relative to a base?

Spec: https://www.rfc-editor.org/rfc/rfc3986#section-5
"""

import re
from typing import Final

_PARTS = re.compile(r"^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$", re.DOTALL)
# What N-Quads allows between angle brackets, after a scheme.
ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\#]*(?:#[^\x00-\x20<>"{}|^`\\#]*)?\Z')
KEYWORDS: Final = frozenset(
    ("@base", "@container", "@context", "@default", "@direction", "@graph", "@id", "@import", "@included", "@index")
    + ("@json", "@language", "@list", "@nest", "@none", "@omitDefault", "@prefix", "@preserve", "@propagate")
    + ("@protected", "@requireAll", "@reverse", "@set", "@type", "@value", "@version", "@vocab")
)
_KEYWORD_FORM = re.compile(r"@[A-Za-z]+\Z")


def is_keyword(value: object) -> bool:
    """Tell whether a value is a keyword of JSON-LD 1.1."""
    return isinstance(value, str) and value in KEYWORDS


def has_keyword_form(value: str) -> bool:
    """Tell whether a text looks like a keyword, which the standard reserves."""
    return _KEYWORD_FORM.match(value) is not None


def is_absolute(value: str) -> bool:
    """Tell whether a text is an absolute IRI that N-Quads can write."""
    return ABSOLUTE.match(value) is not None


def is_blank(value: str) -> bool:
    """Tell whether a text is a blank node identifier."""
    return value.startswith("_:")


def is_iri_or_blank(value: str | None) -> bool:
    """Tell whether a text is an absolute IRI or a blank node identifier."""
    return value is not None and (is_blank(value) or is_absolute(value))


def resolve(base: str | None, reference: str) -> str:
    """Resolve a reference against a base (RFC 3986, 5.2.2); without a base it stays as it is."""
    if base is None:
        return reference
    scheme, authority, path, query, fragment = _split(reference)
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if scheme is not None:
        return _join(scheme, authority, _without_dots(path), query, fragment)
    if authority is not None:
        return _join(base_scheme, authority, _without_dots(path), query, fragment)
    if not path:
        return _join(base_scheme, base_authority, base_path, base_query if query is None else query, fragment)
    if not path.startswith("/"):
        merged = "/" if base_authority is not None and not base_path else base_path[: base_path.rfind("/") + 1]
        path = merged + path
    return _join(base_scheme, base_authority, _without_dots(path), query, fragment)


def _split(text: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.match(text)
    assert match is not None  # every text matches: each part may be empty
    return match[1], match[2], match[3], match[4], match[5]


def _join(scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    text = "" if scheme is None else scheme + ":"
    text += "" if authority is None else "//" + authority
    text += path
    text += "" if query is None else "?" + query
    return text + ("" if fragment is None else "#" + fragment)


def _without_dots(path: str) -> str:
    if "." not in path:
        return path
    segments = path.split("/")
    output: list[str] = []
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            if len(output) > 1 or (output and output[0] != ""):
                output.pop()
            if last:
                output.append("")
        elif segment == ".":
            if last:
                output.append("")
        else:
            output.append(segment)
    text = "/".join(output)
    return "/" + text.lstrip("/") if path.startswith("/") and not text.startswith("/") else text
