"""Finding a key and asking whether the issuer controls it are two questions with two answers."""

import json
from datetime import UTC, datetime

import pytest

from openler.credentials.did import (
    BadDid,
    IssuerNotProven,
    KeyDirectory,
    KeyNotFound,
    NotAuthorized,
    NotTheIssuersKey,
    RetiredKey,
    UnknownMethod,
    UnsupportedDidMethod,
)
from openler.credentials.keys import BadKey, VerificationMethod
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import ResolutionFailed
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, method_of

SIGNER, OTHER = fixed_signer(1), fixed_signer(2)
KEY = SIGNER.public_key
ISSUER = "https://school.example/issuers/7"
FRAGMENT = f"{ISSUER}#{KEY.multikey}"
WEB = "did:web:school.example"
ASSERTION = "assertionMethod"
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def directory(**given: bytes) -> KeyDirectory:
    """Make a directory with documents given by hand: ``issuer``, ``web``, ``jwks``, ``other``."""
    names = {"issuer": ISSUER, "web": WEB, "jwks": "https://school.example/keys", "other": "did:web:other.example"}
    return KeyDirectory(GivenDocuments({names[name]: data for name, data in given.items()}), at=AT)


def test_a_did_key_controls_its_own_key() -> None:
    """Nothing needs to be asked of anybody."""
    found = directory().resolve_key(method_of(SIGNER), ASSERTION)
    control = directory().check_issuer_control(did_key_of(SIGNER), found)
    assert (control.issuer_id, control.domain) == (did_key_of(SIGNER), None)


def test_a_did_key_alone_names_its_only_key() -> None:
    """Published transcripts name the key by the DID without a fragment."""
    assert directory().resolve_key(did_key_of(SIGNER), ASSERTION).id == method_of(SIGNER)


def test_a_did_key_with_another_fragment_names_no_key() -> None:
    """The fragment must be the key itself."""
    with pytest.raises(UnknownMethod):
        directory().resolve_key(f"{did_key_of(SIGNER)}#{OTHER.public_key.multikey}", ASSERTION)


def test_a_stranger_s_key_is_not_the_issuer_s() -> None:
    """Whatever the issuer is, and whether or not its document is at hand."""
    found = directory().resolve_key(method_of(OTHER), ASSERTION)
    for issuer in (did_key_of(SIGNER), ISSUER, WEB, "urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795", "did:zz:1"):
        with pytest.raises(NotTheIssuersKey, match="belongs to"):
            directory().check_issuer_control(issuer, found)


def test_an_issuer_may_list_a_key_that_is_described_elsewhere() -> None:
    """Its own document names the did:key under assertionMethod."""
    data = make_controller_document(ISSUER, {}, assertionMethod=[method_of(OTHER)])
    keys = directory(issuer=data)
    assert keys.check_issuer_control(ISSUER, keys.resolve_key(method_of(OTHER), ASSERTION)).domain == "school.example"


def test_a_domain_controls_the_keys_of_its_document() -> None:
    """did:web with the key under assertionMethod."""
    keys = directory(web=make_controller_document(WEB, {"key-1": KEY}))
    found = keys.resolve_key(f"{WEB}#key-1", ASSERTION)
    assert found.key == KEY
    assert keys.check_issuer_control(WEB, found).domain == "school.example"


def test_a_key_for_signing_in_is_no_key_for_issuing() -> None:
    """Listed under authentication only."""
    keys = directory(web=make_controller_document(WEB, {"key-1": KEY}, purposes=("authentication",)))
    with pytest.raises(NotAuthorized, match="authentication"):
        keys.resolve_key(f"{WEB}#key-1", ASSERTION)


def test_a_fragment_gives_the_key_and_proves_no_issuer() -> None:
    """Anybody can write an https URL with a key behind the #."""
    found = directory().resolve_key(FRAGMENT, ASSERTION)
    assert (found.key, found.source, found.vouched) == (KEY, "fragment", False)
    with pytest.raises(IssuerNotProven, match="is not shown"):
        directory().check_issuer_control(ISSUER, found)


def test_the_issuer_s_own_document_proves_the_fragment() -> None:
    """Described with its key, or only named, under assertionMethod."""
    described = make_controller_document(ISSUER, {KEY.multikey: KEY})
    named = make_controller_document(ISSUER, {}, assertionMethod=[FRAGMENT])
    for data in (described, named):
        keys = directory(issuer=data)
        assert keys.check_issuer_control(ISSUER, keys.resolve_key(FRAGMENT, ASSERTION)).domain == "school.example"


def test_a_document_that_lists_other_keys_disowns_this_one() -> None:
    """The issuer says which keys are its own, and this is none."""
    keys = directory(issuer=make_controller_document(ISSUER, {"key-1": OTHER.public_key}))
    with pytest.raises(NotTheIssuersKey, match="lists other keys"):
        keys.check_issuer_control(ISSUER, keys.resolve_key(FRAGMENT, ASSERTION))


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"id": ISSUER, "type": ["Profile"], "name": "School"}).encode(),
        make_controller_document(ISSUER, {KEY.multikey + "x": KEY}, purposes=()),
        make_controller_document("https://school.example/issuers/8", {KEY.multikey: KEY}),
        b"<html>",
    ],
)
def test_a_document_that_lists_no_keys_proves_nothing(data: bytes) -> None:
    """A profile without keys, keys for no purpose, another subject, an error page: the question stays open."""
    keys = directory(issuer=data)
    with pytest.raises(IssuerNotProven):
        keys.check_issuer_control(ISSUER, keys.resolve_key(FRAGMENT, ASSERTION))


