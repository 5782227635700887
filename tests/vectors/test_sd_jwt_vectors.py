"""SD-JWT (RFC 9901) and SD-JWT VC: every example is issued, shown and read as published, and the printed tokens hold."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from openler.credentials.keys import PublicKey, SoftwareSigner, parse_jwk
from openler.credentials.keys.jwk import parse_public_part
from openler.credentials.proofs.jose import sign_compact_jws, verify_compact_jws
from openler.credentials.proofs.sd_jwt import (
    SdJwt,
    create_key_binding,
    hide,
    parse_sd_jwt,
    select,
    show,
    verify_key_binding,
)
from openler.credentials.proofs.token_claims import read_claims
from openler.foundation.encodings import decode_base64url
from openler.foundation.errors import LerError
from openler.foundation.pointers import join
from vectors.table import counted, record

ROOT = Path(__file__).parent
EXAMPLES = sorted(path for name in ("sd-jwt", "sd-jwt-vc") for path in (ROOT / name).rglob("specification.yml"))
TOKENS = ROOT / "sd-jwt" / "spec-tokens"
SOURCES = {
    "testcases": "SD-JWT test cases of the reference implementation",
    "spec-examples": "SD-JWT examples of RFC 9901",
    "examples": "SD-JWT VC examples",
}


class Sd:
    """What a holder may leave out: a key or an element with the tag !sd."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Loader(yaml.SafeLoader):
    pass


def _construct(loader: _Loader, node: yaml.Node) -> Sd:
    if isinstance(node, yaml.ScalarNode):
        plain = (True, False) if node.style is None else (False, True)
        tag = loader.resolve(yaml.ScalarNode, node.value, plain)
        return Sd(loader.construct_object(yaml.ScalarNode(tag, node.value, style=node.style)))
    if isinstance(node, yaml.SequenceNode):
        return Sd(loader.construct_sequence(node, deep=True))
    return Sd(loader.construct_mapping(node, deep=True))


_Loader.add_constructor("!sd", _construct)


def load(path: Path) -> dict[str, Any]:
    """Read an example."""
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    return loaded


def opened(value: Any, pointer: str, hidden: list[str]) -> Any:
    """Give the claims without their marks, and note the place of each."""
    if isinstance(value, dict):
        members = {}
        for key, item in value.items():
            name = key.value if isinstance(key, Sd) else key
            members[name] = opened(item, join(pointer, name), hidden)
            if isinstance(key, Sd):
                hidden.append(join(pointer, name))
        return members
    if isinstance(value, list):
        items = []
        for index, item in enumerate(value):
            here = join(pointer, index)
            items.append(opened(item.value if isinstance(item, Sd) else item, here, hidden))
            if isinstance(item, Sd):
                hidden.append(here)
        return items
    assert not isinstance(value, Sd)
    return value


def chosen(choice: Any, pointer: str, hidden: set[str]) -> list[str]:
    """Give the places that a holder chooses: whatever is there and not false."""
    found = [pointer] if pointer in hidden and choice not in (False, None) else []
    if isinstance(choice, dict):
        found += [place for name, item in choice.items() for place in chosen(item, join(pointer, name), hidden)]
    if isinstance(choice, list):
        found += [place for index, item in enumerate(choice) for place in chosen(item, join(pointer, index), hidden)]
    return found


def expected(value: Any, pointer: str, hidden: set[str], shown: set[str]) -> Any:
    """Say what is left of the claims, without any digest."""
    if isinstance(value, dict):
        kept = {name: join(pointer, name) for name in value}
        return {
            name: expected(value[name], here, hidden, shown)
            for name, here in kept.items()
            if here not in hidden or here in shown
        }
    if isinstance(value, list):
        places = [(join(pointer, index), item) for index, item in enumerate(value)]
        return [expected(item, here, hidden, shown) for here, item in places if here not in hidden or here in shown]
    return value


def signer_of(jwk: dict[str, Any]) -> SoftwareSigner:
    """Read one of the published trial keys."""
    return SoftwareSigner.from_secret(parse_public_part(jwk).kind, decode_base64url(jwk["d"]))


