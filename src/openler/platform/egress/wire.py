"""How are one request sent and one answer read over a socket, never longer and never larger than allowed?

The deadline holds for the whole exchange: a server that sends one byte every second gains nothing.

Spec: https://www.rfc-editor.org/rfc/rfc9112
"""

import io
import socket
import time
from collections.abc import Callable, Mapping
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
        body: the content; of a fetch empty unless the status is 200.
        media_type: what the content is said to be, as sent.
    """

    status: int
    location: str
    body: bytes
    media_type: str = ""


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


def exchange(
    connection: socket.socket, target: Target, deadline: Deadline, *, max_bytes: int, message: bytes | None = None
) -> Reply:
    """Ask for the target's path and read the answer.

    Args:
        message: a whole request that says more than that it fetches; its answer is read whatever its status.

    Raises:
        EgressFailed: no HTTP, cut short, or too large.
        EgressRefused: compressed although that was not asked for, so its size could not be known.
        OSError: the connection broke; TimeoutError when the time is over.
    """
    fetch = f"GET {target.path} HTTP/1.1\r\nHost: {target.authority}\r\n{_FIXED_HEADERS}\r\n"
    connection.settimeout(deadline.remaining_seconds())
    connection.sendall(message or fetch.encode("ascii"))
    response = HTTPResponse(cast(socket.socket, _ReadOnlyConnection(connection, deadline)), method="GET")
    try:
        response.begin()
        if response.status != 200 and message is None:
            return Reply(response.status, response.getheader("Location", ""), b"")
        if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
            raise EgressRefused(f"{target.authority} sent a compressed answer that was not asked for.")
        body = _body(response, target, max_bytes)
        return Reply(response.status, "", body, response.getheader("Content-Type", ""))
    except (HTTPException, ValueError):
        raise EgressFailed(f"{target.authority} sent something that is not a whole HTTP answer.") from None
    finally:
        response.close()


def write_message(method: str, target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    """Write a whole request; a header with a line break of its own is refused.

    Raises:
        EgressRefused: a header could not be sent as one line.
    """
    lines = [f"{method} {target.path} HTTP/1.1", f"Host: {target.authority}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Accept-Encoding: identity", "Connection: close"]
    if any(not line.isascii() or not line.isprintable() for line in lines):
        raise EgressRefused("A header of this message is not one line of plain letters.")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


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
