"""The guarded client against a real TLS server on this machine: names proved, time, size and redirects bounded."""

import datetime
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from openler.platform.egress import EgressFailed, EgressRefused, GuardedClient, Limits
from openler.testing.servers import ScriptedServer, answer

Script = Callable[[socket.socket, bytes], None]
QUICK = Limits(total_seconds=1.5, connect_seconds=0.5)
ALLOWED = {"localhost"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    encoded_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(encoded_key + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def serving(certificate: Path, script: Script) -> Iterator[ScriptedServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ScriptedServer(script, tls=context) as server:
        yield server


def client(certificate: Path, *, limits: Limits = QUICK, allowed: set[str] = ALLOWED) -> GuardedClient:
    trust = ssl.create_default_context(cafile=str(certificate))
    return GuardedClient(allowed_loopback=allowed, limits=limits, tls=trust, resolve=lambda *_: ["127.0.0.1"])


def saying(*parts: bytes) -> Script:
    return lambda connection, _: [connection.sendall(part) for part in parts] and None


def test_a_document_comes_whole_and_the_request_says_nothing_about_anybody(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One GET with fixed headers; no proxy of the environment is used, no cookie, no fragment, no referrer."""
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(certificate, saying(answer(200, b'{"a": 1}', "Set-Cookie: id=1"))) as server:
        fetcher = client(certificate)
        for path in ("/a?b=c#key-1", "/other"):
            assert fetcher.get(f"https://localhost:{server.port}{path}", purpose="did") == b'{"a": 1}'
    heads = [request.decode().split("\r\n") for request in server.requests]
    assert heads[0][0] == "GET /a?b=c HTTP/1.1"
    assert heads[0][2:] == heads[1][2:]
    assert [line.partition(":")[0] for line in heads[0][1:-2]] == [
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    ]


def test_an_answer_is_kept_for_a_while(certificate: Path) -> None:
    """Twenty records with one status list cost one request, and so does a host that is down."""
    with serving(certificate, saying(answer(200, b"{}"))) as server:
        fetcher = client(certificate)
        for _ in range(20):
            fetcher.get(f"https://localhost:{server.port}/list", purpose="status")
    assert server.connections == 1
    with serving(certificate, saying(answer(500, b"{}"))) as server:
        for _ in range(5):
            with pytest.raises(EgressFailed):
                fetcher.get(f"https://localhost:{server.port}/broken", purpose="status")
    assert server.connections == 1


def test_a_kept_answer_grows_old(certificate: Path) -> None:
    """After its time it is asked for again."""
    now = [0.0]
    with serving(certificate, saying(answer())) as server:
        trust = ssl.create_default_context(cafile=str(certificate))
        fetcher = GuardedClient(allowed_loopback=ALLOWED, tls=trust, clock=lambda: now[0])
        for moment in (0.0, 299.0, 301.0):
            now[0] = moment
            fetcher.get(f"https://localhost:{server.port}/list", purpose="status")
    assert server.connections == 2


def test_a_server_that_cannot_prove_its_name_is_not_believed(certificate: Path) -> None:
    """The address was checked, but the certificate is for another name, or from an unknown authority."""
    with serving(certificate, saying(answer())) as server:
        with pytest.raises(EgressFailed, match="prove its name"):
            client(certificate, allowed={"127.0.0.1"}).get(f"https://127.0.0.1:{server.port}/", purpose="did")
        stranger = GuardedClient(allowed_loopback=ALLOWED, limits=QUICK)
        with pytest.raises(EgressFailed, match="prove its name"):
            stranger.get(f"https://localhost:{server.port}/", purpose="did")
    assert server.requests == []


@pytest.mark.parametrize(
    "script",
    [
        saying(answer(200, b"x" * 4097)),
        saying(answer(200, b"x" * 9000, length=False)),
        saying(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"1000\r\n"
            + b"x" * 4096
            + b"\r\n"
            + b"2\r\nxx\r\n0\r\n\r\n"
        ),
    ],
    ids=["announced", "unannounced", "chunked"],
)
def test_a_large_answer_ends_at_the_limit(certificate: Path, script: Script) -> None:
    """Announced or not, in chunks or not: refused at the limit."""
    with serving(certificate, script) as server, pytest.raises(EgressFailed, match="limit"):
        client(certificate).get(f"https://localhost:{server.port}/", purpose="status", max_bytes=4096)


def test_an_answer_of_exactly_the_limit_is_taken(certificate: Path) -> None:
    """The limit itself is allowed, in each of the three forms."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + b"x" * 4096 + b"\r\n0\r\n\r\n"
    for reply in (answer(200, b"x" * 4096), answer(200, b"x" * 4096, length=False), chunked):
        with serving(certificate, saying(reply)) as server:
            body = client(certificate).get(f"https://localhost:{server.port}/", purpose="status", max_bytes=4096)
        assert body == b"x" * 4096


def test_an_endless_answer_costs_no_memory(certificate: Path) -> None:
    """A server that never stops sending is left as soon as the limit is passed."""

    def flood(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with serving(certificate, flood) as server, pytest.raises(EgressFailed, match="limit"):
        client(certificate).get(f"https://localhost:{server.port}/", purpose="status")


def drip(first: bytes, piece: bytes) -> Script:
    def play(connection: socket.socket, _: bytes) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(0.1)

    return play


@pytest.mark.parametrize(
    "script",
    [
        drip(b"", b""),
        drip(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"y"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\ny\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silence", "head", "body", "chunks", "continue"],
)
def test_a_slow_answer_ends_at_the_time_limit(certificate: Path, script: Script) -> None:
    """One byte every moment does not stretch the time: the limit is for the whole exchange."""
    with serving(certificate, script) as server:
        start = time.monotonic()
        with pytest.raises(EgressFailed, match="did not answer"):
            client(certificate).get(f"https://localhost:{server.port}/", purpose="status")
        assert time.monotonic() - start < QUICK.total_seconds + 1


def test_a_slow_handshake_and_a_slow_name_server_end_too() -> None:
    """Before the first byte of an answer the same limit holds."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    quick = Limits(total_seconds=0.5, connect_seconds=0.5)
    start = time.monotonic()
    with pytest.raises(EgressFailed):
        GuardedClient(allowed_loopback=ALLOWED, limits=quick).get(f"https://localhost:{port}/", purpose="key")

    def dawdle(host: str, _: int) -> list[str]:
        time.sleep(3)
        return [host]

    with pytest.raises(EgressFailed, match="did not answer"):
        GuardedClient(limits=quick, resolve=dawdle).get("https://issuer.lakeside.edu/", purpose="key")
    assert time.monotonic() - start < 2.5
    listener.close()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(404, b"nothing"), EgressFailed),
        (answer(204, b""), EgressFailed),
        (answer(302, b""), EgressFailed),
        (b"SSH-2.0-OpenSSH\r\n", EgressFailed),
        (b"", EgressFailed),
        (answer(200, b"{}")[:-1], EgressFailed),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", EgressFailed),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", EgressFailed),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", EgressFailed),
        (answer(200, b"\x1f\x8b", "Content-Encoding: gzip"), EgressRefused),
    ],
)
def test_what_is_no_whole_answer_is_no_document(certificate: Path, reply: bytes, error: type[Exception]) -> None:
    """Errors, other protocols, cut and overlong answers: a named fault, never half a document."""
    with serving(certificate, saying(reply)) as server, pytest.raises(error):
        client(certificate).get(f"https://localhost:{server.port}/", purpose="did")


def redirecting(times: int) -> Script:
    def play(connection: socket.socket, request: bytes) -> None:
        step = int(request.split(b" ")[1].strip(b"/"))
        reply = answer(200, b"{}") if step == times else answer(302, b"", f"Location: /{step + 1}")
        connection.sendall(reply)

    return play


def test_two_redirects_are_followed_for_lists_and_keys_and_none_for_identities(certificate: Path) -> None:
    """A list may have moved; a did:web or a context that answers from elsewhere is another one."""
    for times, purpose, good in ((2, "status", True), (2, "key", True), (3, "status", False)):
        with serving(certificate, redirecting(times)) as server:
            url = f"https://localhost:{server.port}/0"
            if good:
                assert client(certificate).get(url, purpose=purpose) == b"{}"
                continue
            with pytest.raises(EgressRefused, match="more than 2 times"):
                client(certificate).get(url, purpose=purpose)
            assert server.connections == 3
    for purpose in ("did", "context", "schema", "issuer", "record"):
        with serving(certificate, redirecting(1)) as server:
            with pytest.raises(EgressRefused, match="leads on"):
                client(certificate).get(f"https://localhost:{server.port}/0", purpose=purpose)
            assert len(server.requests) == 1


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:1/", "https://10.0.0.1/", "ftp://localhost/", "https://a@localhost/"]
)
def test_where_a_redirect_leads_is_checked_again(certificate: Path, place: str) -> None:
    """Each step is judged like the first."""
    with serving(certificate, saying(answer(302, b"", f"Location: {place}"))) as server:
        with pytest.raises(EgressRefused):
            client(certificate).get(f"https://localhost:{server.port}/0", purpose="status")
        assert server.connections == 1


def test_a_did_of_this_machine_is_read_without_tls() -> None:
    """A did:web always means https; a demonstration on this machine answers in plain http, and only there."""
    with ScriptedServer(saying(answer(200, b'{"id": "did:web:localhost"}'))) as server:
        url = f"https://localhost:{server.port}/.well-known/did.json"
        fetcher = GuardedClient(allowed_loopback=ALLOWED, limits=QUICK, resolve=lambda *_: ["127.0.0.1"])
        assert fetcher.get(url, purpose="did") == b'{"id": "did:web:localhost"}'
        with pytest.raises(EgressFailed):
            fetcher.get(url, purpose="status")


def test_the_second_address_is_tried_when_the_first_is_dead(certificate: Path) -> None:
    """A host with an address that does not answer is reached by its other one."""
    with serving(certificate, saying(answer())) as server:
        trust = ssl.create_default_context(cafile=str(certificate))
        fetcher = GuardedClient(
            allowed_loopback=ALLOWED, limits=QUICK, tls=trust, resolve=lambda *_: ["127.0.0.9", "::1", "127.0.0.1"]
        )
        assert fetcher.get(f"https://localhost:{server.port}/", purpose="key") == b"{}"


def test_a_name_without_an_address_and_a_closed_port_are_told() -> None:
    """Nobody home, in plain words."""
    with pytest.raises(EgressFailed, match="no address"):
        GuardedClient(resolve=lambda *_: []).get("https://issuer.lakeside.edu/", purpose="did")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(EgressFailed, match="could not be reached"):
        GuardedClient(allowed_loopback=ALLOWED).get(f"https://localhost:{port}/", purpose="did")
