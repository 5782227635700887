"""Which key in which hardware module does a PKCS #11 URI name?

Read are the attributes that name a token and a key (``token``, ``serial``, ``object``, ``id``, ``type=private``), and
of the query ``module-path`` and ``pin-source``. A PIN in the URI itself (``pin-value``) is refused: arguments and
settings are seen by others on a machine.

Spec: https://www.rfc-editor.org/rfc/rfc7512
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from openler.platform.keystore.errors import BadKeyUri

SCHEME = "pkcs11:"
# Far above any label and path; PKCS #11 labels of tokens have 32 bytes.
_MAX_LETTERS = 4096
_PATH_NAMES = ("token", "serial", "object", "id", "type")
_QUERY_NAMES = ("module-path", "pin-source")
_ADVICE = (
    "Write it as pkcs11:token=LABEL;object=KEY?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/pin"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs11Uri:
    """A token, and perhaps a key in it.

    Attributes:
        token: label of the token.
        serial: serial number of the token, where two have one label.
        label: label of the key.
        id: CKA_ID of the key.
        module_path: the module's shared library.
        pin_file: the file that holds the PIN.
    """

    token: str
    serial: str = ""
    label: str = ""
    id: bytes = b""
    module_path: str = ""
    pin_file: str = ""

    @property
    def names_key(self) -> bool:
        """Whether it names a key, and not the token alone."""
        return bool(self.label or self.id)

    def __str__(self) -> str:
        """Write what names token and key, without the place of library and PIN."""
        parts = [("token", self.token.encode()), ("serial", self.serial.encode()), ("object", self.label.encode())]
        parts.append(("id", self.id))
        return SCHEME + ";".join(f"{name}={quote(value, safe='')}" for name, value in parts if value)


def parse_pkcs11_uri(text: str) -> Pkcs11Uri:
    """Read a PKCS #11 URI.

    Raises:
        BadKeyUri: no such URI, an attribute that is not read, one that stands twice, or a PIN.
    """
    if not text.lower().startswith(SCHEME) or len(text) > _MAX_LETTERS:
        raise BadKeyUri("This is no PKCS #11 URI.", advice=_ADVICE)
    path, _, query = text[len(SCHEME) :].partition("?")
    found: dict[str, bytes] = {}
    for name, value in _attributes(path, query):
        if name in found:
            raise BadKeyUri(f"The PKCS #11 URI names {name} twice.", advice=_ADVICE)
        found[name] = value
    if found.pop("type", b"private") != b"private":
        raise BadKeyUri("The PKCS #11 URI names another object than a private key.", advice="Leave out type.")
    id = found.pop("id", b"")
    try:
        words = {name: value.decode("utf-8") for name, value in found.items()}
    except UnicodeDecodeError:
        raise BadKeyUri("The PKCS #11 URI holds text that is not UTF-8.", advice=_ADVICE) from None
    if not words.get("token"):
        raise BadKeyUri("The PKCS #11 URI names no token.", advice=_ADVICE)
    return Pkcs11Uri(
        token=words["token"],
        serial=words.get("serial", ""),
        label=words.get("object", ""),
        id=id,
        module_path=words.get("module-path", ""),
        pin_file=_file_of(words.get("pin-source", "")),
    )


def _attributes(path: str, query: str) -> Iterator[tuple[str, bytes]]:
    for text, divider, known in ((path, ";", _PATH_NAMES), (query, "&", _QUERY_NAMES)):
        for item in filter(None, text.split(divider)):
            name, equals, value = item.partition("=")
            if name == "pin-value":
                raise BadKeyUri(
                    "A PIN is never given in a URI: others on this machine could read it.",
                    advice="Put it into a file that only you read, and name that with pin-source=file:/PATH.",
                )
            if name not in known or not equals:
                raise BadKeyUri(f"The PKCS #11 URI holds {name[:40]!r}, which is not read here.", advice=_ADVICE)
            yield name, unquote_to_bytes(value)


def _file_of(source: str) -> str:
    # RFC 7512, section 2.4: a URI or a bare path; a program behind "|" is never run.
    if source.startswith("|"):
        raise BadKeyUri("A program that gives the PIN is not run.", advice="Name a file with pin-source=file:/PATH.")
    if not source.lower().startswith("file:"):
        return source
    parts = urlsplit(source)
    if parts.netloc not in ("", "localhost"):
        raise BadKeyUri("The file of the PIN must be on this machine.", advice=_ADVICE)
    return parts.path
