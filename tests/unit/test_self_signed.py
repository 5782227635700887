"""For whom, for how long and for what is a certificate of the installation's own made?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID

from openler.platform.base.addresses import parse_public_url
from openler.platform.self_signed import find_or_make_certificate, hosts_of

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def made(home: Path, *hosts: str, at: datetime = AT) -> x509.Certificate:
    return x509.load_pem_x509_certificate(find_or_make_certificate(home, hosts, at=at).certificate_file.read_bytes())


def test_it_names_every_way_to_reach_the_server_and_no_other(tmp_path: Path) -> None:
    """What it listens on, what the world calls it; the address that means all addresses is nobody's name."""
    at_home = hosts_of("127.0.0.1", parse_public_url("https://127.0.0.1:8000"))
    assert at_home == ["127.0.0.1", "::1", "localhost"]
    outside = hosts_of("0.0.0.0", parse_public_url("https://münchen.example:8443"))
    assert outside == ["münchen.example"]
    names = made(tmp_path, *at_home, *outside).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "xn--mnchen-3ya.example"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


def test_it_is_short_lived_and_can_vouch_for_no_other(tmp_path: Path) -> None:
    """P-256, thirty days, for servers only, no authority: to believe it is to believe this server alone."""
    certificate = made(tmp_path, "localhost")
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert certificate.not_valid_after_utc - AT == timedelta(days=30)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.value.ca, constraints.critical) == (False, True)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign) == (True, False)
    assert certificate.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value


def test_another_is_made_where_it_ends_soon_or_lacks_a_name(tmp_path: Path) -> None:
    """Else it stays: who believes it once need not be asked again."""
    first = made(tmp_path, "localhost", "127.0.0.1")
    assert made(tmp_path, "localhost") == first
    assert made(tmp_path, "localhost", at=AT + timedelta(days=22)) == first
    later = made(tmp_path, "localhost", at=AT + timedelta(days=24))
    assert later != first
    assert made(tmp_path, "localhost", "records.example.org", at=AT + timedelta(days=24)) != later


def test_a_file_that_was_cut_short_or_mixed_up_is_replaced(tmp_path: Path) -> None:
    """A key that is not the certificate's would refuse every client; half a file would stop the start."""
    first = made(tmp_path, "localhost")
    secret = tmp_path / "tls_key_and_certificate.pem"
    whole = secret.read_bytes()
    secret.write_bytes(whole[: len(whole) // 3])
    second = made(tmp_path, "localhost")
    assert second != first
    other = secret.read_bytes()
    secret.write_bytes(whole[: whole.index(b"-----BEGIN CERT")] + other[other.index(b"-----BEGIN CERT") :])
    assert made(tmp_path, "localhost") not in (first, second)
