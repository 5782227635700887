"""Which contexts may one verification use? The bundled ones, and those that its caller handed over."""

import hashlib
from collections.abc import Mapping

from openler.credentials.contexts.bundled import (
    BUNDLED,
    VALIDATOR_COPY,
    bundled_contents,
    load_bundled_context,
    load_context_file,
)
from openler.foundation.documents import MAX_DOCUMENT_BYTES
from openler.foundation.errors import MalformedInput, ResolutionFailed
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

_OB_303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


class UnknownContext(ResolutionFailed):
    """A record uses a context that is neither bundled nor given, so its words have no meaning here."""

    code = "unknown_context"
    default_mender = "verifier"
    default_advice = "Give the context with --document URL=FILE, if you trust the file; contexts are never fetched."

    def __init__(self, url: str, *, pointer: str | None = None) -> None:
        super().__init__(
            f"The context {url[:200]} is not known here, and it could redefine every word.", pointer=pointer
        )
        self.url = url


class BadContext(MalformedInput):
    """A context that a caller gave cannot be read."""

    code = "bad_context"
    default_mender = "verifier"
    default_advice = "Give the context document as JSON."


class ContextSet:
    """The contexts of one verification; ``states`` keeps what canonicalization made of them."""

    def __init__(
        self, given: Mapping[str, bytes] | None = None, *, validator_copy: bool = False, allows_inline: bool = False
    ) -> None:
        """Take contexts that count beside the bundled ones; a bundled URL is never replaced.

        Args:
            given: content by exact URL.
            validator_copy: use the 1EdTech validator's content of Open Badges context 3.0.3.
            allows_inline: a record may bring a context of its own that only adds words; never on the product's path.
        """
        self._given = {url: data for url, data in (given or {}).items() if url not in BUNDLED}
        self._parsed: dict[str, JsonObject] = {}
        self._validator_copy = validator_copy
        self.allows_inline = allows_inline
        self._used: dict[str, str] = {}
        # What canonicalization compiled; never shared between sets, so that nothing leaks into another record.
        self.states: dict[object, object] = {}

    @property
    def is_bundled_only(self) -> bool:
        """Whether nothing was given, so that compiled contexts may be shared."""
        return not self._given and not self._validator_copy

    @property
    def given_digests(self) -> dict[str, str]:
        """SHA-256 (hexadecimal) of each given context that was used, by URL."""
        return dict(self._used)

    def with_validator_copy(self) -> "ContextSet":
        """Return these contexts with the 1EdTech validator's content of Open Badges context 3.0.3."""
        return ContextSet(self._given, validator_copy=True, allows_inline=self.allows_inline)

    def contents(self, url: str) -> tuple[bytes, ...]:
        """Return the bytes at hand under exactly this URL; none if it is neither bundled nor given."""
        return bundled_contents(url) or ((self._given[url],) if url in self._given else ())

    def get(self, url: str, pointer: str | None = None) -> JsonObject:
        """Return the context document of exactly this URL.

        Raises:
            UnknownContext: neither bundled nor given.
            BadContext: given, and not a JSON object.
        """
        if self._validator_copy and url == _OB_303:
            return load_context_file(VALIDATOR_COPY)
        if url in BUNDLED:
            return load_bundled_context(url)
        data = self._given.get(url)
        if data is None:
            raise UnknownContext(url, pointer=pointer)
        if url not in self._parsed:
            try:
                self._parsed[url] = parse_json_object(data, max_bytes=MAX_DOCUMENT_BYTES)
            except MalformedInput as error:
                raise BadContext(f"The context given for {url[:200]} cannot be read. {error.message}") from None
            self._used[url] = hashlib.sha256(data).hexdigest()
        return self._parsed[url]
