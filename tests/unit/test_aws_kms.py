"""Keys in AWS KMS, against an imitation that checks each signed request: they sign, and each fault is told."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openler.credentials.keys import KeyKind
from openler.platform.keystore import aws_kms
from openler.platform.keystore.aws_requests import Credentials, read_credentials, sign_request
from openler.platform.keystore.elsewhere import create_elsewhere, open_elsewhere
from openler.platform.keystore.errors import BadKeyUri, KeeperAway, KeeperUnusable
from openler.testing.key_services import ImitatedKms
from openler.testing.signing import fixed_signer

SPECS: dict[KeyKind, str] = {"Ed25519": "ECC_NIST_EDWARDS25519", "P-256": "ECC_NIST_P256", "P-384": "ECC_NIST_P384"}
# The example credentials that AWS publishes with its test requests.
EXAMPLE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_kms, "_PAUSES_SECONDS", (0.0, 0.0))


@pytest.fixture
def service() -> Iterator[ImitatedKms]:
    with ImitatedKms() as imitation:
        yield imitation


@pytest.fixture
def environ(service: ImitatedKms, tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "credentials"
    file.write_text("[default]\naws_access_key_id = AKIDTRIAL\naws_secret_access_key = trial secret\n")
    return {"OPENLER_KMS_ENDPOINT": service.endpoint, "OPENLER_AWS_CREDENTIALS_FILE": str(file)}


@pytest.mark.parametrize(
    ("method", "headers", "body", "signature"),
    [
        ("GET", {}, b"", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", {}, b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "POST",
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"Param1=value1",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ],
    ids=["get-vanilla", "post-vanilla", "post-x-www-form-urlencoded"],
)
def test_requests_are_signed_as_the_published_examples(
    method: str, headers: dict[str, str], body: bytes, signature: str
) -> None:
    """Three requests of AWS's own test suite for Signature Version 4, by their names there."""
    signed = sign_request(
        method,
        "https://example.amazonaws.com/",
        headers=headers,
        body=body,
        credentials=EXAMPLE,
        region="us-east-1",
        service="service",
        at=datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    )
    assert signed["Authorization"].endswith(f"Signature={signature}")


@pytest.mark.parametrize("kind", SPECS)
def test_a_key_in_the_service_signs_as_any_other(service: ImitatedKms, environ: dict[str, str], kind: KeyKind) -> None:
    """Fixed width whatever the DER; the service sees a digest for the NIST curves, and the message for Ed25519."""
    signer = open_elsewhere(f"awskms:{service.make(SPECS[kind])}", environ)
    assert signer.public_key.kind == kind
    for number in range(40):
        message = f"record {number}".encode()
        signature = signer.sign(message)
        assert len(signature) == {"Ed25519": 64, "P-256": 64, "P-384": 96}[kind]
        signer.public_key.verify(signature, message)
    assert [operation for operation, _ in service.asked[:2]] == ["GetPublicKey", "Sign"]
    assert service.asked[1][1]["MessageType"] == ("RAW" if kind == "Ed25519" else "DIGEST")


@pytest.mark.parametrize("kind", SPECS)
def test_a_key_is_made_in_the_service(service: ImitatedKms, environ: dict[str, str], kind: KeyKind) -> None:
    """For signing, of the kind asked; its URI opens it again without asking for its public half."""
    uri, made = create_elsewhere("awskms:eu-central-1", kind, environ, label="key-1 of an organization", id=b"")
    assert service.asked[0] == (
        "CreateKey",
        {"KeySpec": SPECS[kind], "KeyUsage": "SIGN_VERIFY", "Description": "key-1 of an organization"},
    )
    asked = len(service.asked)
    signer = open_elsewhere(uri, environ, expected=made.public_key)
    assert len(service.asked) == asked
    made.public_key.verify(signer.sign(b"record"), b"record")


