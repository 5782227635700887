"""Keys in a hardware module, tried with SoftHSM: they sign, never leave, survive its absence, and faults are told."""

import contextlib
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from pkcs11 import Attribute, ObjectClass

from openler.credentials.keys import SIGNING_KINDS, KeyKind, PublicKey, Signer
from openler.platform.keystore import pkcs11_sessions
from openler.platform.keystore.elsewhere import open_elsewhere as open_by_uri
from openler.platform.keystore.errors import BadKeyUri, KeeperAway, KeeperUnusable
from openler.platform.keystore.pkcs11_keys import _read_pin, create_pkcs11, open_pkcs11, with_settings
from openler.platform.keystore.pkcs11_uri import parse_pkcs11_uri
from openler.testing.modules import TRIAL_PIN, TrialToken
from openler.testing.signing import fixed_signer


def open_elsewhere(uri: str) -> Signer:
    """Open a key whose URI says all."""
    return open_by_uri(uri, {})


@pytest.fixture(scope="module")
def keys(trial_token: TrialToken) -> dict[KeyKind, str]:
    """A key of each kind in the token, by its URI."""
    made = {}
    for number, kind in enumerate(SIGNING_KINDS, 1):
        uri = trial_token.uri(label=f"key-{kind}", id=bytes([number, 255]))
        create_pkcs11(parse_pkcs11_uri(uri), kind)
        made[kind] = uri
    return made


@pytest.fixture
def away(trial_token: TrialToken) -> Iterator[Path]:
    """Where the token can be taken to; it is put back whatever happens."""
    elsewhere = trial_token.folder.with_name("taken-away")
    yield elsewhere
    if elsewhere.exists():
        elsewhere.rename(trial_token.folder)


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_a_key_in_a_module_signs_as_any_other(keys: dict[KeyKind, str], kind: KeyKind) -> None:
    """Found again by its URI, in the kind it was made in; the signature has fixed width and fits the public key."""
    signer = open_elsewhere(keys[kind])
    assert signer.public_key.kind == kind
    for message in (b"", b"record", b"x" * 100_000):
        signature = signer.sign(message)
        assert len(signature) == {"Ed25519": 64, "P-256": 64, "P-384": 96}[kind]
        signer.public_key.verify(signature, message)


def test_a_key_that_was_made_in_a_module_never_leaves_it(keys: dict[KeyKind, str], trial_token: TrialToken) -> None:
    """The module itself says so: sensitive, not extractable, never was; and its value is not told."""
    with pkcs11.lib(trial_token.module_path).get_token(token_label=trial_token.label).open() as session:
        private = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        assert len(private) >= len(keys)
        for key in private:
            assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)
            assert (key[Attribute.ALWAYS_SENSITIVE], key[Attribute.NEVER_EXTRACTABLE]) == (True, True)
            with pytest.raises(pkcs11.exceptions.PKCS11Error):
                key[Attribute.VALUE]


