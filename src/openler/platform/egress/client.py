"""How is one document fetched without being led anywhere else?

Names are looked up first, every address found must be public, and the connection goes to the very address that was
checked, while TLS proves the name. No proxy, cookie or environment takes part, and nothing tells which record is
being checked. Answers are kept for a short time, so that many records cost one request.

Spec: https://owasp.org/www-project-top-ten (server-side request forgery), https://www.rfc-editor.org/rfc/rfc9110
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from openler.foundation.documents import AT_HAND, MAX_DOCUMENT_BYTES
from openler.foundation.errors import ResolutionFailed
from openler.platform.egress.addresses import is_loopback_address, is_public_address
from openler.platform.egress.errors import EgressFailed, EgressRefused
from openler.platform.egress.targets import Target, parse_target
from openler.platform.egress.wire import Deadline, Reply, exchange, write_message

Resolver = Callable[[str, int], Sequence[str]]
# A status list or a key set may have moved; a did:web or a context that answers from elsewhere is another one.
_PURPOSES_REDIRECTED = frozenset({"status", "key"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BAD_REQUEST = 400
# Enough for a host with both kinds of address; the time limit ends it earlier if they are dead.
_MAX_ADDRESSES_TRIED = 4
_MAX_KEPT = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch.

    Attributes:
        total_seconds: from the look-up of the name to the last byte, redirects included.
        connect_seconds: for each address tried, and for the TLS handshake.
        max_redirects: for purposes that may be redirected at all.
        keep_seconds: how long an answer is used again.
        keep_failure_seconds: how long a failure is used again.
    """

    total_seconds: float = 5.0
    connect_seconds: float = 2.0
    max_redirects: int = 2
    keep_seconds: float = 300.0
    keep_failure_seconds: float = 30.0


LIMITS = Limits()