def test_a_session_s_token_is_signed_too(tmp_path: Path) -> None:
    """Credentials with an end carry a token; renewed ones are read at the next request, without a new start."""
    file = tmp_path / "credentials"
    with ImitatedKms(key_id="ASIATRIAL", secret="second", token="session token") as service:
        environ = {"OPENLER_KMS_ENDPOINT": service.endpoint, "OPENLER_AWS_CREDENTIALS_FILE": str(file)}
        signer = aws_kms.open_kms(
            f"awskms:{service.make('ECC_NIST_P256')}", environ, expected=fixed_signer(1001, "P-256").public_key
        )
        file.write_text("[default]\naws_access_key_id=ASIAOLD\naws_secret_access_key=first\n")
        with pytest.raises(KeeperUnusable, match="does not accept the credentials"):
            signer.sign(b"record")
        file.write_text(
            "[default]\naws_access_key_id=ASIATRIAL\naws_secret_access_key=second\naws_session_token=session token\n"
        )
        signer.sign(b"record")


def test_a_wrong_secret_is_noticed_by_the_imitation_itself(
    service: ImitatedKms, environ: dict[str, str], tmp_path: Path
) -> None:
    """The ground under these tests: a signature by another secret is refused, and the secret is never told."""
    wrong = tmp_path / "wrong"
    wrong.write_text("[default]\naws_access_key_id=AKIDTRIAL\naws_secret_access_key=hunter2hunter2\n")
    environ["OPENLER_AWS_CREDENTIALS_FILE"] = str(wrong)
    with pytest.raises(KeeperUnusable, match="InvalidSignatureException") as caught:
        open_elsewhere(f"awskms:{service.make('ECC_NIST_P256')}", environ)
    assert "hunter2" not in str(caught.value) + caught.value.advice + repr(read_credentials(str(wrong)))
    assert service.asked == []


def test_what_may_pass_is_tried_again(service: ImitatedKms, environ: dict[str, str]) -> None:
    """Twice more; then the operator is told. A key is never asked for twice, because each costs money."""
    signer = open_elsewhere(f"awskms:{service.make('ECC_NIST_P256')}", environ)
    service.refusals.extend([(400, "ThrottlingException"), (500, "KMSInternalException")])
    signer.sign(b"record")
    service.refusals.extend([(503, "x")] * 3)
    with pytest.raises(KeeperAway, match="cannot answer now") as caught:
        signer.sign(b"record")
    assert caught.value.mender == "operator"
    service.refusals.append((500, "KMSInternalException"))
    with pytest.raises(KeeperAway):
        create_elsewhere("awskms:eu-central-1", "P-256", environ, label="x", id=b"")
    assert [operation for operation, _ in service.asked if operation == "CreateKey"] == []


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("AccessDeniedException", "kms:Sign"),
        ("NotFoundException", "not deleted"),
        ("DisabledException", "Enable"),
        ("KMSInvalidStateException", "deletion"),
        ("ExpiredTokenException", "clock"),
        ("SomethingNew", "log"),
    ],
)
def test_a_refusal_says_what_the_operator_can_do(
    service: ImitatedKms, environ: dict[str, str], kind: str, advice: str
) -> None:
    """By the service's own name for it, once, and without trying again."""
    signer = open_elsewhere(f"awskms:{service.make('ECC_NIST_P256')}", environ)
    service.refusals.append((400, kind))
    with pytest.raises(KeeperUnusable, match=kind) as caught:
        signer.sign(b"record")
    assert advice in caught.value.advice
    assert caught.value.mender == "operator"


def test_a_signature_of_another_key_is_never_given_out(service: ImitatedKms, environ: dict[str, str]) -> None:
    """Whatever the service answers, the published key decides."""
    for spec, kind in (("ECC_NIST_P256", "P-256"), ("ECC_NIST_EDWARDS25519", "Ed25519")):
        signer = open_elsewhere(f"awskms:{service.make(spec)}", environ)
        service.disguise = fixed_signer(5, kind)  # type: ignore[arg-type]
        with pytest.raises(KeeperUnusable, match="thrown away"):
            signer.sign(b"record")
        service.disguise = None