def test_many_threads_take_turns(keys: dict[KeyKind, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty threads at once: each gets its own signature, and never are two inside a library that forbids it."""
    signers = [open_elsewhere(keys[kind]) for kind in SIGNING_KINDS]
    wrong: list[Exception] = []
    inside, most = [0], [0]
    real = pkcs11_sessions.Token._session

    @contextlib.contextmanager
    def counted(self: pkcs11_sessions.Token, *, writes: bool) -> Iterator[Any]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        try:
            with real(self, writes=writes) as lent:
                yield lent
        finally:
            inside[0] -= 1

    monkeypatch.setattr(pkcs11_sessions.Token, "_session", counted)

    def work(number: int) -> None:
        signer, message = signers[number % 3], f"record {number}".encode()
        try:
            signer.public_key.verify(signer.sign(message), message)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert most == [1]


def test_a_token_that_comes_back_signs_again(keys: dict[KeyKind, str], trial_token: TrialToken, away: Path) -> None:
    """While it is away nothing is signed, and the operator is told; the same signer goes on when it is back."""
    signer = open_elsewhere(keys["P-256"])
    signer.sign(b"before")
    trial_token.folder.rename(away)
    _forget_sessions()
    with pytest.raises(KeeperAway, match=r"does not start|no token with the label") as caught:
        signer.sign(b"while it is away")
    assert caught.value.mender == "operator"
    away.rename(trial_token.folder)
    signer.public_key.verify(signer.sign(b"after"), b"after")


def _forget_sessions() -> None:
    """Let the library lose all sessions, as a module does whose token was pulled or whose server was restarted."""
    for module in pkcs11_sessions._modules.values():
        # Without its token SoftHSM does not start at all.
        with contextlib.suppress(pkcs11.exceptions.PKCS11Error):
            module._library.reinitialize()


def test_sessions_that_a_module_forgot_are_opened_anew(keys: dict[KeyKind, str]) -> None:
    """The work is done with new ones, and the caller sees nothing of it."""
    signer = open_elsewhere(keys["Ed25519"])
    signer.sign(b"first")
    _forget_sessions()
    signer.public_key.verify(signer.sign(b"second"), b"second")


def test_a_signature_that_does_not_fit_is_never_given_out(keys: dict[KeyKind, str]) -> None:
    """A URI that names one key and a public half that is another's: the signature stays here."""
    place = parse_pkcs11_uri(keys["P-256"])
    other = fixed_signer(1, "P-256").public_key
    with pytest.raises(KeeperUnusable, match="its own public key refuses"):
        open_pkcs11(place, expected=other).sign(b"record")


def test_a_wrong_pin_is_tried_once(keys: dict[KeyKind, str], trial_token: TrialToken, tmp_path: Path) -> None:
    """Modules lock themselves after a few; the file is tried again when it holds something else."""
    pin = tmp_path / "pin"
    program = (
        "import sys\n"
        "from openler.platform.keystore import pkcs11_sessions\n"
        "from openler.platform.keystore.elsewhere import open_elsewhere\n"
        "from openler.platform.keystore.errors import KeeperUnusable\n"
        "uri, pin, right = sys.argv[1:]\n"
        "import pkcs11\n"
        "tried = []\n"
        "from pkcs11 import types\n"
        "find = pkcs11_sessions._Module.find_token\n"
        "class Counting:\n"
        "    def __init__(self, token): self._token = token\n"
        "    def open(self, **more):\n"
        "        tried.extend(filter(None, [more.get('user_pin')]))\n"
        "        return self._token.open(**more)\n"
        "pkcs11_sessions._Module.find_token = lambda *words: Counting(find(*words))\n"
        "for number in range(5):\n"
        "    open(pin, 'w').write('000000')\n"
        "    try:\n"
        "        open_elsewhere(uri, {})\n"
        "        sys.exit('a wrong PIN was taken')\n"
        "    except KeeperUnusable as error:\n"
        "        assert 'refuses the PIN' in error.message and '000000' not in str(error) + error.advice, error\n"
        "assert tried == ['000000'], tried\n"
        "open(pin, 'w').write(right)\n"
        "open_elsewhere(uri, {}).sign(b'record')\n"
    )
    uri = keys["P-384"].partition("?")[0] + f"?module-path={trial_token.module_path}&pin-source={pin}"
    done = subprocess.run([sys.executable, "-c", program, uri, str(pin), TRIAL_PIN], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_a_forked_process_signs_by_a_login_of_its_own(keys: dict[KeyKind, str]) -> None:
    """Server processes are forked; each starts the library for itself, and the parent goes on signing."""
    signer = open_elsewhere(keys["P-256"])
    signer.sign(b"parent")
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        for message, signature in pool.starmap(_sign, [(keys["P-256"], f"child {n}".encode()) for n in range(4)]):
            signer.public_key.verify(signature, message)
    signer.public_key.verify(signer.sign(b"parent again"), b"parent again")


def test_a_forked_process_can_wait_for_its_module(
    keys: dict[KeyKind, str], trial_token: TrialToken, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was forked while the module was away is told so, and signs when it is back."""
    signer = open_elsewhere(keys["P-256"])
    monkeypatch.setattr(pkcs11_sessions, "_modules", dict(pkcs11_sessions._modules))
    monkeypatch.setattr(pkcs11_sessions, "_tokens", {})
    pkcs11_sessions._forget_after_fork()
    trial_token.folder.rename(away)
    with pytest.raises(KeeperAway):
        signer.sign(b"too early")
    away.rename(trial_token.folder)
    signer.public_key.verify(signer.sign(b"in time"), b"in time")
    assert pkcs11_sessions._inherited == set()


def _sign(uri: str, message: bytes) -> tuple[bytes, bytes]:
    return message, open_elsewhere(uri).sign(message)


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (("object=key-P-256", "object=other"), KeeperUnusable, "holds 0 private keys"),
        (("token=openler-trial", "token=other"), KeeperAway, "no token with the label 'other'"),
        (("libsofthsm2.so", "libnothing.so"), KeeperUnusable, "cannot be used"),
        ((";object=key-P-256;id=%02%FF", ""), BadKeyUri, "names no key"),
    ],
    ids=["key", "token", "library", "no key"],
)
def test_what_is_set_up_wrongly_is_told_to_the_operator(
    keys: dict[KeyKind, str], change: tuple[str, str], kind: type[Exception], said: str
) -> None:
    """Which part, and what to do; never the PIN."""
    uri = keys["P-256"].replace(*change)
    assert uri != keys["P-256"]
    with pytest.raises(kind, match=said) as caught:
        open_elsewhere(uri)
    assert caught.value.mender == "operator"  # type: ignore[attr-defined]
    assert caught.value.advice  # type: ignore[attr-defined]
    assert TRIAL_PIN not in str(caught.value) + caught.value.advice  # type: ignore[attr-defined]


def test_settings_fill_what_a_uri_leaves_out(keys: dict[KeyKind, str], trial_token: TrialToken) -> None:
    """Library and PIN from the environment; what the URI says itself goes first."""
    bare = parse_pkcs11_uri(keys["Ed25519"].partition("?")[0])
    environ = {"OPENLER_PKCS11_MODULE": trial_token.module_path, "OPENLER_PKCS11_PIN_FILE": str(trial_token.pin_file)}
    signer: Signer = open_pkcs11(with_settings(bare, environ))
    signer.public_key.verify(signer.sign(b"x"), b"x")
    named = with_settings(parse_pkcs11_uri(keys["Ed25519"]), {"OPENLER_PKCS11_MODULE": "/other"})
    assert named.module_path == trial_token.module_path
    with pytest.raises(KeeperUnusable, match="Which library"):
        open_pkcs11(with_settings(parse_pkcs11_uri("pkcs11:token=nobody;object=a"), {}))


def test_a_pin_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    """No file, an empty one, one that is missing, one that is no text, and one without an end."""
    empty, binary, endless = (tmp_path / name for name in ("empty", "binary", "endless"))
    empty.write_text("\n")
    binary.write_bytes(b"\xff\xfe")
    endless.write_text("1" * 5000)
    for name, said in (
        ("", "in no file"),
        (str(empty), "holds no PIN"),
        (str(tmp_path / "missing"), "cannot be read"),
        (str(binary), "no text"),
        (str(endless), "holds no PIN"),
    ):
        with pytest.raises(KeeperUnusable, match=said):
            _read_pin(name)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("pkcs11:object=a", "names no token"),
        ("pkcs11:", "names no token"),
        ("http://a", "no PKCS #11 URI"),
        ("pkcs11:token=a;object=b?pin-value=1234", "never given in a URI"),
        ("pkcs11:token=a;object=b;pin-value=1234", "never given in a URI"),
        ("pkcs11:token=a;token=b", "names token twice"),
        ("pkcs11:token=a;colour=red", "'colour', which is not read"),
        ("pkcs11:token=a;object", "'object', which is not read"),
        ("pkcs11:token=a?token=b", "'token', which is not read"),
        ("pkcs11:token=a;type=cert", "another object than a private key"),
        ("pkcs11:token=%ff", "not UTF-8"),
        ("pkcs11:token=a?pin-source=%7Ccat%20/etc/passwd", "is not run"),
        ("pkcs11:token=a?pin-source=file://elsewhere/pin", "on this machine"),
        ("pkcs11:token=" + "a" * 5000, "no PKCS #11 URI"),
    ],
)
def test_a_uri_that_names_nothing_or_too_much_is_refused(uri: str, said: str) -> None:
    """A PIN in it most of all; and what is wrong is never repeated with its value."""
    with pytest.raises(BadKeyUri, match=said) as caught:
        parse_pkcs11_uri(uri)
    assert "1234" not in str(caught.value) + caught.value.advice


def test_a_uri_is_read_as_the_standard_writes_it() -> None:
    """Percent-encoding, an id of any bytes, and the two ways to name a file; written again without secrets."""
    place = parse_pkcs11_uri("pkcs11:token=My%20token;object=a%3Bb;id=%00%FF;type=private?pin-source=file:/run/pin")
    assert (place.token, place.label, place.id, place.pin_file) == ("My token", "a;b", b"\x00\xff", "/run/pin")
    assert str(place) == "pkcs11:token=My%20token;object=a%3Bb;id=%00%FF"
    assert parse_pkcs11_uri(str(place)).id == place.id
    assert parse_pkcs11_uri("pkcs11:token=a?pin-source=/run/pin&module-path=/lib/m.so").pin_file == "/run/pin"


def test_points_are_read_in_both_ways_that_modules_write_them() -> None:
    """As the DER of an octet string, and bare; every other form is no key."""
    from openler.credentials.keys import BadKey
    from openler.platform.keystore.pkcs11_keys import _material

    for kind in SIGNING_KINDS:
        key = fixed_signer(5, kind).public_key
        if kind == "Ed25519":
            bare = key.material
        else:
            from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

            bare = key.load().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        for point in (bare, bytes([4, len(bare)]) + bare):
            assert PublicKey(kind, _material(kind, point)) == key
    with pytest.raises(BadKey):
        _material("P-256", b"\x04\x41" + b"\x02" * 65)


def test_the_module_is_found_by_its_children(trial_token: TrialToken) -> None:
    """The test's own ground: the configuration that all of them read."""
    assert os.environ["SOFTHSM2_CONF"] == str(trial_token.configuration)
