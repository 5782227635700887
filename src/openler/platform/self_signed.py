"""How does a server speak TLS without an authority? With a certificate of its own, which a client is told to believe.

For trials, test rigs and closed networks: whoever visits must have been given the certificate, or its fingerprint, by
another way. It is made at a start, kept in the data folder, and made anew when it ends soon or names are missing; key
and certificate lie in one file, and the certificate alone in another, for clients. It signs nothing but itself.

Spec: https://www.rfc-editor.org/rfc/rfc5280 , https://www.rfc-editor.org/rfc/rfc6125
"""

import errno
import ipaddress
import os
import secrets
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from openler.platform.base.addresses import PublicUrl

SELF_SIGNED = "self-signed"
CERTIFICATE_FILE = "tls_certificate.pem"
_SECRET_FILE = "tls_key_and_certificate.pem"
_LIFE = timedelta(days=30)
# A start before that makes a new one, so that what was just started does not end within the week.
_LEAST_LEFT = timedelta(days=7)
# Clocks of clients may be behind.
_CLOCK_SKEW = timedelta(hours=1)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# RFC 5280, appendix A.1 (ub-common-name); the name there is for people, clients read the alternative names.
_MAX_COMMON_NAME = 64
# A handshake takes milliseconds; a visitor who never finishes one must not keep a thread.
_HANDSHAKE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate of this installation's own.

    Attributes:
        secret_file: PEM file of key and certificate; only its owner reads it.
        certificate_file: PEM file of the certificate alone, for clients.
        fingerprint: SHA-256 of the certificate, as pairs of upper-case hexadecimal digits with colons.
        ends: from when on nobody believes it.
    """

    secret_file: Path
    certificate_file: Path
    fingerprint: str
    ends: datetime


def hosts_of(bound_host: str, public_url: PublicUrl) -> list[str]:
    """List the names and addresses under which a server is reached: what it listens on, and what the world calls it."""
    # The addresses that stand for all of a machine's are nobody's name.
    bound = () if bound_host in ("0.0.0.0", "::") else (bound_host.lower(),)
    own = _LOOPBACK if public_url.is_loopback else ()
    return sorted({*bound, public_url.host, *own})


def find_or_make_certificate(home: Path, hosts: Iterable[str], *, at: datetime) -> OwnCertificate:
    """Give the certificate of this installation, a new one where none serves these hosts for a week yet.

    Args:
        home: the data folder.
        hosts: names and addresses, IPv6 without brackets.

    Raises: OSError where the data folder cannot be written.
    """
    secret_file = home / _SECRET_FILE
    wanted = x509.SubjectAlternativeName([_general_name(host) for host in hosts])
    certificate = _read(secret_file)
    if certificate is None or not _serves(certificate, wanted, at=at):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _sign(key, wanted, at=at)
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write(secret_file, secret + certificate.public_bytes(serialization.Encoding.PEM))
    certificate_file = home / CERTIFICATE_FILE
    _write(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return OwnCertificate(secret_file, certificate_file, fingerprint, certificate.not_valid_after_utc)


def server_context(certificate: OwnCertificate) -> ssl.SSLContext:
    """Make what turns accepted connections into TLS ones, TLS 1.2 or newer."""
    context = _PatientContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate.secret_file)
    return context


class _PatientContext(ssl.SSLContext):
    """Ends handshakes that take too long or fail as a visitor who went away: nothing is served, nothing is logged."""

    def wrap_socket(self, sock: socket.socket, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        """Shake hands within the limit; ConnectionResetError where that fails."""
        sock.settimeout(_HANDSHAKE_SECONDS)
        try:
            wrapped = super().wrap_socket(sock, *arguments, **options)
        except (ssl.SSLError, TimeoutError) as error:
            raise ConnectionResetError(errno.ECONNRESET, "The visitor does not speak TLS with us.") from error
        wrapped.settimeout(None)
        return wrapped


def _sign(key: ec.EllipticCurvePrivateKey, hosts: x509.SubjectAlternativeName, *, at: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "OpenLER, signed by itself"),
            x509.NameAttribute(NameOID.COMMON_NAME, str(hosts[0].value)[:_MAX_COMMON_NAME]),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCK_SKEW)
        .not_valid_after(at + _LIFE)
        .add_extension(hosts, critical=False)
        # Whoever believes this certificate believes no other because of it.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        # RFC 5280, section 4.2.1.6: a name is ASCII there.
        return x509.DNSName(host.encode("idna").decode("ascii"))


def _read(file: Path) -> x509.Certificate | None:
    # A file that was cut short or changed is as good as none: another is made in its place.
    try:
        data = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(data)
        key = serialization.load_pem_private_key(data, password=None)
    except (FileNotFoundError, ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return certificate if key.public_key() == certificate.public_key() else None


def _serves(certificate: x509.Certificate, wanted: x509.SubjectAlternativeName, *, at: datetime) -> bool:
    try:
        named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    in_time = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc - _LEAST_LEFT
    return in_time and set(wanted) <= set(named)


def _write(file: Path, data: bytes) -> None:
    # Written beside and then moved, so that nobody reads half of it.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