class GuardedClient:
    """Fetches public https documents; a ``Documents`` port for decisions that may use the network."""

    def __init__(
        self,
        *,
        allowed_loopback: Collection[str] = (),
        limits: Limits = LIMITS,
        tls: ssl.SSLContext | None = None,
        resolve: Resolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a client.

        Args:
            allowed_loopback: hosts of this machine that may be asked, each by name; see ``LOOPBACK_NAMES``.
            tls: whom to trust; the system's authorities if None.
            resolve: gives the addresses of a host; the system's resolver if None.
        """
        self._allowed_loopback = frozenset(allowed_loopback)
        self._limits = limits
        self._tls = tls
        self._resolve = resolve or _look_up
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, bytes | ResolutionFailed]] = {}

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Fetch a document; see ``openler.foundation.documents.Documents``.

        Raises:
            EgressRefused: the address is never asked.
            EgressFailed: it was asked without success.
        """
        if purpose == AT_HAND:
            raise EgressRefused(f"{url[:120]} is not at hand, and for this purpose nothing is fetched.")
        now = self._clock()
        kept = self._kept.get((url, purpose))
        if kept is None or kept[0] <= now:
            kept = self._fetch_and_keep(url, purpose, max_bytes, now)
        answer = kept[1]
        if isinstance(answer, ResolutionFailed):
            raise answer
        if len(answer) > max_bytes:
            raise EgressFailed(f"The document at {url} is larger than the limit of {max_bytes:,} bytes.")
        return answer

    def send(
        self,
        method: str,
        url: str,
        *,
        purpose: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        max_bytes: int = MAX_DOCUMENT_BYTES,
    ) -> Reply:
        """Send one message to a party of a protocol and give its answer; nothing is kept and no redirect followed.

        Raises:
            EgressRefused: the address is never asked.
            EgressFailed: it was asked without an answer.
        """
        deadline = Deadline(self._clock() + self._limits.total_seconds, self._clock)
        target = parse_target(url, purpose=purpose, allowed_loopback=self._allowed_loopback)
        message = write_message(method, target, headers, body)
        return self._told(target, lambda: self._exchange(target, deadline, max_bytes, message))

    def _fetch_and_keep(
        self, url: str, purpose: str, max_bytes: int, now: float
    ) -> tuple[float, bytes | ResolutionFailed]:
        answer: bytes | ResolutionFailed
        try:
            answer = self._fetch(url, purpose, max_bytes)
            lifetime_seconds = self._limits.keep_seconds
        except ResolutionFailed as error:
            answer = error.with_traceback(None)
            lifetime_seconds = self._limits.keep_failure_seconds
        if len(self._kept) >= _MAX_KEPT:
            self._kept.clear()
        kept = (now + lifetime_seconds, answer)
        self._kept[(url, purpose)] = kept
        return kept

    def _fetch(self, url: str, purpose: str, max_bytes: int) -> bytes:
        if url.startswith("did:"):
            raise EgressRefused(f"{url[:120]} is an identifier, not an address to fetch from.")
        deadline = Deadline(self._clock() + self._limits.total_seconds, self._clock)
        target = parse_target(url, purpose=purpose, allowed_loopback=self._allowed_loopback)
        for _ in range(self._limits.max_redirects + 1):
            reply = self._ask(target, purpose, deadline, max_bytes)
            if reply.status == 200:
                return reply.body
            if reply.status not in _REDIRECTS or not reply.location:
                raise EgressFailed(f"{target.authority} answered {reply.status} for {target.path[:120]}.")
            target, url = self._redirected(target, urljoin(url, reply.location), purpose)
        raise EgressRefused(f"The address leads on more than {self._limits.max_redirects} times.")

    def _redirected(self, target: Target, url: str, purpose: str) -> tuple[Target, str]:
        if purpose not in _PURPOSES_REDIRECTED:
            shown = url if len(url) <= 120 else url[:117] + "…"
            raise EgressRefused(f"{target.authority} leads on to {shown!r}, and such a document is not followed.")
        # Only a host of this machine may lead to this machine.
        allowed = self._allowed_loopback if target.loopback else frozenset[str]()
        return parse_target(url, purpose=purpose, allowed_loopback=allowed), url

    def _ask(self, target: Target, purpose: str, deadline: Deadline, max_bytes: int) -> Reply:
        def ask() -> Reply:
            if target.loopback and target.scheme == "https" and purpose == "did":
                reply = self._ask_plainly(target, deadline, max_bytes)
                if reply is not None:
                    return reply
            return self._exchange(target, deadline, max_bytes)

        return self._told(target, ask)

    def _told(self, target: Target, ask: Callable[[], Reply]) -> Reply:
        """Ask, and tell in our words why no answer came."""
        try:
            return ask()
        except ssl.SSLCertVerificationError as error:
            raise EgressFailed(
                f"{target.authority} could not prove its name: {error.verify_message}.", mender="issuer"
            ) from None
        except TimeoutError:
            raise EgressFailed(
                f"{target.authority} did not answer in {self._limits.total_seconds:g} seconds."
            ) from None
        except OSError as error:
            reason = error.strerror or str(error) or type(error).__name__
            raise EgressFailed(f"{target.authority} could not be reached: {reason}.") from None

    def _ask_plainly(self, target: Target, deadline: Deadline, max_bytes: int) -> Reply | None:
        # A did:web always means https; on this very machine a server without TLS may answer for it. It is tried first,
        # because a server without TLS keeps a TLS greeting waiting, while one with TLS refuses plain words at once.
        plain = Target("http", target.host, target.port, target.path, loopback=True)
        try:
            reply = self._exchange(plain, deadline, max_bytes)
        except (EgressFailed, ConnectionError):
            return None
        return None if reply.status == _BAD_REQUEST else reply

    def _exchange(self, target: Target, deadline: Deadline, max_bytes: int, message: bytes | None = None) -> Reply:
        connection = self._connect(target, self._checked_addresses(target, deadline), deadline)
        try:
            if target.scheme == "https":
                connection.settimeout(min(self._limits.connect_seconds, deadline.remaining_seconds()))
                self._tls = self._tls or ssl.create_default_context()
                connection = self._tls.wrap_socket(connection, server_hostname=target.host)
            return exchange(connection, target, deadline, max_bytes=max_bytes, message=message)
        finally:
            connection.close()

    def _checked_addresses(self, target: Target, deadline: Deadline) -> Sequence[str]:
        addresses = _within(deadline, lambda: self._resolve(target.host, target.port))
        if not addresses:
            raise EgressFailed(f"The name {target.host} has no address.")
        allowed = is_loopback_address if target.loopback else is_public_address
        # One private address among public ones is how a name is made to change its meaning between two look-ups.
        for address in addresses:
            if not allowed(address):
                raise EgressRefused(
                    f"{target.host} stands for {address}, which is no public address, and is not asked."
                )
        return addresses[:_MAX_ADDRESSES_TRIED]

    def _connect(self, target: Target, addresses: Sequence[str], deadline: Deadline) -> socket.socket:
        last: OSError = TimeoutError()
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(min(self._limits.connect_seconds, deadline.remaining_seconds()))
                connection.connect((address, target.port))
            except OSError as error:
                connection.close()
                last = error
            else:
                return connection
        raise last


def _look_up(host: str, port: int) -> Sequence[str]:
    # Bytes, because Python would rewrite text by rules of its own (IDNA 2003) before it asks.
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _within(deadline: Deadline, act: Callable[[], Sequence[str]]) -> Sequence[str]:
    # The system's resolver knows no time limit, so it works in a thread that is left behind when the time is over.
    outcome: list[Sequence[str] | Exception] = []

    def work() -> None:
        try:
            outcome.append(act())
        except Exception as error:  # noqa: BLE001 (handed over to the waiting thread, which raises it)
            outcome.append(error)

    thread = threading.Thread(target=work, name="name look-up", daemon=True)
    thread.start()
    thread.join(deadline.remaining_seconds())
    if not outcome:
        raise TimeoutError
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]
