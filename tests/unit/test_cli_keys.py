"""In a terminal: keys are made, shown and converted, and those of a hardware module sign; no secret is ever printed."""

import json
import stat
from pathlib import Path

import pytest

from openler.cli import main
from openler.credentials.did import resolve_did
from openler.platform.keystore.pkcs11_keys import create_pkcs11
from openler.platform.keystore.pkcs11_uri import parse_pkcs11_uri
from openler.testing.modules import TRIAL_PIN, TrialToken
from unit.test_cli_commands import Ran, Terminal

WORDS = "correct horse battery staple"
WAYS = ("did:key", "did:jwk", "multikey", "jwk", "pem", "thumbprint")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Run a command in an empty folder; no passphrase is ever printed."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Ran:
        code = main(words)
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err
        assert WORDS not in shown.out + shown.err
        return Ran(code, shown.out, shown.err)

    return call


@pytest.fixture
def words(tmp_path: Path) -> str:
    file = tmp_path / "words.txt"
    file.write_text(f"{WORDS}\n")
    return str(file)


def claims(issuer: str) -> str:
    """Write claims of an issuer to a file, and give its name."""
    members = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "credentialSubject": {"id": "did:example:ada"},
    }
    Path("claims.json").write_text(json.dumps(members))
    return "claims.json"


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_every_form_of_a_key_shows_the_same_public_half(run: Terminal, words: str, kind: str) -> None:
    """Made as PEM and encrypted, converted to each form and back; each way of showing it gives the same."""
    sealed = ("--encrypt", "--new-passphrase-file", words)
    opened = ("--passphrase-file", words)
    made = run("key", "create", "--type", kind, "--form", "pem", *sealed, "-o", "a.pem")
    assert made.code == 0
    assert "ENCRYPTED" in Path("a.pem").read_text()
    assert run("key", "convert", "--form", "jwk", *opened, "a.pem", "-o", "b.json").code == 0
    assert run("key", "convert", "--form", "multikey", "b.json", "-o", "c.json").code == 0
    assert run("key", "convert", "--form", "pem", "c.json", "-o", "d.pem").code == 0
    for way in WAYS:
        shown = [run("key", "show", "--as", way, *opened, name) for name in ("a.pem", "b.json", "c.json", "d.pem")]
        assert {one.code for one in shown} == {0}
        assert len({one.out for one in shown}) == 1
    assert run("key", "show", *opened, "a.pem").out == made.out
    for name in ("a.pem", "b.json", "c.json", "d.pem"):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600


