"""How is a row made into a signed record, byte for byte as ``issue`` would make it?

The first row goes the general way: everything is judged, canonicalized and signed as any claims are. From what came
out, a template is made of everything that a row cannot change, and it must give the same bytes for that row. Later
rows are judged by what they decide, and whatever is in doubt goes the general way again, which alone refuses.

Spec: https://www.w3.org/TR/vc-data-integrity/#algorithms
"""

import hashlib
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, Final

from openler.credentials.canonical import CanonicalTemplate, JsonLdFault, canonical_template, quote_plain
from openler.credentials.contexts import ContextSet
from openler.credentials.issuance import issue
from openler.credentials.keys import BadSignature, Signer
from openler.credentials.proofs.suite import HashName, transform_rdfc
from openler.credentials.proofs.suites import SUITES
from openler.credentials.templates.judging import RowJudge
from openler.credentials.templates.slots import Row, RowReader, filled, markers_for, read_slots
from openler.foundation.chance import Chance
from openler.foundation.encodings import decode_multibase, encode_multibase
from openler.foundation.errors import ResolutionFailed
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

_COMPACT: Final = (",", ":")


def write_record(record: JsonObject) -> bytes:
    """Write a record as one line of JSON, without its end."""
    return json.dumps(record, ensure_ascii=False, separators=_COMPACT).encode()


class CredentialTemplate:
    """Claims with slots, and the key that signs what is made of them. One is used by one thread at a time."""

    def __init__(
        self,
        claims: bytes | str | JsonObject,
        *,
        signer: Signer,
        verification_method: str,
        cryptosuite: str | None = None,
        contexts: Mapping[str, bytes] | None = None,
        chance: Chance | None = None,
    ) -> None:
        """Read a template; the other arguments are those of ``issue``.

        Args:
            claims: a credential without proof, with slots in its texts.
            signer, verification_method, cryptosuite, contexts, chance: as ``issue`` takes them.

        Raises:
            BadTemplate: no slots, or slots where no value stands.
            MalformedInput: no JSON object.
        """
        self._claims: JsonObject = claims if isinstance(claims, dict) else parse_json_object(claims)
        self._places = read_slots(self._claims)
        self._reader = RowReader(self._places)
        self.slots = tuple(dict.fromkeys(name for place in self._places for name in place.names))
        self._signer, self._method, self._suite = signer, verification_method, cryptosuite
        self._contexts, self._chance = contexts, chance
        self._compiled: _Compiled | None = None
        self._is_general_only = any(place.pointer.startswith("/issuer") for place in self._places)

    def issue(self, row: Row, *, at: datetime) -> bytes:
        """Sign the record of a row and return it as one line of JSON.

        It has the bytes of ``json.dumps(issue(...), ensure_ascii=False, separators=(",", ":")).encode()``.

        Args:
            row: a text for each slot; further ones are not used.
            at: time of the proof, aware.

        Raises:
            BadRow: a slot has no text.
            NotIssuable, WrongSigner, LerError: as of ``issue``; nothing was signed.
        """
        texts = self._reader.read(row)
        if self._compiled is not None and at.tzinfo is not None:
            written = self._compiled.issue(texts, at)
            if written is not None:
                return written
        record = issue(
            filled(self._claims, self._places, texts),
            signer=self._signer,
            verification_method=self._method,
            at=at,
            cryptosuite=self._suite,
            contexts=self._contexts,
            chance=self._chance,
        )
        if self._compiled is None and not self._is_general_only:
            self._compiled = self._compile(record, texts)
            self._is_general_only = self._compiled is None
        return write_record(record)

    def _compile(self, record: JsonObject, texts: list[str]) -> "_Compiled | None":
        proof = record["proof"]
        suite = SUITES.get((proof["type"], proof.get("cryptosuite")))
        if suite is None or suite.transform is not transform_rdfc or suite.selective is not None:
            return None
        markers = markers_for(record, len(self._places) + 2)
        unsigned = {name: value for name, value in record.items() if name != "proof"}
        marked = filled(unsigned, self._places, markers[:-2])
        marked_proof = {**proof, "created": markers[-2], "proofValue": markers[-1]}
        options = {name: value for name, value in marked_proof.items() if name != "proofValue"}
        hash_name = suite.hashes[self._signer.public_key.kind]
        contexts = ContextSet(self._contexts)
        try:
            document, configuration = suite.configure(marked, options)
            compiled = _Compiled(
                signer=self._signer,
                hash_name=hash_name,
                document=canonical_template(document, markers[:-2], contexts=contexts, hash_name=hash_name),
                configuration=canonical_template(configuration, markers[-2:-1], contexts=contexts, hash_name=hash_name),
                text=_JsonText({**marked, "proof": marked_proof}, markers),
                judge=RowJudge(filled(unsigned, self._places, texts), self._places),
            )
        except (JsonLdFault, ResolutionFailed):
            # The shape itself was accepted; one of its places decides more than a value.
            return None
        return compiled if compiled.agrees_with(record, texts) else None


