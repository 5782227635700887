"""Does `openler serve --tls-self-signed` speak TLS to whoever believes its certificate, and nothing else to anybody?"""

import http.client
import socket
import ssl
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contracts.test_serve_command import START_SECONDS, command, environment, free_port, refused

CERTIFICATE = "tls_certificate.pem"
SECRET = "tls_key_and_certificate.pem"


def believing(home: Path) -> ssl.SSLContext:
    """A client that was given the certificate, and checks it as strictly as the newest Python does."""
    trust = ssl.create_default_context(cafile=str(home / CERTIFICATE))
    trust.verify_flags |= ssl.VERIFY_X509_STRICT
    return trust


def get(port: int, path: str, trust: ssl.SSLContext, *, host: str = "127.0.0.1") -> http.client.HTTPResponse:
    """Fetch one path over TLS."""
    connection = http.client.HTTPSConnection(host, port, timeout=10, context=trust)
    try:
        connection.request("GET", path, headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"})
        response = connection.getresponse()
        response.text = response.read()  # type: ignore[attr-defined]
        return response
    finally:
        connection.close()


def is_ready(home: Path, port: int) -> bool:
    """Tell whether it answers over TLS."""
    try:
        return get(port, "/readyz", believing(home)).status == 200
    except OSError:
        return False


@contextmanager
def serving(home: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start the platform with a certificate of its own, wait until it answers, stop it in any case."""
    server = subprocess.Popen(
        command("--port", str(port), "--tls-self-signed", "--workers", "1", *words),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(home, port):
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < deadline, "it did not answer in time"
            time.sleep(0.1)
        yield server
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def plain(port: int) -> bytes:
    """Ask in plain http; give whatever comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(b"GET /verify/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            return b"".join(iter(lambda: connection.recv(4096), b""))
        except ConnectionError:
            return b""


def test_who_believes_the_certificate_gets_the_page_and_plain_http_gets_nothing(tmp_path: Path) -> None:
    """Under each name of the machine; cookies and links are those of https, and no year-long promise is made for it."""
    home, port = tmp_path / "home", free_port()
    with serving(home, port) as server:
        trust = believing(home)
        for host in ("127.0.0.1", "localhost"):
            page = get(port, "/verify/", trust, host=host)
            assert page.status == 200
            assert b"<html" in page.text  # type: ignore[attr-defined]
            assert page.getheader("Strict-Transport-Security") is None
        sign_in = get(port, "/sign-in/", trust)
        assert sign_in.status == 200
        cookies = sign_in.headers.get_all("Set-Cookie") or []
        assert any(cookie.startswith("__Host-csrf=") and "Secure" in cookie for cookie in cookies)
        answer = plain(port)
        assert b"200" not in answer.partition(b"\r\n")[0]
        assert b"<html" not in answer
        with pytest.raises(ssl.SSLCertVerificationError):
            get(port, "/verify/", ssl.create_default_context())
        # After visitors of both wrong kinds it still answers, and says nothing of them.
        assert get(port, "/verify/", trust).status == 200
        server.terminate()
        said, complained = server.communicate(timeout=START_SECONDS)
    assert (server.returncode, complained) == (0, "")
    assert f"OpenLER is running: https://127.0.0.1:{port}" in said
    made = ssl.PEM_cert_to_DER_cert((home / CERTIFICATE).read_text())
    assert fingerprint(made) in said


def fingerprint(certificate: bytes) -> str:
    """Compute what is printed, in another way than the program does."""
    import hashlib

    digits = hashlib.sha256(certificate).hexdigest().upper()
    return ":".join(digits[place : place + 2] for place in range(0, 64, 2))


def test_a_visitor_who_never_shakes_hands_keeps_nobody_out(tmp_path: Path) -> None:
    """More silent visitors than there are threads: the page still comes."""
    home, port = tmp_path / "home", free_port()
    with serving(home, port):
        silent = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(6)]
        try:
            for connection in silent:
                # The beginning of a handshake, and then nothing.
                connection.sendall(b"\x16\x03\x01")
            trust = believing(home)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    assert get(port, "/verify/", trust).status == 200
                    break
                except TimeoutError:
                    continue
            else:
                pytest.fail("silent visitors keep everybody out")
        finally:
            for connection in silent:
                connection.close()


def test_the_certificate_stays_and_its_key_is_the_owners_alone(tmp_path: Path) -> None:
    """Started again it is the same certificate, which clients believe already; nobody else reads the key."""
    home, port = tmp_path / "home", free_port()
    with serving(home, port):
        first = (home / CERTIFICATE).read_bytes()
        assert b"PRIVATE KEY" not in first
        assert stat.S_IMODE((home / SECRET).stat().st_mode) == 0o600
        assert stat.S_IMODE((home / CERTIFICATE).stat().st_mode) == 0o600
        code, words = refused(home, "--port", str(port), "--tls-self-signed")
        assert (code, f"open https://127.0.0.1:{port}" in words) == (64, True)
    with serving(home, port):
        assert (home / CERTIFICATE).read_bytes() == first


def test_an_installation_of_http_does_not_become_one_of_https_in_silence(tmp_path: Path) -> None:
    """Its records carry the plain address; and a plain address is not served over TLS."""
    code, words = refused(tmp_path / "a", "--tls-self-signed", "--public-url", "http://127.0.0.1:8000")
    assert code == 64
    assert "plain http" in words
    assert "https://127.0.0.1:8000" in words
    assert not (tmp_path / "a").exists()
