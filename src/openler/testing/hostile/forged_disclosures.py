"""How does a hostile client bend what a token discloses: each disclosure, their choice, the digests, the form (T14)?

The holder is the client: where the token asks for their signature, each change is tried with a new one over it, and the
changes of the choice with the old one too. That holders leave out what they may is no change of what was signed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.disclosed import FORM, Parts, parts_of, same_choice, show_anew
from openler.testing.hostile.forged_tokens import spellings
from openler.testing.hostile.members import change_members
from openler.testing.hostile.mutation import Mutation, with_data
from openler.testing.hostile.specimens import Specimen
from openler.testing.hostile.token_specimens import OTHER_SALTS, badge_sd_jwt, plain_sd_jwt, website_sd_jwt
from openler.testing.signing import fixed_signer, make_token

STRANGER = fixed_signer(9)
# Names that a disclosure must not have: the format's own, and claims that must stand in the open.
_HASHES: tuple[Any, ...] = (
    "sha-1", "md5", "none", "", "SHA-256", "sha256", "sha-512", "sha-384", "sha3-256", 1, None, ["sha-256"], {},
)  # fmt: skip
_NAMES = (
    "_sd",
    "...",
    "_sd_alg",
    "iss",
    "exp",
    "nbf",
    "cnf",
    "vct",
    "status",
    "vct#integrity",
    "@context",
    "type",
    "issuer",
    "x",
)


def bend_disclosures(specimen: Specimen) -> Iterator[Mutation]:
    """Give every change of what a token discloses."""
    if not specimen.has_disclosures:
        return
    parts = parts_of(specimen)
    for place, text in enumerate(parts.disclosures):
        for kind, detail, changed in _bent(text):
            shown = [*parts.disclosures[:place], changed, *parts.disclosures[place + 1 :]]
            words = show_anew(specimen, parts.compact, shown)
            yield with_data(specimen, kind, f"{place}: {detail}", words)
    yield from _choices(specimen, parts)
    yield from _signed_askew(specimen, parts)
    yield from _other_forms(specimen, parts)
    yield from _torn(specimen, parts)


def write_disclosure(*members: Any) -> str:
    """Write a disclosure, whatever it holds."""
    return encode_base64url(json.dumps(list(members), ensure_ascii=False, separators=(",", ":")).encode())


def _bent(text: str) -> Iterator[tuple[str, str, str]]:
    data = decode_base64url(text)
    members = json.loads(data)
    for kind, detail, changed in change_members(members):
        yield f"disclosure: {kind}", detail, encode_base64url(json.dumps(changed).encode())
    for bit in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[bit >> 3] ^= 1 << (bit & 7)
        yield "bit of a disclosure", str(bit), encode_base64url(bytes(flipped))
    for detail, change in spellings().items():
        if change(text) != text:
            yield "disclosure in other letters", detail, change(text)
    for detail, raw in {
        "blanks inside": json.dumps(members, separators=(" , ", " : ")).encode(),
        "a line end behind": data + b"\n",
        "escaped": "".join(f"\\u{ord(c):04x}" if c in "aeiou" else c for c in data.decode()).encode(),
        "a mark in front": b"\xef\xbb\xbf" + data,
        "an end for a claim": json.dumps([members[0], "exp", 4000000000]).encode(),
        "a name more": json.dumps([members[0], "x", *members[1:]]).encode(),
        "without its salt": json.dumps(members[1:]).encode(),
        "another salt": json.dumps(["AAAAAAAAAAAAAAAAAAAAAA", *members[1:]]).encode(),
    }.items():
        yield "disclosure in other letters", detail, encode_base64url(raw)


def _choices(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    own = parts.disclosures
    others = _foreign(specimen, parts)
    choices: dict[str, Sequence[str]] = {"none": (), "all twice": own * 2, "turned round": own[::-1]}
    for place, text in enumerate(own):
        choices[f"{place} left out"] = own[:place] + own[place + 1 :]
        choices[f"{place} alone"] = (text,)
        choices[f"{place} first"] = (text, *own[:place], *own[place + 1 :])
        choices[f"{place} twice"] = (*own, text)
        choices[f"{place} in a row twice"] = (*own[: place + 1], text, *own[place + 1 :])
        for other, foreign in others.items():
            choices[f"{place} is {other}"] = (*own[:place], foreign, *own[place + 1 :])
    for other, foreign in others.items():
        choices[f"{other} too"] = (*own, foreign)
        choices[f"{other} first"] = (foreign, *own)
        choices[f"{other} alone"] = (foreign,)
    for detail, shown in choices.items():
        if tuple(shown) == own:
            continue
        reason = same_choice(own, shown)
        anew = show_anew(specimen, parts.compact, shown)
        yield with_data(specimen, "choice of disclosures", detail, anew, means_the_same=reason and "?" + reason)
        if parts.binding:
            kept = Parts(parts.compact, tuple(shown), parts.binding).write()
            yield with_data(specimen, "key binding replayed", f"over other disclosures: {detail}", kept)
            bare = Parts(parts.compact, tuple(shown), "").write()
            yield with_data(specimen, "key binding dropped", detail, bare)


def _foreign(specimen: Specimen, parts: Parts) -> dict[str, str]:
    """Give disclosures that this token's issuer signed elsewhere, that nobody signed, and that were not shown here."""
    found: dict[str, str] = {}
    for other in make_specimens():
        if other.has_disclosures and other is not specimen:
            found.update({f"{number} of {other.name}": text for number, text in enumerate(parts_of(other).disclosures)})
    for make in (plain_sd_jwt, badge_sd_jwt, website_sd_jwt):
        texts = make(OTHER_SALTS).split("~")[1:-1]
        found.update({f"{number} of {make.__name__} with other salts": text for number, text in enumerate(texts)})
    for name in _NAMES:
        found[f"a forged {name}"] = write_disclosure("c2FsdA", name, 4000000000)
    found["a forged element"] = write_disclosure("c2FsdA", "Surgeon")
    found["a digest"] = _digests(parts)[0]
    found["the token itself"] = parts.compact
    return found


