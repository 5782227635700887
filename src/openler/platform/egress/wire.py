"""How are one request sent and one answer read over a socket, never longer and never larger than allowed?

The deadline holds for the whole exchange: a server that sends one byte every second gains nothing.

Spec: https://www.rfc-editor.org/rfc/rfc9112
"""

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from openler.platform.egress.errors import EgressFailed, EgressRefused
from openler.platform.egress.targets import Target

# The same words to everyone: an answer must not depend on who asks, and nothing tells which record is being checked.
_FIXED_HEADERS = (
    "User-Agent: OpenLER\r\n"
    "Accept: application/json, application/did+json, application/ld+json, application/vc, application/vc+jwt, "
    "text/plain;q=0.9, */*;q=0.5\r\n"
    "Accept-Encoding: identity\r\n"
    "Connection: close\r\n"
)
_BLOCK_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Attributes:
        status: HTTP status code.
        location: where a redirect leads, empty if nowhere.
        body: the content, empty unless the status is 200.
    """

    status: int
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which an exchange ends, whatever it has got."""

    at: float
    clock: Callable[[], float] = time.monotonic

    def remaining_seconds(self) -> float:
        """Return the time left.

        Raises:
            TimeoutError: none is left.
        """
        left = self.at - self.clock()
        if left <= 0:
            raise TimeoutError
        return left


class _DeadlineReader(io.RawIOBase):
    """Gives each single read only the time that is left for all of them."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._deadline.remaining_seconds())
        return self._connection.recv_into(buffer)


class _ReadOnlyConnection:
    """The part of a socket that the standard library's response reader uses."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._reader = _DeadlineReader(connection, deadline)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader)


def exchange(connection: socket.socket, target: Target, deadline: Deadline, *, max_bytes: int) -> Reply:
    """Ask for the target's path and read the answer.

    Raises:
        EgressFailed: no HTTP, cut short, or too large.
        EgressRefused: compressed although that was not asked for, so its size could not be known.
        OSError: the connection broke; TimeoutError when the time is over.
    """
    request = f"GET {target.path} HTTP/1.1\r\nHost: {target.authority}\r\n{_FIXED_HEADERS}\r\n"
    connection.settimeout(deadline.remaining_seconds())
    connection.sendall(request.encode("ascii"))
    response = HTTPResponse(cast(socket.socket, _ReadOnlyConnection(connection, deadline)), method="GET")
    try:
        response.begin()
        if response.status != 200:
            return Reply(response.status, response.getheader("Location", ""), b"")
        if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
            raise EgressRefused(f"{target.authority} sent a compressed answer that was not asked for.")
        return Reply(200, "", _body(response, target, max_bytes))
    except (HTTPException, ValueError):
        raise EgressFailed(f"{target.authority} sent something that is not a whole HTTP answer.") from None
    finally:
        response.close()


def _body(response: HTTPResponse, target: Target, max_bytes: int) -> bytes:
    too_large = EgressFailed(
        f"The answer of {target.authority} is larger than the limit of {max_bytes:,} bytes.",
        advice="Ask the issuer to publish a smaller document.",
        mender="issuer",
    )
    announced = response.length
    if announced is not None and announced > max_bytes:
        raise too_large
    received = bytearray()
    while block := response.read(min(_BLOCK_BYTES, max_bytes + 1 - len(received))):
        received += block
        if len(received) > max_bytes:
            raise too_large
    if announced is not None and len(received) != announced:
        raise EgressFailed(f"The answer of {target.authority} was cut short.")
    return bytes(received)
