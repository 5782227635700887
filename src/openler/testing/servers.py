"""How do I try a client against a server that answers wrongly, slowly or endlessly, on this machine only?"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

# A test that waits longer than this for a server has found a fault of the server here, not of the client.
_PATIENCE_SECONDS = 20.0


class ScriptedServer:
    """Listens on 127.0.0.1 and plays one script for each connection; counts connections and keeps requests."""

    def __init__(self, script: Callable[[socket.socket, bytes], None], *, tls: ssl.SSLContext | None = None) -> None:
        """Make a server.

        Args:
            script: writes the answer, given the connection and the request's head.
            tls: its certificate; plain HTTP if None.
        """
        self._script = script
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open = True
        self.connections = 0
        self.requests: list[bytes] = []

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._thread.join(_PATIENCE_SECONDS)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if not self._open:
                connection.close()
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.settimeout(_PATIENCE_SECONDS)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request and (block := connection.recv(65536)):
                request += block
            self.requests.append(request)
            self._script(connection, request)
        connection.close()


def answer(status: int = 200, body: bytes = b"{}", *headers: str, length: bool = True) -> bytes:
    """Write an HTTP/1.1 answer, with or without its length."""
    lines = [f"HTTP/1.1 {status} Scripted", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class ScriptedNameServer:
    """Listens on 127.0.0.1 as a name server does, by datagram and by stream; keeps questions and who sent them."""

    def __init__(
        self, datagrams: Callable[[bytes], list[bytes]], stream: Callable[[bytes], bytes] | None = None
    ) -> None:
        """Make a server.

        Args:
            datagrams: what is sent back for a question that came as a datagram.
            stream: what is written back for a question that came as a stream, length included; None hangs up.
        """
        self._datagrams = datagrams
        self._stream = stream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._receiver.bind(self._listener.getsockname())
        self.questions: list[bytes] = []
        self.ports: list[int] = []
        self.streams = 0

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return "127.0.0.1", int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._receive, self._accept)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self.address)
            socket.create_connection(self.address, timeout=1).close()
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)
        self._listener.close()
        self._receiver.close()

    def _receive(self) -> None:
        while True:
            question, sender = self._receiver.recvfrom(4096)
            if not question:
                return
            self.questions.append(question)
            self.ports.append(sender[1])
            for answer_bytes in self._datagrams(question):
                self._receiver.sendto(answer_bytes, sender)

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_PATIENCE_SECONDS)
                head = connection.recv(2)
                if not head:
                    return
                self.streams += 1
                question = connection.recv(int.from_bytes(head))
                if self._stream is not None:
                    connection.sendall(self._stream(question))
