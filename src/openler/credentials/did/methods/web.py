"""At which URL does a did:web keep its document, and what does that document say?

The documents port decides whether anything is fetched, and from where; here the URL is only built.

Spec: https://w3c-ccg.github.io/did-method-web/
"""

import re

from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.errors import BadDid, BadDocument
from openler.credentials.did.syntax import Did
from openler.foundation.documents import MAX_DOCUMENT_BYTES, Documents
from openler.foundation.errors import MalformedInput, ResolutionFailed
from openler.foundation.strict_json import parse_json_object

# A fully qualified domain name, or localhost for trials; whether it may be reached is the outbound client's to say.
_HOST = re.compile(
    r"(?=.{1,253}(?::|$))(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?",
    re.ASCII,
)
_NUMERIC_HOST = re.compile(r"[0-9.]+(?::[0-9]+)?|0x[0-9a-f.x]+(?::[0-9]+)?", re.IGNORECASE | re.ASCII)


def resolve(did: Did, documents: Documents) -> DidDocument:
    """Read the document of a did:web, asked for by the DID itself and then by its URL.

    Raises:
        BadDid: the identifier names no host.
        ResolutionFailed: the document is not at hand, is no JSON, or is about another subject.
    """
    url = document_url(did)
    try:
        data = documents.get(did.text, purpose="did", max_bytes=MAX_DOCUMENT_BYTES)
    except ResolutionFailed:
        data = _fetch(did, url, documents)
    try:
        members = parse_json_object(data, max_bytes=MAX_DOCUMENT_BYTES)
    except MalformedInput as error:
        raise BadDocument(f"The document found for {did.text} cannot be read. {error.message}") from None
    return parse_document(members, expected_id=did.text)


def document_url(did: Did) -> str:
    """Build the URL of the document (did:web, section 2.5.2).

    Raises:
        BadDid: no host, an IP address, a port out of range, or path segments that a URL would resolve away.
    """
    host_part, *path = did.specific_id.split(":")
    # Step 2: a port is written with its colon percent-encoded.
    host = re.sub("%3a", ":", host_part, flags=re.IGNORECASE)
    match = _HOST.fullmatch(host)
    if match is None or int(match["port"] or 0) > 65535:
        raise BadDid(f"{did.text[:120]} does not name a host.")
    if _NUMERIC_HOST.fullmatch(host):
        raise BadDid(f"{did.text[:120]} names an IP address, which did:web does not allow.")
    if any(segment in ("", ".", "..") or "%2e" in segment.lower() for segment in path):
        raise BadDid(f"{did.text[:120]} holds a path segment that leads elsewhere.")
    if any(escape in segment.lower() for segment in path for escape in ("%2f", "%5c", "%00", "%23", "%3f")):
        raise BadDid(f"{did.text[:120]} hides a separator in a path segment.")
    # Steps 1 and 3 to 5: colons become slashes; without a path the document is well known.
    return f"https://{host}/" + ("/".join([*path, "did.json"]) if path else ".well-known/did.json")


def _fetch(did: Did, url: str, documents: Documents) -> bytes:
    try:
        return documents.get(url, purpose="did", max_bytes=MAX_DOCUMENT_BYTES)
    except ResolutionFailed as error:
        raise ResolutionFailed(
            f"{did.text} could not be resolved: {error.message}",
            advice=f"Check again with network access, or give its document with --document {did.text}=FILE.",
        ) from None
