"""Which text records does a name have, according to the name servers that this machine uses?

Only the servers that the operator wrote into the system's settings are asked, each question from a port of its own,
with a random number, and no answer is taken but theirs. Nothing is kept: who puts a record up and checks at once is
answered from now, as far as the name servers do.

Spec: https://www.rfc-editor.org/rfc/rfc1035 , https://www.rfc-editor.org/rfc/rfc5452 (against forged answers),
https://www.rfc-editor.org/rfc/rfc7766 (TCP when an answer does not fit)
"""

import secrets
import socket
import struct
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path

from openler.platform.egress.client import LIMITS, Limits
from openler.platform.egress.dns_messages import BadMessage, ServerRefused, Texts, read_answer, write_question
from openler.platform.egress.errors import EgressFailed
from openler.platform.egress.targets import parse_target
from openler.platform.egress.wire import Deadline

Server = tuple[str, int]
_SETTINGS = Path("/etc/resolv.conf")
_PORT = 53
# resolv.conf(5): three servers at most, and the machine's own if none is named.
_MAX_SERVERS = 3
_OWN_SERVER = "127.0.0.1"
# A datagram may be lost, so each server is asked once more.
_ROUNDS = 2
# Datagrams that are none of ours come late or from somebody who guesses; whoever sends more is guessing.
_MAX_STRAY = 8
# RFC 1035, section 4.2.1 allows 512 bytes; some servers send more, and none needs more than a packet.
_MAX_DATAGRAM_BYTES = 4096
_MAX_ANSWER_BYTES = 16 << 10
_LENGTH = struct.Struct("!H")


def text_records(
    name: str,
    *,
    servers: Sequence[Server] | None = None,
    limits: Limits = LIMITS,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[str, ...]:
    """Ask for the text (TXT) records of a public name; none if it has none.

    Args:
        servers: address and port of each name server; the system's if None.

    Raises:
        EgressRefused: the name is one of a local network, or no name; nobody was asked.
        EgressFailed: no name server gave an answer.
    """
    host = parse_target(f"https://{name}/", purpose="dns").host
    deadline = Deadline(clock() + limits.total_seconds, clock)
    why = f"No name server answered for {host} in {limits.total_seconds:g} seconds."
    for server in list(system_servers() if servers is None else servers) * _ROUNDS:
        try:
            seconds = min(limits.connect_seconds, deadline.remaining_seconds())
            return _ask(server, host, Deadline(clock() + seconds, clock)).texts
        except ServerRefused as error:
            why = f"The name server has no answer for {host} (code {error.args[0]})."
        except BadMessage as error:
            why = f"The name server's answer for {host} cannot be used. {error}"
        except OSError:
            continue
    raise EgressFailed(why, advice="Try again later.")


def system_servers(settings: Path = _SETTINGS) -> list[Server]:
    """Read which name servers this machine uses."""
    try:
        lines = settings.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    named = [words[1] for words in map(str.split, lines) if len(words) > 1 and words[0] == "nameserver"]
    return [(address, _PORT) for address in named if _is_address(address)][:_MAX_SERVERS] or [(_OWN_SERVER, _PORT)]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _ask(server: Server, name: str, deadline: Deadline) -> Texts:
    answer = _ask_by_datagram(server, name, deadline)
    return _ask_by_stream(server, name, deadline) if answer.truncated else answer


def _ask_by_datagram(server: Server, name: str, deadline: Deadline) -> Texts:
    number = secrets.randbelow(1 << 16)
    # Connected: the system takes a random port and gives us what this server sends to it, and nothing of others.
    with _connected(server, socket.SOCK_DGRAM, deadline) as connection:
        connection.send(write_question(number, name))
        last = BadMessage("It is none to this question.")
        for _ in range(_MAX_STRAY):
            connection.settimeout(deadline.remaining_seconds())
            try:
                return read_answer(connection.recv(_MAX_DATAGRAM_BYTES), number, name)
            except BadMessage as error:
                last = error
        raise last


def _ask_by_stream(server: Server, name: str, deadline: Deadline) -> Texts:
    number = secrets.randbelow(1 << 16)
    question = write_question(number, name)
    with _connected(server, socket.SOCK_STREAM, deadline) as connection:
        connection.sendall(_LENGTH.pack(len(question)) + question)
        (length,) = _LENGTH.unpack(_receive(connection, _LENGTH.size, deadline))
        if length > _MAX_ANSWER_BYTES:
            raise BadMessage(f"It is larger than {_MAX_ANSWER_BYTES:,} bytes.")
        answer = read_answer(_receive(connection, length, deadline), number, name)
    if answer.truncated:
        raise BadMessage("It does not fit anywhere.")
    return answer


def _connected(server: Server, kind: socket.SocketKind, deadline: Deadline) -> socket.socket:
    found = socket.getaddrinfo(*server, type=kind, flags=socket.AI_NUMERICHOST)
    connection = socket.socket(found[0][0], kind)
    connection.settimeout(deadline.remaining_seconds())
    try:
        connection.connect(found[0][4])
    except OSError:
        connection.close()
        raise
    return connection


def _receive(connection: socket.socket, length: int, deadline: Deadline) -> bytes:
    received = b""
    while len(received) < length:
        connection.settimeout(deadline.remaining_seconds())
        block = connection.recv(length - len(received))
        if not block:
            raise BadMessage("It was cut short.")
        received += block
    return received