def test_a_public_half_is_read_from_what_was_shown(run: Terminal) -> None:
    """PEM, JWK and the two identifiers lead back to the key, and both identifiers resolve to it."""
    did = run("key", "create", "--type", "P-256", "-o", "key.json").out.strip()
    multikey = run("key", "show", "--as", "multikey", "key.json").out
    Path("public.pem").write_text(run("key", "show", "--as", "pem", "key.json").out)
    Path("public.jwk").write_text(run("key", "show", "--as", "jwk", "key.json").out)
    did_jwk = run("key", "show", "--as", "did:jwk", "key.json").out.strip()
    for key in ("public.pem", "public.jwk", did, did_jwk, f"{did}#{multikey.strip()}"):
        assert run("key", "show", "--as", "multikey", key).out == multikey
    keys = [next(resolve_did(name).usable_methods("assertionMethod")).key for name in (did, did_jwk)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("form", ["pem", "jwk", "multikey"])
def test_records_are_signed_with_every_form(run: Terminal, words: str, form: str) -> None:
    """And an encrypted one by its passphrase; what was signed verifies."""
    sealed = ("--encrypt", "--new-passphrase-file", words) if form == "pem" else ()
    opened = ("--passphrase-file", words) if form == "pem" else ()
    did = run("key", "create", "--form", form, *sealed, "-o", "key").out.strip()
    ran = run("credential", "issue", "--key", "key", *opened, claims(did), "-o", "signed.json")
    assert (ran.code, ran.err) == (0, "")
    assert run("credential", "verify", "signed.json").code == 0


def test_a_key_is_named_as_it_is_published(run: Terminal) -> None:
    """A PEM key has no name; the option gives it one, and a name without a key in it is misuse."""
    run("key", "create", "--form", "pem", "-o", "key.pem")
    name = "did:web:school.example#key-1"
    signing = ("credential", "issue", "--key", "key.pem", "--verification-method")
    assert run(*signing, name, claims("did:web:school.example"), "-o", "signed.json").code == 0
    assert json.loads(Path("signed.json").read_text())["proof"]["verificationMethod"] == name
    for wrong in ("did:web:school.example", "key-1", "#key-1"):
        ran = run(*signing, wrong, "claims.json", "-o", "other.json")
        assert (ran.code, "names no key" in ran.err) == (64, True)


def test_without_its_passphrase_a_key_stays_shut(run: Terminal, words: str, tmp_path: Path) -> None:
    """No terminal to ask on, another passphrase, an empty file: told as that, and nothing is written."""
    run("key", "create", "--form", "pem", "--encrypt", "--new-passphrase-file", words, "-o", "key.pem")
    other, empty = tmp_path / "other", tmp_path / "empty"
    other.write_text("another\n")
    empty.write_text("\n")
    for more, said in (
        ((), "no passphrase was given"),
        (("--passphrase-file", str(other)), "another passphrase"),
        (("--passphrase-file", str(empty)), "holds no passphrase"),
        (("--passphrase-file", "missing"), "no file missing"),
    ):
        ran = run("credential", "issue", "--key", "key.pem", *more, claims("did:key:z"), "-o", "signed.json")
        assert (ran.code, said in ran.err) == (64, True), ran.err
        assert not Path("signed.json").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--encrypt",), "Only a PEM key"),
        (("--new-passphrase-file", "words.txt"), "together with --encrypt"),
        (("--form", "pem", "--encrypt"), "No passphrase was given"),
    ],
)
def test_options_that_do_not_go_together_make_no_key(
    run: Terminal, words: str, more: tuple[str, ...], said: str
) -> None:
    """64, and no file."""
    ran = run("key", "create", *more, "-o", "key.pem")
    assert (ran.code, said in ran.err) == (64, True)
    assert not Path("key.pem").exists()


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_a_key_in_a_hardware_module_signs_and_presents(run: Terminal, trial_token: TrialToken, kind: str) -> None:
    """Named by its URI, the PIN in a file; what it signed verifies, and the PIN is nowhere."""
    uri = trial_token.uri(label=f"cli-{kind}", id=kind.encode())
    create_pkcs11(parse_pkcs11_uri(uri), kind)  # type: ignore[arg-type]
    did = run("key", "show", uri).out.strip()
    assert did.startswith("did:key:")
    ran = run("credential", "issue", "--key", uri, claims(did), "-o", "signed.json")
    assert (ran.code, ran.err) == (0, "")
    assert run("credential", "verify", "signed.json").code == 0
    ran = run("credential", "present", "--key", uri, "--challenge", "7f3a", "signed.json", "-o", "shown.json")
    assert (ran.code, ran.err) == (0, "")
    assert TRIAL_PIN not in Path("signed.json").read_text() + Path("shown.json").read_text()


def test_a_key_is_made_in_a_module(run: Terminal, trial_token: TrialToken) -> None:
    """Its did:key and its URI are printed; a taken label, no label, two places and no place are misuse."""
    uri = trial_token.uri(label="made-here")
    query = uri.partition("?")[2]
    made = run("key", "create", "--type", "P-384", "--in", uri)
    assert made.code == 0
    did, named = made.out.splitlines()
    assert run("key", "show", f"{named}?{query}").out.strip() == did
    ran = run("credential", "issue", "--key", f"{named}?{query}", claims(did), "-o", "signed.json")
    assert (ran.code, run("credential", "verify", "signed.json").code) == (0, 0)
    for more, said in (
        (("--in", uri), "already"),
        (("--in", trial_token.uri()), "how the new key is called"),
        (("--in", uri, "-o", "key.json"), "-o FILE, or --in URI"),
        ((), "-o FILE, or --in URI"),
        (("--in", trial_token.uri(label="b"), "--form", "pem"), "about files"),
        (("--in", "file:key.json"), "no keeper of keys"),
    ):
        ran = run("key", "create", *more)
        assert (ran.code, said in ran.err) == (64, True), ran.err
    assert not Path("key.json").exists()


def test_a_module_that_is_not_there_leaves_nothing_behind(run: Terminal, trial_token: TrialToken) -> None:
    """Another token ends with 2, for it may come back; a PIN in the URI is misuse; nothing is written."""
    away = trial_token.uri(label="a").replace(trial_token.label, "gone")
    ran = run("credential", "issue", "--key", away, claims("did:key:z"), "-o", "signed.json")
    assert (ran.code, "no token with the label 'gone'" in ran.err) == (2, True)
    ran = run("key", "show", f"pkcs11:token=a;object=b?pin-value={TRIAL_PIN}")
    assert (ran.code, TRIAL_PIN in ran.err) == (64, False)
    assert not Path("signed.json").exists()