def test_a_fragment_that_the_issuer_lists_for_signing_in_is_refused() -> None:
    """Once the document is at hand, it decides."""
    keys = directory(issuer=make_controller_document(ISSUER, {KEY.multikey: KEY}, purposes=("authentication",)))
    with pytest.raises(NotAuthorized):
        keys.resolve_key(FRAGMENT, ASSERTION)


def test_a_named_key_needs_its_document() -> None:
    """https://issuer#key-1 says nothing by itself."""
    with pytest.raises(KeyNotFound, match="not at hand"):
        directory().resolve_key(f"{ISSUER}#key-1", ASSERTION)
    keys = directory(issuer=make_controller_document(ISSUER, {"key-1": KEY}))
    assert keys.resolve_key(f"{ISSUER}#key-1", ASSERTION).vouched


def test_a_fragment_that_is_no_key_is_malformed() -> None:
    """A cut or mistyped key is not a missing document."""
    with pytest.raises(BadKey):
        directory().resolve_key(f"{ISSUER}#z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", ASSERTION)


@pytest.mark.parametrize("kid", ["https://school.example/keys", "https://school.example/keys#1"])
def test_a_key_at_a_url_gives_the_key_and_proves_no_issuer(kid: str) -> None:
    """A JWK or a set of them says what the key is, not whose."""
    single, several = KEY.jwk, {"keys": [{**OTHER.public_key.jwk, "kid": "2"}, {**KEY.jwk, "kid": "1"}]}
    keys = directory(jwks=json.dumps(several if "#" in kid else single).encode())
    found = keys.resolve_key(kid, ASSERTION)
    assert (found.key, found.source, found.controller) == (KEY, "url", None)
    with pytest.raises(IssuerNotProven):
        keys.check_issuer_control(ISSUER, found)


def test_a_key_at_a_url_is_the_issuer_s_if_its_document_lists_it() -> None:
    """By the same key, whatever its name there."""
    listed = make_controller_document(ISSUER, {"key-1": KEY})
    keys = directory(jwks=json.dumps(KEY.jwk).encode(), issuer=listed)
    found = keys.resolve_key("https://school.example/keys", ASSERTION)
    assert keys.check_issuer_control(ISSUER, found).issuer_id == ISSUER


def test_a_set_with_two_keys_of_one_name_decides_nothing() -> None:
    """Two readers would take two keys."""
    twice = {"keys": [{**OTHER.public_key.jwk, "kid": "1"}, {**KEY.jwk, "kid": "1"}]}
    with pytest.raises(ResolutionFailed, match="alike"):
        directory(jwks=json.dumps(twice).encode()).resolve_key("https://school.example/keys#1", ASSERTION)


def test_a_key_without_a_name_is_the_issuer_s_only_by_its_own_document() -> None:
    """A key from a token's header: a DID that is another key disowns it, a missing document leaves it open."""
    brought = VerificationMethod("urn:thumbprint", "JsonWebKey", None, KEY, "header")
    assert directory().check_issuer_control(did_key_of(SIGNER), brought).domain is None
    with pytest.raises(NotTheIssuersKey):
        directory().check_issuer_control(did_key_of(OTHER), brought)
    with pytest.raises(IssuerNotProven, match="did:zz"):
        directory().check_issuer_control("did:zz:1", brought)
    with pytest.raises(IssuerNotProven):
        directory().check_issuer_control(ISSUER, brought)
    with pytest.raises(BadKey):
        directory().check_issuer_control("did:key:z6Mk", brought)


@pytest.mark.parametrize("member", ["expires", "revoked"])
def test_a_key_that_is_out_of_use_is_refused_from_its_time_on(member: str) -> None:
    """Controlled Identifiers 1.0: at or after the time given."""
    document = json.loads(make_controller_document(WEB, {"key-1": KEY}))
    for stamp, good in (("2026-05-04T09:30:01Z", True), ("2026-05-04T09:30:00Z", False)):
        document["verificationMethod"][0][member] = stamp
        keys = directory(web=json.dumps(document).encode())
        if good:
            assert keys.resolve_key(f"{WEB}#key-1", ASSERTION).key == KEY
            assert len(keys.list_keys(WEB, ASSERTION)) == 1
        else:
            with pytest.raises(RetiredKey):
                keys.resolve_key(f"{WEB}#key-1", ASSERTION)
            assert keys.list_keys(WEB, ASSERTION) == ()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("key-1", BadDid),
        ("#key-1", BadDid),
        ("", BadDid),
        ("urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795#key-1", KeyNotFound),
        ("did:zz:1#key-1", UnsupportedDidMethod),
        ("did:web:other.example#key-1", ResolutionFailed),
        ("https:///x#key-1", KeyNotFound),
    ],
)
def test_a_name_that_leads_nowhere_says_why(name: str, error: type[Exception]) -> None:
    """Malformed names are told apart from names that cannot be followed."""
    with pytest.raises(error):
        directory().resolve_key(name, ASSERTION)


class CountingDocuments:
    """Counts how often each document is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
        """Refuse, and remember."""
        self.asked.append(url)
        raise ResolutionFailed(f"{url} is not reachable.")


def test_what_could_not_be_had_is_not_asked_for_again() -> None:
    """A transcript of fifty records by one issuer asks once, and each answer is its own."""
    documents = CountingDocuments()
    keys = KeyDirectory(documents)
    errors = []
    for _ in range(3):
        with pytest.raises(ResolutionFailed) as caught:
            keys.resolve_key(f"{WEB}#key-1", ASSERTION)
        errors.append(caught.value)
        with pytest.raises(IssuerNotProven):
            keys.check_issuer_control(ISSUER, keys.resolve_key(FRAGMENT, ASSERTION))
    assert documents.asked == [WEB, "https://school.example/.well-known/did.json", ISSUER]
    assert len({id(error) for error in errors}) == 3