def _digests(parts: Parts) -> list[str]:
    payload = json.loads(decode_base64url(parts.compact.split(".")[1]))
    return list(payload["_sd"])


def _signed_askew(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    """The issuer's own key under digests that readers may take in two ways, or under none."""
    header, payload = (json.loads(decode_base64url(part)) for part in parts.compact.split(".")[:2])
    digests: list[Any] = payload["_sd"]
    shown = _disclosed_at_the_top(payload, parts)
    first = next(iter(shown.values()))
    nested = {"x": {"_sd": digests}}
    without = {name: value for name, value in payload.items() if name != "_sd"}
    askew: dict[str, JsonObject] = {
        "a digest twice": {**payload, "_sd": [*digests, first]},
        "all digests twice": {**payload, "_sd": digests * 2},
        "digests in two places": {**payload, **nested},
        "digests of claims for elements": {**without, "x": [{"...": digest} for digest in digests]},
        "digests beside an element": {**payload, "x": [{"...": digests[0], "y": 1}]},
        "an element at the top": {**payload, "...": digests[0]},
        "an element in an object": {**payload, "x": {"...": digests[0]}},
        "an element that is a number": {**payload, "x": [{"...": 7}]},
        "a digest that is a number": {**payload, "_sd": [*digests, 7]},
        "digests as text": {**payload, "_sd": "".join(digests)},
        "digests as an object": {**payload, "_sd": dict.fromkeys(digests, 1)},
        "digests are null": {**payload, "_sd": None},
        "no digests": without,
        "one digest less": {**payload, "_sd": [digest for digest in digests if digest != first]},
        "digests in capitals": {**payload, "_sd": [str(digest).upper() for digest in digests]},
        "digests padded": {**payload, "_sd": [f"{digest}=" for digest in digests]},
        **{f"hashed by {name!r}"[:40]: {**payload, "_sd_alg": name} for name in _HASHES},
        **{f"{name} beside its disclosure": {**payload, name: "Surgeon"} for name in shown},
    }
    for detail, body in askew.items():
        text = show_anew(specimen, make_token(header, body, specimen.signer), parts.disclosures)
        yield with_data(specimen, "digests signed askew", detail, text)


def _disclosed_at_the_top(payload: JsonObject, parts: Parts) -> dict[str, str]:
    """Give the names and digests of the claims of the outermost object that are shown."""
    found = {}
    for text in parts.disclosures:
        digest = encode_base64url(hashlib.sha256(text.encode()).digest())
        if digest in payload["_sd"]:
            found[str(json.loads(decode_base64url(text))[1])] = digest
    return found


def _other_forms(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    """Give the JSON forms: as they should be, and with something else in one place."""
    protected, payload, signature = parts.compact.split(".")
    header: JsonObject = {"disclosures": list(parts.disclosures)}
    if parts.binding:
        header["kb_jwt"] = parts.binding
    one = {"protected": protected, "signature": signature}
    first = {**one, "header": header}
    forged = make_token(json.loads(decode_base64url(protected)), json.loads(decode_base64url(payload)), STRANGER).split(
        "."
    )
    strange = {"protected": forged[0], "signature": forged[2]}
    flattened, general = {"payload": payload, **first}, {"payload": payload, "signatures": [first]}
    for detail, form in {"flattened": flattened, "general": general}.items():
        yield with_data(specimen, "same text otherwise", detail, form, means_the_same=FORM)
    bent: dict[str, Any] = {
        "a stranger's signature first": {"payload": payload, "signatures": [strange, first]},
        "a stranger's signature behind": {"payload": payload, "signatures": [first, strange]},
        "disclosures with a second signature": {"payload": payload, "signatures": [one, first]},
        "disclosures with a stranger's": {"payload": payload, "signatures": [one, {**strange, "header": header}]},
        "both forms": {**flattened, **general},
        "no signature": {"payload": payload, "signatures": []},
        "five signatures": {"payload": payload, "signatures": [first, one, one, one, one]},
        "no payload": {"signatures": [first]},
        "another payload": {**flattened, "payload": parts_of(_other(specimen)).compact.split(".")[1]},
        "the header again": {**flattened, "header": {**header, "alg": "none"}},
        "critical": {**flattened, "header": {**header, "crit": ["x"]}},
        "a key binding of text": {**flattened, "header": {**header, "kb_jwt": "x"}},
        "a key binding of another": {**flattened, "header": {**header, "kb_jwt": parts_of(_other(specimen)).binding or "x.y.z"}},
        "a forged disclosure": {**flattened, "header": {**header, "disclosures": [*parts.disclosures, write_disclosure("s", "x", 1)]}},
        "a disclosure twice": {**flattened, "header": {**header, "disclosures": parts.disclosures * 2}},
        "disclosures as text": {**flattened, "header": {**header, "disclosures": "~".join(parts.disclosures)}},
        "disclosures of numbers": {**flattened, "header": {**header, "disclosures": [1]}},
        "a tilde in a disclosure": {**flattened, "header": {**header, "disclosures": ["~".join(parts.disclosures)]}},
        "dots in the payload": {**flattened, "payload": f"{payload}.x"},
    }  # fmt: skip
    if parts.binding:
        bent["no key binding"] = {**flattened, "header": {"disclosures": list(parts.disclosures)}}
        bent["a null key binding"] = {**flattened, "header": {**header, "kb_jwt": None}}
        bent["fewer disclosures"] = {**flattened, "header": {**header, "disclosures": list(parts.disclosures[1:])}}
    for detail, form in bent.items():
        yield with_data(specimen, "SD-JWT in JSON", detail, form)


def _other(specimen: Specimen) -> Specimen:
    return next(one for one in make_specimens() if one.has_disclosures and one is not specimen)


def _torn(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    """Tear and join the parts of the compact form; the holder's signature stays, where there is one."""
    whole, joined = parts.write(), "~".join(parts.disclosures)
    torn = {
        "no tilde": parts.compact,
        "no tilde at the end": f"{parts.compact}~{joined}",
        "a tilde more": f"{whole}~",
        "two tildes": whole.replace("~", "~~", 1),
        "a tilde in front": f"~{whole}",
        "only disclosures": f"{joined}~{parts.binding}",
        "disclosures in front": f"{joined}~{parts.compact}~{parts.binding}",
        "another tilde": whole.replace("~", "\u02dc"),
        "an escaped tilde": whole.replace("~", "%7E"),
        "a comma": whole.replace("~", ","),
        "a blank at each tilde": whole.replace("~", " ~ "),
        "a line end at each tilde": whole.replace("~", "~\n"),
        "two tokens": f"{parts.compact}~{whole}",
        "thousands of tildes": parts.compact + "~" * 6000,
        "thousands of disclosures": "~".join([parts.compact, *(write_disclosure(str(n), "x", n) for n in range(6000)), ""]),
    }  # fmt: skip
    for detail, text in torn.items():
        yield with_data(specimen, "SD-JWT torn", detail, text)