class Salts:
    """Salts that anybody can make again; for trials only."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        """Give the next."""
        self.count += 1
        return self.count.to_bytes(size)


def json_form(sd_jwt: SdJwt, others: list[SoftwareSigner], *, general: bool) -> str:
    """Write a token in one of the JSON forms, signed by others too."""
    protected, payload, signature = sd_jwt.compact.split(".")
    header: dict[str, Any] = {"disclosures": list(sd_jwt.disclosures)}
    if sd_jwt.key_binding:
        header["kb_jwt"] = sd_jwt.key_binding
    first = {"protected": protected, "signature": signature, "header": header}
    if not general:
        return json.dumps({"payload": payload, **first})
    more = []
    for signer in others:
        part = sign_compact_jws(sd_jwt.jws.header, sd_jwt.jws.payload, signer).split(".")
        more.append({"protected": part[0], "signature": part[2], "header": {"kid": "another"}})
    return json.dumps({"payload": payload, "signatures": [first, *more]})


@pytest.mark.parametrize("path", EXAMPLES, ids=[str(path.parent.relative_to(ROOT)) for path in EXAMPLES])
def test_each_example_is_issued_shown_and_read(path: Path) -> None:
    """With the published keys: what is left is what the example says, in every form, with and without decoys."""
    example = load(path)
    settings = yaml.safe_load((path.parents[1] / "settings.yml").read_text("utf-8"))
    settings |= example.get("settings_override", {})
    keys = settings["key_settings"]
    issuers = [signer_of(jwk) for jwk in keys.get("issuer_keys") or [keys["issuer_key"]]]
    holder = signer_of(keys["holder_key"])
    places: list[str] = []
    claims = opened(example["user_claims"], "", places)
    hidden = set(places)
    chosen_places = chosen(example["holder_disclosed_claims"], "", hidden)
    left = expected(claims, "", hidden, set(chosen_places))
    with counted(SOURCES[path.parents[1].name]):
        if "expect_verified_user_claims" in example:
            assert left == example["expect_verified_user_claims"]
        for decoys in (0, 3):
            bound = {**claims, "cnf": {"jwk": dict(holder.public_key.jwk)}}
            payload, disclosures = hide(bound, places, chance=Salts(), decoys=decoys)
            compact = sign_compact_jws(
                {"alg": "ES256", "typ": "example+sd-jwt"}, json.dumps(payload).encode(), issuers[0]
            )
            whole = "~".join([compact, *(item.text for item in disclosures), ""])
            full = show(payload, [item.text for item in disclosures])
            assert full.claims == bound
            kept = select(full, chosen_places)
            token = parse_sd_jwt(whole)
            shown = SdJwt(token.signatures, token.compact, kept)
            nonce, verifier = settings["key_binding_nonce"], settings["identifiers"]["verifier"]
            binding = create_key_binding(
                shown, payload, signer=holder, challenge=nonce, domain=verifier, issued_at=settings["iat"]
            )
            shown = SdJwt(token.signatures, token.compact, kept, binding)
            forms = [shown.serialize()] + [json_form(shown, issuers[1:], general=general) for general in (True, False)]
            for form in forms:
                read = parse_sd_jwt(form)
                for jws, issuer in zip(read.signatures, issuers, strict=False):
                    verify_compact_jws(jws, issuer.public_key)
                assert show(read_claims(read.jws), read.disclosures).claims == {**left, "cnf": bound["cnf"]}
                found = verify_key_binding(read, read_claims(read.jws), resolve_key=_nobody)
                assert found is not None and (found.nonce, found.audiences) == (nonce, (verifier,))
                assert found.key == holder.public_key


def _nobody(method: str, purpose: str) -> Any:
    raise AssertionError(f"{method} was asked for {purpose}")


def issuer_key() -> PublicKey:
    """Give the key of the printed tokens."""
    return parse_jwk(json.loads((TOKENS / "issuer-key.json").read_text("utf-8")))


@pytest.mark.parametrize("name", ["appendix-a1-example-2", "appendix-a2-example-3", "example-1-with-key-binding"])
def test_each_printed_token_holds(name: str) -> None:
    """Signature, digests, and the holder's signature where there is one."""
    with counted("SD-JWT tokens printed in RFC 9901"):
        token = parse_sd_jwt((TOKENS / f"{name}.txt").read_bytes())
        verify_compact_jws(token.jws, issuer_key())
        payload = read_claims(token.jws)
        shown = show(payload, token.disclosures)
        # Objects may stand around disclosed claims, but each disclosure has its place.
        assert len(shown.places) == len(token.disclosures)
        binding = verify_key_binding(token, payload, resolve_key=_nobody)
        assert (binding is not None) == name.endswith("key-binding")
        if binding is not None:
            assert (binding.nonce, binding.audiences) == ("1234567890", ("https://verifier.example.org",))
            assert shown.claims["given_name"] == "John" and shown.claims["nationalities"] == ["US"]
            assert "email" not in shown.claims


@pytest.mark.parametrize("name", ["appendix-a1-example-2", "example-1-with-key-binding"])
def test_with_any_letter_changed_a_printed_token_fails(name: str) -> None:
    """Every seventh letter, in every part."""
    text = (TOKENS / f"{name}.txt").read_text("ascii").strip()
    for place in range(0, len(text), 7):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(LerError):
            token = parse_sd_jwt(changed)
            verify_compact_jws(token.jws, issuer_key())
            show(read_claims(token.jws), token.disclosures)
            assert verify_key_binding(token, read_claims(token.jws), resolve_key=_nobody) is None
            # Without the holder's signature a lost '~' leaves fewer disclosures, which is what a holder may do.
            assert name.startswith("appendix") and len(token.disclosures) < text.count("~")
            raise LerError("fewer disclosures")
    record("SD-JWT tokens printed in RFC 9901, each seventh letter changed", *[len(range(0, len(text), 7))] * 2)


def test_the_examples_are_all_there() -> None:
    """None was lost on the way."""
    counts = [
        sum(path.parents[1].name == name for path in EXAMPLES) for name in ("testcases", "spec-examples", "examples")
    ]
    assert counts == [17, 15, 3]