class _JsonText:
    """A record as one line of JSON, with a place for each marker."""

    def __init__(self, record: JsonObject, markers: Sequence[str]) -> None:
        numbers = {encode_basestring(marker): number for number, marker in enumerate(markers)}
        pieces = re.split("(" + "|".join(map(re.escape, numbers)) + ")", write_record(record).decode())
        self._fixed = [piece.encode() for piece in pieces[::2]]
        order = [numbers[piece] for piece in pieces[1::2]]
        # The pieces in turn: one that never changes, then a text, and at the end one that never changes.
        after = itertools.chain(*((len(markers) + n, number) for n, number in enumerate(order)))
        self._pick: Any = itemgetter(*after, len(markers) + len(order))

    def write(self, texts: Sequence[str], quoted: Sequence[bytes | None], created: str, value: str) -> bytes:
        """Write the record with these texts, and its proof's time and value, which need no escaping."""
        written = [plain or encode_basestring(text).encode() for plain, text in zip(quoted, texts, strict=True)]
        return b"".join(self._pick([*written, f'"{created}"'.encode(), f'"{value}"'.encode(), *self._fixed]))


class _Compiled:
    """Everything of a record that its row cannot change."""

    def __init__(
        self,
        *,
        signer: Signer,
        hash_name: HashName,
        document: CanonicalTemplate,
        configuration: CanonicalTemplate,
        text: _JsonText,
        judge: RowJudge,
    ) -> None:
        self._signer, self._hash = signer, getattr(hashlib, hash_name)
        self._document, self._configuration = document, configuration
        self._text, self._judge = text, judge
        # The proof's terms are the same for all records that are signed in one second.
        self._stamp, self._configuration_hash = "", b""
        self._at: datetime | None = None
        self._at_stamp = ""

    def issue(self, texts: list[str], at: datetime) -> bytes | None:
        """Sign the record with these texts; None where the general way has to decide."""
        if at is not self._at:
            self._at, self._at_stamp = at, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        quoted = quote_plain(texts)
        signed = self._signed_bytes(texts, quoted, self._at_stamp)
        if signed is None or not self._judge.accepts(texts):
            return None
        return self._text.write(texts, quoted, self._at_stamp, encode_multibase(self._signer.sign(signed)))

    def agrees_with(self, record: JsonObject, texts: list[str]) -> bool:
        """Tell whether a record that was issued the general way is exactly what comes out here."""
        proof, quoted = record["proof"], quote_plain(texts)
        signed = self._signed_bytes(texts, quoted, proof["created"])
        if signed is None or not self._judge.accepts(texts):
            return False
        try:
            self._signer.public_key.verify(decode_multibase(proof["proofValue"], allowed="z"), signed)
        except BadSignature:
            return False
        return self._text.write(texts, quoted, proof["created"], proof["proofValue"]) == write_record(record)

    def _signed_bytes(self, texts: list[str], quoted: list[bytes | None], stamp: str) -> bytes | None:
        try:
            if stamp != self._stamp:
                configuration = self._configuration.fill([stamp], quote_plain([stamp]))
                if configuration is None:
                    return None
                self._configuration_hash = self._hash(configuration).digest()
                self._stamp = stamp
            document = self._document.fill(texts, quoted)
            if document is None:
                return None
            digest: bytes = self._hash(document).digest()
        except (JsonLdFault, UnicodeEncodeError):
            return None
        return self._configuration_hash + digest