@pytest.mark.parametrize(
    "der",
    [
        "3006020100020101",
        "300702020001020101",
        "30060201ff020101",
        "30810602010102010100",
        "3006020101020101",
        "308006020101020101",
        "",
        "00",
    ],
    ids=["zero", "padded", "negative", "rest", "another", "long length", "nothing", "no sequence"],
)
def test_a_signature_in_loose_der_is_refused(
    service: ImitatedKms, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, der: str
) -> None:
    """One signature has one form: what the service may write in another is never turned into a proof."""
    signer = open_elsewhere(f"awskms:{service.make('ECC_NIST_P256')}", environ)
    answer = base64.b64encode(bytes.fromhex(der)).decode()
    monkeypatch.setattr(service, "_signature", lambda *words: answer)
    with pytest.raises(KeeperUnusable, match=r"thrown away|without a usable"):
        signer.sign(b"record")


def test_what_ed25519_cannot_sign_there_is_told(service: ImitatedKms, environ: dict[str, str]) -> None:
    """4,096 bytes are signed, one more is refused here already."""
    signer = open_elsewhere(f"awskms:{service.make('ECC_NIST_EDWARDS25519')}", environ)
    signer.sign(b"x" * 4096)
    with pytest.raises(KeeperUnusable, match="at most 4,096 bytes"):
        signer.sign(b"x" * 4097)


def test_a_service_that_is_not_there_is_away(service: ImitatedKms, environ: dict[str, str]) -> None:
    """Nobody listens; and an address that is private or plain is never asked."""
    uri = f"awskms:{service.make('ECC_NIST_P256')}"
    environ["OPENLER_KMS_ENDPOINT"] = "http://127.0.0.1:1"
    with pytest.raises(KeeperAway, match="does not answer"):
        open_elsewhere(uri, environ)
    for place in ("http://kms.example.org", "https://169.254.169.254", "ftp://kms.example.org"):
        environ["OPENLER_KMS_ENDPOINT"] = place
        with pytest.raises(KeeperUnusable, match="cannot be asked"):
            open_elsewhere(uri, environ)


@pytest.mark.parametrize(
    "uri",
    [
        "awskms:",
        "awskms:alias/mine",
        "awskms:arn:aws:s3:eu-central-1:111122223333:key/a",
        "awskms:arn:aws:kms:eu-central-1:1:key/a",
        "awskms:arn:aws:kms:eu.example.org:111122223333:key/a",
        "gcpkms:a",
    ],
)
def test_a_uri_that_names_no_key_is_refused(environ: dict[str, str], uri: str) -> None:
    """Nothing of it reaches an address."""
    with pytest.raises(BadKeyUri):
        open_elsewhere(uri, environ)


@pytest.mark.parametrize("region", ["", "eu", "eu-central-1.example.org", "EU-CENTRAL-1", "eu-central-1/x"])
def test_a_region_that_is_none_makes_no_key(environ: dict[str, str], region: str) -> None:
    """The region becomes part of an address, so nothing else is taken for one."""
    with pytest.raises(BadKeyUri):
        create_elsewhere(f"awskms:{region}", "P-256", environ, label="x", id=b"")


@pytest.mark.parametrize("text", ["", "[other]\n", "[default]\naws_access_key_id = A\n", "no ini", "\ufffd[["])
def test_credentials_that_are_none_are_told_without_their_content(tmp_path: Path, text: str) -> None:
    """A file that is missing, empty, of another profile or half."""
    file = tmp_path / "credentials"
    file.write_text(text)
    with pytest.raises(KeeperUnusable, match="holds no access key"):
        read_credentials(str(file))
    for name, said in (("", "in no file"), (str(tmp_path / "missing"), "cannot be read")):
        with pytest.raises(KeeperUnusable, match=said):
            read_credentials(name)


def test_each_part_of_the_world_has_its_address() -> None:
    """The region's own host, also in China's partition."""
    assert aws_kms._place("eu-central-1", "aws", {}).endpoint == "https://kms.eu-central-1.amazonaws.com"
    assert aws_kms._place("cn-north-1", "aws-cn", {}).endpoint == "https://kms.cn-north-1.amazonaws.com.cn"


def test_no_secret_is_sent(service: ImitatedKms, environ: dict[str, str]) -> None:
    """The access key itself never leaves; neither does a private key, for there is none here."""
    open_elsewhere(f"awskms:{service.make('ECC_NIST_P256')}", environ).sign(b"record")
    assert b"trial secret" not in b"".join(service._server.requests) + json.dumps(service.asked).encode()
